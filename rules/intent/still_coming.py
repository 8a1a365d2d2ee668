"""That messages still come: "encara rebo els missatges", "m'ha tornat a arribar un WhatsApp".

Who has left says it, and asks nothing of the books by it: a person is to look at the phone. Who says
beside it that they want them, or never asked to leave, says something else; so does who gets a bill.
"""

from collections.abc import Iterable
from typing import Final

from rules.lexicon.conjugation import ASKED, Tag
from rules.lexicon.parsed import Parsed
from rules.lexicon.verbs import FORMS, NOUNS, Act, Form
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
    return not any(_wants_on(parsed, place) for parsed in sentences for place in range(len(parsed.tokens)))


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


def _wants_on(parsed: Parsed, place: int) -> bool:
    """Whether the word says that the writer wants them, or that the leave was a mistake or none of theirs."""
    here, clause = parsed.concepts[place], parsed.clause(place)
    word, before = parsed.words[place], parsed.word(place - 1)
    if Concept.MISTAKE in here and word not in _AN_ERROR:
        return True
    form = parsed.forms[place]
    is_denied = parsed.has(Concept.NOT, range(clause.start, place))
    acts = {parsed.forms[each].act for each in clause}
    if word in _AN_ERROR:
        return before in _BY or parsed.word(place + 1) in _OWN
    if Concept.UNDO in here or word in _ANNULS:
        return Act.RECEIVE not in acts
    if is_denied:
        is_strike = form.act is Act.STRIKE and bool(form.tags & ASKED)
        is_order = is_strike and not (parsed.has(Concept.CAN, clause) or "?" in parsed.words)
        is_wanted = word in NOUNS and parsed.has(Concept.WANT, range(clause.start, place))
        return is_order or is_wanted or word in _ASKED
    is_wish = word in _WANT and (before in _THEM or bool(acts & {Act.RECEIVE, Act.STAY}))
    is_liked = word in _LIKE or (before, word) in _FINE
    return (is_wish or is_liked) and Act.STOP not in acts and Act.STRIKE not in acts


_AN_ERROR: Final = word_set("error errada")
_BY: Final = word_set("per por")
_OWN: Final = word_set("meu meva nostre nostra mio nuestro")
_ANNULS: Final = word_set("anul·leu anulleu anuleu anuleis anulen anulad")
_ASKED: Final = word_set("demanat demanar pedido sol·licitat solicitado")
_WANT: Final = word_set("vull volem quiero queremos")
_THEM: Final = word_set("els los las les")
_LIKE: Final = word_set("agraden agrada interessen interessa gustan gusta interesan interesa")
_FINE: Final = frozenset({
    ("esta", "be"), ("va", "be"), ("sembla", "be"), ("parece", "bien"), ("va", "bien"),
    ("de", "gust"), ("mucho", "gusto"),
})  # fmt: skip
