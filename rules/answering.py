"""The one letter a message gets, if any: what it tells, to whom, and how often.

Rule 1: *done* is told only to who gave a DNI and a mobile of one subscription.
Rule 2: to everybody else the same letter, whoever is on the list.
Rule 3: an ALTA by mail is told how to join, whoever asks: the books are not looked at for it.
Rule 4: robots, lists, failed authentication and our own addresses get none.
Rule 5: an address that nothing speaks for gets one letter a day: a forger must not have us write more.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from rules.decision import Letter, Outcome, Template, Verdict
from rules.facts import Facts
from rules.findings import Kind, Reading, Voice
from rules.subscription import State, in_time_to_undo

_ANSWERED: Final = frozenset({Kind.BAIXA, Kind.ALTA, Kind.UNSURE, Kind.UNDO})
_ON_PHONE: Final = frozenset({State.DUE, State.ACTIVE, State.LEAVING})


def answer(reading: Reading, verdicts: Sequence[Verdict], facts: Facts) -> Letter | None:
    """The letter that this message would get, before the caps; None where it is no resident's request."""
    if reading.voice is not Voice.WRITER or reading.kind not in _ANSWERED or facts.junk:
        return None
    if reading.kind is Kind.ALTA:
        return Letter(template=Template.JOIN, to=facts.sender or "", language=reading.language)
    done = [v for v in verdicts if v.outcome is Outcome.DONE and v.request is not None]
    if reading.kind is Kind.UNDO and done:
        return Letter(
            template=Template.UNDONE,
            to=facts.sender or "",
            language=reading.language,
            done=tuple(v.request.person for v in done if v.request),
            undone_at=facts.received_at,
        )
    missing = [v for v in verdicts if v.outcome is Outcome.WAITING and v.request is not None]
    received = any(v.outcome is Outcome.CARD for v in verdicts)
    left_at = tuple(_left_at(v, facts) for v in done)
    return Letter(
        template=_template(bool(done), bool(missing), received),
        to=facts.sender or "",
        language=reading.language,
        done=tuple(v.request.person for v in done if v.request),
        left_at=left_at,
        missing=tuple(v.request.person for v in missing if v.request),
        received=received,
        on_phone=any(held.state in _ON_PHONE for v in done for held in v.about),
        repeated=any(at < facts.received_at for at in left_at),
        undoable=any(in_time_to_undo(at, at=facts.received_at) for at in left_at),
    )


def _template(done: bool, missing: bool, received: bool) -> Template:
    match done, missing, received:
        case True, False, False:
            return Template.DONE
        case False, True, False:
            return Template.MISSING
        case False, False, _:
            return Template.RECEIVED
        case _:
            return Template.PARTLY


def _left_at(verdict: Verdict, facts: Facts) -> datetime:
    """The date of the leave: of the first one, where this message only repeats it."""
    held = verdict.about[0]
    return held.left_at if not held.living and held.left_at else facts.received_at


def withheld(letter: Letter, reading: Reading, facts: Facts) -> str | None:
    """Why this letter is not sent, in a Catalan sentence; None if it is."""
    if not letter.to:
        return "el correu no porta cap adreça a què es pugui respondre"
    if reading.authenticated is False:
        return "no es respon a qui no supera l'autenticació"
    if reading.silence is not None:
        return reading.silence
    if len(facts.sent.to_sender) >= facts.caps.per_sender:
        return f"avui ja se li han enviat {len(facts.sent.to_sender)} cartes"
    if letter.template in facts.sent.to_sender and not _asks_otherwise(letter, facts):
        return "avui ja se li ha enviat la mateixa carta"
    if facts.sent.to_sender and not _is_hers(letter, reading, facts):
        return "avui ja se li ha escrit, i res no demostra que ho hagi enviat qui hi consta"
    if reading.authenticated is not True and facts.sent.unauthenticated >= facts.caps.unauthenticated:
        return "avui ja s'han enviat totes les cartes que es permeten a remitents sense autenticar"
    if facts.sent.all >= facts.caps.all:
        return "avui ja s'han enviat totes les cartes que es permeten"
    return None


def _is_hers(letter: Letter, reading: Reading, facts: Facts) -> bool:
    """Whether more than an address speaks for who writes: a proof, our own letter answered, or her data.

    Else anybody could have us write to her again and again, in all the ways there are.
    """
    thread = facts.thread
    answers = thread is not None and thread.with_sender and thread.certain
    return reading.authenticated is True or answers or bool(letter.done)


def _asks_otherwise(letter: Letter, facts: Facts) -> bool:
    """Whether an answer brought something, so that it is not the same that is asked for again."""
    thread = facts.thread
    return (
        letter.template is Template.MISSING
        and thread is not None
        and bool(thread.waiting)
        and letter.missing != thread.waiting
    )
