"""Whoever somebody claims to be: no forged sender orders, registers, leaves or is told anything."""

from collections.abc import Callable, Sequence
from typing import Final

import pytest
from sqlalchemy import select

from daemon.books.store import Store
from daemon.books.tables import outbox
from daemon.desk import approving
from daemon.mailbox.intake import Taken
from daemon.post.queueing import Post
from rules.books.decision import Outcome, Reason
from tests.daemon.conftest import mark, settings
from tests.daemon.ordering import CLERK, Office
from tests.daemon.talking import FROM_ROSER, PERE, ROSER
from tests.hostile.conftest import OURS, REGISTRY
from tests.journeys.test_run_once import NOTICE


def message(sender: str | Sequence[str], text: str, *fields: str, subject: str = "Baixa WhatsApp") -> bytes:
    """A mail as somebody forges it: fields are written as they are, topmost first."""
    senders = [sender] if isinstance(sender, str) else sender
    head = [
        *fields,
        *(f"From: {each}" for each in senders),
        "To: info@setcases.cat",
        f"Subject: {subject}",
        "Message-ID: <forjat@x.example>",
        "Content-Type: text/plain; charset=utf-8",
    ]
    return "\r\n".join([*head, "", text]).encode()


def passes(domain: str, by: str = OURS) -> str:
    return f"Authentication-Results: {by}; dmarc=pass header.from={domain}"


Proof = Callable[[str], list[str]]
"""The fields by which a mail would prove to be of a domain."""

FORGED: Final = [
    pytest.param(lambda _: [], id="no result"),
    pytest.param(lambda d: [passes(d, "mx.evil.example")], id="another server's result"),
    pytest.param(lambda d: [passes(d, f"{OURS}.evil.example")], id="our id as a prefix"),
    pytest.param(lambda d: [passes(d, f"({OURS};) mx.evil.example")], id="our id in a comment"),
    pytest.param(lambda d: [passes(d, f'"{OURS};" mx.evil.example')], id="our id in quotes"),
    pytest.param(lambda d: [passes(d, f"{OURS} 2")], id="an unknown version"),
    pytest.param(
        lambda d: [f"Authentication-Results: {OURS}; spf=none", passes(d)], id="a forged one below ours"
    ),
    pytest.param(
        lambda d: [f"Authentication-Results: {OURS}; spf=fail smtp.mailfrom=x.example; dkim=none", passes(d)],
        id="below ours that failed",
    ),
    pytest.param(
        lambda d: ["Authentication-Results: mx.evil.example; none", passes(d)],
        id="below another's above ours",
    ),
    pytest.param(
        lambda d: [passes(d), f"Authentication-Results: {OURS}; dmarc=fail header.from={d}"],
        id="above ours that failed",
    ),
    pytest.param(
        lambda d: [f"Authentication-Results: {OURS}; spf=none (; dmarc=pass header.from={d}"],
        id="unparseable",
    ),
    pytest.param(lambda _: [f"Authentication-Results: {OURS}; dmarc=pass"], id="a pass of nobody"),
    pytest.param(
        lambda _: [f"Authentication-Results: {OURS}; dkim=pass header.d=evil.example"],
        id="signed by another domain",
    ),
    pytest.param(
        lambda _: [f"Authentication-Results: {OURS}; spf=pass smtp.mailfrom=x@evil.example"],
        id="the attacker's envelope",
    ),
    pytest.param(
        lambda d: [passes(d), f"DKIM-Signature: v=1; d={d}; h=from:to:subject; l=40"], id="signed in part"
    ),
    pytest.param(lambda d: [f"X-A: b\r{passes(d)}"], id="behind a bare carriage return"),
    pytest.param(lambda d: [f"ARC-{passes(d)}"], id="a field of another name"),
]


def changed_nothing(office: Office, taken: Taken) -> bool:
    """Whether the books stand as they were, and the mail was not lost over it."""
    assert taken.decision.outcome is Outcome.CARD
    return office.states() == ["active", "active"]


