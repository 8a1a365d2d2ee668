"""The promise: `altabaixa init` asks until an answer can be used, and writes all of it or nothing."""

import io
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from daemon import cli
from daemon.configuration.settings import load
from tests.daemon.conftest import NOW, Answer

Session = Callable[..., Answer]

CLOSED = "9"
"""The port of nobody, so that a test asks no server."""

TOWN = ["Ajuntament de Vilaprova", "", "600 111 222", "", "info@vila.localhost"]
MAILBOX = ["127.0.0.1", "none", CLOSED, "info", "clau secreta ", "keep"]
SENDING = ["127.0.0.1", "none", CLOSED, "yes", "", "keep"]
STAFF = ["secretaria@vila.localhost", "", ""]
TRUST = ["", ""]
CALENDAR = ["", "", ""]
ALL = [*TOWN, *MAILBOX, *SENDING, *STAFF, *TRUST, *CALENDAR, "yes"]


class Typed(io.StringIO):
    """The answers a line each; then whatever *after* says."""

    def __init__(self, lines: list[str], after: type[BaseException] | None = None) -> None:
        super().__init__("".join(f"{line}\n" for line in lines))
        self._after = after

    def readline(self, size: int | None = -1, /) -> str:
        line = super().readline(-1 if size is None else size)
        if not line and self._after:
            raise self._after
        return line


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "etc" / "altabaixa.toml"


@pytest.fixture
def session(
    place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Session]:
    """A whole session in this process."""

    def run(lines: list[str], *words: str, after: type[BaseException] | None = None) -> Answer:
        monkeypatch.setattr(sys, "argv", ["altabaixa", "init", "--config", str(place), *words])
        monkeypatch.setattr(sys, "stdin", Typed(lines, after))
        capfd.readouterr()
        try:
            cli.main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capfd.readouterr()
        return Answer(code, " ".join(said.out.split()), said.err)

    yield run
    structlog.reset_defaults()


def test_the_shortest_session_makes_a_configuration_that_loads(session: Session, place: Path) -> None:
    done = session(ALL)

    assert (done.code, done.err) == (0, "")
    settings = load(place)
    assert settings.town_hall.channel == "Informació Ajuntament de Vilaprova"
    assert settings.town_hall.whatsapp == "+34600111222"
    assert settings.staff.orders_from == settings.staff.digest_to == ("secretaria@vila.localhost",)
    assert settings.secret("imap") == settings.secret("smtp") == "clau secreta "
    assert settings.calendar.confirmed_years == ()
    assert settings.addresses == {"info@vila.localhost"}


def test_the_end_is_a_check_and_the_next_steps(session: Session) -> None:
    said = session(ALL).out

    assert "imap.connection" in said.rpartition("Everything, once more")[2]
    steps = ["subscribers import", "altabaixa run", "altabaixa status"]
    assert [step for step in steps if step not in said.rpartition("What is next")[2]] == []


def test_no_password_is_ever_shown(session: Session, place: Path) -> None:
    done = session(ALL)

    assert "clau secreta" not in done.out + done.err + place.read_text(encoding="utf-8")


@pytest.mark.parametrize(("after", "code"), [(None, 1), (KeyboardInterrupt, 130)], ids=["the end", "Ctrl-C"])
def test_whoever_stops_before_the_last_answer_leaves_nothing_behind(
    session: Session, place: Path, after: type[BaseException] | None, code: int
) -> None:
    for answered in range(len(ALL)):
        done = session(ALL[:answered], after=after)

        assert done.code == code, answered
        assert "nothing was written" in done.out + done.err
        assert list(place.parent.parent.iterdir()) == [], answered


def test_a_no_to_the_last_question_writes_nothing(session: Session, place: Path) -> None:
    done = session([*ALL[:-1], "no"])

    assert (done.code, place.parent.exists()) == (1, False)
    assert done.err == "altabaixa: nothing was written\n"


def test_a_configuration_that_stands_is_not_replaced_unasked(session: Session, place: Path) -> None:
    place.parent.mkdir()
    place.write_text("la vella")

    done = session(ALL)

    assert (done.code, place.read_text()) == (1, "la vella")
    assert "--force" in done.err
    assert done.out == ""


def test_force_keeps_the_old_one_from_other_peoples_eyes(session: Session, place: Path) -> None:
    place.parent.mkdir()
    place.write_text("la vella")
    place.chmod(0o644)

    assert session(ALL, "--force").code == 0

    kept = place.with_name("altabaixa.toml.bak")
    assert (kept.read_text(), stat.S_IMODE(kept.stat().st_mode)) == ("la vella", 0o600)
    assert load(place).town_hall.name == "Ajuntament de Vilaprova"


