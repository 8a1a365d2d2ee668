"""An IMAP server on loopback that says what a test has it say: what no real server can be made to.

It keeps one folder, and each line that it heard. For each step of the talk the script holds what
happens instead of the usual, turn by turn; then all is as usual again.
"""

import re
import socketserver
import threading
from base64 import b64encode
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final

from tests.smtp_server import LOOPBACK, Act
from tests.supervisor import PATIENCE

INTERNALDATE: Final = "04-May-2026 10:00:00 +0200"

_UIDS: Final = re.compile(r"[\d,:*]+")
_OWN_END: Final = re.compile(rb"\{tag\}|^\* BYE", re.MULTILINE)

Shows = Callable[["Scripted", list[int]], bytes]
Turn = bytes | Act | Shows
"""Bytes, in which {tag} stands for the command's own; an act; or what is said of the UIDs asked for."""


@dataclass
class Scripted:
    """A server with `mails` in its INBOX, by UID.

    The steps are "greeting", "heads", "bodies" and "rest" (the FETCHes), "idling" (what comes once IDLE
    has begun), "complaint" (held against a sign-in), "DONE", and every other command by its name.
    """

    mails: dict[int, bytes]
    script: Mapping[str, Iterable[Turn]] = field(default_factory=dict)
    uidvalidity: int = 1
    uidnext: int = 0
    offers: bytes = b""
    lines: list[str] = field(default_factory=list)
    shown: list[bytes] = field(default_factory=list)
    port: int = 0

    def __post_init__(self) -> None:
        self._turns = {step: deque(turns) for step, turns in self.script.items()}
        self._over = threading.Event()
        self._idling: set[_Talk] = set()
        self.heard_step = threading.Condition()
        self.steps: list[str] = []

    def item(self, uid: int, shown: bytes, **other: str) -> bytes:
        """One untagged FETCH, as it should be."""
        words = {"size": str(len(self.mails[uid])), "date": f'"{INTERNALDATE}"'} | other
        data = f"* {self.seq(uid)} FETCH (UID {uid} RFC822.SIZE {words['size']} INTERNALDATE {words['date']}"
        return data.encode() + b" " + shown + b")\r\n"

    def seq(self, uid: int) -> int:
        return sorted(self.mails).index(uid) + 1

    def head(self, uid: int, **other: str) -> bytes:
        block = self.mails[uid].partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        return self.item(uid, b"BODY[HEADER]<0> {%d}\r\n%s" % (len(block), block), **other)

    def body(self, uid: int, raw: bytes | None = None, *, at: int = 0, size: int | None = None) -> bytes:
        raw = (self.mails[uid] if raw is None else raw)[at:]
        size = len(self.mails[uid]) if size is None else size
        said = b"* %d FETCH (UID %d RFC822.SIZE %d BODY[]<%d> " % (self.seq(uid), uid, size, at)
        return said + b"{%d}\r\n%s)\r\n" % (len(raw), raw)

    def heads(self, uids: Iterable[int]) -> bytes:
        return b"".join(self.head(uid) for uid in uids)

    def bodies(self, uids: Iterable[int]) -> bytes:
        return b"".join(self.body(uid) for uid in uids)

    def put(self, uid: int, raw: bytes) -> None:
        """A mail comes, and who idles is told."""
        self.mails[uid] = raw
        for talk in list(self._idling):
            talk.say(b"* %d EXISTS\r\n" % len(self.mails))

    def heard(self, verb: str) -> list[str]:
        return [line for line in self.lines if line.split(" ", 1)[-1].upper().startswith(verb)]

    def wait_for(self, step: str, *, times: int = 1, seconds: float = PATIENCE) -> None:
        """Wait until *step* has come for the *times*-th time."""
        with self.heard_step:
            came = self.heard_step.wait_for(lambda: self.steps.count(step) >= times, seconds)
        assert came, f"{step} did not come: {self.lines[-8:]}"

    def turn(self, step: str) -> Turn | None:
        with self.heard_step:
            self.steps.append(step)
            self.heard_step.notify_all()
        turns = self._turns.get(step)
        return turns.popleft() if turns else None

    @contextmanager
    def running(self) -> Iterator["Scripted"]:
        with _Server((LOOPBACK, 0), _Talk) as server:
            server.town = self
            self.port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            try:
                yield self
            finally:
                self._over.set()
                server.shutdown()
                server.hang_up()
                thread.join()


