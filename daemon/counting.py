"""How many, in the English of the log."""


def counted(number: int, one: str, many: str = "") -> str:
    """Say how many: "1 letter", "0 letters"; *many* where an s is not enough."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"
