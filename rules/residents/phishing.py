"""Mail that threatens to close an account of whoever reads it: a mailbox, a WhatsApp account, a domain.

"Su buzón será dado de BAJA en 24 horas": the baixa is the reader's, and no wish of who writes.
For folded, flowing text.
"""

import re
from typing import Final

_ACCOUNT: Final = (
    r"(?:buzon\w{0,2}|busti\w{1,2}|cuentas?|comptes?|correos?|correus?|mailbox|e-?mail|accounts?|domini\w?|"
    r"dominio|webmail|linea (?:\+?[\d ]{9,16})?|linia (?:\+?[\d ]{9,16})?|usuari\w?|perfil|"
    r"[\w.-]{1,40}@[\w.-]{3,40}|licenci\w|hosting|allotjament|allotjaments)"
)
_READERS: Final = (
    r"(?:su|sus|tu|la seva|el seu|la vostra|el vostre|your|votre|del|de la|d'aquesta|de esta|el|la)"
)
_ENDS: Final = (
    r"(?:baja|baixa|dad[oa] de baja|donada? de baixa|suspen\w{2,6}|suspes\w{0,2}|bloque\w{2,5}|"
    r"bloqueja\w{1,3}|elimina\w{1,4}|desactiva\w{1,4}|cancela\w{1,4}|cancel.?la\w{1,3}|tanca\w{1,3}|"
    r"cerrad\w|caduca\w{0,4}|closed|suspended|deactivated|deleted|expire[sd]?)"
)
_THREAT: Final = re.compile(
    rf"(?:\b{_READERS} )?\b{_ACCOUNT}\b[^\n.!?]{{0,160}}?\b(?:sera|seran|va a ser|ha sido|ha estat|"
    rf"quedara|"
    rf"quedaran|will be|has been) (?:\w{{2,20}} ){{0,2}}{_ENDS}\b|"
    rf"\b{_ENDS}\b(?: \w{{2,12}}){{0,2}} (?:de |del |d'|of ){_READERS}? ?{_ACCOUNT}\b"
)
_LURE: Final = re.compile(
    r"\b(?:estimad\w{1,2} (?:usuari\w|client\w{0,3})|benvolgu\w{1,3} (?:usuari\w{0,2}|client\w{0,2})|"
    r"dear (?:user|customer|client)|"
    r"(?:confirm|verifi|actuali[tz]|valid)\w{1,5} (?:su|sus|la seva|el seu|les seves|la vostra|your|mi|ara|"
    r"ahora|now)|(?:haga|feu|faci|fes) clic\w?|clic\w? (?:aqui|here)|click here|"
    r"(?:24|48|72|doce|dotze) (?:h\b|hores|horas|hours)|ultimo aviso|darrer avis|ultim avis|last (?:notice|"
    r"warning)|limite de almacenamiento|limit d'emmagatzematge|contrasen\w{1,2}|contrasenya|password)\b"
)


def threatens_account(flowing: str) -> str | None:
    """The words by which a text threatens to close its reader's account, and lures him; else None."""
    threat = _THREAT.search(flowing)
    return threat.group() if threat and _LURE.search(flowing) else None
