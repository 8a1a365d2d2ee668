"""The state file: what the daemon says of itself to every user of the machine, and who reads it."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.console import Console
from sqlalchemy import delete

from daemon.books import health
from daemon.books.health import Loop
from daemon.books.store import Store
from daemon.books.tables import pulses
from daemon.cli.reload import reload
from daemon.cli.status import status
from daemon.configuration.settings import Settings, load
from daemon.errors import AltabaixaError
from daemon.service import instances, state_file
from daemon.service.app import App
from daemon.service.instances import Unit
from daemon.service.publishing import Publishing
from daemon.service.report import report
from daemon.service.state_file import read, states, unknown
from daemon.service.status import status_of
from rules.books.subscription import State
from tests.daemon.conftest import CONFIG, NOW, Answer, Command, refused
from tests.daemon.service.test_status import VERSION, card, letter, lives, subscribed, synced


@dataclass(frozen=True)
class Town:
    """A configuration whose daemon, in a unit of its own, writes its state."""

    config: Path
    store: Store
    runtime: Path

    @property
    def settings(self) -> Settings:
        return load(self.config)

    @property
    def file(self) -> Path:
        return self.runtime / "state.json"

    def publish(self, at: datetime, publishing: Publishing | None = None) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("RUNTIME_DIRECTORY", str(self.runtime))
            (publishing or Publishing()).keep(self.app(at))

    def app(self, at: datetime) -> App:
        return App(settings=self.settings, store=self.store, clock=lambda: at)

    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.file.read_text())
        return found


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What /run is to this test, and /etc/altabaixa; its systemd runs no town."""
    monkeypatch.setattr(state_file, "RUN", tmp_path / "run")
    monkeypatch.setattr(instances, "ETC", tmp_path / "etc")
    monkeypatch.setattr(instances, "_units", dict)
    return tmp_path / "run"


@pytest.fixture
def town(run: Path, config: Path, sqlite: Store) -> Iterator[Town]:
    made = Town(config=config, store=sqlite, runtime=run / "altabaixa")
    made.runtime.mkdir(parents=True)
    now = datetime.now(UTC)
    config.write_text(CONFIG.replace("[2026]", f"[{now.year}, {now.year + 1}]"))
    lives(sqlite, now=now)
    synced(sqlite, now)
    yield made
    config.parent.chmod(0o700)


