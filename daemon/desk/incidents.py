"""Incidents told to the list: kept with their case, passed on, answered.

Who told it is told to nobody: what is passed on are the words that staff were shown.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import datetime
from textwrap import wrap
from typing import Final

from daemon.books import cases, ledger
from daemon.books import incidents as kept
from daemon.books.incidents import Photograph, Told
from daemon.books.references import new_reference
from daemon.books.store import Transaction
from daemon.configuration.second_reader import second_reader
from daemon.configuration.settings import Settings
from daemon.desk.carrying_out import AlreadyError, Desk, Done, case_of, told
from daemon.desk.deciding import close_told
from daemon.desk.outcome_letters import tell_answer
from daemon.errors import RefusedError
from daemon.letters.sentences import in_catalan
from daemon.letters.wording import counted
from daemon.post import drafting
from daemon.post.phone_files import chats
from daemon.post.queueing import Post
from rules.books.decision import Decision, Reason, Verdict
from rules.books.topics import HANDLED
from rules.desk import objections
from rules.findings import Because, Reading, Topic, Voice
from rules.mail.mail import Mail
from rules.mail.photographs import bare
from rules.people.persons import read_people
from rules.staff.grammar import Order
from rules.staff.remarks import above_closing
from rules.topics.facts import facts_of, place_in
from rules.topics.found import is_urgent_text

MOST_PHOTOGRAPHS: Final = 5
MOST_BYTES: Final = 6 * 1024 * 1024
"""Bytes of all photographs of a case that are passed on: more than that no mail takes."""


# --- kept with the case ------------------------------------------------------------------------------


def told_in(mail: Mail, reading: Reading) -> Told:
    """What a mail tells the list, as it may be passed on."""
    is_heard = reading.voice is Voice.WRITER and bool(reading.told)  # sentence by sentence
    names = (person.name for person in (*reading.people, *reading.concerns) if person.name)
    said = reading.told or above_closing(mail.words.own)
    words = facts_of(said, writer=" ".join((mail.sender_name, *names)), is_heard=is_heard)
    pictures, left_out = _photographs(mail)
    return Told(
        words=words,
        place=place_in(words),  # of what is passed on: who wrote may live elsewhere
        phone=reading.told_by,
        photographs=pictures,
        left_out=left_out,
    )


def with_earlier(tx: Transaction, what: Told, ref: str) -> Told:
    """What is told, with what its writer had told in the case *ref*: "ara en surt fum" needs its place."""
    earlier = kept.of_ref(tx, ref)
    if earlier is None or not (earlier.words and what.words):
        return what
    words = f"{what.words} (Abans: {earlier.words})"
    place = max(earlier.place, what.place, key=lambda place: len(place.split()))
    return replace(what, words=words, place=place)


def _photographs(mail: Mail) -> tuple[tuple[Photograph, ...], tuple[str, ...]]:
    """The photographs of a mail without their metadata, and the files that are not passed on."""
    kept: list[Photograph] = []
    left_out: list[str] = []
    size = 0
    for attached in mail.attachments:
        found = bare(attached.data) if len(kept) < MOST_PHOTOGRAPHS else None
        if found is None or size + len(found[1]) > MOST_BYTES:
            left_out.append(attached.filename or attached.content_type)
            continue
        media_type, picture = found
        size += len(picture)
        kept.append(Photograph(media_type=media_type, picture=picture))
    return tuple(kept), tuple(left_out)


def keep(tx: Transaction, case: cases.Case, what: Told, post: Post, *, now: datetime) -> None:
    """Keep what was told with its case; of what cannot wait staff are told at once."""
    kept.keep(tx, case.id, what)
    if any(verdict.reason is Reason.URGENT for verdict in case.requests):
        lines, is_blank = shown(tx, case), not what.words
        post.owe(tx, drafting.urgent(tx, case.ref, lines, post.settings, is_blank=is_blank, now=now), now=now)


def shown(tx: Transaction, case: cases.Case, send_to: Collection[str] = ()) -> tuple[str, ...]:
    """What staff see of it: the place, and the very words and photographs that a tap would pass on.

    Nothing where it was passed on to all of *send_to*: no tap would.
    """
    passed = kept.passed_to(tx, case.id)
    if passed and passed.issuperset(send_to):
        return ()
    what = kept.of_case(tx, case.id, case.ref) if case.topic == Topic.INCIDENT else None
    is_cut = case.uid is not None and case.sha256 is None
    return tuple(_lines(what, is_cut=is_cut)) if what else ()


_LONGEST: Final = 280
"""Characters of a line of a card, which shows no more of one: all that would go is shown."""


def _lines(what: Told, *, is_cut: bool) -> Iterator[str]:
    if what.place:
        yield f"Lloc: {what.place}"
    yield from wrap(f"El que s’enviaria: «{what.words}»", _LONGEST) if what.words else (_BLANK,)
    if is_cut:
        yield _LONG
    elif what.photographs:
        photographs = counted(len(what.photographs), "fotografia", "fotografies")
        names = ", ".join(photograph.name for photograph in what.photographs)
        yield f"Amb {photographs}, sense les dades de la càmera: {names}"
    if what.left_out and not is_cut:
        yield f"No s’enviaria: {', '.join(what.left_out)}"


_BLANK: Final = (
    "No en queda cap paraula que no digui qui ho ha escrit: si ho envieu, escriviu-hi les vostres."
)
_LONG: Final = (
    "El correu és llarg: les fotografies que porta s’hi afegiran quan l’envieu, fins a 6 MB i sense les "
    "dades de la càmera. Mireu-les abans a la bústia."
)


# --- orders ------------------------------------------------------------------------------------------


def send(desk: Desk, order: Order) -> Done:
    """What is broken is passed on to who mends it: where, what, and the photographs; never who wrote."""
    case, what = _incident(desk, order)
    to, words = _addressee(order.text, desk.settings)
    if not (words or what.words):
        raise RefusedError(f"escriviu-hi què ha passat i on: «ENVIA {case.ref} {to} …»")
    if to in kept.passed_to(desk.tx, case.id):
        raise AlreadyError(f"{case.ref} ja s’havia enviat a {to}")
    what, pictures = _with_photographs(desk, case, replace(what, words=words or what.words))
    draft = drafting.passed_on(case.ref, to, what, desk.settings, at=case.opened_at)
    Post(desk.settings).owe(desk.tx, draft, now=desk.mark.now)
    cases.note(desk.tx, case, kept.PASSED_ON, by=desk.mark.by, now=desk.mark.now, said=to)
    return Done(
        f"{case.ref}: s’envia a {to}.{pictures} El cas queda obert fins que responeu a qui va escriure."
    )


def _with_photographs(desk: Desk, case: cases.Case, what: Told) -> tuple[Told, str]:
    """What is passed on, with the photographs of a mail of which only the beginning was read."""
    line = ledger.cut_short(desk.tx, case.ref)
    if line is None:
        return what, ""
    mail = desk.whole(line.id)
    if mail is None:
        return what, " Les fotografies no hi van: el correu ja no és a la bústia."
    pictures, left_out = _photographs(mail)
    sent = counted(len(pictures), "fotografia", "fotografies") or "cap fotografia"
    lacking = counted(len(left_out), "adjunt", "adjunts")
    said = f" Hi va {sent}{f', i {lacking} no: no és cap fotografia, o no hi cap' if lacking else ''}."
    return replace(what, photographs=kept.named(case.ref, pictures)), said


def _incident(desk: Desk, order: Order) -> tuple[cases.Case, Told]:
    _refuse_wrong(order)
    case = case_of(desk, order.item)
    what = kept.of_case(desk.tx, case.id, case.ref)
    if what is None or case.topic != Topic.INCIDENT:
        raise RefusedError(f"{case.ref} no és cap incidència")
    return case, what


def _addressee(text: str, settings: Settings) -> tuple[str, str]:
    """To whom it goes, and the clerk's own words for it, "" for those that were told."""
    known = settings.incidents.send_to
    first, _, rest = text.partition(" ")
    if "@" in first:
        address = first.strip(" :.,").lower()
        if address not in known:
            raise RefusedError(f"{address} no és cap adreça de [incidents] de la configuració")
        return address, rest.strip(" :")
    if len(known) != 1:
        raise RefusedError("digueu a qui: " + (", ".join(known) or "[incidents] no té cap adreça"))
    return known[0], text


