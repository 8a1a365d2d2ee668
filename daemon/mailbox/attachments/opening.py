"""Reading a message with its attachments: opened in a child, and only where they could matter.

Whatever becomes of the child, the message is read: what it could not open is a value
with its reason. Nothing of a sender's is run, and no shell is started; the child
knows no configuration, no secret and no file of ours.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Final

from daemon.configuration.second_reader import second_reader
from daemon.mailbox.attachments.limits import (
    FAILED,
    MOST_ATTACHMENTS,
    MOST_BYTES,
    MOST_CHARACTERS,
    MOST_WORDS,
    SECONDS,
    TOO_MANY,
    TOO_SLOW,
)
from rules.findings import Reading
from rules.mail.bodies import Attachment
from rules.mail.mail import Mail
from rules.mail.opened import Opened
from rules.reading import read
from rules.residents.enclosures import is_pdf, worth_opening
from rules.town import Town

_PROGRAM: Final = (sys.executable, "-I", "-B", "-m", "daemon.mailbox.attachments.child")
_MOST_MEMBERS: Final = 10


def read_whole(
    mail: Mail, town: Town, *, received_at: datetime | None = None, said_ours: bool = False
) -> Reading:
    """What the message says, its attachments included where they could say what the rest does not.

    *said_ours*: staff say that it is for us. It may take seconds: never call it inside a transaction.
    """
    return read_with_papers(mail, town, received_at=received_at, said_ours=said_ours)[0]


def read_with_papers(
    mail: Mail, town: Town, *, received_at: datetime | None = None, said_ours: bool = False
) -> tuple[Reading, tuple[Opened, ...]]:
    """The same, and what was opened for it."""
    model = second_reader()
    known = partial(
        read,
        mail,
        town,
        received_at=received_at,
        weights=model.weights,
        topics=model.topics,
        said_ours=said_ours,
    )
    reading = known()
    papers = worth_opening(mail, town, reading) if mail.attachments else ()
    if not papers:
        return reading, ()
    texts = opened(papers)
    return known(attached=texts), texts


def opened(attachments: Sequence[Attachment]) -> tuple[Opened, ...]:
    """The words of each attachment, or why it has none; in one child process. Never raises."""
    within = _within_limits(attachments)
    answers = _answers(within)
    found = _within_words(
        one
        for attachment, answer in zip(within, answers, strict=True)
        for one in _believed(attachment.filename, answer)
    )
    left_out = [Opened(name=a.filename, refused=TOO_MANY) for a in attachments if a not in within]
    return (*found, *left_out)


def _within_limits(attachments: Sequence[Attachment]) -> list[Attachment]:
    left = MOST_BYTES
    within: list[Attachment] = []
    for attachment in attachments[:MOST_ATTACHMENTS]:
        if len(attachment.data) <= left:
            left -= len(attachment.data)
            within.append(attachment)
    return within


def _answers(attachments: Sequence[Attachment]) -> list[Any]:
    """One answer for each attachment: what the child said, or that it said nothing."""
    if not attachments:
        return []
    header = [{"kind": "pdf" if is_pdf(a) else "zip", "size": len(a.data)} for a in attachments]
    given = json.dumps(header).encode() + b"\n" + b"".join(a.data for a in attachments)
    try:
        output, why = _run(given)
    except OSError:
        output, why = b"", FAILED
    answers = list(_parsed(output.split(b"\n")))[: len(attachments)]
    return answers + [{"refused": why}] * (len(attachments) - len(answers))


def _run(given: bytes) -> tuple[bytes, str]:
    """The child's output, and why there is no more of it. The child is reaped whatever happens."""
    with subprocess.Popen(  # noqa: S603 - our own program; what it is given, it gets as bytes
        _PROGRAM,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,  # a terminal's Ctrl-C is the daemon's to handle
    ) as child:
        try:
            output, _ = child.communicate(given, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            output, _ = child.communicate()
            return output, TOO_SLOW
        finally:
            child.kill()
    return output, TOO_SLOW if child.returncode == -signal.SIGXCPU else FAILED


def _parsed(lines: Iterable[bytes]) -> Iterable[Any]:
    for line in lines:
        try:
            yield json.loads(line)
        except ValueError:
            return


def _believed(name: str, answer: Any) -> list[Opened]:
    """What an answer says, as far as it has the shape of one."""
    match answer:
        case {"texts": list(texts)}:
            return [_text(name, text) for text in texts[:_MOST_MEMBERS] if isinstance(text, dict)]
        case {"refused": str(why)}:
            return [Opened(name=name, refused=why[:200])]
        case _:
            return [Opened(name=name, refused=FAILED)]


def _within_words(found: Iterable[Opened]) -> Iterator[Opened]:
    """The texts as far as all of them together are read: the likeliest stand first."""
    left = MOST_WORDS
    for one in found:
        if not left and one.said:
            yield Opened(name=one.name, refused=TOO_MANY)
            continue
        fields, text = one.fields[:left], one.text[: max(0, left - len(one.fields))]
        left -= len(fields) + len(text)
        yield replace(one, fields=fields, text=text)


def _text(name: str, given: dict[str, Any]) -> Opened:
    member, text, fields = (str(given.get(key) or "") for key in ("name", "text", "fields"))
    return Opened(
        name=f"{name}/{member[:200]}" if member else name,
        text=text[:MOST_CHARACTERS],
        fields=fields[:MOST_CHARACTERS],
    )
