"""The feet of newsletters: how anybody leaves them. Instructions to the reader are never the writer's wish.

For folded, flowing text. A sentence is a foot only where it speaks to its reader
("si no voleu rebre…", "dona't de baixa") or lists links; the first person never is.
"""

import re
from functools import lru_cache
from typing import Final

from rules.people.documents import find_documents
from rules.text.sentences import flowing

_LEAVING: Final = (
    r"(?:donar-?(?:se|vos|te)(?:'n)?|darse|darte|daros|(?:causar|cursar|sol.?licitar|solicitar|tramitar|"
    r"demanar|pedir)"
    r"(?: la| su)?) (?:de )?(?:la )?(?:baixa|baja)"
    r"|donar-vos d'alta o (?:de )?(?:la )?baixa"
    r"|(?:deixar|dejar) de (?:rebre|recibir)"
    r"|no (?:vol|vols|voleu|voldr\w{1,4}|volgu\w{1,6}|desitja|desitges|desitgeu|quiere|quieres|quereis|"
    r"quisiera|desea|deseas)"
    r"(?: [\w']{1,12}){0,2} (?:rebre|rebent|recibir|recibiendo|rebre'n)"
    r"|(?:cancel.?lar|anul.?lar|cancelar|anular) (?:la |su )?(?:seva |teva |vostra )?(?:subscripcio|"
    r"suscripcion)"
    r"|no (?:rebre|recibir) (?:mes|mas)"
    r"|unsubscribe|opt[- ]out|(?:se|vous) (?:desabonner|desinscrire)"
)
_DOING: Final = (
    r"\b(?:clic\w{0,3}|cliqu\w{1,3}|premeu|premi|prem|polseu|pulse|pulsa|pulsad|aqui|enllac|enlace|here|ici|"
    r"respon(?:eu|gui|da|ded|dre|der)|contesteu|contesti|conteste|envi(?:eu|i|e|a|ar|ad|ant|ando)|"
    r"escri(?:viu|gui|ba|bid|bir|ure|u|be)|comuniqu\w{1,8}|dirig\w{1,5}|adrec\w{1,5}|caldra|cal|heu de|"
    r"ha de|debe|deben|"
    r"hay que|podeu|podra|podran|puede|pueden|pots|puedes|pot)\b|https?:|@"
)
_TO_READER: Final = re.compile(
    rf"\b(?:per|para|pour|to|si|en cas|en caso)\b[^.\n]{{0,30}}?(?:{_LEAVING})\b[^\n]{{0,200}}?(?:{_DOING})"
    rf"|(?:{_DOING})[^.\n]{{0,60}}\b(?:per|para|pour|to|si)\b[^.\n]{{0,20}}?(?:{_LEAVING})\b"
    rf"|(?:{_LEAVING}) ?:? ?https?:"
)
_IMPERATIVE: Final = re.compile(
    r"\b(?:dona't|doneu-vos|doni's|donis-te|date|dese|daos|desapunta't|desapunteu-vos) (?:de (?:baixa|baja))?"
    r"|^\W{0,3}(?:donar-?se|darse) de (?:baixa|baja) (?:del?|de la|d'aquest\w{0,2}|de est\w{1,3}) ?"
    r"(?:butlleti|boletin|newsletter|correus?|correos?|e-?mails?|comunicacions|comunicaciones|enviaments|"
    r"envios)"
    r"\W{0,3}$"
    r"|^\W{0,3}unsubscribe\b"
)
_WHY_YOU: Final = re.compile(
    r"\b(?:reps|rebs|rebeu|rep|recibe|recibes|recibis|ha rebut|heu rebut|has rebut|ha recibido|"
    r"you (?:are receiving|received|"
    r"get)|vous recevez) (?:aquest|este|esta|this|ce|cet)\b.{0,80}\b(?:perque|porque|ja que|ya que|because|"
    r"car)\b"
)
_RIGHTS: Final = re.compile(
    r"\b(?:podeu|pot|podra|podreu|podran|puede|pueden|podeis|teniu dret|te dret|tiene derecho|us assisteix)\b"
    r"[^.\n]{0,80}\b(?:drets? (?:d'|de )|derechos? (?:de )|rectifica|supressio|supresion|oposicio|oposicion|"
    r"(?:exercir|ejercer)[^.\n]{0,30}(?:drets?|derechos?))"
)
SMALL_PRINT: Final = re.compile(
    r"\b(?:avis legal|aviso legal|(?:avis|nota|aviso|clausula) de confidenciali[td]a[td]|"
    r"(?:informacio|informacion) confidencial|"
    r"(?:heu|ha|hagi|hagueu|has) (?:rebut|recibido) (?:aquest|este|per error|por error)|"
    r"informacio basica|informacion basica|responsable del trac?ta|"
    r"(?:en compliment|en cumplimiento|de conformitat|de conformidad|d'acord|de acuerdo|segons|"
    r"segun)\b[^.\n]{0,60}"
    r"\b(?:lopd\w{0,3}|rgpd|gdpr|reglamento?|llei organica|ley organica|proteccio de dades|"
    r"proteccion de datos)|"
    r"abans d'imprimir|antes de imprimir)"
)
"""How the small print under a mail begins, and what it says of data in general; for folded text."""

