"""What staff order by mail: done once, by whoever may, and every line answered; never on a forger's word."""

from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from daemon import books, cases, codes
from daemon.digests import Digests
from daemon.intake import Taken
from daemon.post import Post
from daemon.store import Store
from daemon.tables import codes as codes_table
from daemon.tables import events, outbox
from rules.choices import Choice
from rules.decision import Outcome, Reason
from rules.findings import Kind, Person
from rules.order import read_orders
from rules.subscription import State, Subscription
from tests.daemon.conftest import NOW, mark, settings
from tests.daemon.talking import FAILS, PASSES, PERE, ROSER, Desk, text_of
from tests.daemon.test_cases import opened, verdict

CLERK, MAYOR = "secretaria@setcases.cat", "alcaldia@setcases.cat"
TODAY = date(2026, 5, 4)


class Office(Desk):
    """A desk whose clerk gives orders."""

    def order(
        self,
        text: str = "",
        *,
        subject: str = "",
        sender: str = CLERK,
        proof: str | None = PASSES,
        **more: str,
    ) -> Taken:
        headers = {"Authentication_Results": proof} if proof else {}
        return self.mail(text, sender=sender, subject=subject, **headers, **more)

    def answers(self, to: str = CLERK) -> list[str]:
        """The answers to orders that *to* got, as read."""
        return [text_of(letter) for letter in self.of_template("ordered", to)]

    def of_template(self, template: str, to: str = CLERK) -> list[EmailMessage]:
        wanted = select(outbox.c.raw).where(outbox.c.recipient == to, outbox.c.template == template)
        with self.store.read() as tx:
            return [
                message_from_bytes(raw, policy=policy.default)  # type: ignore[arg-type]
                for raw in tx.connection.execute(wanted.order_by(outbox.c.id)).scalars()
            ]

    def code(self, verb: str, ref: str, recipient: str = CLERK) -> str:
        with self.store.begin() as tx:
            choice = Choice(verb=verb, ref=ref, does="")
            return codes.issue(tx, [choice], recipient=recipient, now=self.at)[choice.order]

    def book(self) -> list[Subscription]:
        with self.store.read() as tx:
            return books.everyone(tx)

    def digest(self) -> EmailMessage:
        """The digest that the clerk gets now."""
        made = Digests(
            store=self.store, settings=self.settings, post=Post(self.settings), clock=lambda: self.at
        )
        made.queue_now(self.at.date())
        return self.of_template("digest")[-1]


@pytest.fixture
def office(sqlite: Store) -> Office:
    given = settings(
        trust={"authserv_ids": ["mx.setcases.cat"], "internal_marks": ["X-Intern: si"]},
        staff={"digest_to": [CLERK], "orders_from": [CLERK, MAYOR]},
    )
    desk = Office(sqlite, settings=given)
    desk.hold(ROSER, State.DUE)
    desk.hold(PERE, State.LEAVING)
    return desk


def card(office: Office, reason: Reason = Reason.PASSED_ON) -> str:
    """A card with a leave of Roser's ready; its reference."""
    with office.store.begin() as tx:
        opened(tx, verdict(reason=reason))
        return cases.listed(tx)[-1].ref