class _Server(socketserver.ThreadingTCPServer):
    town: Scripted

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._open: set[Any] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is gone is no error of ours."""

    def hang_up(self) -> None:
        for request in self._open:
            with suppress(OSError):
                request.shutdown(2)


class _OverError(EOFError):
    """The talk is at its end."""


class _Talk(socketserver.StreamRequestHandler):
    @property
    def town(self) -> Scripted:
        server: Any = self.server
        return server.town

    def say(self, text: bytes) -> None:
        with suppress(OSError, ValueError):  # whoever hung up hears nothing
            self.wfile.write(text)

    def handle(self) -> None:
        with suppress(OSError, EOFError):
            self._act("greeting", "*", b"* OK hello\r\n", [])
            while line := self.rfile.readline():
                self._obey(line.decode("latin-1").rstrip("\r\n"))

    def _obey(self, line: str) -> None:
        tag, _, rest = line.partition(" ")
        verb, _, given = rest.partition(" ")
        if verb.upper() == "UID":
            verb, _, given = given.partition(" ")
        verb = verb.upper()
        self.town.lines.append(f"{tag} {verb} {'***' if verb == 'LOGIN' else given}")
        step = self._step(given) if verb == "FETCH" else verb
        asked = self._asked(given) if verb == "FETCH" else []
        if verb == "AUTHENTICATE":
            self.say(b"+ \r\n")
            self.town.shown.append(self.rfile.readline().strip())
            if (complaint := self.town.turn("complaint")) is not None:
                assert isinstance(complaint, bytes)
                self.say(b"+ " + b64encode(complaint) + b"\r\n")
                self.rfile.readline()
        if verb == "IDLE":
            self._idle(tag)
            return
        self._act(step, tag, self._usual(step, given, asked), asked)
        if verb == "LOGOUT":
            raise _OverError

    def _step(self, given: str) -> str:
        if "HEADER" in given:
            return "heads"
        return "bodies" if "<0." in given else "rest"

    def _usual(self, step: str, given: str, asked: list[int]) -> bytes:
        town = self.town
        match step:
            case "CAPABILITY":
                return b"* CAPABILITY IMAP4rev1 IDLE%s\r\n" % self.town.offers
            case "EXAMINE":
                last = town.uidnext or max(town.mails, default=0) + 1
                return b"* %d EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY %d] x\r\n* OK [UIDNEXT %d] x\r\n" % (
                    len(town.mails),
                    town.uidvalidity,
                    last,
                )
            case "SEARCH":
                return b"* SEARCH" + b"".join(b" %d" % uid for uid in self._found(given)) + b"\r\n"
            case "heads":
                return town.heads(asked)
            case "bodies":
                return town.bodies(asked)
            case "rest":
                at = int(given.partition("<")[2].partition(".")[0])
                return b"".join(town.body(uid, at=at) for uid in asked)
            case "LOGOUT":
                return b"* BYE bye\r\n"
        return b""

    def _asked(self, given: str) -> list[int]:
        return [int(uid) for uid in given.split(" ", maxsplit=1)[0].split(",") if int(uid) in self.town.mails]

    def _found(self, given: str) -> list[int]:
        numbers = _UIDS.search(given)
        assert numbers is not None
        last = max(self.town.mails, default=0)
        low, _, high = numbers[0].replace("*", str(last)).partition(":")
        top = int(high or low)
        return [uid for uid in sorted(self.town.mails) if int(low) <= uid <= top]

    def _idle(self, tag: str) -> None:
        self._act("IDLE", "+", b"+ idling\r\n", [])
        self.town._idling.add(self)
        try:
            self._act("idling", "*", b"", [])
            while self.rfile.readline().strip().upper() not in {b"DONE", b""}:
                pass
        finally:
            self.town._idling.discard(self)
        self._act("DONE", tag, b"", [])

    def _act(self, step: str, tag: str, usual: bytes, asked: list[int]) -> None:
        turn = self.town.turn(step)
        said = usual
        match turn:
            case None:
                pass
            case Act.HANG:
                self.town._over.wait()
                raise _OverError
            case Act.RESET | Act.CLOSE:
                raise _OverError
            case bytes():
                said = turn
            case _:
                said = turn(self.town, asked)
        ends = tag in {"*", "+"} or (turn is not None and _OWN_END.search(said))
        self.say(said.replace(b"{tag}", tag.encode()) + (b"" if ends else f"{tag} OK done\r\n".encode()))
        if said.startswith(b"* BYE") and step != "LOGOUT":
            raise _OverError
