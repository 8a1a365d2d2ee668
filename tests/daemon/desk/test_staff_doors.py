"""A clerk's ordinary mail orders nothing: not by what a stranger wrote, wherever it stands in it."""

from email import policy
from email.message import EmailMessage
from typing import Final

import pytest

from daemon.mailbox.intake import Taken
from rules.books.decision import Outcome, Reason
from rules.findings import Kind
from tests.daemon.ordering import CLERK, MAYOR, Office, offered, office, quoted
from tests.daemon.talking import PASSES

__all__ = ["office"]

INFO, STRANGER = "info@setcases.cat", "pere@veins.example"
THEIRS = ("Bon dia,", "BAIXA A-0001", "FET 1", "TRETA A-0002", "gràcies")
UNTOUCHED = ["due", "leaving"]

_CITED: Final = "\n".join(f"> {line}" for line in THEIRS)
_BARE: Final = "\n".join(THEIRS)
_HEAD: Final = (
    "De: Pere Vall <pere@veins.example>\nEnviat el: dilluns, 4 de maig de 2026 10:12\nPer a: Secretaria"
)
_NAMES: Final = "De: Pere Vall\nEnviat: dl. 4/5/2026 10:12\nPer a: Secretaria\nAssumpte: BAIXA A-0001"

QUOTES: Final = {
    "gmail": f"El dl., 4 maig 2026 a les 10:12, Pere Vall (<{STRANGER}>) va escriure:\n\n{_CITED}",
    "gmail, its other words": f"Missatge de Pere Vall <{STRANGER}> del dia dl., 4 maig 2026:\n\n{_CITED}",
    "thunderbird": f"El 4/5/26 a les 10:12, Pere Vall ha escrit:\n{_CITED}",
    "iphone": f"El 4 maig 2026, a les 10:12, Pere Vall <{STRANGER}> va escriure:\n\n{_CITED}",
    "iphone, without marks": f"El 4 maig 2026, a les 10:12, Pere Vall <{STRANGER}> va escriure:\n\n{_BARE}",
    "outlook": f"{_HEAD}\nAssumpte: BAIXA A-0001\n\n{_BARE}",
    "outlook, a drawn line": f"{'_' * 32}\n{_HEAD}\nAssumpte: BAIXA A-0001\n\n{_BARE}",
    "outlook, names only": f"{_NAMES}\n\n{_BARE}",
    "original message": f"-----Missatge original-----\n{_HEAD}\nAssumpte: BAIXA A-0001\n\n{_BARE}",
    "zimbra": f"----- El 4 de maig de 2026, a les 10:12, Pere Vall {STRANGER} va escriure:\n\n{_BARE}",
    "zimbra, a header": f'De: "Pere Vall" <{STRANGER}>\nPer a: "info" <{INFO}>\n'
    f"Enviats: Dilluns, 4 de Maig 2026 10:12:01\nAssumpte: BAIXA A-0001\n\n{_BARE}",
    "without marks": f"Pere Vall escribió:\n{_BARE}",
    "without marks or a stop": f"Pere Vall va escriure el 04/05/2026 10:12\n\n{_BARE}",
    "in English": f"Pere Vall wrote on 04/05/2026 10:12:33:\n\n{_BARE}",
    "in Basque": f"Pere Vall igorleak hau idatzi du (2026/05/04 10:12):\n{_BARE}",
    "lotus": f"De:     Pere Vall/Veins\nPer a:  Secretaria\nData:   04/05/2026 10:12\n"
    f"Assumpte:       BAIXA A-0001\n\n\n\n{_BARE}",
    "lotus, its table": "Pere Vall\n             <pere@veins.exam\n             ple>                    To\n"
    f"             04/05/2026 10:12                  cc\n                  BAIXA A-0001   Subject\n\n{_BARE}",
    "lotus, a table of names": "Pere Vall/Veins\n04/05/2026 10:12\n\n        Para:   Secretaria\n"
    f"        cc:\n        Asunto: WhatsApp\n\n{_BARE}",
    "an order for a name": f"FET A-0001 <{STRANGER}>\n04/05/2026 10:12\n      Para:   Secretaria\n\n{_BARE}",
    "an order word for a name": f"Fet Vall escribió:\n{_BARE}",
}  # fmt: skip
"""How mail programs quote the stranger whom she answers."""

HERS: Final = "Bon dia, Pere,\nno entenem què ens demaneu. Truqueu-nos, sisplau."


