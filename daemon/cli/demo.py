"""`altabaixa demo`: the whole service on embedded parts."""

from pathlib import Path
from typing import Annotated

import typer

from daemon.cli.options import ConfigFile, there
from daemon.errors import AltabaixaError
from daemon.language import _

_EXTRA = frozenset({"aiosmtpd", "proxyprotocol", "pymap", "pysasl"})


def demo(
    mail: Annotated[
        Path | None,
        typer.Option(
            "--mail",
            metavar="PATH",
            callback=there,
            help=_(
                "Handle the mail saved there: a folder of .eml files, an mbox file, a Maildir; "
                "residents.csv in that folder is the list."
            ),
            show_default=False,
        ),
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Show in a minute what the service does: no server, no configuration, no root.

    Residents are imported, mail arrives in an embedded mailbox, the real
    service handles it and sends the letters, all on this machine.
    Without a configuration the town is Setcases; where one is found, its
    servers and its store are not touched. Books, letters and digest stay
    in a temporary folder for you to look at, until the next demo.
    """
    try:
        from daemon.demo import play  # noqa: PLC0415 - a production install lacks its servers
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        msg = _("the demo's mail servers are not installed: pip install 'altabaixa[demo]'")
        raise AltabaixaError(msg) from None
    play(mail, config)