def only_asks_back(office: Office, taken: Taken) -> bool:
    """Whether nothing was done, and the clerk whose address stands there was asked what they meant."""
    assert taken.decision.leading.reason is Reason.ORDER_ASKED
    (answer,) = office.answers()
    return office.states() == ["active", "active"] and "No s’ha fet" in answer


@pytest.mark.parametrize("forged", FORGED)
def test_forged_results_prove_no_order_of_staff(office: Office, forged: Proof) -> None:
    fields = forged("setcases.cat")

    taken = office.take(message(CLERK, "BAIXA A-0001\r\n", *fields, subject="Ordres"))

    if taken.decision.outcome is Outcome.CARD:  # nobody can tell who sent it, and nobody is told anything
        assert changed_nothing(office, taken)
        assert office.answers() == []
    else:
        assert only_asks_back(office, taken)


NEW = NOTICE.format(
    number="E/000101-2026", at="30/04/2026 09:00:00", name="Ona Soldevila Prat", dni="34567890V",
    phone="600555666",
)  # fmt: skip


@pytest.mark.parametrize("forged", FORGED)
def test_forged_results_prove_no_notice_of_a_registry(office: Office, forged: Proof) -> None:
    taken = office.take(message(REGISTRY, NEW, *forged("registre.example.cat"), subject="Registre"))

    assert changed_nothing(office, taken)


def test_what_our_server_vouches_for_is_done(office: Office) -> None:
    office.take(message(CLERK, "BAIXA A-0001\r\n", passes("setcases.cat"), subject="Ordres"))
    office.take(message(REGISTRY, NEW, passes("registre.example.cat"), subject="Registre"))

    assert office.states() == ["leaving", "active", "consented"]
    assert len(office.answers()) == 1


def test_a_real_notice_that_is_sent_again_has_no_second_effect(office: Office) -> None:
    """Whoever got hold of it: the same entry, under other ids, in other words."""
    real = message(REGISTRY, NEW, passes("registre.example.cat"), subject="Registre")
    office.take(real)
    office.order("BAIXA A-0003")
    before = office.book()

    for n in range(5):
        again = real.replace(b"<forjat@", b"<forjat-%d@" % n)
        office.take(again)
        office.take(again + b"Nova linia\r\n")

    assert office.book() == before
    assert before[-1].state.value == "left"


@pytest.mark.parametrize(
    "sender",
    [
        pytest.param("secretaria@setcas\u0435s.cat", id="a Cyrillic letter"),
        pytest.param("secretaria@xn--setcass-3fg.cat", id="its A-label"),
        pytest.param("secretaria@setcases.cat.", id="a trailing dot"),
        pytest.param("secretaria\uff20setcases.cat", id="a fullwidth at"),
        pytest.param("secretaria@setcases.cat.evil.example", id="a longer domain"),
        pytest.param("secretaria@evilsetcases.cat", id="a longer label"),
        pytest.param("secretaria@setcases.cat@evil.example", id="two ats"),
        pytest.param("secretaria@setcases.cat <x@evil.example>", id="the address as a name"),
        pytest.param('"secretaria@setcases.cat" <x@evil.example>', id="the address as a quoted name"),
        pytest.param("x@evil.example (secretaria@setcases.cat)", id="the address in a comment"),
        pytest.param("secretaria@setcases.cat, x@evil.example", id="one of two"),
        pytest.param("x@evil.example, secretaria@setcases.cat", id="the second of two"),
        pytest.param("g: secretaria@setcases.cat;", id="a group"),
        pytest.param("<secretaria@setcases.cat><x@evil.example>", id="two brackets"),
        pytest.param('"secretaria"@setcases.cat', id="a quoted local part"),
        pytest.param("secretaria@setcases.cat\x00", id="a NUL"),
        pytest.param("secretaria@setcases.cat\x00.evil.example", id="a NUL within"),
        pytest.param("=?utf-8?q?secretaria=40setcases.cat?=", id="an encoded word"),
        pytest.param("=?utf-8?q?secretaria=40setcases=2Ecat=00?= <x@evil.example>", id="encoded, with a NUL"),
        pytest.param(["x@evil.example", CLERK], id="two fields, hers below"),
        pytest.param([CLERK, "x@evil.example"], id="two fields, hers above"),
        pytest.param([], id="no sender"),
    ],
)
def test_nobody_who_is_not_plainly_the_clerk_gives_her_orders(
    office: Office, sender: str | Sequence[str]
) -> None:
    """Though our own server says pass for her domain and for the attacker's."""
    results = f"Authentication-Results: {OURS}; dmarc=pass header.from={{}}"
    for domain in ("setcases.cat", "evil.example", "xn--setcass-3fg.cat"):
        office.take(message(sender, "BAIXA A-0001\r\n", results.format(domain), subject="Ordres"))

    assert office.states() == ["active", "active"]
    assert office.answers() == []