@pytest.mark.parametrize(
    ("wrong", "at", "said"),
    [
        pytest.param("", 0, "an answer is needed here", id="no name"),
        pytest.param("683", 2, "must be a telephone number", id="half a number"),
        pytest.param("vila.cat", 3, "must be a link", id="a link without https"),
        pytest.param("info", 4, "must be a mail address", id="half an address"),
        pytest.param("tls", 6, "answer one of: implicit, starttls, none", id="no such encryption"),
        pytest.param("70000", 7, "must be at most 65535", id="no such port"),
        pytest.param("imaps", 7, "must be a whole number", id="a port by name"),
        pytest.param("", 9, "a password is one line of text", id="an empty password"),
        pytest.param("maybe", 14, "answer yes or no", id="neither yes nor no"),
        pytest.param("a@vila.localhost b", 17, "b: must be a mail address", id="one of two readers"),
        pytest.param("Catalunya", 22, "must be 'AN', 'AR'", id="a region by name"),
        pytest.param("8/5/2026", 23, "must be a date, like 2026-05-08", id="a date as people write it"),
    ],
)
def test_an_answer_that_cannot_be_used_is_asked_for_again(
    session: Session, wrong: str, at: int, said: str
) -> None:
    done = session([*ALL[:at], wrong, *ALL[at:]])

    assert done.code == 0, done.err
    assert f"✗ {said}" in done.out


def test_readers_outside_the_town_hall_are_taken_only_where_that_is_meant(
    session: Session, place: Path
) -> None:
    readers = ["gestoria@elsewhere.cat", "no", "gestoria@elsewhere.cat", "yes"]

    done = session([*TOWN, *MAILBOX, *SENDING, *readers, *STAFF[1:], *TRUST, *CALENDAR, "yes"])

    assert done.code == 0, done.err
    assert "the digest names residents" in done.out
    assert load(place).staff.allow_external is True


def test_no_reader_outside_means_no_leave_for_them(session: Session, place: Path) -> None:
    assert (
        session([*TOWN, *MAILBOX, *SENDING, "x@elsewhere.cat", "no", *STAFF, *TRUST, *CALENDAR, "y"]).code
        == 0
    )

    assert load(place).staff.allow_external is False


def test_an_address_that_the_mailbox_has_besides_its_user_is_one_of_ours(
    session: Session, place: Path
) -> None:
    sending = ["127.0.0.1", "none", CLOSED, "no", "", "bustia@vila.localhost", "keep"]

    assert session([*TOWN, *MAILBOX, *sending, *STAFF, *TRUST, *CALENDAR, "yes"]).code == 0

    assert load(place).addresses == {"info@vila.localhost", "bustia@vila.localhost"}
    assert load(place).smtp.user == ""
    assert not place.with_name("smtp-password").exists()


def test_only_a_year_that_somebody_compared_is_confirmed(
    session: Session, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daemon.cli.init.now", lambda: NOW)
    town = ["Ajuntament de Setcases", *TOWN[1:]]
    proposed = ["", "yes", "yes"]
    asked = [
        "2027-05-09",
        "2027-05-10",
        "Sant Miquel de maig",
        "2027-05-10",
        "2027-09-29",
        "Sant Miquel",
        "",
        "no",
    ]

    done = session([*town, *MAILBOX, *SENDING, *STAFF, *TRUST, *proposed, *asked, "yes"])

    assert done.code == 0, done.err
    assert "Friday 2026-05-08, Aparició de Sant Miquel (Ordre EMT/208/2025)" in done.out
    assert "2027-05-09 is a Sunday" in done.out
    assert "2027-05-10 is the other one already" in done.out
    found = load(place).calendar
    assert [holiday.date.isoformat() for holiday in found.local_holidays] == [
        "2026-05-08", "2026-09-29", "2027-05-10", "2027-09-29",
    ]  # fmt: skip
    assert found.confirmed_years == (2026,)
    assert "2027 stays unconfirmed" in done.out


def test_a_server_out_of_reach_is_said_with_the_way_out_and_can_be_left_for_later(session: Session) -> None:
    again = [*MAILBOX[:-1], "again", "change", "", "", "", "", "", "keep"]

    done = session([*TOWN, *again, *SENDING, *STAFF, *TRUST, *CALENDAR, "yes"])

    assert done.code == 0, done.err
    before_the_end = done.out.partition("Everything, once more")[0]
    assert before_the_end.count("imap.connection") == 3
    assert "→" in before_the_end
    assert "May I look" not in done.out
