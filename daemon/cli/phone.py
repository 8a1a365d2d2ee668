"""`altabaixa phone`: the phone that the list is sent from, and whether it agrees with the books."""

from pathlib import Path
from typing import Annotated

import typer

from daemon.access import reason
from daemon.books import subscribers
from daemon.cli.options import ConfigFile, opened, out, present
from daemon.errors import AltabaixaError
from daemon.language import _
from daemon.letters import for_staff
from daemon.letters.reconciliation import Presentation
from daemon.letters.sentences import in_catalan
from daemon.post.phone_files import everybody as all_contacts
from daemon.post.phone_files import missing, vcards
from daemon.service.app import App, now
from rules.desk.reconciling import reconcile as reconciled
from rules.phone.exports import Unreadable, UnreadableError, read_export

app = typer.Typer(help=_("The phone that the list is sent from."), no_args_is_help=True)


@app.command("vcards")
def vcards_(
    folder: Annotated[
        Path,
        typer.Option("--out", metavar="FOLDER", help=_("The folder to put them in."), show_default=_("here")),
    ] = Path(),
    everybody: Annotated[
        bool,
        typer.Option("--all", help=_("Instead, everybody on the list: tots-DATE.vcf, for a new phone.")),
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Write today's contacts as files for the phone, as attached to the digest.

    altes-DATE.vcf holds those to be on the phone by today, baixes-DATE.vcf those to take off;
    the names begin with phone.prefix. Both name residents: delete them after use.
    """
    with opened(config) as (settings, store):
        today = now().astimezone(settings.tz).date()
        with store.read() as tx:
            files = (
                all_contacts(subscribers.everyone(tx), today, settings)
                if everybody
                else vcards(App(settings=settings, store=store).digests.of(tx, today), settings)
            )
    for file in files:
        _write(folder / file.filename, file.data)
    if not files:
        out.print(
            _("Nobody is on the list: no file was written.")
            if everybody
            else _("Nobody is to be put on the phone or taken off it today: no file was written.")
        )


@app.command()
def reconcile(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            readable=False,
            callback=present,
            help=_("The contacts as the phone exports them (.vcf), or Google's or any CSV."),
        ),
    ],
    everybody: Annotated[
        bool,
        typer.Option(
            "--all", help=_("Ask about every contact, not only those that begin with phone.prefix.")
        ),
    ] = False,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FOLDER", help=_("Write the contacts missing on the phone to this folder.")
        ),
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Say where the phone and the books differ; nothing is changed.

    Numbers are compared. Each difference says which order would settle it.
    """
    try:
        contacts = read_export(file.read_bytes())
        with opened(config) as (settings, store):
            with store.read() as tx:
                held = subscribers.everyone(tx)
            prefix = None if everybody else settings.prefix
            found = reconciled(contacts, held, prefix=prefix, own_number=settings.town_hall.whatsapp)
    except UnreadableError as error:
        hint = "; amb --all es comparen tots els contactes" if error.why is Unreadable.NONE_OURS else ""
        msg = f"{file}: {in_catalan(error.why)}{hint}"
        raise AltabaixaError(msg) from None
    on = now().astimezone(settings.tz).date()
    presentation = Presentation(prefix=settings.prefix, most=len(found.differences))
    out.print(for_staff.reconciliation(found, presentation, town=settings.town(), on=on).text, markup=False)
    if folder is not None:
        for enclosure in missing(found, on, settings):
            _write(folder / enclosure.filename, enclosure.data)


def _write(file: Path, data: bytes) -> None:
    try:
        file.touch(mode=0o600)
        file.write_bytes(data)
    except OSError as error:
        msg = _("cannot write {file}: {why}", file=file, why=reason(error))
        raise AltabaixaError(msg) from error
    out.print(_("{file} written", file=file), markup=False)