@pytest.fixture
def closed(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The same for who may not read the books; root may read all."""
    why = "the user nobody may not read books.db"
    monkeypatch.setattr("daemon.books.read_only.barrier_to_books", lambda file, writing=False: why)
    return town


def keys_of(value: Any) -> Any:
    return {key: keys_of(each) for key, each in value.items()} if isinstance(value, dict) else None


def in_json(answer: Answer) -> Any:
    return json.loads(answer.out)


# ---- what the daemon writes


def test_everybody_may_read_it_and_a_strict_umask_changes_nothing(town: Town) -> None:
    before = os.umask(0o077)  # the unit's
    try:
        town.publish(NOW)
    finally:
        os.umask(before)

    assert stat.filemode(town.file.stat().st_mode) == "-rw-r--r--"
    assert [file.name for file in town.runtime.iterdir()] == ["state.json"]


def test_it_says_whose_it_is_and_all_that_status_does(town: Town) -> None:
    subscribed(town.store, State.ACTIVE, 1)
    town.publish(NOW)

    told = town.told()
    assert (told["format"], told["config"], told["town"], told["version"]) == (
        1, str(town.config), "Ajuntament de Setcases", version("altabaixa"),
    )  # fmt: skip
    assert datetime.fromisoformat(told["written_at"]) == NOW
    with town.store.read() as tx:
        whole = report(status_of(tx, town.settings, now=NOW), town.settings)
    assert told["status"]["subscribers"] == whole["subscribers"]
    assert keys_of(told["status"]) == keys_of(whole)


def test_it_names_nobody_and_no_case(town: Town) -> None:
    subscribed(town.store, State.DUE, 1)
    letter(town.store, "failed", 1, card(town.store, "staff", 1))
    trouble = "550 maria@veins.example, 12345678Z, 600 000 001: no"
    health.note_down(town.store, Loop.MAILBOX, cause="REFUSED", trouble=trouble, now=NOW)
    town.publish(NOW)

    told = town.file.read_text()

    assert "letters failed, or may not have arrived, in 1 case" in told
    assert [
        word for word in ("Fina", "C-1", "maria", "fina@", "12345678Z", "600 000 001") if word in told
    ] == []


def test_without_a_unit_it_lies_beside_the_store_and_goes_with_the_daemon(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RUNTIME_DIRECTORY", raising=False)
    kept = Publishing()
    kept.keep(town.app(NOW))
    file = town.config.parent / "books.db.state.json"
    assert read(file) is not None

    kept.take_leave(town.app(NOW))

    assert not file.exists()
    kept.keep(town.app(NOW))  # a beat that had not ended yet
    assert not file.exists()


def test_books_that_cannot_be_written_are_told_of_by_a_daemon_that_lives(town: Town) -> None:
    now, kept = datetime.now(UTC), Publishing()
    town.publish(now, kept)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RUNTIME_DIRECTORY", str(town.runtime))
        kept.in_trouble(town.app(now + timedelta(minutes=5)), "in trouble: the disk is full")

    (found,) = states()
    told = found.seen_at(now + timedelta(minutes=5))
    assert (told["well"], told["daemon"]["alive"]) == (False, True)
    assert told["troubles"][0]["said"] == "in trouble: the disk is full"


def test_a_configuration_that_was_refused_is_a_trouble_also_for_who_reads_the_books(
    town: Town, command: Command
) -> None:
    kept = Publishing()
    town.publish(datetime.now(UTC), kept)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RUNTIME_DIRECTORY", str(town.runtime))
        kept.read_again(town.app(datetime.now(UTC)), "staff.colour: unknown key\nstaff.taste: unknown key")
    assert town.told()["reloads"] == 1

    shown = command("status").out

    said = "the configuration was not read again, and the old one stays in force: staff.colour: unknown key; "
    assert f"! {said}staff.taste: unknown key\n  → correct it, then systemctl reload altabaixa" in shown


def test_of_a_town_whose_configuration_was_refused_that_is_what_its_line_says(
    town: Town, command: Command
) -> None:
    town.publish(datetime.now(UTC))
    another = {"said": "nobody has confirmed the calendar", "mend": "", "urgent": False}
    of(town, "olot", troubles=[another])
    file = town.runtime.parent / "altabaixa-olot" / "state.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"refused": "staff.colour: unknown key"}))

    (line,) = [line for line in command("status", "--all").out.splitlines() if line.startswith("olot")]
    assert "the configuration was not read again" in line


def test_while_a_daemon_only_watches_status_names_it(town: Town, command: Command) -> None:
    with town.store.begin() as tx:
        tx.connection.execute(delete(pulses))
    town.publish(datetime.now(UTC))
    assert "no daemon is alive" in command("status").out
    town.file.write_text(json.dumps(town.told() | {"shadow": True}))

    shown = command("status").out

    assert "✗ only `run --shadow` is alive, which does nothing\n  → altabaixa status --shadow " in shown
    assert "no daemon is alive" not in shown


def test_only_the_service_manager_has_a_daemon_read_its_configuration_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("RUNTIME_DIRECTORY", raising=False)

    with pytest.raises(AltabaixaError, match="`systemctl reload altabaixa`, or altabaixa@NAME"):
        reload()


# ---- what is read


def test_who_may_not_read_the_books_is_told_the_same_and_why_it_is_not_all(
    closed: Town, command: Command
) -> None:
    closed.publish(datetime.now(UTC))

    shown, programs = command("status"), command("status", "--json")

    assert (shown.code, shown.err, programs.code) == (0, "", 0)
    assert "! this is not all: the store" in shown.out
    assert "the user nobody may not read books.db" in shown.out
    assert f"version {VERSION}" in shown.out
    told = in_json(programs)
    assert (told["well"], told["daemon"]["alive"], told["mailbox"]["uid"]) == (True, True, 4711)
    assert told["outbox"]["in_doubt"] is None


def test_a_state_that_is_older_than_a_minute_is_a_dead_daemons(closed: Town, command: Command) -> None:
    closed.publish(datetime.now(UTC) - timedelta(seconds=70))

    shown, programs = command("status"), command("status", "--json")

    assert (shown.code, programs.code) == (1, 1)
    assert shown.out.startswith("✗ no daemon is alive\n  → systemctl start altabaixa")
    told = in_json(programs)
    assert (told["daemon"]["alive"], told["mailbox"]["connected"]) == (False, False)


def test_without_a_state_there_is_no_daemon_and_the_keys_are_the_same(closed: Town, command: Command) -> None:
    shown, programs = command("status"), command("status", "--json")

    assert (shown.code, programs.code) == (1, 1)
    assert "daemon      not alive" in shown.out
    with closed.store.read() as tx:
        whole = report(status_of(tx, closed.settings, now=NOW), closed.settings)
    assert keys_of(in_json(programs)) == keys_of(whole) | {"unit": None}
    assert in_json(programs)["daemon"]["alive"] is False


def test_who_may_not_read_the_books_is_told_what_the_service_manager_knows(
    closed: Town, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed.publish(datetime.now(UTC))
    says = "1 letter waits"
    config = str(closed.config)
    unit = Unit(name="altabaixa@olot.service", config=config, active="active", result="success", says=says)
    monkeypatch.setattr(instances, "_units", lambda: {config: unit})

    found = in_json(command("status", "--json"))

    assert found["unit"] == {"name": "altabaixa@olot.service", "active": True, "status": says}


def test_the_state_of_another_town_says_nothing_of_ours(closed: Town, command: Command) -> None:
    closed.publish(datetime.now(UTC))
    told = closed.told() | {"config": "/etc/altabaixa/olot/altabaixa.toml"}
    closed.file.write_text(json.dumps(told))

    assert command("status").code == 1


def test_a_configuration_that_is_closed_hides_no_state(
    closed: Town, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed.publish(datetime.now(UTC))
    closed_file = PermissionError(13, "Permission denied")
    monkeypatch.setattr(
        Path,
        "read_bytes",
        lambda self: raised(closed_file) if self == closed.config else self.open("rb").read(),
    )

    answer = command("status")

    assert answer.code == 0
    assert f"this is not all: {closed.config}: cannot be read" in answer.out


def raised(error: Exception) -> bytes:
    raise error


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(lambda text: text[:200], "is cut short, or no state file", id="cut short"),
        pytest.param(lambda text: "", "is cut short, or no state file", id="empty"),
        pytest.param(lambda text: "[1]", "is cut short, or no state file", id="something else"),
        pytest.param(lambda text: '{"format": 1}', "is cut short, or no state file", id="without anything"),
        pytest.param(
            lambda text: text.replace('"waiting": 0', '"waiting": "many"'), "is cut short", id="a wrong kind"
        ),
        pytest.param(
            lambda text: text.replace('"format": 1', '"format": 2'),
            "has format 2, and this program reads 1",
            id="of a newer program",
        ),
        pytest.param(
            lambda text: text.replace('"format": 1', '"format": 0'),
            "has format 0, and this program reads 1",
            id="of an older program",
        ),
    ],
)
def test_a_state_that_cannot_be_read_is_one_line_with_the_way_out(
    closed: Town, command: Command, spoil: Any, said: str
) -> None:
    closed.publish(datetime.now(UTC))
    closed.file.write_text(spoil(closed.file.read_text()))

    shown, programs, every = command("status"), command("status", "--json"), command("status", "--all")

    assert (shown.code, shown.err, programs.code, every.code) == (1, "", 1, 1)
    assert shown.out.startswith(f"✗ the state file {closed.file} {said}")
    assert "\n  → systemctl restart altabaixa" in shown.out
    assert in_json(programs)["daemon"]["alive"] is None
    assert said in every.out


def test_a_key_that_an_older_program_did_not_write_is_null(closed: Town, command: Command) -> None:
    closed.publish(datetime.now(UTC))
    told = closed.told()
    del told["status"]["daemon"]["heard_at"]
    told["status"]["mailbox"]["colour"] = "blue"
    closed.file.write_text(json.dumps(told))

    found = in_json(command("status", "--json"))

    assert found["daemon"]["heard_at"] is None
    assert "colour" not in found["mailbox"]


@pytest.mark.parametrize("sign_in", [None, {"provider": "microsoft", "trouble": "", "down_since": None}])
def test_how_tokens_are_signed_in_with_is_told_where_there_are_any(
    closed: Town, command: Command, sign_in: dict[str, Any] | None
) -> None:
    closed.publish(datetime.now(UTC))
    told = closed.told()
    told["status"]["sign_in"] = sign_in
    closed.file.write_text(json.dumps(told))

    shown = command("status")

    assert (shown.code, "sign-in     by microsoft, tokens are renewed" in shown.out) == (0, bool(sign_in))


def test_a_daemon_of_another_version_is_told_of(closed: Town, command: Command) -> None:
    closed.publish(datetime.now(UTC))
    closed.file.write_text(json.dumps(closed.told() | {"version": "0.0.9"}))

    assert "! the daemon is of version 0.0.9, this program of" in command("status").out


# ---- every town of this machine


def of(town: Town, name: str, **changed: Any) -> None:
    """Another town, whose state is as that of *town* but for what is *changed*."""
    told = town.told()
    told |= {"town": name, "config": f"/etc/altabaixa/{name}/altabaixa.toml"}
    for section, values in changed.items():
        told["status"][section] = told["status"][section] | values if isinstance(values, dict) else values
    folder = town.runtime.parent / f"altabaixa-{name}"
    folder.mkdir()
    (folder / "state.json").write_text(json.dumps(told))


def test_every_town_is_one_line_the_worst_first(town: Town, command: Command, tmp_path: Path) -> None:
    town.publish(datetime.now(UTC))
    of(town, "olot", outbox={"waiting": 7}, cases={"staff": 3})
    said = {"said": "no mail comes in", "mend": "", "urgent": True}
    of(town, "ripoll", well=False, mailbox={"connected": False}, troubles=[said])
    other = tmp_path / "etc" / "vidra" / "altabaixa.toml"
    other.parent.mkdir(parents=True)
    other.write_text('[town]\nname = "Ajuntament de Vidrà"\n')

    answer = command("status", "--all")

    lines = [line.split() for line in answer.out.splitlines()]
    assert (answer.code, answer.err) == (1, "")
    assert lines[0][:7] == ["town", "alive", "mailbox", "letters", "cards", "overdue", "version"]
    assert [" ".join(line) for line in lines[1:3]] == [
        "Ajuntament de Vidrà no ? ? ? ? - no daemon is alive",
        f"ripoll yes no 0 0 0 {VERSION} no mail comes in",
    ]
    assert sorted(line[0] for line in lines[3:]) == ["Ajuntament", "olot"]
    assert f"olot yes yes 7 3 0 {VERSION}" in [" ".join(line[:7]) for line in lines]


def test_a_narrow_terminal_cuts_names_short_and_says_below_what_is_urgent(
    town: Town, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.publish(datetime.now(UTC))
    monkeypatch.setattr(sys.modules[status.__module__], "out", Console(width=80, soft_wrap=True))
    urgent = {"said": "no mail comes in, and nobody knows why that is so", "mend": "", "urgent": True}
    figures = {"outbox": {"waiting": 7}, "cases": {"staff": 3}}
    of(town, "ripoll", well=False, troubles=[urgent], **figures)
    of(town, "Sant Llorenç de la Muga i Rodalia", **figures)

    lines = [line.rstrip() for line in command("status", "--all").out.splitlines()]

    assert lines[0].split() == ["town", "alive", "mailbox", "letters", "cards", "overdue", "version"]
    assert lines[1].split() == ["ripoll", "yes", "yes", "7", "3", "0", VERSION]
    assert [line.split("…")[1].split() for line in lines if line.startswith("Sant")] == [
        ["yes", "yes", "7", "3", "0", VERSION]
    ]
    assert lines[-1] == f"✗ ripoll: {urgent['said']}"


def test_the_json_is_an_array_of_what_status_prints_of_each(town: Town, command: Command) -> None:
    town.publish(datetime.now(UTC))

    answer = command("status", "--all", "--json")

    (found,) = in_json(answer)
    assert answer.code == 0
    assert (found["town"], found["config"]) == ("Ajuntament de Setcases", str(town.config))
    assert keys_of({key: found[key] for key in unknown(None)}) == keys_of(
        in_json(command("status", "--json"))
    )


def test_where_there_is_no_town_the_way_out_is_said(run: Path) -> None:
    with pytest.raises(AltabaixaError, match=r"no town here: .*`altabaixa status --config FILE`"):
        status(every=True)


def test_who_sees_no_town_for_want_of_rights_is_not_told_that_all_is_well(
    run: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instances, "barrier", lambda folder: f"nobody may not look into {folder}")

    with pytest.raises(typer.Exit) as ended:
        status(every=True, as_json=True)

    told = capsys.readouterr()
    assert (ended.value.exit_code, json.loads(told.out)) == (1, [])
    assert "nobody may not look into" in " ".join(told.err.split())


def test_a_town_elsewhere_is_listed_too_where_it_is_named(run: Path, command: Command, config: Path) -> None:
    answer = command("status", "--all", "--json")

    assert [each["config"] for each in in_json(answer)] == [str(config)]


def test_all_and_one_are_not_asked_for_at_once(town: Town, command: Command) -> None:
    assert refused(command("status", "--all", "--shadow"), "--all tells of what runs", code=2)


def test_thirty_towns_are_told_of_in_less_than_a_second_of_processor(town: Town, tmp_path: Path) -> None:
    town.publish(datetime.now(UTC))
    for number in range(30):
        of(town, f"poble{number:02}")
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom daemon.service import state_file\n"
        f"state_file.RUN = Path({str(town.runtime.parent)!r})\n"
        "sys.argv = ['altabaixa', 'status', '--all']\n"
        "from daemon.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "spent = resource.getrusage(resource.RUSAGE_SELF)\n"
        "print(spent.ru_utime + spent.ru_stime, sorted({'sqlalchemy', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    *lines, spent = done.stdout.splitlines()
    assert len([line for line in lines if line.startswith("poble")]) == 30
    seconds, heavy = spent.split(" ", 1)
    assert (float(seconds) < 1.0, heavy) == (True, "[]"), spent
