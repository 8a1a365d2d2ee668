"""What staff order by mail: each order does what it says, or says why not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from daemon.books import cases, subscribers
from daemon.books.tables import events
from rules.books.decision import Outcome, Reason
from rules.books.subscription import State
from rules.findings import Person
from tests.daemon.books.test_cases import opened, verdict
from tests.daemon.conftest import mark, settings
from tests.daemon.ordering import CLERK, MAYOR, TODAY, Office, card, office
from tests.daemon.talking import text_of

__all__ = ["office"]

# --- what each order does -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "states", "said"),
    [
        (
            "FET A-0001",
            ["active", "leaving"],
            "A-0001 (Roser Vilalta Camps): ara consta que és al telèfon (llista 1).",
        ),
        ("FET 1", ["active", "leaving"], "ara consta que és al telèfon"),
        ("Activada 600 111 222", ["active", "leaving"], "A-0001"),
        ("TRETA A-0002", ["due", "left"], "A-0002 (Pere Camprubí Soler): ara consta que és fora"),
        ("BAIXA A-0001", ["leaving", "leaving"], "la baixa queda anotada"),
        ("BAIXA Roser Vilalta, 12345678Z, 600111222", ["leaving", "leaving"], "Baixa anotada"),
        ("FET A-0001\nTRETA A-0002", ["active", "left"], "2 fetes"),
        ("FET A-0001 Roser Vilalta", ["active", "leaving"], "ara consta"),
    ],
)
def test_an_order_moves_the_books_and_is_answered(
    office: Office, line: str, states: list[str], said: str
) -> None:
    taken = office.order(line)

    assert office.states() == states
    (answer,) = office.answers()
    assert said in answer
    assert (taken.decision.outcome, taken.decision.leading.reason) == (Outcome.DONE, Reason.ORDERED)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("FET A-0099", "no tenim cap fitxa A-0099"),
        ("FET A-0002", "s’ha de treure del telèfon (quan ja en sigui fora: TRETA)"),
        ("TRETA A-0001", "no consta que sigui al telèfon"),
        ("FET C-2345BCDF", "és un cas, no una fitxa"),
        ("APLICA A-0001", "aquesta ordre és per a un cas"),
        ("APLICA C-2345BCDF", "no tenim cap cas C-2345BCDF"),
        ("DESCARTA A-0001", "cal dir-ne el motiu"),
        ("AJORNA A-0001 11/05/2026", "aquesta ordre és per a un cas"),
        ("DESFÉS A-0001", "no hi ha res a desfer"),
        ("FET A-0001 Pere Camprubí", "no és Pere Camprubí"),
        ("FET 699888777", "no tenim ningú amb aquestes dades"),
        ("FET A-0001 demà", "No s’ha fet res: hi diu «demà»"),
        ("FET A-0001\nEspereu, que ho miraré", "No s’ha fet res: al costat hi diu «Espereu»"),
        ("FET A-0001 encara no", "No s’ha fet res: hi diu «encara»"),
        ("FET A-0001 5/5/2026", "encara ha de venir"),
        ("CORREGEIX A-0001 DNI 12345678A", "el DNI nou no és vàlid"),
        ("CORREGEIX A-0001", "no diu què s’ha de corregir"),
        ("CONSENTIMENT Mar Pi, 12345678Z, 4/5/2026", "hi falta el número de registre"),
        ("MOTIU A-0001", "cal dir el motiu"),
    ],
)
def test_an_order_that_cannot_be_done_says_why_and_changes_nothing(
    office: Office, line: str, why: str
) -> None:
    before = office.book()
    office.order(line)

    assert office.book() == before
    (answer,) = office.answers()
    assert why in answer
    assert "no feta" in answer or "No hi hem trobat" in answer


def test_a_line_that_fails_keeps_no_other_from_being_done(office: Office) -> None:
    office.order("FET A-0099\nFET A-0001\nTRETA A-0001\nTRETA A-0002")

    assert office.states() == ["active", "left"]
    (answer,) = office.answers()
    assert "2 fetes · 2 no fetes" in answer


def test_a_card_that_can_only_be_done_in_part_is_not_done_at_all(office: Office) -> None:
    nobody = Person(name="Ningú", id_document="45678901G", phone="+34699888777")
    with office.store.begin() as tx:
        opened(tx, verdict(reason=Reason.PASSED_ON), verdict(person=nobody, reason=Reason.PASSED_ON))
        (case,) = cases.listed(tx)
    office.order(f"APLICA {case.ref}\nTRETA A-0002")

    assert office.states() == ["due", "left"]
    assert len(office.cases("staff")) == 1
    assert "no es pot aplicar" in office.answers()[0]


def test_the_day_it_was_really_done_is_kept(office: Office) -> None:
    office.order("FET A-0001 30/4\nTRETA A-0002 avui")

    roser, pere = office.book()
    assert (roser.activated_on, pere.taken_off_on) == (date(2026, 4, 30), TODAY)


def test_a_day_before_the_leave_is_no_day_to_have_taken_her_off(office: Office) -> None:
    office.order("BAIXA A-0001")
    office.order("TRETA A-0001 1/5")

    assert office.states()[0] == "leaving"
    assert "és abans que la baixa" in office.answers()[-1]


def test_a_leave_is_undone(office: Office) -> None:
    office.order("BAIXA A-0001")
    office.order("DESFÉS A-0001")

    assert office.states()[0] == "due"


@pytest.mark.parametrize("again", [CLERK, MAYOR])
def test_who_is_back_is_not_taken_off_the_phone_by_the_same_order_again(office: Office, again: str) -> None:
    office.order("FET A-0001")
    office.order("BAIXA A-0001")
    office.order("DESFÉS A-0001")

    office.order("DESFÉS A-0001", sender=again)

    assert office.states()[0] == "active"
    assert "Ja estava fet" in office.answers(again)[-1]


def test_a_wrong_tap_is_taken_back_for_ten_days(office: Office) -> None:
    office.order("FET A-0001")
    office.order("DESFÉS A-0001")

    assert (office.states()[0], office.book()[0].activated_on) == ("consented", None)  # no ALTA is known
    assert "encara no és al telèfon" in office.answers()[-1]

    office.order("FET 1")
    office.at += timedelta(days=11)
    office.order("DESFÉS 1")
    assert office.states()[0] == "active"
    assert "ni s’ha dit fa poc que fos al telèfon" in office.answers()[-1]


def test_a_card_is_applied_or_closed_with_its_reason(office: Office) -> None:
    ref = card(office)
    office.order(f"APLICA {ref}")
    assert office.states()[0] == "leaving"
    assert "la baixa queda anotada (A-0001 (Roser Vilalta Camps))" in office.answers()[-1]

    office.order(f"DESCARTA {ref} era una prova")
    assert "ja estava tancat (aprovat)" in office.answers()[-1]


@pytest.mark.parametrize(("days", "is_offered"), [(3, True), (12, False)])
def test_what_a_card_did_is_taken_back_by_a_tap_only_in_time(
    office: Office, days: int, is_offered: bool
) -> None:
    ref = card(office)
    office.at += timedelta(days=days)
    office.order(f"APLICA {ref}")

    assert office.states()[0] == "leaving"
    assert ("DESFÉS" in office.answers()[-1]) is is_offered


def test_a_reason_under_the_subject_closes_a_card(office: Office) -> None:
    ref = card(office)
    code = office.code("DESCARTA", ref)
    office.order("Motiu: és d'un altre poble", subject=f"DESCARTA {ref} · {code}")

    with office.store.read() as tx:
        assert cases.find(tx, ref).closed_because == "és d'un altre poble"


def test_a_consent_without_alta_is_discarded_with_a_reason(office: Office) -> None:
    office.hold(Person(name="Mar Pi Coll", id_document="34567890V", phone=None), State.CONSENTED)
    office.order("DESCARTA A-0003 no té WhatsApp")

    assert office.states()[-1] == "left"
    with office.store.read() as tx:
        assert "no té WhatsApp" in tx.connection.execute(select(events.c.note)).scalars().all()


def test_data_are_corrected(office: Office) -> None:
    office.order("CORREGEIX A-0001 mòbil 611 222 333, nom: Roser Vilalta Puig\nCORREGEIX A-1 DNI 34567890V")

    (roser, _) = office.book()
    assert (roser.phone, roser.name, roser.id_document) == ("+34611222333", "Roser Vilalta Puig", "34567890V")


def test_what_is_proof_is_not_corrected(office: Office) -> None:
    office.hold(Person(name="Mar Pi Coll", id_document="34567890V", phone="+34622333444"), State.LEFT)
    office.order("CORREGEIX A-0003 mòbil 611222333")

    assert office.book()[-1].phone == "+34622333444"
    assert "el que hi consta és la prova" in office.answers()[-1]


def test_nobody_is_corrected_into_somebody_else(office: Office) -> None:
    office.hold(Person(name="Roser Vilalta", id_document="12345678Z", phone="+34622333444"), State.REQUESTED)
    office.order("CORREGEIX A-0003 mòbil 600111222")

    assert office.book()[-1].phone == "+34622333444"
    assert "algú altre apuntat" in office.answers()[-1]


def test_a_consent_on_paper_starts_the_clock(office: Office) -> None:
    office.order("CONSENTIMENT Mar Pi Coll, 34567890V, 622 333 444, E/000123-2026, 30/4/2026 10:15")

    mar = office.book()[-1]
    assert (mar.state, mar.name, mar.id_document, mar.phone) == (
        State.CONSENTED, "Mar Pi Coll", "34567890V", "+34622333444",
    )  # fmt: skip
    assert mar.consent_number == "E/000123-2026"
    assert mar.consent_at is not None
    assert mar.consent_at.astimezone(office.settings.tz).isoformat() == "2026-04-30T10:15:00+02:00"


def test_a_consent_on_paper_completes_who_asked_to_join(office: Office) -> None:
    office.hold(Person(name="Mar Pi Coll", id_document="34567890V", phone="+34622333444"), State.REQUESTED)
    office.order("CONSENTIMENT A-0003 registre 2026/417 del 30/4/2026")

    assert (office.states()[-1], office.book()[-1].consent_number) == ("due", "2026/417")
    assert office.answers()[-1].count("s’ha de posar al telèfon") == 1
    assert "És la fitxa A-0003 (Mar Pi Coll)." in office.answers()[-1]


def test_why_it_was_late_stays_with_the_record(office: Office) -> None:
    office.order("MOTIU A-0001 el telèfon era a reparar")

    with office.store.read() as tx:
        kept = tx.connection.execute(select(events.c.what, events.c.note, events.c.by).order_by(events.c.id))
        assert tuple(kept.all()[-1]) == ("late-reason", "el telèfon era a reparar", CLERK)


# --- what staff ask to be told --------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    ["FITXA A-0001", "FITXA 12345678Z", "fitxa 600111222", "FITXA Roser Vilalta", "Fitxa Vilalta Camps"],
)
def test_a_record_tells_how_one_person_stands_and_no_whole_document(office: Office, line: str) -> None:
    office.order(line)

    (answer,) = office.answers()
    assert "Roser Vilalta Camps" in answer
    assert "s’ha de posar al telèfon" in answer
    assert "Camprubí" not in answer
    assert "12345678Z" not in answer.replace(line, "")


def test_a_record_says_in_catalan_whatever_happened(office: Office) -> None:
    with office.store.begin() as tx:
        imported = replace(
            subscribers.find(tx, "A-0001"),
            ref="A-0003",
            name="Mar Pi Coll",
            phone="+34622333444",
            state=State.ACTIVE,
            id_document="34567890V",
        )
        subscribers.insert(tx, imported, "imported", mark())
    office.order("BAIXA A-0003\nDESFÉS A-0003\nFITXA A-0003")

    (told,) = office.answers()
    assert "Va entrar amb la llista que hi havia el dilluns 4 de maig de 2026" in told
    assert "S’hi va anotar la baixa el dilluns 4 de maig de 2026 (vós)" in told


def test_a_name_of_many_tells_of_none(office: Office) -> None:
    for n in range(6):
        office.hold(Person(name=f"Mar Pi {'ABCDEF'[n]}oll", id_document=None, phone=f"+3462200000{n}"))
    office.order("FITXA Mar Pi")

    assert "n’hi ha 6" in office.answers()[0]
    assert "+3462200000" not in office.answers()[0]


def test_no_record_leaves_the_town_halls_domain(office: Office) -> None:
    outside = settings(
        trust={"authserv_ids": ["mx.setcases.cat"]},
        staff={"digest_to": [CLERK], "orders_from": ["gestor@fora.example"]},
    )
    office.settings = outside
    office.order("FITXA A-0001\nRESUM\nFET A-0001", sender="gestor@fora.example")

    (answer,) = office.answers("gestor@fora.example")
    assert "Roser" not in answer
    assert office.of_template("digest", "gestor@fora.example") == []
    assert office.states()[0] == "active"


def test_the_summary_comes_at_once_with_links_and_leaves_the_days_own(office: Office) -> None:
    office.order(subject="RESUM")

    (summary,) = office.of_template("digest")
    assert "A-0001" in text_of(summary)
    assert office.digest()["Message-ID"] != summary["Message-ID"]
