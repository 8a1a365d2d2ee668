"""`altabaixa phone`: the contacts of today as files, by hand and with the digest."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from daemon.books.store import Store
from daemon.letters import for_staff
from daemon.letters.reconciliation import Presentation
from rules.books.subscription import State
from rules.desk.reconciling import reconcile
from rules.findings import Person
from rules.phone.phonebook import Contact
from tests.daemon.books.test_subscribers import PERE, PHONELESS, ROSER, held, put
from tests.daemon.conftest import NOW, Command, refused, settings
from tests.daemon.desk.test_digests import HUSBAND, Staff

TODAY = datetime.now(UTC).date()


@pytest.fixture
def books(config: Path) -> Path:
    """One is long overdue, one is to be taken off."""
    with closing(Store(f"sqlite:///{config.parent / 'books.db'}")) as store, store.begin() as tx:
        put(tx, held(State.DUE, ROSER), held(State.LEAVING, PERE, "A-0002"))
    return config.parent


def test_the_files_of_today_are_written_for_their_owner_alone(
    command: Command, books: Path, tmp_path: Path
) -> None:
    answer = command("phone", "vcards", "--out", tmp_path)

    (added,), (removed,) = tmp_path.glob("altes-*.vcf"), tmp_path.glob("baixes-*.vcf")
    assert answer.code == 0
    assert {str(added), str(removed)} == {line.removesuffix(" written") for line in answer.out.splitlines()}
    assert b"FN:Setcases Roser Vilalta Camps\r\n" in added.read_bytes()
    assert b"+34600333444" in removed.read_bytes()
    assert b"+34600333444" not in added.read_bytes()
    assert {file.stat().st_mode & 0o777 for file in (added, removed)} == {0o600}


def test_where_nobody_is_to_be_moved_no_file_is_written(command: Command, tmp_path: Path) -> None:
    answer = command("phone", "vcards", "--out", tmp_path)

    assert (answer.code, answer.out.count("no file was written"), list(tmp_path.glob("*.vcf"))) == (0, 1, [])


def test_for_a_new_phone_everybody_on_the_list_is_written(
    command: Command, books: Path, tmp_path: Path
) -> None:
    assert "Nobody is on the list" in command("phone", "vcards", "--all", "--out", tmp_path).out
    assert command("subscribers", "activate", "A-0001").code == 0

    assert command("phone", "vcards", "--all", "--out", tmp_path).code == 0

    (file,) = tmp_path.glob("*.vcf")
    assert file.name.startswith("tots-")
    assert file.read_bytes().count(b"BEGIN:VCARD") == 1
    assert b"Roser Vilalta Camps" in file.read_bytes()


def test_a_folder_that_is_not_there_is_said(command: Command, books: Path, tmp_path: Path) -> None:
    assert refused(command("phone", "vcards", "--out", tmp_path / "enlloc"), "cannot write", "enlloc")


def attached(staff: Staff) -> dict[str, str]:
    (letter,) = staff.letters("digest")
    return {
        part.get_filename() or "": part.get_payload(decode=True).decode()  # type: ignore[union-attr]
        for part in letter.iter_attachments()
        if part.get_content_type() == "text/vcard"
    }


def test_the_digest_brings_the_contacts_with_it(store: Store) -> None:
    staff = Staff(store, at=NOW)
    with store.begin() as tx:
        put(
            tx,
            held(State.DUE, ROSER, consent_at=datetime(2026, 4, 20, 8, tzinfo=UTC)),
            held(State.ACTIVE, HUSBAND, "A-0002"),  # her number is on the phone already, for him
            held(State.DUE, PERE, "A-0003"),  # not due before tomorrow
            held(State.CONSENTED, PHONELESS, "A-0004", consent_at=datetime(2026, 4, 20, 8, tzinfo=UTC)),
        )

    staff.digests.queue_due()

    ((name, card),) = attached(staff).items()
    assert name == "altes-2026-05-04.vcf"
    assert (
        "FN:Setcases Jan Puig i Roser Vilalta Camps" in card
        or "FN:Setcases Roser Vilalta Camps i Jan Puig" in card
    )
    assert card.count("BEGIN:VCARD") == 1
    assert "1 contacte per desar" in staff.texts("digest")[0]


def test_a_quiet_digest_brings_nothing(store: Store) -> None:
    staff = Staff(store)
    staff.digests.queue_due()

    assert attached(staff) == {}
    assert "Adjunt" not in staff.texts("digest")[0]


def test_the_prefix_is_the_towns_name_or_what_the_configuration_says() -> None:
    assert settings().prefix == "Setcases"
    assert settings(phone={"prefix": " WA Setcases "}).prefix == "WA Setcases"


EXPORT = """\
BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;Setcases=20N=C3=BAria;;;
TEL;CELL:600-99-99-99
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Setcases <b>=1+1</b>
TEL:+34600111222
END:VCARD
"""


def test_a_recount_says_who_is_where_and_changes_nothing(
    command: Command, books: Path, tmp_path: Path
) -> None:
    (tmp_path / "contactes.vcf").write_text(EXPORT, encoding="utf-8")

    answer = command("phone", "reconcile", tmp_path / "contactes.vcf")

    assert answer.code == 0
    assert "3 diferències" in answer.out
    assert "Són al telèfon i no consten a la llista (1)" in answer.out
    assert "600 99 99 99" in answer.out
    assert "FET A-0001" in answer.out  # is there and was due
    assert "TRETA A-0002" in answer.out  # is not there and was leaving
    assert "Al telèfon: Setcases <b>=1+1</b>." in answer.out
    states = {row.split()[0]: row for row in command("subscribers", "list").out.splitlines()}
    assert " due " in states["A-0001"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "el fitxer és buit"),
        (b"%PDF-1.7", "no és cap exportació"),
        (EXPORT[:-12].encode(), "està tallat"),
    ],
)
def test_a_file_that_gives_no_contacts_is_named_with_why(
    command: Command, books: Path, tmp_path: Path, data: bytes, said: str
) -> None:
    (tmp_path / "contactes.vcf").write_bytes(data)

    assert refused(command("phone", "reconcile", tmp_path / "contactes.vcf"), said, "contactes.vcf")


def test_an_address_book_without_any_of_ours_is_compared_only_on_demand(
    command: Command, books: Path, tmp_path: Path
) -> None:
    (tmp_path / "contactes.csv").write_text("nom,telèfon\nLampista,611222333\n", encoding="utf-8")

    assert refused(command("phone", "reconcile", tmp_path / "contactes.csv"), "--all")
    assert "Lampista" in command("phone", "reconcile", tmp_path / "contactes.csv", "--all").out


def test_who_is_missing_on_the_phone_is_written_as_contacts_on_demand(
    command: Command, books: Path, tmp_path: Path
) -> None:
    with closing(Store(f"sqlite:///{books / 'books.db'}")) as store, store.begin() as tx:
        put(tx, held(State.ACTIVE, Person(name="Ona Prat", phone="+34600777888"), "A-0003"))
    (tmp_path / "contactes.vcf").write_text(EXPORT, encoding="utf-8")

    assert command("phone", "reconcile", tmp_path / "contactes.vcf", "--out", tmp_path).code == 0

    (file,) = tmp_path.glob("falten-*.vcf")
    assert b"FN:Setcases Ona Prat\r\n" in file.read_bytes()
    assert file.read_bytes().count(b"BEGIN:VCARD") == 1


def test_a_recount_of_thousands_is_a_letter_of_hundreds() -> None:
    strangers = [Contact(name=f"Setcases {n}", phones=(f"6{n:08}",)) for n in range(1000)]
    found = reconcile(strangers, [], prefix="Setcases")
    presentation = Presentation(prefix="Setcases")

    told = for_staff.reconciliation(found, presentation, town=settings().town(), on=NOW.date())

    assert told.text.count("\n- ") == presentation.most
    assert f"N’hi ha {1000 - presentation.most} més." in told.text
    assert told.subject.startswith("1000 diferències")
