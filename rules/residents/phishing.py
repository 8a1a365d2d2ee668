"""Mail that threatens to close an account of whoever reads it: a mailbox, a WhatsApp account, a domain.

"Su buzón será dado de BAJA en 24 horas": the baixa is the reader's, and no wish of who writes.
For folded, flowing text.
"""

import re
from typing import Final

_ACCOUNT: Final = (
    r"(?:buzon|bustia|cuentas?|comptes?|corre[ou]s?|lin[ei]a (?:\+?[\d ]{9,16})?|usuari\w?|domini\w?|"
    r"mailbox|accounts?|[\w.-]{1,40}@[\w.-]{3,40}|licenci\w)"
)
_ENDS: Final = (
    r"(?:baja|baixa|(?:suspe|bloque|elimin|desactiv|cancel|tanca|cerrad|caduca|closed|deleted|expire)\w{0,5})"
)
_THREAT: Final = re.compile(
    rf"(?:\b(?:su|el|la) )?\b{_ACCOUNT}\b[^\n.!?]{{0,160}}?\b(?:seran?|ha estat|ha sido|will be|has been) "
    rf"(?:\w{{2,20}} ){{0,2}}{_ENDS}\b|\b{_ENDS}\b(?: \w{{2,12}}){{0,2}} de (?:su|el|la)? ?{_ACCOUNT}\b"
)
_LURE: Final = re.compile(
    r"\b(?:(?:estimad|benvolgu|dear) ?\w{0,3} (?:usu?[ae]r|client|customer)|\d\d (?:h\b|hor|hour)|"
    r"(?:ultimo?|darrer|last) (?:avis|notice|warning)|clic\w? (?:aqui|here)|contrasen|password)"
)


def threatens_account(flowing: str) -> str | None:
    """The words by which a text threatens to close its reader's account, and lures him; else None."""
    threat = _THREAT.search(flowing)
    return threat.group() if threat and _LURE.search(flowing) else None
