"""What a leaver says goes on and is nobody: another channel, a fixed line, the other of two numbers."""

import re
from collections.abc import Iterable
from typing import Final

from rules.text.folding import fold

_OTHER_CHANNEL_STAYS: Final = re.compile(
    r"\b(?:i |y )?(?:continueu|seguiu|sigan|seguid)(?:-me)? (?:enviant|enviando)(?:-me|me)? "
    r"(?:el|la|els|los) (?:butlleti|boletin|newsletter|correus?|correos?)\b[^.!?;()\n]{0,20}|"
    r"\b(?:la resta|tota la resta|lo demas|el resto) \((?:(?:els? |la |les |los |las )?(?:rebuts?|recibos?|"
    r"factur\w{1,4}|cart\w{2,3}|padro|padron|correus?|correos?|tot (?:aixo|allo)|etc\.?)(?:,? (?:i |"
    r"y )?)?){1,6}\),? "
    r"(?:ja |ya )?(?:continueu|seguiu|podeu (?:continuar|seguir)|sigan|seguid) (?:enviant|"
    r"enviando)(?:-?(?:ho|lo))?\b"
    r"[^.;!?()\n\d]{0,30}|"
    r"\(?\b(?:el|la|els|los) (?:butlleti|boletin|newsletter|correus?|correos?|e-?mails?|facebook|instagram|"
    r"telegram)\b(?![^.!?;()\n]*\bno\b)[^.!?,;()\n]{0,30}?"
    r"\b(?:(?:vull|volem|prefereixo|preferim|quiero|queremos|prefiero) "
    r"(?:seguir|continuar|rebre|recibir|mantenir)|(?:em|ens|me|nos) qued\w{1,4}|deixeu-l[oa]|"
    r"dejadl[oa]|dejenl[oa])\b[^.!?;()\n]{0,30}\)?"
)
"""That another channel of the town hall's goes on: nothing of this list."""
_LANDLINE_STAYS: Final = re.compile(
    r"\b(?:el|al|lo)\b[^.!?\n\d]{0,40}\b9[78]\d[ .-]?(?:\d{2}[ .-]?){2}\d{2}\)?[^.!?\n\d]{0,12}"
    r"\b(?:deixeu-lo|deixin-lo|dejadlo|dejenlo|no (?:el|lo) toqu\w{1,3})\b(?! fora)[^.!?\n\d]{0,80}"
)
"""That a fixed line stays: it gets no messages."""
_NUMBER_STAYS: Final = re.compile(
    r"\b(?:jo|yo),? [^.!?\n\d]{0,60}\d{1,2}[.]?\d{3}[.]?\d{3}[ -]?[a-z]\)?,? (?:hi )?(?:continuo|em quedo|"
    r"segueixo|"
    r"m'hi quedo|sigo(?! \w+ndo\b)|me quedo(?! sin))\b[^.!?\n\d]{0,40}|"
    r"(?:^|[.!?;\n] ?)(?:(?:i|y|and|pero) )?(?:el |lo |al |the )?(?:altre,? |"
    r"otro,? )?(?:el )?(?:\+?\d{2,3} )?[67]\d(?:[ .-]?\d){7},?[ \n]"
    r"(?:(?:ja |ya )?(?:deixeu|deixin|dejad|dejen)-?lo(?! fora| fuera)|no (?:el|lo) (?:toqueu|toquin|toquen|"
    r"traieu|quiten|"
    r"esborreu))\b"
    r"[^.!?;\n\d]{0,40}|"
    r"\bel (?:telefon|mobil|numero|telefono|movil) (?:de|del) [^.!?;\n\d]{2,40}[67]\d(?:[ .-]?\d){7}\)?,? "
    r"(?:deixeu-lo|deixin-lo|dejadlo|dejenlo)\b[^.!?;\n\d]{0,60}|"
    r"\b(?:el meu|la meva|el mio|mi numero|mine)\b[^.!?;\n\d]{0,30}\b(?:deixeu-lo|deixin-lo|dejadlo|dejenlo|"
    r"no (?:el|me'l|lo) (?:toqueu|toquin|toquen|traieu|quiten|"
    r"esborreu))\b[^.!?;\n\d]{0,12}\(?(?:\+?\d{2,3} )?"
    r"[67]\d(?:[ .-]?\d){7}\)?"
)
"""That one number stays, said of the number itself: "El 692 60 71 92 deixeu-lo com està."."""


def without_things(text: str) -> str:
    """The cleaned text without that another channel, a fixed line, or one of the numbers stays."""
    folded = fold(text)
    things = (
        *_OTHER_CHANNEL_STAYS.finditer(folded),
        *_LANDLINE_STAYS.finditer(folded),
        *_NUMBER_STAYS.finditer(folded),
    )
    return blanked(text, [thing.span() for thing in things])


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with spaces at the places given, as long as it was."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)
