"""How many, in the English of the command line."""

from datetime import timedelta


def counted(number: int, one: str, many: str = "") -> str:
    """Say how many: "1 letter", "0 letters"; *many* where an s is not enough."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def age(past: timedelta) -> str:
    """Say how long: hours, and days from two on."""
    hours = max(int(past.total_seconds() // 3600), 0)
    return counted(hours, "hour") if hours < 48 else f"{hours // 24} days"


def megabytes(size: int) -> str:
    """Say how much room."""
    return f"{size / 1024**2:,.0f} MB"
