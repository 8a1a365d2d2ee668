"""A mailbox in a folder and a mail server on loopback that both outlive the program under test."""

import os
import selectors
import socket
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import message_from_bytes
from itertools import count
from pathlib import Path

from daemon.ports import BODY_LIMIT, Folder, Head

WITHHELD = ".hidden"


@dataclass(frozen=True)
class Box:
    """A mailbox as files: `folder/validity`, and `folder/<uid> <arrival>` for each message."""

    at: Path

    def deliver(self, raw: bytes, *, arrived: datetime, folder: str = "INBOX", withheld: bool = False) -> int:
        """Lay a message down whole, under the next UID."""
        place = self.at / folder
        place.mkdir(parents=True, exist_ok=True)
        uid = self.uidnext(folder)
        draft = place / f".{uid}"
        draft.write_bytes(raw)
        draft.rename(place / f"{uid} {arrived.timestamp():.0f}{WITHHELD if withheld else ''}")
        return uid

    def uidnext(self, folder: str) -> int:
        """One more than the highest UID: who is killed while a copy is filed leaves a whole mailbox."""
        return max((uid for uid, _, _ in self.messages(folder)), default=0) + 1

    def renumber(self, folder: str = "INBOX") -> None:
        """All messages under new UIDs, as after a restored backup."""
        place = self.at / folder
        (place / "validity").write_text(str(self.validity(folder) + 1))
        for uid, _, file in sorted(self.messages(folder), reverse=True):
            file.rename(place / file.name.replace(f"{uid} ", f"{uid + 100} ", 1))

    def validity(self, folder: str) -> int:
        file = self.at / folder / "validity"
        return int(file.read_text()) if file.exists() else 1

    def messages(self, folder: str) -> Iterator[tuple[int, datetime, Path]]:
        place = self.at / folder
        for name in os.listdir(place) if place.exists() else ():
            if name[0].isdigit():
                uid, arrived = name.removesuffix(WITHHELD).split(" ")
                yield int(uid), datetime.fromtimestamp(int(arrived), UTC), place / name


class FolderMailbox:
    """The port to a `Box`. It is only ever looked at, but for what is filed."""

    def __init__(self, box: Box) -> None:
        self._box = box
        self._there: dict[int, tuple[datetime, Path]] = {}

    def open(self, folder: str) -> Folder:
        self._there = {uid: (at, file) for uid, at, file in self._box.messages(folder)}
        return Folder(name=folder, uidvalidity=self._box.validity(folder), uidnext=self._box.uidnext(folder))

    def uids(self, first: int, folder: Folder) -> list[int]:
        return sorted(uid for uid in self._there if first <= uid < folder.uidnext)

    def first_uid_since(self, day: date) -> int | None:
        return min((uid for uid, (at, _) in self._there.items() if at.date() >= day), default=None)

    def heads(self, uids: Sequence[int]) -> dict[int, Head | None]:
        found: dict[int, Head | None] = {}
        for uid in uids:
            at, file = self._there[uid]
            raw = file.read_bytes()
            block = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            shown = not file.name.endswith(WITHHELD)
            found[uid] = Head(uid=uid, size=len(raw), received_at=at, block=block) if shown else None
        return found

    def bodies(self, uids: Sequence[int], most: int = BODY_LIMIT) -> dict[int, bytes | None]:
        return {uid: self._there[uid][1].read_bytes()[:most] for uid in uids}

    def file(self, folder: str, letter: bytes, *, seen: bool = True) -> None:
        self._box.deliver(letter, arrived=datetime.now(UTC), folder=folder)

    def wait(self, seconds: float, stop: threading.Event) -> None:
        stop.wait(min(seconds, 0.02))

    def close(self) -> None:
        pass


@dataclass(frozen=True)
class Letter:
    """A letter that the mail server took."""

    recipient: str
    message_id: str


class Server:
    """A mail server in a process of its own that takes every letter: on the disk before its 250."""

    def __init__(self, spool: Path) -> None:
        spool.mkdir(parents=True)
        self._spool = spool
        listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = listening.getsockname()[1]
        ours, self._ends = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._ends)
            try:
                _serve(listening, ours, spool)
            finally:
                os._exit(0)
        os.close(ours)
        listening.close()

    def close(self) -> None:
        os.close(self._ends)
        os.waitpid(self.pid, 0)

    def taken(self) -> Counter[Letter]:
        """The letters taken since this was last asked; what a killed program still had on the wire, too."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as knock:
            knock.recv(100)  # one after the other: who is greeted knows that all before are through
        letters: Counter[Letter] = Counter()
        for file in sorted(self._spool.glob("[0-9]*")):
            recipient, _, raw = file.read_bytes().partition(b"\n")
            letters[Letter(recipient.decode(), str(message_from_bytes(raw)["Message-ID"]))] += 1
            file.unlink()
        return letters


def _serve(listening: socket.socket, over: int, spool: Path) -> None:
    waiting = selectors.DefaultSelector()
    waiting.register(listening, selectors.EVENT_READ)
    waiting.register(over, selectors.EVENT_READ)
    numbers = count(1)
    while True:
        for key, _ in waiting.select():
            if key.fileobj == over:
                return
            talk, _ = listening.accept()
            try:
                with talk, talk.makefile("rb") as lines:
                    _talk(talk, lines, spool, numbers)
            except OSError:
                continue  # who spoke was killed


def _talk(talk: socket.socket, lines: Iterable[bytes], spool: Path, numbers: Iterator[int]) -> None:
    talk.settimeout(10)
    talk.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    talk.sendall(b"220 mail.example.cat ESMTP\r\n")
    recipient = b""
    for line in lines:
        verb = line[:4].upper()
        if verb == b"QUIT":
            talk.sendall(b"221 bye\r\n")
            return
        if verb == b"RCPT":
            recipient = line[line.index(b"<") + 1 : line.index(b">")]
        if verb == b"DATA":
            talk.sendall(b"354 go ahead\r\n")
            content = []
            for each in lines:
                if each == b".\r\n":
                    break
                content.append(each)
            else:
                return  # cut off before its dot: nobody's letter
            number = next(numbers)
            draft = spool / f".{number}"
            draft.write_bytes(recipient + b"\n" + b"".join(content))
            draft.rename(spool / f"{number:06}")
        talk.sendall(b"250 mail.example.cat\r\n" if verb == b"EHLO" else b"250 2.0.0 ok\r\n")
