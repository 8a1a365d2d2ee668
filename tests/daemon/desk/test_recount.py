"""RECOMPTE by mail: the phone's contacts against the books, told once, to who may know."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import unquote

import pytest

from daemon.books import subscribers
from daemon.books.store import Store
from daemon.mailbox.intake import Place
from daemon.ports import BODY_LIMIT, Folder, Head
from rules.books.decision import Outcome
from rules.books.subscription import State
from rules.findings import Kind
from tests.daemon.conftest import settings
from tests.daemon.ordering import CLERK, Office
from tests.daemon.talking import FAILS, PASSES, PERE, ROSER, text_of

EXPORT = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Setcases Roser\r\nTEL;TYPE=CELL:600 111 222\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Setcases <b>=1+1</b>\r\nTEL:611 222 333\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:El meu metge\r\nTEL:611 000 000\r\nEND:VCARD\r\n"
)
ASKED = "Bon dia, us passo els contactes del telèfon com cada mes.\n\nMarta\n"


@pytest.fixture
def office(sqlite: Store) -> Office:
    office = Office(sqlite)
    office.hold(ROSER, State.LEAVING)
    office.hold(PERE)
    return office


def mailed(
    *files: tuple[str, str, bytes], subject: str = "RECOMPTE", sender: str = CLERK, proof: str = PASSES
) -> bytes:
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = sender
    message["To"] = "info@setcases.cat"
    message["Subject"] = subject
    message["Message-ID"] = "<recompte@setcases.cat>"
    message["Authentication-Results"] = proof.format(domain=sender.rpartition("@")[2])
    message.set_content(ASKED)
    for name, kind, data in files:
        maintype, _, subtype = kind.partition("/")
        message.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    return message.as_bytes()


VCF = ("contactes.vcf", "text/x-vcard", EXPORT.encode())


def test_the_clerk_gets_each_difference_with_its_order_in_the_thread_of_her_mail(office: Office) -> None:
    taken = office.take(mailed(VCF))

    (told,) = office.of_template("recount")
    text = text_of(told)
    assert taken.reading is not None
    assert (taken.reading.kind, taken.decision.outcome) == (Kind.COMMAND, Outcome.DONE)
    assert told["In-Reply-To"] == "<recompte@setcases.cat>"
    assert told["Auto-Submitted"] == "auto-replied"
    assert "3 diferències" in told["Subject"]
    assert "«TRETA A-0001»" in text  # she is on the phone still
    assert "«BAIXA A-0002»" in text  # he is not, and should be
    assert "611 22 23 33" in text  # is in no book
    assert "611 00 00 00" not in text  # is nobody's business
    assert [part.get_filename() for part in told.iter_attachments()] == ["falten-2026-05-04.vcf"]
    assert "Recompte fet: 3 diferències" in " ".join(office.answers()[0].split())
    with office.store.read() as tx:
        assert [held.state for held in subscribers.everyone(tx)] == [State.LEAVING, State.ACTIVE]


def test_a_name_from_the_phone_is_text_in_both_parts(office: Office) -> None:
    office.take(mailed(VCF))

    (told,) = office.of_template("recount")
    html = told.get_body(("html",))
    assert html is not None
    assert "<b>=1+1" not in html.get_content()
    assert "&lt;b&gt;=1+1&lt;/b&gt;" in html.get_content()


def test_a_leave_is_never_one_tap_away(office: Office) -> None:
    office.take(mailed(VCF))

    (told,) = office.of_template("recount")
    html = told.get_body(("html",))
    assert html is not None
    links = [unquote(link) for link in re.findall(r'href="mailto:([^"]*)"', html.get_content())]
    assert any("TRETA A-0001" in link for link in links)
    assert not any("BAIXA" in link for link in links)


def test_a_mail_that_comes_twice_is_counted_once(office: Office) -> None:
    raw = mailed(VCF)
    office.take(raw)
    office.take(raw)

    assert len(office.of_template("recount")) == len(office.answers()) == 1


def test_said_in_subject_and_text_it_is_done_once(office: Office) -> None:
    raw = mailed(VCF).replace(b"Bon dia,", b"recompte\r\n\r\nBon dia,")

    taken = office.take(raw)

    assert taken.decision.outcome is Outcome.DONE
    assert len(office.of_template("recount")) == 1


def test_contacts_in_several_files_are_taken_together(office: Office) -> None:
    one, two, _ = (f"BEGIN{card}" for card in EXPORT.split("BEGIN")[1:])

    office.take(mailed(("1.vcf", "text/directory", one.encode()), ("2.vcf", "text/vcard", two.encode())))

    assert "Contactes del fitxer: 2" in text_of(office.of_template("recount")[0])


def test_a_sheet_will_do_as_well(office: Office) -> None:
    rows = "nom;telèfon\r\nSetcases Pere;600333444\r\n".encode("windows-1252")

    office.take(mailed(("contactes.csv", "application/vnd.ms-excel", rows)))

    assert "1 diferència" in office.of_template("recount")[0]["Subject"]


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ((), "no porta cap exportació dels contactes"),
        ((("foto.jpg", "image/jpeg", b"\xff\xd8\xff"),), "no porta cap exportació dels contactes"),
        ((("contactes.vcf", "text/vcard", b""),), "el fitxer és buit"),
        ((("contactes.vcf", "text/vcard", EXPORT[:-14].encode()),), "està tallat"),
        ((("contactes.csv", "text/csv", b"PK\x03\x04\x00,;"),), "no és cap exportació"),
        ((("c.vcf", "text/vcard", EXPORT[EXPORT.rindex("BEGIN") :].encode()),), "cap contacte no comença"),
    ],
)
def test_what_cannot_be_compared_is_said_and_nobody_is_reported_missing(
    office: Office, files: tuple[tuple[str, str, bytes], ...], why: str
) -> None:
    office.take(mailed(*files))

    assert office.of_template("recount") == []
    assert why in " ".join(office.answers()[0].split())


def test_ten_thousand_contacts_are_told_of(office: Office) -> None:
    cards = "".join(f"BEGIN:VCARD\r\nFN:Setcases {n}\r\nTEL:6{n:08}\r\nEND:VCARD\r\n" for n in range(10_000))

    office.take(mailed(("contactes.vcf", "text/vcard", cards.encode())))

    (told,) = office.of_template("recount")
    assert "N’hi ha 9800 més" in text_of(told)
    assert len(told.as_bytes()) < 1024 * 1024


def test_an_export_too_big_to_be_read_whole_reports_nobody_missing(office: Office) -> None:
    whole = mailed(("contactes.vcf", "text/vcard", EXPORT.encode() * 10_000))
    head = Head(uid=99, size=len(whole), received_at=office.at, block=whole.partition(b"\r\n\r\n")[0])

    place = Place(Folder(name="INBOX", uidvalidity=1, uidnext=100))
    with office.intake.together(place) as take_in:
        take_in(head, whole[:BODY_LIMIT])

    assert office.of_template("recount") == []
    assert "és massa gros" in " ".join(office.answers()[0].split())


@pytest.mark.parametrize(
    ("sender", "proof"),
    [
        (CLERK, FAILS),
        (CLERK, "mx.setcases.cat; none"),
        ("qui@elsewhere.example", PASSES),
    ],
)
def test_a_stranger_or_a_forger_learns_nothing(office: Office, sender: str, proof: str) -> None:
    office.take(mailed(VCF, sender=sender, proof=proof))

    assert office.of_template("recount", sender) == []
    assert all("600" not in text for text in office.answers(sender))


def test_a_clerk_outside_the_town_hall_gets_no_residents_data(sqlite: Store) -> None:
    outside = "gestoria@example.org"
    office = Office(
        sqlite,
        settings=settings(staff={"orders_from": [outside]}, trust={"authserv_ids": ["mx.setcases.cat"]}),
    )
    office.hold(ROSER)

    office.take(mailed(VCF, sender=outside))

    assert office.of_template("recount", outside) == []
    assert "només s’envien a adreces de l’Ajuntament" in " ".join(office.answers(outside)[0].split())


def test_a_mail_about_another_recount_is_no_order(office: Office) -> None:
    """The town hall's mailbox hears of elections too."""
    raw = mailed().replace(ASKED.replace("\n", "\r\n").encode("utf-8"), b"x")
    message = message_from_bytes(raw, policy=policy.SMTP)
    assert isinstance(message, EmailMessage)
    message.set_content(
        "Bon dia, el recompte de vots de les eleccions es farà diumenge a la sala del poble. " * 3
    )

    office.take(message.as_bytes())

    assert office.answers() == []
