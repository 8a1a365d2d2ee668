"""Address books as telephones export them: every version and dialect, and nothing lost in silence."""

import random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.phone.exports import MOST, Unreadable, UnreadableError, mobiles, read_export
from rules.phone.phonebook import Contact, named, written

ROSER: Final = "+34600100201"

ANDROID_2_1: Final = """\
BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=56=69=6C=61=6D=61=6C=61;=53=65=74=63=61=73=65=73=20=4E=C3=BA=72=\r
=69=61;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=53=65=74=63=61=73=65=73=20=4E=C3=BA=72=69=61=20=56=69=6C=\r
=61=6D=61=6C=61
TEL;CELL;PREF:600-10-02-01
TEL;HOME:972123456
PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQE
 BAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQ
 EAX/2gAIAQEAAD8A0s8g/9k=

END:VCARD
"""
APPLE_3_0: Final = """\
BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iPhone OS 17.5//EN
N:Vilamala;Setcases Núria;;;
FN:Setcases Núria Vilamala
item1.TEL;type=CELL;type=VOICE;type=pref:+34 600 10 02 01
item1.X-ABLabel:_$!<Mobile>!$_
item2.ADR;type=HOME:;;Carrer Major 1\\, baixos;Setcases;;17869;
NOTE:El seu marit és al 600 999 999\\; no hi és
END:VCARD
"""
VERSION_4_0: Final = """\
BEGIN:VCARD
VERSION:4.0
FN:Setcases Núria
  Vilamala
N:Vilamala;Setcases Núria;;;
TEL;PREF=1;VALUE=uri;TYPE="voice,cell":tel:+34-600-100-201;ext=1
END:VCARD
"""
LATIN_1: Final = """\
BEGIN:VCARD
VERSION:2.1
N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Vilamala;Setcases N=FAria
TEL;CELL:0034600100201
END:VCARD
"""
GOOGLE_NEW: Final = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Organization Name,Labels,Phone 1 - Label,"
    "Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\n"
    "Setcases Núria,,Vilamala,,,* myContacts,Mobile,+34 600 10 02 01 ::: 972 12 34 56,Home,\n"
)
GOOGLE_OLD: Final = (
    "Name,Given Name,Additional Name,Family Name,Group Membership,Phone 1 - Type,Phone 1 - Value\n"
    "Setcases Núria Vilamala,Setcases Núria,,Vilamala,* myContacts,Mobile,600 100 201\n"
)
OUTLOOK: Final = (
    '"First Name","Middle Name","Last Name","Home Phone","Mobile Phone","Business Fax"\n'
    '"Setcases Núria","","Vilamala","","600100201","600888777"\n'
)