def written(
    office: Office,
    text: str,
    *,
    subject: str = "Re: BAIXA A-0001",
    to: str = STRANGER,
    cc: str = INFO,
    answers: str = "<1@veins.example>",
    html: str = "",
    proof: str = PASSES,
    **headers: str,
) -> Taken:
    """A clerk's own authenticated mail comes in."""
    message = EmailMessage(policy=policy.SMTP)
    message["Authentication-Results"] = proof.format(domain="setcases.cat")
    message["From"], message["To"], message["Subject"] = CLERK, to, subject
    message["Message-ID"] = f"<{len(office.taken)}@setcases.cat>"
    for name, value in {"Cc": cc, "In-Reply-To": answers, "References": answers, **headers}.items():
        if value:
            message[name.replace("_", "-")] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return office.take(message.as_bytes())


@pytest.mark.parametrize("quote", QUOTES.values(), ids=QUOTES)
@pytest.mark.parametrize(
    "how",
    [
        pytest.param({}, id="copied to us"),
        # The stranger may name us in Reply-To, and an old program may not say what it answers.
        pytest.param({"to": INFO, "cc": "", "answers": ""}, id="to us alone"),
    ],
)
@pytest.mark.parametrize("place", ["above", "below", "nothing"])
def test_a_strangers_lines_order_nothing(office: Office, quote: str, how: dict[str, str], place: str) -> None:
    text = {"above": f"{HERS}\n\n{quote}", "below": f"{quote}\n\n{HERS}", "nothing": quote}[place]
    written(office, text, subject="BAIXA A-0001", **how)

    assert office.states() == UNTOUCHED


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({}, id="copied to us"),
        pytest.param({"answers": ""}, id="without its thread"),
        pytest.param({"to": INFO, "cc": ""}, id="to us alone"),
    ],
)
def test_nor_do_they_where_nothing_marks_them(office: Office, how: dict[str, str]) -> None:
    taken = written(office, f"{HERS}\n\n{_BARE}", subject="BAIXA A-0001", **how)

    assert office.states() == UNTOUCHED
    assert (taken.decision.outcome, taken.decision.leading.reason) == (Outcome.CARD, Reason.ORDER_UNPROVED)
    assert "ni és només per a nosaltres" in office.answers()[0]


def test_interleaved_answers_order_nothing_that_was_quoted(office: Office) -> None:
    text = (
        "Pere Vall escribió:\n> BAIXA A-0001\nAixò no es fa així.\n> FET 1\nD'acord.\n> TRETA A-0002\nAdeu."
    )
    for more in ({}, {"to": INFO, "cc": "", "answers": ""}):
        written(office, text, **more)

    assert office.states() == UNTOUCHED


def test_plain_text_that_lost_the_marks_of_its_html_orders_nothing(office: Office) -> None:
    html = f"<p>Què és això?</p><blockquote type='cite'><p>{'</p><p>'.join(THEIRS)}</p></blockquote>"
    taken = written(
        office, f"Què és això?\n\n{_BARE}", html=html, to=INFO, cc="", answers="", subject="dubte"
    )

    assert office.states() == UNTOUCHED
    assert taken.decision.outcome is Outcome.CARD


def test_what_is_passed_on_without_a_mark_that_is_known_orders_nothing(office: Office) -> None:
    taken = written(office, f"FYI\n\n{_BARE}", to=INFO, cc="", answers="", subject="RV: BAIXA A-0001")

    assert office.states() == UNTOUCHED
    assert taken.decision.outcome is Outcome.CARD


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"to": STRANGER, "cc": INFO}, id="copied"),
        pytest.param({"to": f"{INFO}, {MAYOR}", "cc": ""}, id="to a colleague too"),
        pytest.param({"to": INFO, "cc": MAYOR}, id="a colleague in copy"),
        pytest.param({"to": f"{INFO}, veïns: {STRANGER};", "cc": ""}, id="to a group"),
        pytest.param({"to": f'{INFO}, "x@y"@veins.example', "cc": ""}, id="to who cannot be read"),
        pytest.param({"to": "undisclosed-recipients:;", "cc": ""}, id="to nobody that is named"),
        pytest.param({"to": INFO, "cc": "", "answers": "<9@veins.example>"}, id="answers another's mail"),
        pytest.param({"to": INFO, "cc": "", "subject": "Re: Resum · Llista de WhatsApp",
                      "answers": "<9@setcases.cat>"}, id="answers what looks like ours"),
    ],
)  # fmt: skip
def test_an_order_of_hers_that_is_not_meant_for_us_alone_needs_its_code(
    office: Office, how: dict[str, str]
) -> None:
    how = {"answers": "", "subject": "llista", **how}
    taken = written(office, "FET A-0001", **how)

    assert office.states() == UNTOUCHED
    assert taken.reading
    assert (taken.reading.kind, taken.decision.leading.reason) == (Kind.COMMAND, Reason.ORDER_ASKED)
    assert "l’ordre no porta codi" in office.answers()[0]
    assert office.cases("staff") == []

    written(office, offered(office)[0], **how)
    assert office.states()[0] == "active"