# --- who hides behind a From that is not one plain address ------------------------------------------

HIDDEN: Final = [
    pytest.param(lambda a: [a, "x@evil.example"], id="two fields"),
    pytest.param(lambda a: ["x@evil.example", a], id="two fields, theirs below"),
    pytest.param(lambda a: [f"{a}, x@evil.example"], id="two mailboxes"),
    pytest.param(lambda a: [f"g: {a};"], id="a group"),
    pytest.param(lambda a: [f'"{a.partition("@")[0]}"@{a.partition("@")[2]}'], id="a quoted local part"),
    pytest.param(lambda a: [f"{a} (a@b)"], id="an address in a comment"),
    pytest.param(lambda a: [a.replace("e", "\u00e8")], id="a raw IDN"),
    pytest.param(lambda a: [f"{a}\x00"], id="a NUL"),
    pytest.param(
        lambda a: [f"=?utf-8?q?{a.partition('@')[0]}?=@{a.partition('@')[2]}"], id="an encoded word"
    ),
    pytest.param(lambda _: [""], id="empty"),
    pytest.param(lambda _: [], id="none"),
]
"""The From fields under which somebody writes who may, or may not, be the one of that address."""

Disguise = Callable[[str], Sequence[str]]

RESULTS: Final = {
    f"Authentication-Results: {OURS}; dmarc=fail header.from={{}}": Reason.FORGED,
    f"Authentication-Results: {OURS}; spf=fail; dkim=fail header.d={{}}": Reason.FORGED,
    f"Authentication-Results: {OURS}; dmarc=pass header.from={{}}": Reason.SENDER_UNCLEAR,
    "X-None: {}": Reason.SENDER_UNCLEAR,
}
"""What our server says of the domain of such a mail, and why a person is to look."""

UNREADABLE: Final = [
    pytest.param(f"Authentication-Results: {OURS}; x={'y' * 9000}; dmarc=fail", id="over 8 KB"),
    pytest.param(f"Authentication-Results: {OURS}; spf=fail smtp.mailfrom=\u00e9; dkim=fail", id="raw UTF-8"),
    pytest.param(f'Authentication-Results: {OURS}; spf=fail smtp.mailfrom="; dmarc=fail', id="an open quote"),
    pytest.param(f"Authentication-Results: {OURS}; spf=fail (; dmarc=fail", id="an open comment"),
]
"""What our own server wrote, where the sender put into it what nobody can read."""

LEAVE: Final = "Bon dia,\r\n\r\nRoser Vilalta Camps\r\nDNI 12345678Z\r\nM\u00f2bil 600 111 222\r\n"
SUBJECT: Final = "BAIXA Informaci\u00f3 Ajuntament de Setcases WhatsApp"


def letters(office: Office) -> list[str]:
    """Everybody whom a letter or an answer is owed."""
    with office.store.read() as tx:
        return list(tx.connection.execute(select(outbox.c.recipient)).scalars())


