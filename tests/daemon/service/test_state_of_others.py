"""A state file that no daemon of ours wrote: it stops and colours nothing, of its town or of others."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.daemon.conftest import Command
from tests.daemon.service.test_state_file import Town, closed, in_json, run, town

__all__ = ["closed", "run", "town"]


def put(file: Path, **changed: Any) -> None:
    told = json.loads(file.read_text())
    for key, value in changed.items():
        target = told if key in told else told["status"]
        target[key] = target[key] | value if isinstance(value, dict) else value
    file.write_text(json.dumps(told))


def endless(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def far(file: Path) -> None:
    file.unlink()
    file.symlink_to("/dev/zero")


def huge(file: Path) -> None:
    with file.open("r+b") as there:
        there.truncate(2**33)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(endless, id="a pipe"),
        pytest.param(far, id="a link"),
        pytest.param(huge, id="8 GB"),
        pytest.param(lambda file: file.write_text("[" * 100_000), id="deep"),
        pytest.param(lambda file: file.write_bytes(b"\xff\xfe{}"), id="no text"),
        pytest.param(lambda file: put(file, config="/etc/a\0b/altabaixa.toml"), id="a NUL in its place"),
        pytest.param(lambda file: put(file, config="/etc/\ud800/altabaixa.toml"), id="half a character"),
        pytest.param(lambda file: put(file, town="Olot\x1b[2J"), id="an order to the screen"),
        pytest.param(lambda file: put(file, troubles=[None]), id="a trouble that is none"),
        pytest.param(lambda file: put(file, troubles=[{"said": None}]), id="a trouble that says nothing"),
        pytest.param(lambda file: put(file, troubles=[{"said": "\x1b[31m\n\u202e" * 9}]), id="colours"),
        pytest.param(lambda file: put(file, written_at="0001-01-01T00:00:00+23:59"), id="the first year"),
        pytest.param(lambda file: put(file, store={"free_bytes": 10**400}), id="more bytes than there are"),
        pytest.param(lambda file: put(file, ping={"answered_at": "0001-01-01T00:00:00+14:00"}), id="ping"),
        pytest.param(lambda file: put(file, copy={"made_at": "9999-12-31T23:59:59-14:00"}), id="copy"),
    ],
)
def test_one_line_tells_of_it_and_other_towns_are_told_of(closed: Town, command: Command, spoil: Any) -> None:
    closed.publish(datetime.now(UTC))
    other = closed.runtime.parent / "altabaixa-olot" / "state.json"
    other.parent.mkdir()
    other.write_text(closed.file.read_text())
    put(other, town="Olot", config="/etc/altabaixa/olot/altabaixa.toml")
    spoil(closed.file)

    every = command("status", "--all")
    answers = [every, command("status"), command("status", "--all", "--json"), command("status", "--json")]

    assert [answer.err for answer in answers] == [""] * 4
    assert "Olot" in every.out
    assert not {"\x1b", "\u202e"} & {*"".join(answer.out for answer in answers)}
    for answer in answers[2:]:
        assert in_json(answer)