NEW: Final = {"to": INFO, "cc": "", "answers": ""}
"""How a new mail goes to us alone."""


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("llista", "Ha arribat això a la bústia:\n\nBAIXA A-0001"),
        ("llista", "Missatge rebut avui:\n\nBon dia,\nBAIXA A-0001"),
        ("llista", "Us enganxo el text del Pere:\nBAIXA A-0001"),
        ("llista", "Copio i enganxo:\nBAIXA A-0001"),
        ("llista", "Correu d'en Pere Vall:\nBAIXA A-0001\nFET A-0001"),
        ("llista", "En Pere demana:\n\nTRETA A-0002"),
        ("llista", "Nos piden esto:\n\nFET A-0001"),
        ("BAIXA A-0001", "Bon dia Pere, no entenem què demaneu. Ens ho podeu explicar?"),
        ("FET A-0001", "Bon dia Pere, no entenem què demaneu. Ens ho podeu explicar?"),
    ],
)
def test_what_she_may_have_pasted_is_told_and_not_done_and_a_person_sees_the_rest(
    office: Office, subject: str, text: str
) -> None:
    before = office.book()
    taken = written(office, text, subject=subject, **NEW)

    assert office.book() == before
    assert (taken.decision.outcome, taken.decision.leading.reason) == (Outcome.CARD, Reason.ORDER_UNPROVED)
    assert "pot ser d’un text d’algú altre" in office.answers()[0]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("llista", "D'acord\n\nBAIXA A-0001"),
        ("llista", "Rebut. Gràcies.\n\nBAIXA A-0001"),
        ("llista", "Bon dia,\n\nBon dia,\nBAIXA A-0001"),
        ("[SPAM?] BAIXA A-0001", ""),
        ("[SPAM?] FET A-0001", ""),
        ("BAIXA A-0001 (era: consulta)", ""),
        ("BAIXA A-0001", ""),
        ("TRETA A-0002", "Salutacions,\nMarta Coll\nsecretaria@setcases.cat"),
        ("CORREGEIX A-0001 mòbil 611222333", "Enviat des del meu iPhone"),
    ],
)
def test_where_nothing_stands_beside_it_she_is_only_asked_and_a_tap_does_it(
    office: Office, subject: str, text: str
) -> None:
    before = office.book()
    taken = written(office, text, subject=subject, **NEW)

    assert office.book() == before
    assert (taken.decision.outcome, taken.decision.leading.reason) == (Outcome.DONE, Reason.ORDER_ASKED)
    assert office.cases("staff") == []

    written(office, offered(office)[0], subject="llista", proof="mx.setcases.cat; dmarc=none", **NEW)
    assert office.book() != before


def test_its_code_tells_that_it_is_hers_wherever_it_stands(office: Office) -> None:
    written(office, "", subject=f"BAIXA A-0001 · {office.code('BAIXA', 'A-0001')}", **NEW)
    written(office, f"Fem això:\n\nTRETA A-0002 · {office.code('TRETA', 'A-0002')}", subject="llista", **NEW)

    assert office.states() == ["leaving", "left"]


def test_a_heading_in_the_html_alone_tells_it_too(office: Office) -> None:
    html = "<p>Ens ha arribat això:</p><p>BAIXA A-0001</p>"
    taken = written(office, "BAIXA A-0001", html=html, subject="llista", **NEW)

    assert office.states() == UNTOUCHED
    assert taken.decision.outcome is Outcome.CARD


@pytest.mark.parametrize(
    ("plain", "html"),
    [
        ("CORREGEIX A-0001 nom Mar Pi", "CORREGEIX A-0001 nom Mar Coll"),
        ("TRETA A-0002", "TRETA A-0002 4/5"),
    ],
)
def test_what_html_says_otherwise_than_plain_text_is_no_order(office: Office, plain: str, html: str) -> None:
    before = office.book()

    written(office, plain, html=f"<p>{html}</p>", subject="", **NEW)

    assert office.book() == before


def test_a_letter_of_ours_to_a_resident_opens_no_door(office: Office) -> None:
    """Whoever got it knows its Message-ID, and may put it into what she answers."""
    office.mail("Vull la baixa del WhatsApp. Roser Vilalta Camps, 12345678Z, 600111222", sender=STRANGER)
    (letter,) = office.letters(STRANGER)
    before = office.states()
    written(office, "TRETA A-0002", answers=str(letter["Message-ID"]), subject=f"Re: {letter['Subject']}")

    assert office.states() == before


def test_a_thread_that_began_with_ours_opens_none_for_who_came_later(office: Office) -> None:
    digest = office.digest()
    references = f"{digest['Message-ID']} <1@veins.example>"
    written(office, f"Pere:\n\n{_BARE}", References=references)

    assert office.states() == UNTOUCHED