def are_silent_cards(office: Office, why: Sequence[Reason]) -> bool:
    """Whether a person is to look at each mail, nothing was changed and nobody is written to."""
    assert [taken.decision.leading.reason for taken in office.taken] == list(why)
    assert [case.state for case in office.cases()] == ["staff"] * len(why)
    assert office.states() == ["active", "active"]
    return letters(office) == []


def take_all(
    office: Office, senders: Sequence[str], text: str, domain: str, *fields: str, subject: str
) -> None:
    """The mail comes with each of the results, every time in another message."""
    for n, results in enumerate(RESULTS):
        raw = message(senders, text, results.format(domain), *fields, subject=subject)
        office.take(raw.replace(b"<forjat@", b"<forjat-%d@" % n) + b"\r\n" * n + b"%d\r\n" % n)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_nobody_who_hides_takes_a_resident_off(office: Office, hidden: Disguise) -> None:
    take_all(office, hidden(FROM_ROSER), LEAVE, "veins.example", subject=SUBJECT)

    assert are_silent_cards(office, list(RESULTS.values()))


@pytest.mark.parametrize("hidden", HIDDEN)
def test_nobody_who_hides_orders(office: Office, hidden: Disguise) -> None:
    """Not even with a code that we gave the clerk; and the code is shown to nobody."""
    code = office.code("BAIXA", "A-0001")
    take_all(office, hidden(CLERK), f"BAIXA A-0001 {code}\r\n", "setcases.cat", subject="Ordres")

    assert are_silent_cards(office, list(RESULTS.values()))
    assert code not in repr(office.cases())


@pytest.mark.parametrize("hidden", HIDDEN)
def test_no_notice_of_a_registry_that_hides_registers(office: Office, hidden: Disguise) -> None:
    take_all(office, hidden(REGISTRY), NEW, "registre.example.cat", subject="Registre")

    assert are_silent_cards(office, list(RESULTS.values()))


def test_a_notice_under_two_senders_is_not_lost_for_calling_itself_automatic(office: Office) -> None:
    senders, robot = [REGISTRY, "x@evil.example"], "Auto-Submitted: auto-generated"
    take_all(office, senders, NEW, "registre.example.cat", robot, subject="Registre")

    assert are_silent_cards(office, list(RESULTS.values()))


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(
    ("text", "fields"),
    [
        pytest.param("Hola, quan comen\u00e7a la festa major?\r\n", (), id="ordinary mail"),
        pytest.param(
            "Les ofertes de la setmana.\r\n", ("List-Id: <ofertes.evil.example>",), id="a newsletter"
        ),
    ],
)
def test_what_asks_nothing_of_the_list_is_no_card_whoever_hides(
    office: Office, hidden: Disguise, text: str, fields: Sequence[str]
) -> None:
    take_all(office, hidden("x@ofertes.example"), text, "ofertes.example", *fields, subject="Hola")

    assert {taken.decision.outcome for taken in office.taken} == {Outcome.ASIDE}
    assert office.cases() == []


@pytest.mark.parametrize("hidden", HIDDEN)
def test_nobody_who_hides_answers_for_who_was_asked(office: Office, hidden: Disguise) -> None:
    office.mail("Roser Vilalta Camps\r\n600 111 222\r\n", subject=SUBJECT)
    (asked,) = office.letters()
    fields = (passes("veins.example"), f"In-Reply-To: {asked['Message-ID']}")

    taken = office.take(message(hidden(FROM_ROSER), "12345678Z\r\n", *fields, subject=f"Re: {SUBJECT}"))

    assert changed_nothing(office, taken)
    assert [case.state for case in office.cases()] == ["resident", "staff"]
    assert len(letters(office)) == 1


