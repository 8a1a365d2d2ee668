"""What belongs to a configuration: the unit that runs it, and where its books are."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from daemon.errors import AltabaixaError
from daemon.language import _
from daemon.service.state_file import unit_of

_ETC: Final = Path("/etc/altabaixa")
_FILE: Final = "altabaixa.toml"
_BESIDE: Final = "sqlite:///altabaixa.db"
_STATE: Final = Path("/var/lib")
# A user's name, which begins with "altabaixa-", has at most 31 letters.
_NAME: Final = re.compile("[a-z]{1,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The unit of systemd's that reads a configuration, and where that keeps the books and its figures.

    None where that is no unit's; "" where the configuration need not say it.
    """

    unit: str | None = None
    books: Path | None = None
    store_url: str = _BESIDE
    prometheus_file: str = ""

    def make_the_folder_of_the_books(self) -> None:
        """Let root bring a list in before the first start, at which the service takes the folder over."""
        if self.books:
            self.books.mkdir(mode=0o700, exist_ok=True)


def place(path: Path) -> Place:
    """Return the place of the configuration *path*; AltabaixaError where systemd takes no such name."""
    folder = path.parent
    if path.name != _FILE or _ETC not in (folder, folder.parent):
        return Place()
    if folder == _ETC:
        return Place(unit=unit_of(path), books=_STATE / "altabaixa", store_url="")
    if not _NAME.fullmatch(folder.name):
        raise AltabaixaError(
            _(
                "{path}: “{name}” cannot name an instance; take one to 20 letters from a to z, as in "
                "{etc}/mollo/{file}",
                path=path,
                name=folder.name,
                etc=_ETC,
                file=_FILE,
            )
        )
    own = f"altabaixa-{folder.name}"
    return Place(
        unit=unit_of(path),
        books=_STATE / own,
        store_url=f"sqlite:///{_STATE / own}/altabaixa.db",
        prometheus_file=f"/run/{own}/altabaixa.prom",
    )
