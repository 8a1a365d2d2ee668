"""Two clerks who know nothing but the digest they got, and the telephone that they keep by hand."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from email.message import EmailMessage
from typing import Final

from rules.people.telephones import find_phones
from rules.phone.exports import mobiles, read_export
from rules.phone.phonebook import Contact, written
from tests.journeys.test_ordering import PASSES, links

PREFIX: Final = "Setcases"
TOP: Final = ("Termini passat", "Poseu al telèfon avui", "El termini s’acaba avui")
TAKE_OFF: Final = "Traieu del telèfon"
CARDS: Final = "Per decidir"
LATE: Final = "Es van fer tard"

_HEADING: Final = re.compile(r"^(.+) \(\d+\)\n-{3,}$", re.MULTILINE)
_OWN_REFERENCE: Final = re.compile(r"^  ([AC]-\w+)(?: · (?:DNI|sense DNI|obert).*)?$", re.MULTILINE)
_ORDER: Final = re.compile(r"«([A-ZÉ]+ [AC]-\w+)[^«»]*»")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the plain text says of one person or card: its section, its reference and the words to write."""

    section: str
    ref: str
    text: str

    def words(self, verb: str) -> str:
        """What the digest tells her to write, code and all; fails where it does not offer that."""
        (found,) = (m for m in _ORDER.finditer(" ".join(self.text.split())) if m[1] == f"{verb} {self.ref}")
        return found.group().strip("«»")


def body(letter: EmailMessage) -> str:
    plain = letter.get_body(("plain",))
    assert plain is not None
    return str(plain.get_content()).replace("\r\n", "\n")


def entries(letter: EmailMessage) -> list[Entry]:
    """What stands in a letter to staff, from its plain text, top down."""
    _, *parts = _HEADING.split(body(letter).partition("\n------\n")[0])
    found = []
    for section, text in zip(parts[::2], parts[1::2], strict=True):
        for one in re.split(r"^- ", text, flags=re.MULTILINE)[1:]:
            own = _OWN_REFERENCE.findall(one)
            found += [Entry(section, own[-1], one)] if own else []
    return found


def top(letter: EmailMessage) -> list[str]:
    """The references that stand above everything else."""
    found = []
    for entry in entries(letter):
        if not entry.section.startswith(TOP):
            break
        found.append(entry.ref)
    return found


@dataclass
class Telephone:
    """The contacts of the list's phone, by number."""

    contacts: dict[str, str] = field(default_factory=dict)

    def take_in(self, digest: EmailMessage) -> None:
        """Save the contacts of one attachment, and delete those of the other."""
        for part in digest.iter_attachments():
            name, data = part.get_filename() or "", part.get_payload(decode=True)
            if not name.endswith(".vcf"):
                continue
            assert isinstance(data, bytes)
            for contact in read_export(data):
                (number,) = mobiles(contact.phones)
                if name.startswith("altes"):
                    self.contacts[number] = contact.name
                else:
                    self.contacts.pop(number, None)  # who was due may never have been there

    def export(self) -> bytes:
        """What the phone gives out of its contacts."""
        contacts = [Contact(name=n.removeprefix(PREFIX), phones=(p,)) for p, n in self.contacts.items()]
        return written(contacts, prefix=PREFIX)


@dataclass(frozen=True, slots=True)
class Given:
    """A mail with orders: whose, under which Message-ID, and what was ordered of what."""

    clerk: str
    message_id: str
    orders: tuple[tuple[str, str], ...]


Send = Callable[..., str]
"""Sends a mail (text; sender, subject, proof, headers); gives its Message-ID."""