_FIRST_PERSON: Final = re.compile(
    r"\b(?:em|me|jo|yo|meu|meva|meus|mi|mis|vull|voldria|quiero|quisiera|desitjo|deseo|demano|sol.?licito|"
    r"solicito|"
    r"soc|soy|tinc|tengo|escric|escrivim|escribo|escribimos|adreco|adrecem|"
    r"demanem(?! que (?:ho|ens ho|l'|el) )|"
    r"sol.?licitem|solicitamos|"
    r"agrair(?:ia|iem|e|em)|agradeceria|prego|ruego|j'ecris|je|meves|se'm|se me)\b|\bm'|donar-me|darme"
)
_LINK: Final = re.compile(
    r"\b(?:uneix|unete|uniu-vos|segueix|seguiu|sigue|join|follow)|preferenc|navegador|politica|privacitat|"
    r"privacidad|privacy|contact|unsubscribe|reenvi|compart|gestion|"
    r"subscri|suscri|avis legal|aviso legal|facebook|instagram|twitter|condicions|condiciones|view|veure"
)
_INVITES: Final = re.compile(r"\b(?:uneix|unete|uniu-vos|segueix|seguiu|sigue|join|follow)")
_LEAVE_LINK: Final = re.compile(r"\b(?:baixa|baja|unsubscribe|desabonner)\b")
_BETWEEN: Final = re.compile(r" ?[|·•] ?| - ")
_SENTENCE: Final = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]{0,3}")
_LONGEST_LINK: Final = 12


@lru_cache(maxsize=8)
def without_feet(folded: str) -> str:
    """The folded text with the feet of newsletters blanked out, as long as it was."""
    lines = [
        "~" * len(line) if _is_menu(line) or _is_small_print(line) else line for line in folded.split("\n")
    ]
    return _SENTENCE.sub(lambda match: _blank(match.group()), "\n".join(lines))


def has_feet(text: str) -> bool:
    """Whether a text tells its reader how to leave."""
    folded = flowing(text)
    return without_feet(folded) != folded


def _blank(sentence: str) -> str:
    return "~" * len(sentence) if _is_menu(sentence) or _is_foot(sentence) else sentence


def _is_foot(sentence: str) -> bool:
    for pattern in (_IMPERATIVE, _WHY_YOU, _RIGHTS, _TO_READER):
        match = pattern.search(sentence)
        # What the reader is to write comes after: "responeu NO VULL REBRE".
        if match and not _FIRST_PERSON.search(sentence[: match.end()]):
            return pattern is not _TO_READER or not sentence.endswith("?") or "http" in sentence
    return False


def _is_small_print(line: str) -> bool:
    """Whether a line is small print: long, and nobody's own words."""
    if len(line) > _SHORTEST_PRINT and _CONFIDENTIAL.match(line):
        return True
    if len(line) <= _SHORTEST_PRINT or not SMALL_PRINT.search(line[:_HEADING]) or _FIRST_PERSON.search(line):
        return False
    return not _ASKS.search(line) or bool(_READER.search(line))


_CONFIDENTIAL: Final = re.compile(
    r"\W{0,4}(?:aquest|aquesta|este|esta|el present|la present|el presente|this) "
    r"(?:missatge|correu|comunicacio|mensaje|correo|comunicacion|e-?mail|"
    r"message)\b[^.]{0,80}\b(?:confidencial|"
    r"privilegi|confidential|exclusiv)"
)
_ASKS: Final = re.compile(r"\b(?:retir|revoc|es (?:demana|sol.?licita)|se (?:solicita|pide)|exerc|ejerc)")
_READER: Final = re.compile(r"\b(?:podeu|pot|podra|podran|puede|pueden|vostr\w|sus|us preguem|le rogamos)\b")
_SHORTEST_PRINT: Final = 60
_HEADING: Final = 160
"""Characters of a line in which small print says that it is."""


def _is_menu(line: str) -> bool:
    """Whether a line is a row of links, one of them for leaving: nobody's data stand in it."""
    links = [link for link in _BETWEEN.split(line) if link.strip()]
    if len(links) < 2 or any(len(link.split()) > _LONGEST_LINK for link in links):
        return False
    if not _LEAVE_LINK.search(line) or not any(_LINK.search(link) for link in links):
        return False
    return not re.search(r"\d", line) or (bool(_INVITES.search(line)) and not find_documents(line))
