"""The configuration's own files: who may change it, and who may read the passwords."""

import os
from collections.abc import Iterator

from daemon.checking.findings import Finding, bad, good, warning
from daemon.errors import SettingsError
from daemon.settings import Service, Settings


def check_files(settings: Settings) -> list[Finding]:
    """Look at the configuration file and at each password that is needed."""
    found = list(_configuration(settings))
    services: tuple[Service, ...] = ("imap", "smtp") if settings.smtp.user else ("imap",)
    return found + [_credential(settings, service) for service in services]


def _configuration(settings: Settings) -> Iterator[Finding]:
    file = settings.path
    if file is None:
        return
    if file.stat().st_mode & 0o022:
        yield bad(
            "config.file",
            f"others may change the configuration {file}, and so send mail and password elsewhere",
            f"chmod go-w {file}",
        )
    else:
        yield good("config.file", f"the configuration {file} is valid")


def _credential(settings: Settings, service: Service) -> Finding:
    subject = f"credentials.{service}"
    file = settings.secret_file(service)
    mend = f"write the password into {file}, alone on one line, and chmod 600 it"
    try:
        secret = settings.secret(service)
        mode = file.stat().st_mode
    except (SettingsError, OSError) as error:
        unreadable = file.exists() and not os.access(file, os.R_OK)
        return bad(
            subject, str(error), "run the check as root, or as the owner of it" if unreadable else mend
        )
    if mode & 0o077:
        return bad(subject, f"others may read the {service} password in {file}", f"chmod 600 {file}")
    if not secret.isprintable():
        return bad(subject, f"{file} holds more than one line, or what is no text", mend)
    if secret != secret.strip():
        said = f"the {service} password in {file} begins or ends with a space"
        return warning(subject, said, f"if that is not meant, {mend}")
    return good(subject, f"the {service} password is in {file}, its owner's alone")
