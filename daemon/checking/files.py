"""The configuration's own files: who may change it, and who may read the passwords."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from daemon.access import barrier
from daemon.checking.findings import Finding, bad, good, warning
from daemon.configuration.settings import Service, Settings
from daemon.errors import SettingsError
from daemon.language import _

_RUNTIMES: Final = ("/run/altabaixa/", "/run/altabaixa-")
"""The folders that systemd makes for the service, and for each of its instances."""


def check_files(settings: Settings) -> Iterator[Finding]:
    """Look at the configuration file and at each password that is needed."""
    file = settings.path
    if file is not None and file.stat().st_mode & 0o022:
        said = _("others may change the configuration {file}, and so redirect mail and passwords", file=file)
        yield bad("config.file", said, f"chmod go-w {file}")
    elif file is not None:
        yield good("config.file", _("the configuration {file} is valid", file=file))
    if settings.tokens("imap") is None:
        yield _credential(settings, "imap")
    if settings.smtp.user and settings.tokens("smtp") is None:
        yield _credential(settings, "smtp")
    yield from _seen_by_the_service(settings)
    # The daemon makes the file of figures, but not its folder; systemd makes its own folder for us.
    name = settings.monitoring.prometheus_file
    folder = ((file.parent if file else Path()) / name).parent
    if name and not os.path.isdir(folder) and not f"{folder}/".startswith(_RUNTIMES):
        said = _("monitoring.prometheus_file: there is no folder {folder}", folder=folder)
        mend = _("make it, or name a file in {runtime}", runtime=_RUNTIMES[0])
        yield warning("monitoring.file", said, mend)


def _seen_by_the_service(settings: Settings) -> Iterator[Finding]:
    """As root, who reads everything: what the service, which is not root, could not read."""
    if os.geteuid() != 0:
        return
    folder = settings.letters_folder
    letters = sorted(folder.glob("*/*.txt")) if folder else []
    needed = [settings.path, settings.ca_file("imap"), settings.ca_file("smtp"), *letters]
    for file in dict.fromkeys(each for each in needed if each is not None and each.exists()):
        if not _readable_by_all(file):
            yield warning(
                "config.readable",
                _("only root can read {file}, and the service is another user", file=file),
                _("chmod 644 {file}, in folders that others may enter, such as /etc/altabaixa", file=file),
            )


def _readable_by_all(file: Path) -> bool:
    folders_open = all(folder.stat().st_mode & 0o001 for folder in file.resolve().parents)
    return folders_open and bool(file.stat().st_mode & 0o004)


def _credential(settings: Settings, service: Service) -> Finding:
    subject = f"credentials.{service}"
    file = settings.secret_file(service)
    mend = _("write the password into {file}, alone on one line, and chmod 600 it", file=file)
    try:
        secret = settings.secret(service)
        mode = file.stat().st_mode
    except (SettingsError, OSError) as error:
        return bad(subject, str(error), closed.mend if (closed := barrier(file)) else mend)
    if mode & 0o077:
        return bad(
            subject,
            _("others may read the {service} password in {file}", service=service, file=file),
            f"chmod 600 {file}",
        )
    if not secret.isprintable():
        return bad(subject, _("{file} holds something other than text", file=file), mend)
    if secret != secret.strip():
        said = _("the {service} password in {file} begins or ends with a space", service=service, file=file)
        return warning(subject, said, _("if that is not meant, {mend}", mend=mend))
    return good(
        subject,
        _("the {service} password is in {file}, which only its owner may read", service=service, file=file),
    )
