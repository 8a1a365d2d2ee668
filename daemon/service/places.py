"""Where the files of a service lie that are named after its store's."""

from pathlib import Path

from sqlalchemy import make_url

from daemon.books.backup import books_file
from daemon.configuration.settings import Settings
from daemon.service import state_file


def shadow_url(settings: Settings) -> str:
    """Where the copy lies: beside the store's file, or in the service's own folder where that is a server."""
    url = make_url(settings.store_url)
    if url.get_backend_name() == "sqlite" and url.database:
        file = Path(url.database)
        return f"sqlite:///{file.with_name(f'{file.stem}.shadow.db')}"
    return f"sqlite:///{settings.state_folder / 'altabaixa.shadow.db'}"


def beside(store_url: str) -> Path | None:
    """Where a daemon without a unit says how it is."""
    file = books_file(store_url)
    return Path(f"{file}.{state_file.NAME}") if file else None
