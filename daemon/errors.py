"""Why a command could not do what it was asked: one class per way a caller reacts.

Each message is a sentence for the person at the terminal. It holds no secret and no personal data.
"""

from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from rules.transport.reconnection import Cause


class AltabaixaError(Exception):
    """It could not be done; the message says why and how to mend it."""

    exit_code: ClassVar[int] = 1


class SettingsError(AltabaixaError):
    """The configuration is absent, wrong or incomplete; the message names file and key."""

    exit_code: ClassVar[int] = 2


class ClosedConfigurationError(SettingsError):
    """This user may not read the configuration `file`."""

    def __init__(self, message: str, *, file: Path) -> None:
        """Say *message*, for the person at the terminal."""
        super().__init__(message)
        self.file = file


class StoreError(AltabaixaError):
    """The store cannot be opened or written; `full`: for want of room."""

    def __init__(self, message: str, *, full: bool = False) -> None:
        """Say *message*, for the person at the terminal."""
        super().__init__(message)
        self.full = full


class HeldError(StoreError):
    """Another program works on the store."""


class ForbiddenError(StoreError):
    """This user may not read the store, or not write it; the message names user and file."""


class ModelError(AltabaixaError):
    """The second reader's weights are missing or damaged; the message names the file and how to mend it."""


class MailboxError(AltabaixaError):
    """The mailbox is out of reach, or does not answer as IMAP.

    `cause` says what it takes to mend it, `asked` the pause that the server asked for.
    """

    def __init__(self, message: str, *, cause: Cause = Cause.AWAY, asked: timedelta | None = None) -> None:
        """Say *message*, for the person at the terminal."""
        super().__init__(message)
        self.cause = cause
        self.asked = asked


class TokenError(AltabaixaError):
    """There is no access token to sign in with; `cause` and `asked` as those of a MailboxError."""

    def __init__(
        self, message: str, *, cause: Cause = Cause.SIGN_IN_REFUSED, asked: timedelta | None = None
    ) -> None:
        """Say *message*, for the person at the terminal."""
        super().__init__(message)
        self.cause = cause
        self.asked = asked


class RefusedError(AltabaixaError):
    """The books do not allow this move; the sentence is for staff, in Catalan."""


class UnknownReferenceError(AltabaixaError):
    """No subscription, case or message has this reference."""
