"""The one source of tokens: kept, renewed in time, asked ever more seldom; and a command that prints one."""

import os
import resource
import signal
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from daemon.errors import SettingsError, TokenError
from daemon.oauth.command import Command
from daemon.oauth.tokens import Fetched, Tokens
from rules.transport.reconnection import Cause


@dataclass
class Giver:
    """Gives numbered tokens of `life` seconds, or fails as told."""

    life: float = 3600
    error: Exception | None = None
    asked: int = 0
    gate: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    def fetch(self) -> Fetched:
        self.asked += 1
        self.gate.wait()
        if self.error is not None:
            raise self.error
        return Fetched(value=f"token-{self.asked}", seconds=self.life)


@dataclass
class Clock:
    at: float = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def giver() -> Giver:
    return Giver()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tokens(giver: Giver, clock: Clock) -> Tokens:
    return Tokens(source=giver, seconds=clock)


@pytest.mark.parametrize(("life", "renewed_after"), [(3600, 3300), (60, 40), (12, 8)])
def test_a_token_is_renewed_a_third_of_its_life_before_its_end_five_minutes_at_most(
    tokens: Tokens, giver: Giver, clock: Clock, life: float, renewed_after: float
) -> None:
    giver.life = life
    assert (tokens.token().value, tokens.token().is_kept) == ("token-1", True)
    clock.at += renewed_after - 0.1
    assert tokens.token().value == "token-1"
    clock.at += 0.2
    assert (tokens.token().value, giver.asked) == ("token-2", 2)


def test_while_no_new_one_is_given_the_last_is_used_to_its_end(
    tokens: Tokens, giver: Giver, clock: Clock
) -> None:
    tokens.token()
    giver.error = TokenError("away", cause=Cause.SIGN_IN_AWAY)
    clock.at += 3599
    assert tokens.token().value == "token-1"
    assert tokens.trouble is giver.error
    clock.at += 2
    with pytest.raises(TokenError, match="away"):
        tokens.token()
    giver.error = None
    clock.at += 3600
    assert tokens.token().value == "token-3"
    assert tokens.trouble is None


def test_who_refuses_us_is_asked_ever_more_seldom(tokens: Tokens, giver: Giver, clock: Clock) -> None:
    giver.error = TokenError("revoked")
    for _ in range(24 * 360):  # a day, by whoever asks every ten seconds
        with pytest.raises(TokenError, match="revoked"):
            tokens.token()
        clock.at += 10
    assert 90 < giver.asked < 150


def test_a_token_that_a_server_refused_is_given_to_nobody(tokens: Tokens) -> None:
    first = tokens.token()
    tokens.forget(first)
    second = tokens.token()
    assert second.value == "token-2"
    tokens.forget(first)  # by another thread, which was slower
    assert tokens.token().value == "token-2"


def test_many_who_ask_at_once_get_one_token(tokens: Tokens, giver: Giver) -> None:
    giver.gate.clear()
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(tokens.token().value)) for _ in range(8)]
    for thread in threads:
        thread.start()
    giver.gate.set()
    for thread in threads:
        thread.join()
    assert set(got) == {"token-1"}


@pytest.mark.parametrize("error", [ValueError("a bug"), SettingsError("client-secret: cannot read it")])
def test_whatever_breaks_is_a_sentence(tokens: Tokens, giver: Giver, error: Exception) -> None:
    giver.error = error
    with pytest.raises(TokenError, match="no access token"):
        tokens.token()


# A command


def command(tmp_path: Path, script: str) -> Command:
    program = tmp_path / "token"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return Command(words=(str(program), "$HOME; echo no"), key="mailbox.token_command")


def refusal(made: Command) -> TokenError:
    with pytest.raises(TokenError) as caught:
        Tokens(source=made).token()
    assert "mailbox.token_command" in str(caught.value)
    assert "\n" not in str(caught.value)
    return caught.value


def test_the_first_line_is_the_token_and_no_shell_reads_the_words(tmp_path: Path) -> None:
    assert command(tmp_path, 'echo "[$1]" | tr -d " "; echo more').fetch().value == "[$HOME;echono]"


@pytest.mark.parametrize(
    ("script", "said", "cause"),
    [
        ("exit 3", "failed (exit 3)", Cause.SIGN_IN_AWAY),
        ("echo 'invalid_grant: revoked' >&2; exit 1", "invalid_grant: revoked", Cause.SIGN_IN_REFUSED),
        ("true", "printed nothing", Cause.SIGN_IN_REFUSED),
    ],
)
def test_a_command_that_fails(tmp_path: Path, script: str, said: str, cause: Cause) -> None:
    error = refusal(command(tmp_path, script))
    assert said in str(error)
    assert error.cause is cause


def test_of_its_complaint_one_line_is_told_and_no_secret(tmp_path: Path) -> None:
    secret = "abC8Q~a-secret-that-no-message-may-repeat"
    error = refusal(command(tmp_path, f"echo Traceback >&2; echo 'refresh {secret} failed' >&2; exit 1"))
    assert "refresh *** failed" in str(error)
    assert "Traceback" not in str(error)


def test_a_command_that_is_not_there() -> None:
    error = refusal(Command(words=("/nowhere/token",), key="mailbox.token_command"))
    assert "whole path" in str(error)


def test_a_command_that_hangs_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daemon.oauth.command.PATIENCE_SECONDS", 0.3)
    error = refusal(command(tmp_path, "sleep 600 & sleep 600"))
    assert "did not end" in str(error)
    assert error.cause is Cause.SIGN_IN_AWAY


def test_whom_a_command_leaves_behind_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daemon.oauth.command.PATIENCE_SECONDS", 5.0)
    before = time.monotonic()
    script = "echo a-token; sleep 20 & echo $! >$0.pid"  # an agent that keeps the line open
    assert command(tmp_path, script).fetch().value == "a-token"
    assert time.monotonic() - before < 5
    os.kill(int((tmp_path / "token.pid").read_text()), signal.SIGKILL)


def test_a_command_that_never_stops_printing_fills_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daemon.oauth.command.PATIENCE_SECONDS", 0.5)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "did not end" in str(refusal(command(tmp_path, "exec yes")))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


@pytest.mark.parametrize("printed", ["Usage: token [user]", '{"error":"invalid_grant"}', "{\n}", "<html>"])
def test_what_is_no_token_is_not_shown_to_a_server(tmp_path: Path, printed: str) -> None:
    with pytest.raises(TokenError, match="what came is not one"):
        Tokens(source=command(tmp_path, f"printf '%s' '{printed}'")).token()