@dataclass
class Clerk:
    """She does on the phone what the digest says, and answers it in the `style` of the day.

    `knows` is what she has made out about who wrote what is to be decided: an order, and why.
    """

    address: str
    phone: Telephone
    send: Send
    chance: random.Random
    knows: dict[str, tuple[str, str]] = field(default_factory=dict)
    given: list[Given] = field(default_factory=list)

    def works(self, digest: EmailMessage, style: str, *, done_on: date | None = None) -> None:
        """*done_on*: it was really done on the phone on that day, and she forgot to say so."""
        self.phone.take_in(digest)
        owed = list(self._owed(digest))
        if not owed:
            return
        match style:
            case "links":
                self._taps(digest, owed)
            case "pasted":
                self._pastes(digest, owed)
            case "lines" | "reply":
                self._writes(digest, owed, in_reply=style == "reply", done_on=done_on)

    def hears(self, notice: EmailMessage) -> None:
        """The word of a leave, in the middle of the day: she takes the number off at once, and says so."""
        offered = links(notice)
        for entry in entries(notice):
            number = next(found.value for found in find_phones(entry.text) if found.value)
            self.phone.contacts.pop(number, None)
            order = ("TRETA", entry.ref)
            self._give([order], "", subject=offered[" ".join(order)][1])

    def _owed(self, digest: EmailMessage) -> Iterator[tuple[str, Entry, str]]:
        """Each order that this digest asks her for, of what, and with which reason."""
        for entry in entries(digest):
            if entry.section.startswith(TOP):
                yield "FET", entry, ""
            elif entry.section.startswith(TAKE_OFF):
                yield "TRETA", entry, ""
            elif entry.section.startswith(LATE):
                yield "MOTIU", entry, "érem totes dues fora"
            elif entry.section.startswith(CARDS):
                known = [order for who, order in self.knows.items() if who in " ".join(entry.text.split())]
                assert len(known) == 1, f"nothing in the card says whose it is:\n{entry.text}"
                yield known[0][0], entry, known[0][1]

    def _taps(self, digest: EmailMessage, owed: list[tuple[str, Entry, str]]) -> None:
        """A mail for each link, from a server that vouches for nobody: the code does."""
        offered = links(digest)
        for verb, entry, why in owed:
            fitting = [
                subject for words, (_, subject) in offered.items() if words.startswith(f"{verb} {entry.ref}")
            ]
            assert fitting, f"{verb} is not offered:\n{entry.text}"
            subject = fitting[0]
            self._give([(verb, entry.ref)], f"Motiu: {why}\n" if why else "", subject=subject)

    def _pastes(self, digest: EmailMessage, owed: list[tuple[str, Entry, str]]) -> None:
        """One answer with the words that the plain text shows, codes and all; nobody vouches for it."""
        lines = [f"{entry.words(verb)} {why}".strip() for verb, entry, why in owed]
        self._give(
            [(verb, entry.ref) for verb, entry, _ in owed],
            "\n".join(lines) + _below(digest),
            subject=f"Re: {digest['Subject']}",
            In_Reply_To=digest["Message-ID"],
        )

    def _writes(
        self,
        digest: EmailMessage,
        owed: list[tuple[str, Entry, str]],
        *,
        in_reply: bool,
        done_on: date | None,
    ) -> None:
        """Her own words, as people write them: several in a line, bare numbers, no codes."""
        day = f" {done_on.day}/{done_on.month}" if done_on else ""
        lines = []
        for word, verb in (("Fet", "FET"), ("TRETES", "TRETA")):
            numbers = [entry.ref.removeprefix("A-").lstrip("0") for v, entry, _ in owed if v == verb]
            if numbers:
                lines.append(
                    f"{word} {' i '.join(filter(None, (', '.join(numbers[:-1]), numbers[-1])))}{day}"
                )
        lines += [f"{v.lower()} {e.ref} {why}".strip() for v, e, why in owed if v not in {"FET", "TRETA"}]
        self.chance.shuffle(lines)
        text = "Bon dia,\n\n" + "\n".join(lines) + "\n\nSalutacions,\n\nMarta Coll\nTel. 972 13 60 71"
        orders = [(verb, entry.ref) for verb, entry, _ in owed]
        if in_reply:
            more = {"In_Reply_To": digest["Message-ID"]}
            self._give(
                orders, text + _below(digest), subject=f"Re: {digest['Subject']}", proof=PASSES, **more
            )
        else:
            self._give(orders, text, subject="llista de WhatsApp, avui", proof=PASSES)

    def orders(self, text: str, *orders: tuple[str, str], subject: str = "") -> None:
        """What comes to her by telephone, over the counter or on paper."""
        self._give(list(orders), text, subject=subject, proof=PASSES)

    def _give(
        self, orders: list[tuple[str, str]], text: str, *, subject: str, proof: str = "", **headers: str
    ) -> None:
        sent = self.send(text, sender=self.address, subject=subject, proof=proof, **headers)
        self.given.append(Given(self.address, sent, tuple(orders)))


def _below(digest: EmailMessage) -> str:
    """The digest as a mail program quotes it below an answer."""
    quoted = "".join(f"> {line}\n" for line in body(digest).splitlines())
    return f"\n\nEl dl., 4 de maig 2026, Ajuntament de Setcases va escriure:\n{quoted}"
