"""For a child, or with somebody else's mobile, nobody joins unseen; what is no age holds nobody up."""

import pytest

from rules.chats.minors import told_of
from rules.findings import Doubt, Kind
from tests.rules.messages import TOWN, mail, read

STAFF = "Secretaria <secretaria@vallclara.cat>"
WHO = "Gemma Torrent Oliva, 40123987G, 622010203"


@pytest.mark.parametrize(
    ("text", "joins"),
    [
        ("Tinc 12 anys i vull la baixa", False),
        ("Tengo trece años", False),
        ("Doneu de baixa el meu nen de 9 anys", False),
        ("La meva filla Gemma, de deu anys", False),
        ("Edat: 13", False),
        ("És menor d'edat", False),
        ("ALTA Gemma Torrent, 11 anys", True),
        ("ALTA per a una nena", True),
        ("Apunteu la meva filla a la llista", True),
        ("Alta para mi hijo", True),
        ("És una criatura", True),
        ("Clàusula de consentiment d'un menor", True),
    ],
)
def test_a_child_is_seen(text: str, joins: bool) -> None:
    assert told_of(text, joins=joins) == (Doubt.MINOR,)


@pytest.mark.parametrize(
    ("text", "joins"),
    [
        ("Tinc 84 anys i vull la baixa", True),
        ("Fa 12 anys que visc aquí", True),
        ("Tinc setanta-tres anys", True),
        ("Amb els nens pugem a Ordino i ja ni baixem", False),
        ("Tenim els nens a l'escola", True),
        ("Demà la meva filla us portarà el paper", True),
        ("Soc la neta, escric des del mòbil de l'àvia", True),
        ("Va venir amb la filla i va deixar signada la clàusula", True),
        ("Els menors de 14 anys necessiten permís dels pares", True),
        ("En cas de menor d'edat, signatura del tutor", True),
        ("Con la menor brevedad", True),
        ("La germana havia llogat tres anys la casa", True),
        ("ALTA Gemma Torrent, carrer del Mig 12, mòbil 622010203", True),
    ],
)
def test_who_is_no_child_and_gives_her_own_mobile_is_held_up_by_nothing(text: str, joins: bool) -> None:
    assert told_of(text, joins=joins) == ()


@pytest.mark.parametrize(
    "text",
    [
        "ALTA Gemma Torrent, el mòbil és el de la meva filla 622010203",
        "ALTA Gemma Torrent, 622010203 (del meu marit)",
        "Alta de Gemma, con el número 622010203, es el móvil de un amigo",
        "ALTA Gemma Torrent 622010203, el telèfon no és meu",
    ],
)
def test_a_mobile_of_somebody_else_is_heard_where_somebody_joins(text: str) -> None:
    assert told_of(text, joins=True) == (Doubt.ANOTHERS_PHONE,)
    assert told_of(text, joins=False) == ()


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        ("tinc 12 anys", Doubt.MINOR),
        ("és per a la meva filla", Doubt.MINOR),
        ("el mòbil és el del meu marit", Doubt.ANOTHERS_PHONE),
    ],
)
def test_it_is_heard_in_a_chat_and_in_what_a_clerk_types(said: str, doubt: Doubt) -> None:
    chat = f"[11/3/26, 10:12:01] Gemma: ALTA\n[11/3/26, 10:12:30] Gemma: {WHO}, {said}"
    readings = [
        read(mail("Subject: xat", body=body, sender=STAFF), TOWN) for body in (chat, f"ALTA {WHO}, {said}")
    ]

    assert [(r.kind, doubt in r.doubts) for r in readings] == [(Kind.ALTA, True)] * 2


def test_in_a_chat_it_is_heard_of_who_asks_and_not_of_the_office() -> None:
    chat = f"[11/3/26, 10:12:01] Gemma: ALTA {WHO}\n[11/3/26, 10:13:00] Ajuntament de Vallclara: és una nena?"

    assert read(mail("Subject: xat", body=chat, sender=STAFF), TOWN).doubts == ()


def test_a_leave_of_a_child_waits_for_a_person() -> None:
    reading = read(mail("Subject: BAIXA Vallclara Informa WhatsApp", body=f"Tinc 12 anys.\n{WHO}"), TOWN)

    assert reading.kind is Kind.UNSURE or Doubt.MINOR in reading.doubts
