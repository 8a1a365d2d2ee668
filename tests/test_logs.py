"""The log: lines for whoever reads them, and nobody's data in them whatever goes wrong."""

import asyncio
import gc
import io
import json
import logging
import os
import re
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from daemon.service.logs import configure, crashed, is_journal, without_personal_data
from tests.privacy import EARS, leaks, log_lines
from tests.rules.persons import ROSER
from tests.supervisor import PATIENCE

SAID = f"cannot read {ROSER.name}, {ROSER.id_document}, {ROSER.phone}"
"""What a careless library says of a resident."""


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where the log goes, heard by this test alone."""
    with EARS.covered():
        made = io.StringIO()
        configure(made, {})
        yield made
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def only(stream: io.StringIO) -> dict[str, Any]:
    """The one line that was written; it names nobody."""
    (line,) = lines(stream)
    assert leaks(stream.getvalue()) == []
    return line


def fails() -> None:
    raise ValueError(SAID)


# ---- whom the lines are for


def test_elsewhere_than_at_a_terminal_a_line_is_json_with_its_time(stream: io.StringIO) -> None:
    structlog.get_logger().info("letter_tried", letter=7, answer="250: acceptada\nnova línia")

    line = only(stream)
    assert {k: line[k] for k in ("event", "level", "letter")} == {
        "event": "letter_tried", "level": "info", "letter": 7,
    }  # fmt: skip
    assert line["answer"] == "250: acceptada\nnova línia"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", line["timestamp"])


_LOGS = """
import structlog
from daemon.service.logs import configure
configure()
structlog.get_logger().info("started", n=1)
structlog.get_logger().warning("mailbox_failed")
structlog.get_logger().error("store_damaged")
structlog.get_logger().critical("crashed")
structlog.get_logger().debug("unheard")
"""


def of_a_program(code: str, file: Path, **environment: str) -> list[str]:
    """What a program of its own writes to stderr, which is *file*."""
    with file.open("wb") as errors:
        subprocess.run(
            [sys.executable, "-c", code], stderr=errors, check=False, timeout=PATIENCE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        )  # fmt: skip
    return file.read_text().splitlines()


def test_in_the_journal_a_line_begins_with_its_priority_and_has_no_time(tmp_path: Path) -> None:
    file = tmp_path / "stderr"
    file.touch()
    journal = f"{file.stat().st_dev}:{file.stat().st_ino}"

    written = of_a_program(_LOGS, file, JOURNAL_STREAM=journal)

    assert written == [
        '<6>{"event": "started", "level": "info", "n": 1}',
        '<4>{"event": "mailbox_failed", "level": "warning"}',
        '<3>{"event": "store_damaged", "level": "error"}',
        '<2>{"event": "crashed", "level": "critical"}',
    ]


def test_a_stderr_that_was_turned_elsewhere_is_not_the_journal(tmp_path: Path) -> None:
    written = of_a_program(_LOGS, tmp_path / "stderr", JOURNAL_STREAM="9:12345")

    assert [json.loads(line)["event"] for line in written][:2] == ["started", "mailbox_failed"]
    assert not is_journal(io.StringIO(), {"JOURNAL_STREAM": "9:12345"})


# ---- what others write


def test_a_librarys_warning_comes_as_our_line_without_what_it_filled_in(stream: io.StringIO) -> None:
    logging.getLogger("aiosmtplib.smtp").warning("odd answer: %s", SAID)

    line = only(stream)
    assert (line["event"], line["level"]) == ("library_says", "warning")
    assert (line["logger"], line["template"]) == ("aiosmtplib.smtp", "odd answer: %s")
    assert line["place"].startswith("test_logs.py:")


def test_what_a_library_filled_in_itself_is_not_passed_on(stream: io.StringIO) -> None:
    logging.getLogger("aiosmtplib").error(f"odd answer: {SAID}")

    assert only(stream)["level"] == "error"


@pytest.mark.parametrize(
    "name", ["imapclient", "apscheduler.scheduler", "aiosmtplib", "alembic", "sqlalchemy"]
)
def test_below_a_warning_libraries_are_silent(stream: io.StringIO, name: str) -> None:
    logging.getLogger(name).info("Running job %s", SAID)
    logging.getLogger(name).debug("Running job %s", SAID)

    assert lines(stream) == []


def test_a_job_that_fails_is_told_by_kind_and_place(stream: io.StringIO) -> None:
    """As APScheduler does it: the traceback comes with the record."""
    try:
        fails()
    except ValueError:
        logging.getLogger("apscheduler.executors.default").exception('Job "%s" raised an exception', SAID)

    line = only(stream)
    assert line["error"] == "ValueError"
    assert re.match(r"test_logs\.py:\d+ < test_logs\.py:\d+$", line["at"])


async def test_a_task_that_nobody_waited_for_is_told_by_kind_and_place(stream: io.StringIO) -> None:
    async def careless() -> None:
        fails()

    task = asyncio.create_task(careless())
    await asyncio.wait([task])
    del task
    gc.collect()

    line = only(stream)
    assert (line["logger"], line["error"]) == ("asyncio", "ValueError")


def test_a_record_that_does_not_fit_its_template_is_no_complaint(
    stream: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("alembic").warning("%d rows", SAID)

    assert only(stream)["template"] == "%d rows"
    assert capsys.readouterr().err == ""


def test_a_warning_of_pythons_is_told_by_kind_and_place(stream: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning(UserWarning(SAID), UserWarning, "/x/parser.py", 12)

    assert only(stream)["place"] == "parser.py:12"


# ---- what nobody caught


def test_an_error_in_a_thread_is_told_by_kind_and_place(stream: io.StringIO) -> None:
    thread = threading.Thread(target=fails, name="listener")
    thread.start()
    thread.join()

    line = only(stream)
    assert (line["event"], line["thread"], line["error"]) == ("thread_crashed", "listener", "ValueError")


def test_the_errors_it_came_from_are_told_by_kind_alone(stream: io.StringIO) -> None:
    try:
        try:
            fails()
        except ValueError as error:
            raise LookupError(SAID) from error
    except LookupError as error:
        crashed(error)

    assert only(stream)["error"] == "LookupError < ValueError"


_CRASHES = f"""
import sys, threading
from daemon.service.logs import configure
configure()
class Odd:
    def __del__(self):
        raise ValueError({SAID!r})
