"""Contacts for the phone: each number once, named after whom it serves, and harmless whatever the name."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.books.subscription import State
from rules.phone.phonebook import Contact, contacts, is_ours, named, written
from tests.rules.persons import JORDI, NURIA, PERE, ROSER, but, held

DUE = held(ROSER, State.DUE)


def lines(*names: str, prefix: str = "Setcases") -> list[str]:
    """The unfolded lines of the cards of those names."""
    data = written([Contact(name=named([name]), phones=("+34600100201",)) for name in names], prefix=prefix)
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_each_has_one_card_with_prefix_number_and_reference() -> None:
    (roser,) = contacts([DUE.phone], [DUE])

    assert written([roser], prefix="Setcases").decode() == (
        "BEGIN:VCARD\r\n"
        "VERSION:3.0\r\n"
        "FN:Setcases Roser Vilamala Coromines\r\n"
        "N:;Setcases Roser Vilamala Coromines;;;\r\n"
        "TEL;TYPE=CELL:+34600100201\r\n"
        "NOTE:A-0201\r\n"
        "END:VCARD\r\n"
    )


def test_a_number_that_serves_several_is_one_contact_with_all_their_names() -> None:
    shared = [
        held(but(who, phone=ROSER.phone), State.DUE, ref=f"A-{n}")
        for n, who in enumerate((ROSER, PERE, NURIA))
    ]
    apart = held(JORDI, State.DUE)

    found = contacts([held.phone for held in [*shared, apart]], [*shared, apart])

    assert [contact.name for contact in found] == [
        "Roser Vilamala Coromines, Pere Camps Vilamala i Núria Sastre Puigdevall",
        "Jordi Barnadas Roca",
    ]
    assert found[0].note == "A-0, A-1, A-2"


def test_who_has_no_number_has_no_card() -> None:
    assert contacts([None], [replace(DUE, phone=None)]) == ()


def test_the_same_name_in_other_letters_is_said_once_and_none_is_said_so() -> None:
    assert named(["Núria Puig", "NURIA  PUIG", ""]) == "NURIA PUIG"
    assert named(["", " \n"]) == "(sense nom)"


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("http://example.org","x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)",
        "<script>alert(1)</script>", "Ann\r\nTEL:+34611000000\r\nEND:VCARD", "Ann\nX-EVIL:1",
        "a;b,c\\n;d", "Ann\x00\x1b[31m", "\u202eAnn", "Ann\u2028TEL:1", "Ann\u0085TEL:1",
    ],
)  # fmt: skip
def test_a_name_is_only_ever_a_name(name: str) -> None:
    said = lines(name)

    assert [line.partition(":")[0] for line in said] == [
        "BEGIN", "VERSION", "FN", "N", "TEL;TYPE=CELL", "END", "",
    ]  # fmt: skip
    assert said[2].startswith("FN:Setcases ")  # no spreadsheet begins a cell with it
    assert re.findall(r"(?<!\\)[;,]", said[2]) == []
    assert re.findall(r"(?<!\\);", said[3]) == [";"] * 4
    assert "".join(said).isprintable()


@given(st.lists(st.text(max_size=200), max_size=3))
def test_no_line_is_longer_than_75_bytes_and_no_character_is_broken(names: list[str]) -> None:
    raw = written(
        [Contact(name=named([name]), phones=("+34600100201",)) for name in names], prefix="Setcases"
    )

    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert raw.count(b"END:VCARD\r\n") == len(names)


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("Setcases Maria Puig", True),
        ("SETCASES  maria puig", True),
        ("Sétcases Maria", True),
        ("Setcases", True),
        ("Setcasesenc Pere", False),
        ("Maria Setcases", False),
        ("", False),
    ],
)
def test_our_contacts_are_known_by_the_first_word(name: str, ours: bool) -> None:
    assert is_ours(Contact(name=name), "Setcases") is ours
