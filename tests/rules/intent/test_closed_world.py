"""The closed world: what is not known makes no mail act, be it a word or a sentence.

*Ignorance*: whichever row of the lexicon is forgotten, no mail acts that did not. *Intrusion*: a sentence of
a mail that asks for no leave, put into a plain one, is not passed over. Where the second reader, which knows
other words than the lexicon, still accounts for what it should not, the number of today is the most.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final

import pytest

from rules.books.lanes import Lane, prospect_of
from rules.findings import Reading
from rules.lexicon import parsed
from rules.lexicon.words import TURNS, Concept
from rules.mail.mail import Mail, read_mail
from rules.text.folding import clean
from rules.text.tokens import Text
from rules.town import Town
from tests.corpus.labelled import written
from tests.corpus.test_corpus import TOWN as SETCASES
from tests.corpus.test_short_mails import MAILS
from tests.rules.intent import moods
from tests.rules.messages import TOWN, raw, read

SENDER: Final = "Roser Vilamala <roser@bustia.example>"


def of_roser(subject: str, text: str) -> Mail:
    fields = (f"Subject: {subject}", "Content-Type: text/plain; charset=utf-8")
    return read_mail(raw(*fields, body=text, sender=SENDER))


def acts(mail: Mail, town: Town, reading: Reading | None = None) -> bool:
    return prospect_of(reading or read(mail, town), mail).lane is Lane.ACT


# --- ignorance -------------------------------------------------------------------------------------

_EACH: Final = 5
"""One in how many of the generated mails is read again for each row."""

_MOST: Final = 600
"""How many mails that hold a word of a row are read again for it, evenly taken of all."""

NEWLY_ACT: Final = {
    Concept.NOT: 1,  # a neighbour's leave, asked about: "No l'hauríeu de donar de baixa?"
    Concept.IF: 15,  # a clause before the wish, or the sentence behind it, of which little is said against
    Concept.LATER: 24,  # the same, for a while too; and "pels Reis", which is a name as well
    Concept.MESSAGE: 3,  # a threat of what comes of one message more
    Concept.OWN: 7,  # who stays "amb l'altre número"
    Concept.BUT: 8,  # a clause behind a comma, of which little is said against
    Concept.DO: 1,
    Concept.MAYBE: 3,
    Concept.BACK: 10,  # headings ("Esborrany") and sentences behind the wish
    Concept.NEIGHBOUR: 1,
    Concept.KIN: 2,  # the avi and the dona are people of OWN too
    Concept.FIRST: 4,  # "Finalment no és necessari."
    Concept.ME: 1,
    Concept.BEHALF: 2,
}
"""How many act at most without a row, for the second reader finds little against them: none is right."""


def _asking_for_nothing() -> Iterator[tuple[Mail, Town]]:
    for row in MAILS:
        if row["wants"] != "leave":
            yield read_mail(written(row)), SETCASES
    for language, subject in moods.OWN.items():
        said = [
            moods.filled(sentence, forms, language)
            for forms in moods.strikes(language)
            for each in moods.STRIKES[language].values()
            for sentence in each
        ]
        said += [
            sentence.format(inf=inf)
            for inf in moods.receives(language)
            for sentence in moods.RECEIVES[language]
        ]
        for text in said[::_EACH]:
            yield of_roser(subject, f"Bon dia,\n\n{text}{moods.DATA}"), TOWN


@cache
def held_back() -> tuple[tuple[Mail, Town, str], ...]:
    """The mails that could act by their data and do not, each with its words."""
    found = []
    for mail, town in _asking_for_nothing():
        reading = read(mail, town)
        is_whole = reading.people and all(p.id_document and p.phone for p in reading.people)
        if is_whole and not acts(mail, town, reading):
            words = (t.word for s in Text(f"{mail.subject}\n{mail.words.own}").sentences for t in s)
            found.append((mail, town, f" {' '.join(words)} "))
    return tuple(found)


@pytest.mark.parametrize("concept", TURNS, ids=lambda concept: concept.name)
def test_whichever_row_is_forgotten_no_mail_newly_acts(
    concept: Concept, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten = [" ".join(turn) for turn in TURNS[concept]]
    mails = [one for one in held_back() if any(f" {turn}" in one[2] for turn in forgotten)]
    mails = mails[:: -(-len(mails) // _MOST) or 1]
    known = {each: turns for each, turns in TURNS.items() if each is not concept}
    by_word, by_first = parsed.tables(known)
    monkeypatch.setattr(parsed, "_BY_WORD", by_word)
    monkeypatch.setattr(parsed, "_BY_FIRST", by_first)
    monkeypatch.setattr(parsed, "_LONG", tuple(w for w in parsed._LONG if w not in forgotten))
    parsed._misspelt.cache_clear()

    acting = [mail.words.own for mail, town, _ in mails if acts(mail, town)]

    parsed._misspelt.cache_clear()
    assert len(acting) <= NEWLY_ACT.get(concept, 0), acting


@pytest.mark.parametrize(
    "text",
    [
        "Gens em vull donar de baixa de la llista de WhatsApp.",
        "Nopas us demano que em doneu de baixa de la llista de WhatsApp.",
        "Doneu-me de baixa de la llista de WhatsApp. Podeu venir a mirar el contenidor?",
        "La filla vol que m'ho rumiï. Doneu-me de baixa de la llista de WhatsApp.",
        "Vull donar-me d'alta al WhatsApp. Doneu-me de baixa de la llista de WhatsApp.",
    ],
)
def test_an_unknown_denial_a_question_and_another_wish_leave_it_open(text: str) -> None:
    assert not acts(of_roser("Baixa", text + moods.DATA), SETCASES)


def test_a_set_phrase_before_the_verb_is_no_denial() -> None:
    said = "Per la present us demano la baixa de la llista de WhatsApp."
    assert acts(of_roser("Baixa", said + moods.DATA), SETCASES)


# --- intrusion -------------------------------------------------------------------------------------

_WISH: Final = "Vull donar-me de baixa de la llista de WhatsApp de l'Ajuntament."
PLACES: Final = {
    "before the wish": f"Bon dia,\n\n{{}} {_WISH}{moods.DATA}",
    "behind it": f"Bon dia,\n\n{_WISH} {{}}{moods.DATA}",
    "under the data": f"Bon dia,\n\n{_WISH}{moods.DATA}\n{{}}\n",
}
STILL_ACT: Final = {"before the wish": 0.12, "behind it": 0.115, "under the data": 0.125}
"""The share that acts at most: what is told of a life ("Hi vaig viure fins al maig"), which should act, and
what speaks of another matter, which should not, in words that were learned beside leaves."""
_INTRUDERS: Final = 900
_COURTEOUS: Final = frozenset(
    {
        Concept.COURTESY,
        Concept.THANKS,
        Concept.KINDNESS,
        Concept.LINK,
        Concept.ADVERB,
        Concept.LABEL,
        Concept.INTRODUCES,
    }
)


@cache
def intruders() -> tuple[str, ...]:
    """Sentences of mails that ask for no leave: neither data, nor courtesies, nor a plain wish themselves."""
    found = dict.fromkeys(
        clean(row["text"])[sentence[0].start : sentence[-1].end].strip()
        for row in MAILS
        if row["wants"] != "leave"
        for sentence in Text(row["text"]).sentences
    )
    some = list(found)[:: len(found) // _INTRUDERS]  # the same ones, whatever words the lexicon gains
    return tuple(
        text
        for text in some
        if not any(_is_courteous(parsed.Parsed(sentence)) for sentence in Text(text).sentences)
        and not acts(of_roser("Baixa", text + moods.DATA), TOWN)
    )


def _is_courteous(said: parsed.Parsed) -> bool:
    places = range(len(said.tokens))
    return "#" in said.words or all(
        said.tokens[j].is_mark or said.is_data(j) or said.concepts[j] & _COURTEOUS for j in places
    )


@pytest.mark.parametrize("place", PLACES)
def test_a_sentence_of_another_mail_is_not_passed_over_in_a_plain_leave(place: str) -> None:
    mails = [(text, of_roser("Baixa", PLACES[place].format(text))) for text in intruders()]
    acting = [text for text, mail in mails if acts(mail, SETCASES)]

    assert len(intruders()) >= 300
    assert acts(of_roser("Baixa", PLACES[place].format("")), SETCASES)
    assert len(acting) / len(mails) <= STILL_ACT[place], acting
