"""A token from a program of the town's own, as msmtp's passwordeval takes its passwords."""

import os
import re
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from selectors import EVENT_READ, DefaultSelector
from typing import Final

from daemon.errors import TokenError
from daemon.language import _, of_the_system
from daemon.oauth.tokens import Fetched
from daemon.safe_text import one_line, without_secrets
from rules.transport.reconnection import Cause

PATIENCE_SECONDS: Final = 15.0
LIFE_SECONDS: Final = 300.0
"""How long what it printed is used: it does not say how long it holds."""

_GLANCE_SECONDS: Final = 0.05
_LARGEST: Final = 64 * 1024
"""Bytes of what it prints that are kept: a token is far shorter."""

_REFUSED: Final = re.compile(
    r"invalid_(?:grant|client|scope|request)|unauthorized|access_denied|revoked|expired|AADSTS\d+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Runs *words* without a shell; the token is the first line that it prints. *key* names it for people."""

    words: tuple[str, ...]
    key: str

    def fetch(self) -> Fetched:
        """Run it; TokenError where it fails, with one line of what it complained of, without secrets."""
        code, printed, complained = self._run()
        if code != 0:
            refused = _REFUSED.search(complained) is not None
            raise TokenError(
                self._failed(code, complained),
                cause=Cause.SIGN_IN_REFUSED if refused else Cause.SIGN_IN_AWAY,
            )
        line = printed.split("\n", 1)[0].strip()
        if not line:
            raise TokenError(
                _(
                    "no access token: {name} of {key} printed nothing; it must print the token",
                    name=self._name,
                    key=self.key,
                )
            )
        return Fetched(value=line, seconds=LIFE_SECONDS)

    def _failed(self, code: int, complained: str) -> str:
        if not complained:
            return _(
                "no access token: {name} of {key} failed (exit {code}); try it as the service's user",
                name=self._name,
                key=self.key,
                code=code,
            )
        return _(
            "no access token: {name} of {key} failed (exit {code}): {said}; try it as the service's user",
            name=self._name,
            key=self.key,
            code=code,
            said=complained,
        )

    @property
    def _name(self) -> str:
        return self.words[0]

    def _run(self) -> tuple[int, str, str]:
        try:
            process = subprocess.Popen(  # noqa: S603 - the configuration's own words, and no shell
                self.words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            raise TokenError(
                _(
                    "no access token: {name} of {key} cannot be run: {why}; name a program with its "
                    "whole path",
                    name=self._name,
                    key=self.key,
                    why=of_the_system(error),
                )
            ) from None
        with process:
            try:
                printed, complained = _told_by(process)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                raise TokenError(
                    _(
                        "no access token: {name} of {key} did not end within {patience:.0f} seconds",
                        name=self._name,
                        key=self.key,
                        patience=PATIENCE_SECONDS,
                    ),
                    cause=Cause.SIGN_IN_AWAY,
                ) from None
        return process.returncode, printed.decode("utf-8", "replace"), _last_line(complained)


def _told_by(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """What it prints and complains of until it ends, for whom it leaves behind may keep its pipes open."""
    told = {pipe.fileno(): bytearray() for pipe in (process.stdout, process.stderr) if pipe is not None}
    until = time.monotonic() + PATIENCE_SECONDS
    with DefaultSelector() as selector:
        for pipe in told:
            selector.register(pipe, EVENT_READ)
        while selector.get_map():
            has_ended = process.poll() is not None
            ready = selector.select(0 if has_ended else _GLANCE_SECONDS)
            if has_ended and not ready:
                break
            for key, _ in ready:
                said = os.read(key.fd, _LARGEST)
                if not said:
                    selector.unregister(key.fd)
                told[key.fd] += said[: _LARGEST - len(told[key.fd])]
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(process.args, PATIENCE_SECONDS)
    process.wait(max(until - time.monotonic(), 0))
    printed, complained = told.values()
    return bytes(printed), bytes(complained)


def _last_line(complained: bytes) -> str:
    """The last line of what it complained of, which tells most; whatever may be a secret is masked."""
    lines = complained.decode("utf-8", "replace").strip().splitlines()
    return one_line(without_secrets(lines[-1])) if lines else ""