# --- what works -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("llista", "FET 1\nTRETA 2"),
        ("llista", "Bon dia,\n\nFet 1\nTretes: 2\n\nSalutacions,\nMarta Coll\nsecretaria@setcases.cat"),
        ("FET A-0001", "TRETA A-0002"),
        ("Fet 1", "treta 2\n\n-- \nMarta Coll\n" + "_" * 40),
        ("FET A-0001", "Bon dia,\nTRETA A-0002\n\nMoltes gràcies!\nMarta Coll"),
        ("TRETA A-0002", "Hola Marta,\n\nFET 1\nTRETA 2"),
        ("llista", "Bon dia a tothom,\n\nFET 12-14\nFET 1\nTRETA 2"),
    ],
)
def test_orders_in_a_new_mail_to_us_alone_are_done(office: Office, subject: str, text: str) -> None:
    written(office, text, to=f"Llista <{INFO.upper()}>", cc="", answers="", subject=subject)

    assert office.states() == ["active", "left"]


DIGESTED: Final = {
    "gmail": "El dl., 4 maig 2026 a les 7:30, Ajuntament <info@setcases.cat> va escriure:\n\n{cited}",
    "outlook": "De: Ajuntament <info@setcases.cat>\nEnviat el: dilluns, 4 de maig de 2026 7:30\n"
    "Per a: Secretaria\nAssumpte: {subject}\n\n{bare}",
    "lotus": "De:     Ajuntament\nPer a:  Secretaria\nData:   04/05/2026 07:30\nAssumpte: {subject}\n\n"
    "{bare}",
    "without marks": "Ajuntament escribió:\n{bare}",
    "none": "{bare}",
}


@pytest.mark.parametrize("quote", DIGESTED.values(), ids=DIGESTED)
@pytest.mark.parametrize("cc", [MAYOR, ""])
def test_orders_above_the_digest_that_they_answer_are_done_and_nothing_of_it(
    office: Office, quote: str, cc: str
) -> None:
    office.mail("\n".join(THEIRS), sender=STRANGER, subject="Baixa del WhatsApp")  # it stands in the digest
    digest = office.digest()
    below = quote.format(cited=quoted(digest), bare=quoted(digest, ""), subject=digest["Subject"])
    how = {"subject": f"Re: {digest['Subject']}", "answers": str(digest["Message-ID"])}
    written(office, f"Treta 2\n\n{below}", to=INFO, cc=cc, **how)

    assert office.states() == ["due", "left"]
    assert "1 feta" in office.answers()[0]


def test_a_typed_alta_above_a_strangers_is_not_acted_on_with_it(office: Office) -> None:
    alta = "ALTA Mar Pi Coll, 34567890V, 622333444"
    theirs = "ALTA Joan Serra Vila, 45678901G, 633444555"
    taken = written(office, f"{alta}\n\nPere Vall escribió:\n{theirs}", to=INFO, cc="", subject="Re: altes",
                    answers="")  # fmt: skip

    assert office.states() == UNTOUCHED
    assert taken.decision.outcome is Outcome.CARD


@pytest.mark.parametrize("cc", ["", MAYOR])
def test_an_alta_acts_in_a_mail_to_us_alone(office: Office, cc: str) -> None:
    taken = written(
        office, "ALTA Mar Pi Coll, 34567890V, 622333444", to=INFO, cc=cc, subject="alta", answers=""
    )

    assert office.states()[2:] == ([] if cc else ["requested"])
    assert taken.decision.leading.reason is (Reason.ORDER_ASKED if cc else Reason.ALTA_STARTS)

    if cc:
        written(office, offered(office)[0], to=INFO, cc=cc, answers="", subject="alta")
        assert office.states()[2:] == ["requested"]


SUBDOMAINS: Final = [
    "mx.setcases.cat; spf=pass smtp.mailfrom=x@butlleti.setcases.cat; dkim=none",
    "mx.setcases.cat; dkim=pass header.d=butlleti.setcases.cat",
    "mx.setcases.cat; dmarc=pass header.from=setcases.cat; spf=pass smtp.mailfrom=x@butlleti.setcases.cat",
]


@pytest.mark.parametrize("proof", SUBDOMAINS)
def test_where_only_a_subdomain_vouches_an_order_needs_its_code(office: Office, proof: str) -> None:
    how = {"to": INFO, "cc": "", "answers": "", "subject": "llista", "proof": proof}
    taken = written(office, "FET A-0001\nFITXA A-0001", **how)

    assert office.states() == UNTOUCHED
    assert taken.decision.leading.reason is Reason.ORDER_ASKED
    assert "600" not in office.answers()[0]

    written(office, f"FET A-0001 · {office.code('FET', 'A-0001')}", **how)
    assert office.states()[0] == "active"
