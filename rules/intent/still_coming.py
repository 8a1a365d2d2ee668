"""That messages still come: "encara rebo els missatges", "m'ha tornat a arribar un WhatsApp".

Who has left says it, and asks nothing of the books by it: a person is to look at the phone. Who says
beside it that they want them, or never asked to leave, says something else; so does who gets a bill.
"""

from collections.abc import Iterable
from typing import Final

from rules.intent.frame import Frame, Stand
from rules.intent.frames import frames
from rules.lexicon.conjugation import ASKED, Tag
from rules.lexicon.parsed import Parsed
from rules.lexicon.verbs import FORMS, NO_VERB, NOUNS, Act, Form
from rules.lexicon.words import Concept
from rules.text.patterns import word_set

_NOW: Final = frozenset({Tag.FIRST, Tag.THIRD, Tag.IMPERATIVE})
"""Forms in which a message is said to come; some are spelt as a command is."""
_OTHERWISE: Final = frozenset({Concept.NOT, Concept.WANT, Concept.WANT_PAST, Concept.IF, Concept.LATER})
"""What makes of "encara rebo …" something else: a wish to go on, a condition, that they do not come."""


def still_come(sentences: Iterable[Parsed]) -> bool:
    """Whether the writer says that messages come to them still, or again, and nothing for their coming."""
    sentences = tuple(sentences)
    if not any(
        form.act is Act.RECEIVE and _says_so(parsed, place, form)
        for parsed in sentences
        if not _OF_RECEIVING.isdisjoint(parsed.words)
        for place, form in enumerate(parsed.forms)
    ):
        return False
    return not any(map(_wants_on, sentences))


_OF_RECEIVING: Final = frozenset(word for word, form in FORMS.items() if form.act is Act.RECEIVE)
"""Words one of which it is said with: most mails hold none."""


def _says_so(parsed: Parsed, place: int, form: Form) -> bool:
    if not _to_me(parsed, place):
        return False
    if not _OTHER_POST.isdisjoint(parsed.near(place + 1, place + _OBJECT)):
        return False
    before = range(parsed.clause(place).start, place)
    if any(parsed.has(concept, before) for concept in _OTHERWISE):
        return False
    if form.tags & _NOW and parsed.has(Concept.STILL, parsed.clause(place)):
        return True
    return bool(form.tags & _GOING_ON) and any(_goes_on(parsed, each) for each in before[-_NEAR:])


def _to_me(parsed: Parsed, place: int) -> bool:
    """Whether it is the writer who gets them: "rebo", "m'arriben", "em segueixen arribant"."""
    clause = parsed.clause(place)
    is_first = any(Tag.FIRST in parsed.forms[each].tags for each in clause)
    return (
        is_first or parsed.has(Concept.ME, clause) or not _I_HAVE.isdisjoint(parsed.near(clause.start, place))
    )


_I_HAVE: Final = frozenset({"he", "hem", "hemos"})


_GOING_ON: Final = frozenset({Tag.GERUND, Tag.INFINITIVE})
_NEAR: Final = 2
"""Words before the verb in which it is said to go on: "em segueixen arribant"."""


def _goes_on(parsed: Parsed, place: int) -> bool:
    """Whether the word says that something goes on, or happens once more: "segueixen", "ha tornat a"."""
    form = parsed.forms[place]
    is_going_on = form.act is Act.STAY and bool(form.tags & {Tag.FIRST, Tag.THIRD})
    return is_going_on or Concept.ONCE_MORE in parsed.concepts[place]


_OTHER_POST: Final = word_set("""
    factura factures facturas rebut rebuts recibo recibos carta cartes cartas multa multes multas
    trucada trucades llamada llamadas paquet paquets paquete paquetes banc banco publicitat publicidad
""")
_OBJECT: Final = 6
"""Words in which it is said what comes."""


_ASKED: Final = word_set("demanat demanar pedido sol·licitat solicitado")
_DISOWNS: Final = (Concept.MISTAKE, Concept.UNDO, Concept.DENIAL)


def _wants_on(parsed: Parsed) -> bool:
    """Whether the writer says that they want them, or that the leave was a mistake or none of theirs."""
    if any(map(parsed.has, _DISOWNS)) or any(_is_denied(parsed, j) for j in range(len(parsed.words))):
        return True
    against = (frame for frame in frames(parsed) if frame.stand is Stand.AGAINST)
    return any(frame.why is Concept.STAYING or _is_forbidden(parsed, frame) for frame in against)


def _is_denied(parsed: Parsed, place: int) -> bool:
    """Whether it was not asked for: "jo no he demanat res"."""
    is_asked = parsed.words[place] in _ASKED
    return is_asked and parsed.has(Concept.NOT, range(parsed.clause(place).start, place))


def _is_forbidden(parsed: Parsed, frame: Frame) -> bool:
    """Whether the leave is not to be: "no em tragueu"; "no m'heu tret!" asks for it."""
    is_asked = frame.word in NOUNS or bool(FORMS.get(frame.word, NO_VERB).tags & ASKED)
    return is_asked and frame.why is Concept.NOT and not parsed.is_question