@pytest.mark.parametrize("hidden", HIDDEN)
def test_nobody_who_hides_takes_a_leave_back(office: Office, hidden: Disguise) -> None:
    office.mail(LEAVE, subject=SUBJECT)
    (told,) = office.letters()
    before = letters(office)
    fields = (passes("veins.example"), f"In-Reply-To: {told['Message-ID']}")

    taken = office.take(
        message(hidden(FROM_ROSER), "Jo no he demanat la baixa.\r\n", *fields, subject=f"Re: {SUBJECT}")
    )

    assert taken.decision.outcome is Outcome.CARD
    assert office.states() == ["leaving", "active"]
    assert letters(office) == before


# --- what our own server wrote, and nobody can read -------------------------------------------------


@pytest.fixture
def marking(sqlite: Store) -> Office:
    """An office whose server marks inside mail."""
    office = Office(
        sqlite,
        settings=settings(
            trust={"authserv_ids": [OURS], "internal_marks": ["X-Intern: si"]},
            staff={"digest_to": [CLERK], "orders_from": [CLERK]},
            registry={"senders": [REGISTRY]},
        ),
    )
    office.hold(ROSER)
    office.hold(PERE)
    return office


@pytest.mark.parametrize("results", UNREADABLE)
def test_a_resident_whose_results_cannot_be_read_is_not_taken_off(office: Office, results: str) -> None:
    office.take(message(FROM_ROSER, LEAVE, results, subject=SUBJECT))

    assert are_silent_cards(office, [Reason.SENDER_UNCLEAR])


@pytest.mark.parametrize("results", UNREADABLE)
@pytest.mark.parametrize(
    "text", ["Vull la baixa del WhatsApp.\r\n", "ALTA\r\nVull apuntar-me al WhatsApp.\r\n"]
)
def test_a_resident_whose_results_cannot_be_read_gets_no_letter(
    office: Office, results: str, text: str
) -> None:
    office.take(message(FROM_ROSER, text, results))

    assert are_silent_cards(office, [Reason.SENDER_UNCLEAR])


@pytest.mark.parametrize("results", UNREADABLE)
def test_neither_code_nor_mark_vouches_where_the_results_cannot_be_read(
    marking: Office, results: str
) -> None:
    text = f"BAIXA A-0001 {marking.code('BAIXA', 'A-0001')}\r\n"
    marking.take(message(CLERK, text, results, "X-Intern: si", subject="Ordres"))

    assert are_silent_cards(marking, [Reason.SENDER_UNCLEAR])


@pytest.mark.parametrize("results", UNREADABLE)
def test_no_notice_whose_results_cannot_be_read_registers(office: Office, results: str) -> None:
    office.take(message(REGISTRY, NEW, results, subject="Registre"))

    assert are_silent_cards(office, [Reason.SENDER_UNCLEAR])


@pytest.mark.parametrize("results", UNREADABLE)
def test_no_answer_whose_results_cannot_be_read_completes_anything(office: Office, results: str) -> None:
    office.mail("Roser Vilalta Camps\r\n600 111 222\r\n", subject=SUBJECT)
    (asked,) = office.letters()
    reply = f"In-Reply-To: {asked['Message-ID']}"

    taken = office.take(message(FROM_ROSER, "12345678Z\r\n", results, reply, subject=f"Re: {SUBJECT}"))

    assert changed_nothing(office, taken)
    assert taken.decision.leading.reason is Reason.SENDER_UNCLEAR
    assert len(letters(office)) == 1


@pytest.mark.parametrize(
    ("senders", "results"),
    [
        pytest.param([FROM_ROSER], UNREADABLE[0].values[0], id="results"),
        pytest.param([FROM_ROSER, "x@evil.example"], passes("veins.example"), id="two fields"),
    ],
)
def test_staff_may_still_grant_it_and_nobody_is_written_to(
    office: Office, senders: Sequence[str], results: str
) -> None:
    office.take(message(senders, LEAVE, results, subject=SUBJECT))
    (card,) = office.cases()

    with office.store.begin() as tx:
        approving.approve(tx, card, mark(), Post(office.settings))

    assert office.states() == ["leaving", "active"]
    assert FROM_ROSER not in letters(office)
