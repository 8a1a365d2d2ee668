"""`altabaixa phone`: the contacts of today as files, by hand and with the digest."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from daemon.store import Store
from rules.subscription import State
from tests.daemon.conftest import NOW, Command, refused, settings
from tests.daemon.test_books import PERE, PHONELESS, ROSER, held, put
from tests.daemon.test_digests import HUSBAND, Staff

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
    assert "altes-2026-05-04.vcf (1 contacte per desar al telèfon)" in staff.texts("digest")[0]


def test_a_quiet_digest_brings_nothing(store: Store) -> None:
    staff = Staff(store)
    staff.digests.queue_due()

    assert attached(staff) == {}
    assert "Adjunt" not in staff.texts("digest")[0]


def test_the_prefix_is_the_towns_name_or_what_the_configuration_says() -> None:
    assert settings().prefix == "Setcases"
    assert settings(phone={"prefix": " WA Setcases "}).prefix == "WA Setcases"
