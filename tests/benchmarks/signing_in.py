"""Tokens that end while the daemon idles: mail is answered, nobody is alarmed, and a refusal is told.

`python -m tests.benchmarks.signing_in [MINUTES] [SECONDS]`: so long with tokens of so many seconds (60).
The daemon as it runs, a real Dovecot that asks the provider about each token, and a hand that cuts each
session when its token ends, as Exchange does. Then the provider refuses. Exits 1 where a mail was not
answered, an alarm was sent before, or none within a minute after.
"""

import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.dovecot import USER, Dovecot, running_dovecot
from tests.journeys.conftest import ALTABAIXA, TownHall
from tests.journeys.test_listening import question
from tests.journeys.test_outages import STAFF, TECHNICIAN, in_the_inbox
from tests.journeys.test_signing_in import OAUTH, REVOKED, notices, of_microsoft, sign_in, sunk
from tests.oauth_server import Provider, TokenSink, running_provider
from tests.supervisor import Supervisor, supervised

_MAIL_EVERY: Final = 20.0
_ANSWERED_WITHIN: Final = 120.0
_TOLD_WITHIN: Final = 60.0
_CAPS: Final = "\n[replies]\nper_day_unauthenticated = 100000\nper_day = 100000\n"


@dataclass
class Run:
    """One run, and what came of it."""

    provider: Provider
    dovecot: Dovecot
    town: TownHall
    over: threading.Event = field(default_factory=threading.Event)
    cuts: int = 0
    delays: list[float] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)

    def cut_as_tokens_end(self) -> None:
        """Hang up on whoever came in by a token that has ended."""
        seen = 0.0
        while not self.over.wait(0.5):
            ends = self.provider.let_in_until
            if ends != seen and time.monotonic() > ends:
                seen = ends
                self.dovecot.cut()
                self.cuts += 1

    def mail(self, seconds: float) -> None:
        """A resident writes every twenty seconds, and gets an answer."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            began = time.monotonic()
            sender, raw = question(self.town)
            self.dovecot.drop(raw)
            if self.town.sink.gets(sender, seconds=_ANSWERED_WITHIN):
                self.delays.append(time.monotonic() - began)
            else:
                self.unanswered.append(sender)
            self.over.wait(max(began + _MAIL_EVERY - time.monotonic(), 0))

    def alarms(self) -> list[str]:
        about = [*notices(self.town, STAFF), *notices(self.town, TECHNICIAN)]
        readers = (*self.town.sink.to(STAFF), *self.town.sink.to(TECHNICIAN))
        return [
            str(letter["Subject"]) for letter in readers if letter in about or "bústia" in letter["Subject"]
        ]

    def refusal(self) -> tuple[float, str]:
        """Refuse the next renewal; how long after that people know, and by which way."""
        asked = len(self.provider.asked)
        self.provider.answer = REVOKED
        self.provider.wait_for(asked + 1, seconds=2 * self.provider.life + 60)
        began, laid = time.monotonic(), len(in_the_inbox(self.town))
        while time.monotonic() - began < 3 * _TOLD_WITHIN:
            if notices(self.town, STAFF) and notices(self.town, TECHNICIAN):
                return time.monotonic() - began, "letters"
            if len(in_the_inbox(self.town)) > laid:
                return time.monotonic() - began, "the digest in the mailbox"
            time.sleep(0.5)
        return time.monotonic() - began, "nobody"


def report(run: Run, daemon: Supervisor, minutes: float) -> None:
    """Print what came of the hours before the refusal."""
    said = daemon.errors.read_text("utf-8")
    run.delays.sort()
    print(f"{minutes:g} minutes with tokens of {run.provider.life:g} s")
    print(f"tokens given       {len(run.provider.asked)}")
    print(f"sessions cut       {run.cuts}")
    print(f"logins by token    IMAP {run.provider.logins}, SMTP {len(sink_of(run).tries)}")
    print(f"logins refused     SMTP {sum(not good for _, good in sink_of(run).tries)}")
    print(f"mailbox lost       {said.count('mailbox_failed')} times, said in the log")
    if run.delays:
        middle, last = run.delays[len(run.delays) // 2], run.delays[-1]
        print(f"mails answered     {len(run.delays)}: median {middle:.1f} s, slowest {last:.1f} s")
    print(f"mails unanswered   {len(run.unanswered)}")
    print(f"alarms             {run.alarms()}")


def sink_of(run: Run) -> TokenSink:
    sink = run.town.sink
    assert isinstance(sink, TokenSink)
    return sink


def main(minutes: float = 60, life: float = 60) -> int:
    """Run it; 0 if it held."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ab-tokens-")))
        provider = stack.enter_context(running_provider(folder, USER))
        provider.life = life
        dovecot = stack.enter_context(running_dovecot(provider.dovecot))
        town = TownHall(folder, dovecot, *stack.enter_context(sunk(provider)))
        refresh = of_microsoft(town, provider, 'refresh_token_file = "refresh-token"')
        sign_in(town, mailbox=OAUTH, smtp=OAUTH, more=refresh + _CAPS)
        dovecot.deliver(question(town)[1])
        daemon = stack.enter_context(supervised([ALTABAIXA, "run", "--config", town.config]))
        daemon.wait_for("mailbox connected")
        run = Run(provider, dovecot, town)
        hand = threading.Thread(target=run.cut_as_tokens_end)
        hand.start()
        stack.callback(hand.join)
        stack.callback(run.over.set)
        run.mail(minutes * 60)
        report(run, daemon, minutes)
        held = not run.unanswered and not run.alarms()
        seconds, way = run.refusal()
        print(f"a refused renewal  is told within {seconds:.1f} s by {way}")
        return 0 if held and way != "nobody" and seconds <= _TOLD_WITHIN else 1


if __name__ == "__main__":
    sys.exit(main(*map(float, sys.argv[1:])))
