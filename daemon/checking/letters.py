"""The letters: each is written with sample data, and sent to nobody."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from jinja2 import TemplateError

from daemon import letters
from daemon.checking.findings import Finding, bad, good, warning
from daemon.configuration.settings import Settings
from daemon.post.compose import compose, new_message_id
from rules.books.decision import Template
from rules.books.subscription import State, Subscription
from rules.desk.digest import Digest
from rules.transport.reconnection import Cause

_SAMPLE: Final = "Mostra"


def check_letters(settings: Settings, *, now: datetime) -> list[Finding]:
    """Read and write every letter; what is wrong with one is named with its file and line."""
    return [*_residents(settings), _staff(settings, now), *_privacy(settings)]


def _residents(settings: Settings) -> Iterator[Finding]:
    texts = letters.read_texts(settings.letters_folder)
    faults = letters.faults_of(texts, settings.town())
    for fault in faults:
        yield bad(
            f"letters.{fault.language}",
            str(fault),
            "`altabaixa letters show NAME` prints a letter that is good, and what can be said in it",
        )
    for language in letters.LANGUAGES:
        if language not in {fault.language for fault in faults}:
            theirs = [text.name for text in texts.texts.values() if text.file and text.language == language]
            own = f"in the town's own words: {', '.join(theirs)}" if theirs else "all in our words"
            yield good(f"letters.{language}", f"{len(Template)} letters can be written, {own}")


def _staff(settings: Settings, now: datetime) -> Finding:
    town = settings.town()
    left = Subscription(ref="S-0", state=State.LEAVING, name=_SAMPLE, left_at=now)
    day = Digest(on=now.astimezone(settings.tz).date(), town=town.name)
    privacy = settings.town_hall.privacy_url
    return _tried(
        settings,
        "letters.staff",
        now,
        {
            "digest": lambda: letters.digest(day, town=town, privacy_url=privacy),
            "leaves": lambda: letters.leaves([left], town=town),
            "probe": lambda: letters.probe(town=town),
            "outage": lambda: letters.outage(town=town, since=now, cause=Cause.AWAY, detail="sample"),
            "recovery": lambda: letters.recovery(town=town, since=now, until=now),
            "shadow": lambda: letters.watching([], town=town, since=now, until=now, headline="mostra"),
        },
    )


def _tried(
    settings: Settings, subject: str, now: datetime, writers: dict[str, Callable[[], letters.Rendered]]
) -> Finding:
    for name, write in writers.items():
        try:
            _sealed(settings, write(), now)
        except (TemplateError, ValueError, LookupError, TypeError, AttributeError, OSError) as error:
            return bad(
                subject,
                f"the letter {name!r} cannot be written: {type(error).__name__}: {error}",
                "if the letters were changed by hand, undo that; else install altabaixa again",
            )
    return good(subject, f"{len(writers)} letters can be written: {', '.join(writers)}")


def _sealed(settings: Settings, rendered: letters.Rendered, now: datetime) -> bytes:
    sender = settings.smtp.sender
    return compose(
        sender=sender,
        sender_name=settings.town_hall.name,
        recipient=sender,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        message_id=new_message_id(sender.rpartition("@")[2]),
        date=now,
        auto="generated",
        bulk=False,
    )


def _privacy(settings: Settings) -> Iterator[Finding]:
    if settings.town_hall.privacy_url:
        yield good("letters.privacy", f"each letter links to {settings.town_hall.privacy_url}")
    else:
        yield warning(
            "letters.privacy",
            "no letter links to the town hall's information on data protection (town.privacy_url is empty)",
            'set town.privacy_url, like "https://www.example.cat/privacitat"',
        )
