"""Where a town of this machine is at home, by the place of its configuration: its unit and its folders.

The first town is `altabaixa.service`; each of several is an instance, which has a folder of its own in each
place: /etc/altabaixa/olot, /var/lib/altabaixa-olot, /run/altabaixa-olot.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from daemon.errors import AltabaixaError
from daemon.language import _

ETC: Final = Path("/etc/altabaixa")
FILE: Final = "altabaixa.toml"
UNIT: Final = "altabaixa"
"""The unit of a machine's first town, and the folders that it has."""

_STATES: Final = Path("/var/lib")
_BESIDE: Final = "sqlite:///altabaixa.db"
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


def is_of_a_unit(config: Path) -> bool:
    """Whether *config* lies where a unit reads one."""
    return ETC in (config.parent, config.parent.parent)


def unit_of(config: Path | None) -> str:
    """The unit that runs with *config*, by its place; that of the first town where no other is known."""
    is_instance = config is not None and config.parent.parent == ETC
    return f"{UNIT}@{config.parent.name}" if config and is_instance else UNIT


def folder_of(config: Path | None) -> str:
    """The name of the folders of the unit that runs with *config*."""
    return unit_of(config).replace("@", "-")


def books_folder(config: Path | None) -> Path:
    """Where the unit that runs with *config* keeps the books."""
    return _STATES / folder_of(config)


def store_url(config: Path | None) -> str:
    """The books of the unit that runs with *config*, as `store.url` names them."""
    return f"sqlite:///{books_folder(config)}/altabaixa.db"


def place(config: Path) -> Place:
    """Return the place of *config*; AltabaixaError where systemd takes no such name."""
    if config.name != FILE or not is_of_a_unit(config):
        return Place()
    if config.parent == ETC:
        return Place(unit=UNIT, books=books_folder(config), store_url="")
    if not _NAME.fullmatch(config.parent.name):
        raise AltabaixaError(
            _(
                "{path}: “{name}” cannot name an instance; take one to 20 letters from a to z, as in "
                "{etc}/mollo/{file}",
                path=config,
                name=config.parent.name,
                etc=ETC,
                file=FILE,
            )
        )
    return Place(
        unit=unit_of(config),
        books=books_folder(config),
        store_url=store_url(config),
        prometheus_file=f"/run/{folder_of(config)}/altabaixa.prom",
    )
