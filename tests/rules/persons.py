"""The people of the rules' tests, all invented; short ways to say what they mail and what the books hold."""

from datetime import UTC, datetime, timedelta
from typing import Any

from rules.books.decision import Advance, Attest, Request, Verdict
from rules.books.facts import Facts, requests_of
from rules.books.joining import decide_joining
from rules.books.subscription import State, Subscription
from rules.findings import Entry, Kind, Person, Reading, Voice

NOW = datetime(2026, 5, 6, 9, 0, tzinfo=UTC)
"""When the message of a test arrives: a Wednesday."""

YESTERDAY = NOW - timedelta(days=1)


def days(count: float) -> timedelta:
    return timedelta(days=count)


def dni(number: int) -> str:
    """The DNI of that number with its own letter."""
    return f"{number:08}{'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23]}"


ROSER = Person(name="Roser Vilamala Coromines", id_document=dni(41_203_377), phone="+34600100201")
PERE = Person(name="Pere Camps Vilamala", id_document=dni(40_118_902), phone="+34600100202")
NURIA = Person(name="Núria Sastre Puigdevall", id_document=dni(43_990_006), phone="+34600100203")
JORDI = Person(name="Jordi Barnadas Roca", id_document=dni(38_000_451), phone="+34600100204")
LAIA = Person(name="Eulàlia Ferrer Oliu", id_document=dni(77_310_284), phone="+34600100205")
QUIM = Person(name="Joaquim Moret Planella", id_document=dni(40_555_019), phone="+34600100206")
OTHER_MOBILE = "+34611900900"
SENDER = "qui.escriu@veins.example"


def but(person: Person, **changes: Any) -> Person:
    """The same person with something else, or with something missing."""
    given = {"name": person.name, "id_document": person.id_document, "phone": person.phone}
    return Person(**{**given, **changes})


def held(person: Person, state: State = State.ACTIVE, **known: Any) -> Subscription:
    """A subscription of *person*; whoever left did so ten days before NOW."""
    base: dict[str, Any] = {
        "ref": f"A-{(person.phone or person.id_document or '0')[-4:]}",
        "name": person.name or "",
        "id_document": person.id_document,
        "phone": person.phone,
        "state": state,
    }
    if state in {State.LEAVING, State.LEFT}:
        base |= {"left_at": NOW - days(10), "left_from": State.ACTIVE}
    return Subscription(**{**base, **known})


def facts(*subscriptions: Subscription, **more: Any) -> Facts:
    """What is known when the message arrives; the sender can be answered."""
    base: dict[str, Any] = {"received_at": NOW, "sender": SENDER, "subscriptions": subscriptions}
    return Facts(**{**base, **more})


def baixa(*people: Person, **more: Any) -> Reading:
    """Their own mail that asks to leave."""
    return Reading(**{"kind": Kind.BAIXA, "people": people, **more})


def consent(
    person: Person, at: datetime | None = YESTERDAY, number: str | None = "E/004410-2026", **more: Any
) -> Reading:
    """An authentic registry notice of a consent presented *at*."""
    base: dict[str, Any] = {
        "kind": Kind.CONSENT,
        "people": (person,),
        "registries": (Entry(number=number, registered_at=at),),
        "authenticated": True,
        "voice": Voice.REGISTRY,
    }
    return Reading(**{**base, **more})


def alta(person: Person, **more: Any) -> Reading:
    """A WhatsApp chat with an ALTA, passed on by authentic staff."""
    base: dict[str, Any] = {
        "kind": Kind.ALTA,
        "people": (person,),
        "authenticated": True,
        "voice": Voice.CHAT,
    }
    return Reading(**{**base, **more})


def request(
    person: Person, kind: Kind = Kind.BAIXA, at: datetime = NOW, entry: Entry | None = None
) -> Request:
    """One person's request by itself."""
    return Request(kind=kind, person=person, at=at, entry=entry)


NO_MOBILE = but(ROSER, phone=None)
ELSEWHERE = but(ROSER, phone=OTHER_MOBILE)


def hers(state: State, person: Person = ROSER, **known: Any) -> Subscription:
    """A subscription of Roser's."""
    return held(person, state, **{"ref": "A-1", **known})


def joined(reading: Reading, known: Facts) -> Verdict:
    """What becomes of the one person of a consent or an ALTA."""
    (asked,) = requests_of(reading, known)
    verdict = decide_joining(reading, asked, known)
    assert all(effect.request is asked for effect in verdict.effects)
    return verdict


def in_words(verdict: Verdict) -> list[str]:
    """The effects in words: what begins, what moves whom, whose proof it is."""
    said = []
    for effect in verdict.effects:
        match effect:
            case Advance(ref=None, what=what):
                said.append(f"open by {what}")
            case Advance(ref=ref, what=what):
                said.append(f"{ref} by {what}")
            case Attest(ref=ref):
                said.append(f"proof of {ref or 'the new one'}")
    return said


OPENED = ["open by consent", "proof of the new one"]
MOVED = ["A-1 by consent", "proof of A-1"]
