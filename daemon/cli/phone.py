"""`altabaixa phone`: the phone that the list is sent from, and whether it agrees with the books."""

from pathlib import Path
from typing import Annotated

import typer

from daemon.app import App, now
from daemon.cli.options import ConfigFile, opened, out
from daemon.errors import AltabaixaError
from daemon.phone import vcards

app = typer.Typer(help="The phone that the list is sent from.", no_args_is_help=True)


@app.command("vcards")
def vcards_(
    folder: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="Where to put them.", show_default="here")
    ] = Path(),
    config: ConfigFile = None,
) -> None:
    """Write the contacts of today as files for the phone, as they are attached to the digest.

    altes-DATE.vcf holds who is to be on the phone by today, baixes-DATE.vcf who is to come off
    it; the names begin with phone.prefix. Both name residents: delete them when they are done with.
    """
    with opened(config) as (settings, store):
        app = App(settings=settings, store=store)
        with store.read() as tx:
            made = app.digests.of(tx, now().astimezone(settings.tz).date())
        files = vcards(made, settings)
    for file in files:
        _write(folder / file.filename, file.data)
    if not files:
        out.print("Nobody is to be put on the phone or taken off it today: no file was written.")


def _write(file: Path, data: bytes) -> None:
    try:
        file.touch(mode=0o600)
        file.write_bytes(data)
    except OSError as error:
        msg = f"cannot write {file}: {error.strerror}"
        raise AltabaixaError(msg) from error
    out.print(f"{file} written", markup=False)