def answer(desk: Desk, order: Order) -> Done:
    """Who wrote is answered in the clerk's words, by letter or by WhatsApp, and the case is closed."""
    _refuse_wrong(order)
    case = case_of(desk, order.item)
    if not order.text:
        raise RefusedError("hi falta la resposta")
    say = order.text if order.text.endswith((".", "!", "?", "…")) else f"{order.text}."
    what = kept.of_case(desk.tx, case.id, case.ref)
    number = what.phone if what and not desk.outsider else None
    texts = chats(desk.settings)
    chat = texts.answer(number, say) if number else None
    to_copy = texts.text(chat.chat, chat.language, say) if chat and chat.url == chat.bare else ""
    if chat:
        said = ["ara digueu-l’hi per WhatsApp"]
    else:
        said = tell_answer(desk.tx, case, say, Post(desk.settings), now=desk.mark.now)
    if not said:
        raise RefusedError(in_catalan(Because("nobody-to-answer", (case.ref,))))
    said += close_told(desk, case, cases.ANSWERED_BY_STAFF)
    sentence = " ".join((f"{case.ref}: tancat.", *told(said)))
    lines = (part for line in to_copy.split("\n") for part in wrap(line, _LONGEST))
    return Done(sentence, details=tuple(lines), chat=chat)


def _refuse_wrong(order: Order) -> None:
    wrong = objections.wrong_thing(order)
    if wrong is not None:
        raise RefusedError(in_catalan(wrong))


def noted(topic: Topic) -> Callable[[Desk, Order], Done]:
    """The order that opens a case of *topic* with the clerk's words: what came by telephone, or by chat."""

    def ordered(desk: Desk, order: Order) -> Done:
        handling = HANDLED[topic]
        is_urgent = handling.urgently is not None and is_urgent_text(order.text, second_reader().topics)
        reason = handling.urgently if is_urgent and handling.urgently else handling.reason
        people = read_people(order.text, own_numbers=frozenset({desk.settings.town().whatsapp}))
        who = people[0] if topic is Topic.TRAINING and len(people) == 1 else None
        verdict = Verdict(reason=reason, who=who)
        decision = Decision(verdicts=(verdict,), topic=topic)
        ref, now = new_reference(), desk.mark.now
        key = cases.open_case(
            desk.tx, decision, ref=ref, sender=None, message_id=None, now=now, excerpt=order.text
        )
        pictures, left_out = _photographs(desk.mail)
        names = " ".join(person.name for person in people if person.name)
        words = facts_of(order.text, writer=names)
        what = Told(
            words=words,
            place=place_in(words),
            photographs=pictures,
            left_out=left_out,
        )
        keep(desk.tx, cases.with_id(desk.tx, key), what, Post(desk.settings), now=now)
        return Done(f"{ref}: anotat, {in_catalan(topic)}.")

    return ordered