Odd()
def fails():
    raise ValueError({SAID!r})
threading.Thread(target=fails).start()
fails()
"""


def test_a_program_that_crashes_shows_no_value(tmp_path: Path) -> None:
    with EARS.covered():
        written = of_a_program(_CRASHES, tmp_path / "stderr")

    assert sorted(json.loads(line)["event"] for line in written) == [
        "crashed", "error_nowhere_to_go", "thread_crashed",
    ]  # fmt: skip
    assert leaks("\n".join(written)) == []


def test_a_command_that_crashes_shows_no_value(tmp_path: Path) -> None:
    """The whole way of the console script, which typer gives hooks of its own."""
    code = f"""
import daemon.cli.deadline, sys
from daemon import cli
@cli.app.command()
def careless():
    raise ValueError({SAID!r})
sys.argv = ["altabaixa", "careless"]
cli.main()
"""
    with EARS.covered():
        written = of_a_program(code, tmp_path / "stderr")

    assert [json.loads(line)["error"] for line in written] == ["ValueError"]
    assert leaks("\n".join(written)) == []


# ---- the second net


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("550 <maria@veins.example> unknown user", "550 <…@veins.example> unknown user"),
        ("NO [X] 41203377G is odd", "NO [X] … is odd"),
        ("near X1234567L, 600 100 201 and +34600100201", "near …, … and …"),
        ("of 12.345.678-Z, X-1234567-L and 93 872 01 02", "of …, … and …"),
        ("cannot connect to 127.0.0.1:993 within 60 s", "cannot connect to 127.0.0.1:993 within 60 s"),
        ("123456789 bytes free, UID 600100201 of 2026-05-04", "123456789 bytes free, UID … of 2026-05-04"),
        ("/var/lib/altabaixa/altabaixa.db is locked", "/var/lib/altabaixa/altabaixa.db is locked"),
    ],
)
def test_what_has_the_form_of_a_residents_data_is_struck_out_of_a_servers_words(said: str, left: str) -> None:
    assert without_personal_data(None, "warning", {"why": said, "uid": 600100201}) == {
        "why": left, "uid": 600100201,
    }  # fmt: skip


# ---- that the suite itself would notice


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("Gemma Torrent", id="a name of the messages"),
        pytest.param("GEMMA TORRENT OLIVA", id="in capitals"),
        pytest.param("nuria sastre", id="a name of the rules' people, without its accent"),
        pytest.param("Vilalta Camps", id="two surnames of a journey's roster"),
        pytest.param("Quim Bosch", id="somebody of the demo"),
        pytest.param("40123987G", id="a document"),
        pytest.param("x4410022q y4410022Q", id="a document of a foreigner"),
        pytest.param("600 10 02 01", id="a telephone as people write it"),
        pytest.param("+33622334455", id="a telephone of abroad"),
        pytest.param("a document that no fixture has: 00000000T", id="by its form"),
        pytest.param("roser@veins.example", id="an address"),
        pytest.param("Traceback (most recent call last):", id="a traceback"),
    ],
)
def test_a_resident_in_the_log_is_noticed(said: str) -> None:
    assert leaks(f'{{"event": "mail_taken", "why": "{said}"}}')


def test_what_is_said_of_the_service_itself_is_not_noticed() -> None:
    assert (
        leaks('{"why": "info@setcases.cat", "phone": "+34683331383", "at": 1795579309.186, "uid": 4711}')
        == []
    )


def test_events_and_libraries_and_programs_are_heard() -> None:
    EARS.take()
    structlog.get_logger().bind(bound=1).info("heard", letter=7)
    logging.getLogger("aiosmtplib").warning("heard too: %s", 8)
    altabaixa = Path(sys.executable).with_name("altabaixa")
    subprocess.run(
        [altabaixa, "run", "--config", "nowhere.toml"], capture_output=True, check=False, timeout=PATIENCE
    )

    said = EARS.take()

    assert "heard {'bound': 1} {'letter': 7}" in said
    assert "heard too: %s" in said
    assert "nowhere.toml: there is no such file" in said


def test_what_a_command_says_to_who_typed_it_is_no_log_but_its_log_is() -> None:
    said = 'altabaixa: line 3: "Fina Coll" has no phone\n{"event": "x"}\n<4>{"event": "y"}\n'

    assert log_lines(said) == '{"event": "x"}\n<4>{"event": "y"}'
    assert log_lines("Traceback (most recent call last)\nValueError: Fina") != ""
