"""That messages still come: "encara rebo els missatges", "m'ha tornat a arribar un WhatsApp".

Who has left says it, and asks nothing of the books by it: a person is to look at the phone. Who says
beside it that they want them, or never asked to leave, says something else; so does who gets a bill.
"""

from collections.abc import Iterable
from typing import Final

from rules.intent.frame import Stand
from rules.intent.frames import frames
from rules.lexicon.conjugation import ASKED, Tag
from rules.lexicon.parsed import Parsed
from rules.lexicon.verbs import FORMS, NO_VERB, NOUNS, Act
from rules.lexicon.words import Concept
from rules.text.patterns import word_set

_OTHERWISE: Final = (Concept.NOT, Concept.WANT, Concept.WANT_PAST, Concept.IF, Concept.LATER)
"""What makes of "encara rebo …" something else: a wish to go on, a condition, that they do not come."""


def still_come(sentences: Iterable[Parsed]) -> bool:
    """Whether the writer says that messages come to them still, or again, and nothing for their coming."""
    sentences = tuple(sentences)
    return any(map(_says_so, sentences)) and not any(map(_wants_on, sentences))


_OF_RECEIVING: Final = frozenset(word for word, form in FORMS.items() if form.act is Act.RECEIVE)
"""Words one of which it is said with: most mails hold none."""
_NOW: Final = frozenset({Tag.FIRST, Tag.THIRD, Tag.IMPERATIVE})
"""Forms in which a message is said to come; some are spelt as a command is."""
_OBJECT: Final = 6
"""Words in which it is said what comes."""
_OTHER_POST: Final = word_set("""
    factura factures facturas rebut rebuts recibo recibos carta cartes cartas multa multes multas
    trucada trucades llamada llamadas paquet paquets paquete paquetes banc banco publicitat publicidad
""")


def _says_so(parsed: Parsed) -> bool:
    return not _OF_RECEIVING.isdisjoint(parsed.words) and any(
        form.act is Act.RECEIVE and _comes(parsed, place) for place, form in enumerate(parsed.forms)
    )


def _comes(parsed: Parsed, place: int) -> bool:
    """Whether the verb says that something still comes to who writes, goes on to, or once more."""
    clause, tags = parsed.clause(place), parsed.forms[place].tags
    before = range(clause.start, place)
    is_mine = parsed.has(Concept.ME, clause) or any(
        Tag.FIRST in parsed.forms[j].tags or parsed.words[j] in {"he", "hem", "hemos"} for j in clause
    )
    is_other = not _OTHER_POST.isdisjoint(parsed.near(place + 1, place + _OBJECT))
    if not is_mine or is_other or any(parsed.has(concept, before) for concept in _OTHERWISE):
        return False
    goes_on = any(
        (parsed.forms[j].act is Act.STAY and parsed.forms[j].tags & _NOW - {Tag.IMPERATIVE})
        or Concept.ONCE_MORE in parsed.concepts[j]
        for j in before[-2:]
    )
    return bool(tags & _NOW and parsed.has(Concept.STILL, clause)) or bool(
        tags & {Tag.GERUND, Tag.INFINITIVE} and goes_on
    )


def _wants_on(parsed: Parsed) -> bool:
    """Whether the writer says that they want them, or that the leave was a mistake or none of theirs."""
    asked = {"demanat", "demanar", "pedido", "sol·licitat", "solicitado"}
    is_denied = any(  # "jo no he demanat res"
        word in asked and parsed.has(Concept.NOT, range(parsed.clause(j).start, j))
        for j, word in enumerate(parsed.words)
    )
    against = [frame for frame in frames(parsed) if frame.stand is Stand.AGAINST]
    is_forbidden = not parsed.is_question and any(  # "no m'heu tret!" asks for it
        frame.why is Concept.NOT and (frame.word in NOUNS or FORMS.get(frame.word, NO_VERB).tags & ASKED)
        for frame in against
    )
    stays = any(frame.why is Concept.STAYING for frame in against)
    is_disowned = any(map(parsed.has, (Concept.MISTAKE, Concept.UNDO, Concept.DENIAL)))
    return stays or is_forbidden or is_denied or is_disowned