# --- what each order does -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "states", "said"),
    [
        (
            "FET A-0001",
            ["active", "leaving"],
            "A-0001 (Roser Vilalta Camps): ara consta que és al telèfon, llista 1.",
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
        ("DESCARTA C-2345BCDF", "cal dir-ne el motiu"),
        ("DESFÉS A-0001", "no hi ha res a desfer"),
        ("FET A-0001 Pere Camprubí", "no és Pere Camprubí"),
        ("FET 699888777", "no tenim ningú amb aquestes dades"),
        ("FET A-0001 encara no", "No s’ha entès"),
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


def test_a_card_is_applied_or_closed_with_its_reason(office: Office) -> None:
    ref = card(office)
    office.order(f"APLICA {ref}")
    assert office.states()[0] == "leaving"

    office.order(f"DESCARTA {ref} era una prova")
    assert "ja està tancat (aprovat)" in office.answers()[-1]


def test_a_reason_under_the_subject_closes_a_card(office: Office) -> None:
    ref = card(office)
    office.order("Motiu: és d'un altre poble", subject=f"DESCARTA {ref}")

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


@pytest.mark.parametrize(
    ("state", "why"),
    [(State.ACTIVE, "primer BAIXA i TRETA"), (State.LEFT, "el que hi consta és la prova")],
)
def test_a_number_that_is_on_the_phone_or_proof_is_not_corrected(
    office: Office, state: State, why: str
) -> None:
    office.hold(Person(name="Mar Pi Coll", id_document="34567890V", phone="+34622333444"), state)
    office.order("CORREGEIX A-0003 mòbil 611222333")

    assert office.book()[-1].phone == "+34622333444"
    assert why in office.answers()[-1]


def test_nobody_is_corrected_into_somebody_else(office: Office) -> None:
    office.hold(Person(name="Roser Vilalta", id_document="12345678Z", phone="+34622333444"), State.REQUESTED)
    office.order("CORREGEIX A-0003 mòbil 600111222")

    assert office.book()[-1].phone == "+34622333444"
    assert "una altra de viva" in office.answers()[-1]


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


# --- what stands beside an order ------------------------------------------------------------------

ALTA = "ALTA Mar Pi Coll, 34567890V, 622333444"


def test_an_alta_that_a_clerk_types_is_noted_and_answered(office: Office) -> None:
    taken = office.order(ALTA)

    assert (taken.reading and taken.reading.kind, office.states()[-1]) == (Kind.ALTA, "requested")
    assert "A-0003 (Mar Pi Coll) ha demanat l’ALTA; falta el consentiment" in office.answers()[0]


def test_an_alta_among_other_orders_is_not_lost(office: Office) -> None:
    office.order(f"FET A-0001\n{ALTA}")

    assert office.states() == ["active", "leaving", "requested"]
    assert "2 fetes" in office.answers()[0]


def test_an_alta_that_cannot_be_noted_is_a_card_and_said(office: Office) -> None:
    office.hold(Person(name="Joan Serra", id_document="34567890V", phone="+34622333444"), State.REQUESTED)
    office.order(ALTA)

    assert "queda per decidir" in office.answers()[0]
    assert len(office.cases("staff")) == 1


def test_a_forwarded_digest_is_as_good_as_a_reply(office: Office) -> None:
    digest = office.digest()
    head = f"---------- Forwarded message ---------\nDe: Ajuntament\nAssumpte: {digest['Subject']}\n\n"
    office.order(f"FET A-0001\n\n{head}{quoted(digest, '')}", subject=f"Fwd: {digest['Subject']}")

    assert office.states() == ["active", "leaving"]


@pytest.mark.parametrize(
    "passed",
    [
        pytest.param(
            "---------- Forwarded message ---------\nDe: Roser <r@veins.example>\nAssumpte: baixa\n\n"
            "Vull donar-me de baixa del WhatsApp. Roser Vilalta, 12345678Z, 600111222",
            id="a resident's mail",
        ),
        pytest.param(
            "[4/5/26, 10:12:01] Mar Pi: ALTA\n[4/5/26, 10:12:30] Mar Pi: Mar Pi Coll 34567890V", id="a chat"
        ),
    ],
)
def test_an_order_above_what_is_passed_on_loses_neither(office: Office, passed: str) -> None:
    office.order(f"TRETA A-0002\n\n{passed}", subject="Fwd: WhatsApp")

    assert office.states() == ["due", "leaving"]
    (waiting,) = office.cases("staff")
    assert waiting.excerpt
    assert "TRETA A-0002" in waiting.excerpt


def test_a_baixa_that_a_clerk_was_told_of_is_for_a_person(office: Office) -> None:
    office.order("M'ha arribat aquest missatge al meu mòbil:\n\nBAIXA Roser Vilalta, 12345678Z, 600111222")

    assert office.states()[0] == "due"
    assert len(office.cases("staff")) == 1


def test_why_it_was_late_can_be_said_after_it_was_done(office: Office) -> None:
    done, why = office.code("FET", "A-0001"), office.code("MOTIU", "A-0001")
    office.order(subject=f"FET A-0001 · {done}", proof=None)
    office.order("Motiu: la A-0002 anava davant", subject=f"MOTIU A-0001 · {why}", proof=None)

    assert "motiu del retard anotat" in office.answers()[-1]


def test_a_link_that_was_sent_without_its_reason_still_works(office: Office) -> None:
    ref = card(office)
    code = office.code("DESCARTA", ref)
    office.order("Motiu: ", subject=f"DESCARTA {ref} · {code}", proof=None)
    assert "cal dir-ne el motiu" in office.answers()[-1]

    office.order("Motiu: és la mateixa que A-0002", subject=f"DESCARTA {ref} · {code}", proof=None)
    with office.store.read() as tx:
        assert cases.find(tx, ref).closed_because == "és la mateixa que A-0002"


def test_no_card_shows_anybodys_code(office: Office) -> None:
    code = office.code("FET", "A-0001", MAYOR)
    office.order(f"FET A-0001 · {code}\nNO FET A-0002 · {code}", proof=None)

    (waiting,) = office.cases("staff")
    assert waiting.excerpt
    assert code not in waiting.excerpt


# --- who may, and what a code is worth ------------------------------------------------------------


def test_a_code_vouches_once_for_its_own_order(office: Office) -> None:
    code = office.code("FET", "A-0001")
    office.order(subject=f"FET A-0001 · {code}", proof=None)
    assert office.states()[0] == "active"

    office.order("un altre cop", subject=f"FET A-0001 · {code}", proof=None)
    assert (
        "aquest codi ja s’havia fet servir; A-0001: va quedar anotada al telèfon el 04/05/2026 (vós)"
        in (office.answers()[-1])
    )


def test_a_code_in_small_letters_in_a_reply_does_too(office: Office) -> None:
    code = office.code("FET", "A-0001").lower()
    office.order(
        f"fet a-0001 {code}\n\nEl dl., 4 maig 2026, Ajuntament va escriure:\n> FET A-0002", proof=None
    )

    assert office.states() == ["active", "leaving"]


@pytest.mark.parametrize("proof", [None, FAILS], ids=["unknown", "failed"])
@pytest.mark.parametrize(
    "subject",
    [
        pytest.param("FET A-0001", id="no code"),
        pytest.param("FET A-0001 · 7KQ4M2XZB3D5F", id="a guessed code"),
        pytest.param("FITXA A-0001", id="a record"),
        pytest.param("RESUM", id="the digest"),
        pytest.param("AJUDA", id="help"),
    ],
)
def test_a_forged_clerk_gets_a_card_and_no_word(office: Office, subject: str, proof: str | None) -> None:
    taken = office.order(subject=subject, proof=proof)

    assert office.states() == ["due", "leaving"]
    assert office.answers() == office.of_template("digest") == []
    assert taken.decision.outcome is Outcome.CARD
    (waiting,) = office.cases("staff")
    assert waiting.reason.startswith(Reason.FORGED.value if proof else Reason.ORDER_UNPROVED.value)


def test_a_stolen_code_does_nothing_for_a_forger(office: Office) -> None:
    code = office.code("FET", "A-0001")
    office.order(subject=f"FET A-0001 · {code}", proof=FAILS)
    assert office.states()[0] == "due"

    office.order("de debò", subject=f"FET A-0001 · {code}", proof=None)
    assert office.states()[0] == "active"


@pytest.mark.parametrize(
    ("order", "issued", "why"),
    [
        pytest.param(
            "FET A-0001", ("TRETA", "A-0002"), "el codi és d’una altra ordre", id="of another thing"
        ),
        pytest.param(
            "BAIXA A-0001", ("FET", "A-0001"), "el codi és d’una altra ordre", id="of another order"
        ),
    ],
)
@pytest.mark.parametrize("proof", [None, PASSES], ids=["unknown", "authenticated"])
def test_a_swapped_code_does_nothing(
    office: Office, order: str, issued: tuple[str, str], why: str, proof: str | None
) -> None:
    office.order(subject=f"{order} · {office.code(*issued)}", proof=proof)

    assert office.states() == ["due", "leaving"]
    assert why in office.answers()[-1]


def test_a_colleagues_code_does_nothing_unless_the_mail_is_authenticated(office: Office) -> None:
    code = office.code("FET", "A-0001", MAYOR)
    office.order(subject=f"FET A-0001 · {code}", proof=None)
    assert (office.states()[0], office.answers()) == ("due", [])

    office.order("va", subject=f"FET A-0001 · {code}")
    assert office.states()[0] == "active"


def test_an_expired_code_does_nothing_unless_the_mail_is_authenticated(office: Office) -> None:
    code = office.code("FET", "A-0001")
    office.at += timedelta(days=14)
    office.order(subject=f"FET A-0001 · {code}", proof=None)
    assert office.states()[0] == "due"
    assert "el codi ha caducat" in office.answers()[-1]
    assert len(office.cases("staff")) == 1

    office.order("va", subject=f"FET A-0001 · {code}")
    assert office.states()[0] == "active"


@pytest.mark.parametrize("proof", [None, PASSES], ids=["unknown", "authenticated"])
def test_what_changed_since_is_told_and_not_done_over(office: Office, proof: str | None) -> None:
    code = office.code("FET", "A-0001")
    office.order("CORREGEIX A-0001 mòbil 611222333", sender=MAYOR)
    office.order(subject=f"FET A-0001 · {code}", proof=proof)

    assert office.states()[0] == "due"
    assert f"se’n van corregir les dades el 04/05/2026 ({MAYOR})" in office.answers()[-1]


def test_the_second_of_two_clerks_hears_who_was_first(office: Office) -> None:
    mine, theirs = office.code("FET", "A-0001"), office.code("FET", "A-0001", MAYOR)
    office.order(subject=f"FET A-0001 · {theirs}", sender=MAYOR, proof=None)
    office.order(subject=f"FET A-0001 · {mine}", proof=None)
    office.order("FET A-0001")

    by_link, by_hand = office.answers()
    assert f"va quedar anotada al telèfon el 04/05/2026 ({MAYOR})" in by_link
    assert "ja estava fet" in by_hand
    assert f"({MAYOR})" in by_hand
    with office.store.read() as tx:
        moves = tx.connection.execute(select(events.c.what).where(events.c.by == MAYOR)).scalars().all()
    assert moves == ["activated"]


def test_the_towns_own_mark_vouches_too(office: Office) -> None:
    office.order("FET A-0001", proof=None, X_Intern="si")

    assert office.states()[0] == "active"


def test_no_order_is_done_from_a_junk_folder(office: Office) -> None:
    office.mail("x", sender=CLERK, subject="y")
    raw = (
        f"From: {CLERK}\r\nTo: info@setcases.cat\r\nSubject: FET A-0001\r\nMessage-ID: <j@setcases.cat>\r\n"
        f"Authentication-Results: {PASSES.format(domain='setcases.cat')}\r\n\r\n\r\n"
    )
    office.take(raw.encode(), junk=True)

    assert office.states()[0] == "due"
    assert office.answers() == []


def test_the_same_mail_again_does_nothing(office: Office) -> None:
    office.order("BAIXA A-0001")
    raw = office.taken[-1].mail
    before = len(office.answers())
    office.order("DESFÉS A-0001")
    again = EmailMessage(policy=policy.SMTP)
    again["From"], again["To"], again["Subject"] = CLERK, "info@setcases.cat", ""
    again["Message-ID"] = raw.message_id
    again["Authentication-Results"] = PASSES.format(domain="setcases.cat")
    again.set_content("BAIXA A-0001")
    office.take(again.as_bytes())

    assert office.states()[0] == "due"
    assert len(office.answers()) == before + 1


def test_codes_are_kept_nowhere_and_forgotten_in_time(office: Office) -> None:
    code = office.code("FET", "A-0001")
    with office.store.read() as tx:
        kept = [str(value) for row in tx.connection.execute(select(codes_table)) for value in row]
    assert not any(code.lower() in value.lower() for value in kept)

    office.order(subject=f"FET A-0001 · {code}", proof=None)
    with office.store.read() as tx:
        assert code not in str(tx.connection.exec_driver_sql("SELECT reasons FROM messages").all())
    office.at += timedelta(days=100)
    office.code("FET", "A-0001")
    with office.store.read() as tx:
        assert len(tx.connection.execute(select(codes_table.c.id)).all()) == 1


def test_on_either_database_a_failing_line_is_rolled_back_alone(store: Store) -> None:
    desk = Office(store, settings=settings(trust={"authserv_ids": ["mx.setcases.cat"]}))
    desk.hold(ROSER, State.DUE)
    desk.hold(PERE, State.LEAVING)
    desk.hold(Person(name="Mar Pi", id_document=ROSER.id_document, phone=None), State.REQUESTED)
    desk.order(f"FET A-0001\nCORREGEIX A-0003 mòbil {ROSER.phone}\nTRETA A-0002\nFET A-0002")

    assert desk.states() == ["active", "left", "requested"]
    assert "2 fetes · 2 no fetes" in desk.answers()[0]


# --- quotations, robots, and what is no order -----------------------------------------------------


def quoted(letter: EmailMessage, mark: str = "> ") -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return "".join(f"{mark}{line}\n" for line in body.get_content().splitlines())


def test_a_reply_to_the_digest_orders_what_it_says_itself_and_nothing_that_it_quotes(office: Office) -> None:
    digest = office.digest()
    intro = "El dl., 4 maig 2026 a les 10:00, Ajuntament <info@setcases.cat> va escriure:\n"
    office.answer(f"fet 1\n\n{intro}{quoted(digest)}", digest, sender=CLERK,
                  Authentication_Results=PASSES)  # fmt: skip

    assert office.states() == ["active", "leaving"]
    (answer,) = office.answers()
    assert "1 feta" in answer
    assert "No s’ha" not in answer


@pytest.mark.parametrize("template", ["digest", "ordered"])
def test_no_line_of_ours_is_an_order_even_where_nothing_marks_it_as_quoted(
    office: Office, template: str
) -> None:
    card(office)
    office.digest()
    office.order("AJUDA\nFET A-0099\nFITXA A-0001\nFET A-0001 encara no")
    letter = office.of_template(template)[-1]
    found = read_orders(letter["Subject"], quoted(letter, ""), today=TODAY)

    assert [line for line in found if not hasattr(line, "why")] == []


def test_a_reply_in_the_manner_of_outlook_orders_only_what_stands_above(office: Office) -> None:
    digest = office.digest()
    head = (
        "De: Ajuntament <info@setcases.cat>\nEnviat el: dilluns, 4 de maig de 2026 10:00\nPer a: Secretaria\n"
    )
    subject = f"Assumpte: {digest['Subject']}\n\n"
    office.answer(f"FET A-0001\n\n{head}{subject}{quoted(digest, '')}", digest, sender=CLERK,
                  subject=f"RE: {digest['Subject']}", Authentication_Results=PASSES)  # fmt: skip

    assert office.states() == ["active", "leaving"]
    assert "No s’ha" not in office.answers()[0]


def test_a_clerk_is_answered_though_her_program_asks_for_no_automatic_answer(office: Office) -> None:
    office.order("FET A-0001", X_Auto_Response_Suppress="OOF, AutoReply")

    assert len(office.answers()) == 1


def test_the_holiday_reply_with_the_digest_in_it_is_set_aside(office: Office) -> None:
    digest = office.digest()
    for n, headers in enumerate(({"Auto_Submitted": "auto-replied"}, {"X_Autoreply": "yes"})):
        taken = office.answer(
            f"FET A-0001\nSoc de vacances fins al dia {n}.\n\n{quoted(digest)}", digest, sender=CLERK,
            subject=f"Fora de l'oficina: FET A-000{n}", Authentication_Results=PASSES, **headers,
        )  # fmt: skip
        assert taken.decision.outcome is Outcome.ASIDE

    assert office.states() == ["due", "leaving"]
    assert office.answers() == []


def test_thanks_for_the_digest_are_nobodys_business(office: Office) -> None:
    taken = office.answer("Gràcies!", office.digest(), sender=CLERK, Authentication_Results=PASSES)

    assert (taken.decision.outcome, office.answers()) == (Outcome.ASIDE, [])


def test_what_nothing_can_be_made_of_gets_the_help_once_a_day_and_a_card(office: Office) -> None:
    digest = office.digest()
    for text in ("La Roser ja la vaig posar ahir", "I el Pere també, em sembla"):
        taken = office.answer(text, digest, sender=CLERK, Authentication_Results=PASSES)
        assert (taken.reading and taken.reading.kind, taken.decision.outcome) == (Kind.COMMAND, Outcome.CARD)

    (answer,) = office.answers()
    assert "Com s’escriuen les ordres" in answer
    assert office.states() == ["due", "leaving"]


def test_help_names_every_order(office: Office) -> None:
    office.order(subject="ajuda")

    (answer,) = office.answers()
    assert all(word in answer for word in ("FET", "TRETA", "CORREGEIX", "CONSENTIMENT", "FITXA", "MOTIU"))


def test_the_answer_stands_in_the_thread_and_starts_no_loop(office: Office) -> None:
    taken = office.order("FET A-0001")
    (letter,) = office.of_template("ordered")

    assert letter["In-Reply-To"] == taken.mail.message_id
    assert letter["Auto-Submitted"] == "auto-replied"
    office.answer("Gràcies", letter, sender=CLERK, Authentication_Results=PASSES)
    office.answer("", letter, sender=CLERK, subject="Re: FET A-0001", Authentication_Results=PASSES)
    assert len(office.of_template("ordered")) <= 2
    assert office.states()[0] == "active"


@pytest.mark.parametrize(
    "name",
    ['=HYPERLINK("http://x.example")', "<script>alert(1)</script>", "A\u202egnp.exe", "Bcc: x@y.example"],
    ids=["formula", "HTML", "turned round", "header"],
)
def test_a_hostile_name_is_only_data_in_the_answer(office: Office, name: str) -> None:
    office.hold(Person(name=name, id_document="34567890V", phone="+34622333444"), State.DUE)
    office.order("FET A-0003\nFITXA A-0003")

    (letter,) = office.of_template("ordered")
    html = letter.get_body(("html",))
    assert html is not None
    assert "<script" not in html.get_content()
    assert "\u202e" not in html.get_content()
    assert letter["Bcc"] is None
    assert office.states()[-1] == "active"


def test_books_are_marked_with_the_clerk_and_her_mail(office: Office) -> None:
    office.order("FET A-0001")

    with office.store.read() as tx:
        (row,) = tx.connection.execute(select(events).where(events.c.what == "activated"))
    assert (row.by, row.message_id is not None, row.at) == (CLERK, True, NOW)
    assert mark().by != CLERK