@pytest.mark.parametrize(
    "export",
    [
        pytest.param(ANDROID_2_1, id="Android, vCard 2.1"),
        pytest.param(APPLE_3_0, id="iPhone, vCard 3.0"),
        pytest.param(VERSION_4_0, id="vCard 4.0"),
        pytest.param(LATIN_1, id="vCard 2.1 in Latin-1"),
        pytest.param(GOOGLE_NEW, id="Google CSV"),
        pytest.param(GOOGLE_OLD, id="Google CSV of before"),
        pytest.param(OUTLOOK, id="Outlook CSV"),
        pytest.param("nom;cognoms;telèfon mòbil\nSetcases Núria;Vilamala;600.10.02.01\n", id="a sheet"),
        pytest.param("Setcases Núria Vilamala,600100201\n", id="a sheet without a header"),
        pytest.param('"Setcases Núria\tVilamala"\t34600100201\n', id="tabs, and the plus eaten"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_each_telephones_export_gives_name_and_mobile(export: str, line_end: str) -> None:
    data = export.replace("\r\n", "\n").replace("\n", line_end).encode()

    (contact,) = read_export(data)

    assert " ".join(contact.name.split()) == "Setcases Núria Vilamala"
    assert mobiles(contact.phones) == [ROSER]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1252"])
def test_the_encoding_is_found_out(encoding: str) -> None:
    (contact,) = read_export(GOOGLE_OLD.encode(encoding))

    assert contact.name == "Setcases Núria Vilamala"


def test_several_numbers_are_all_of_the_contact() -> None:
    card = "BEGIN:VCARD\nFN:Setcases Pere\nTEL:600100202\nTEL:+34 600 100 203\nTEL:972123456\nEND:VCARD\n"

    (contact,) = read_export(card.encode())

    assert mobiles(contact.phones) == ["+34600100202", "+34600100203"]


def test_a_card_without_a_full_name_is_called_by_its_parts_or_its_firm() -> None:
    cards = (
        "BEGIN:VCARD\nN:Camps;Pere;Maria;;\nTEL:1\nEND:VCARD\n"
        "BEGIN:VCARD\nORG:Ca l'Ós\\, SL\nEND:VCARD\nBEGIN:VCARD\nEND:VCARD\n"
    )

    assert [contact.name for contact in read_export(cards.encode())] == [
        "Pere Maria Camps",
        "Ca l'Ós, SL",
        "",
    ]


def test_a_card_inside_a_card_is_none_of_its_numbers() -> None:
    card = (
        "BEGIN:VCARD\nFN:Setcases Pere\nAGENT:\nBEGIN:VCARD\nFN:Secretari\nTEL:600100299\nEND:VCARD\n"
        "TEL:600100202\nEND:VCARD\n"
    )

    assert read_export(card.encode()) == (Contact(name="Setcases Pere", phones=("600100202",)),)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Unreadable.EMPTY),
        (b" \r\n\t", Unreadable.EMPTY),
        (b"PK\x03\x04\x14\x00,;\x00\x00", Unreadable.NO_CONTACTS),
        (b"%PDF-1.7\n1 0 obj", Unreadable.NO_CONTACTS),
        (bytes(range(256)) * 40, Unreadable.NO_CONTACTS),
        (b"Bon dia,\nus envio els contactes, gracies\n", Unreadable.NO_CONTACTS),
        (b"name,email\nPere,pere@example.org\n", Unreadable.NO_CONTACTS),
        (b'name,phone\n"Pere,600100202\n', Unreadable.NO_CONTACTS),
        (b"name,phone\n", Unreadable.NONE),
        (b"name,phone\n" + b"x,\n" * (MOST + 1), Unreadable.TOO_MANY),
        (b"BEGIN:VCARD\n" + b"TEL:6\n" * (MOST + 1) + b"END:VCARD\n", Unreadable.TOO_MANY),
        (ANDROID_2_1[:-12].encode(), Unreadable.CUT_OFF),
        (f"{APPLE_3_0}BEGIN:VCARD\nFN:Pere\n".encode(), Unreadable.CUT_OFF),
        (APPLE_3_0.replace("END:VCARD", "").encode() + APPLE_3_0.encode(), Unreadable.CUT_OFF),
    ],
)
def test_what_gives_no_contacts_is_said_and_never_half_read(data: bytes, why: Unreadable) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_export(data)

    assert refused.value.why is why


@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=5))
def test_what_we_write_we_read(names: list[str]) -> None:
    ours = [Contact(name=named([name]), phones=(ROSER,)) for name in names]

    back = read_export(written(ours, prefix="Setcases"))

    assert [(c.name, c.phones) for c in back] == [(f"Setcases {c.name}", c.phones) for c in ours]


@pytest.mark.parametrize("seed", range(40))
def test_broken_exports_are_read_or_refused_and_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    for export in (ANDROID_2_1, APPLE_3_0, VERSION_4_0, GOOGLE_NEW, OUTLOOK):
        data = bytearray(export.encode() * 2)
        for _ in range(chance.randint(1, 30)):
            data[chance.randrange(len(data))] = chance.choice([chance.randrange(256), *b'";:=\\\n\r\t ,'])
        try:
            found = read_export(bytes(data))
        except UnreadableError:
            continue
        for contact in found:
            mobiles(contact.phones)
