"""The letters: each template in each language is written once, with sample data, and sent to nobody."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Final

from jinja2 import TemplateError

from daemon import letters
from daemon.checking.findings import Finding, bad, good, warning
from daemon.compose import compose, new_message_id
from daemon.settings import Settings
from rules.decision import Letter, Template
from rules.digest import Digest
from rules.findings import Flaw, Person
from rules.reconnection import Cause
from rules.subscription import State, Subscription

_SAMPLE: Final = Person(name="Mostra", id_document="00000000T", phone="+34600000000")
_LACKING: Final = Person(flaws=(Flaw.DOCUMENT_MISSING, Flaw.PHONE_MISSING))


def check_letters(settings: Settings, *, now: datetime) -> list[Finding]:
    """Write every letter; what cannot be written is named with its template."""
    found = [_residents(settings, language, now) for language in letters.LANGUAGES]
    return [*found, _staff(settings, now), *_privacy(settings)]


def _residents(settings: Settings, language: str, now: datetime) -> Finding:
    def written(template: Template) -> letters.Rendered:
        letter = Letter(
            template=template,
            to=settings.smtp.sender,
            language=language,
            done=(_SAMPLE,),
            left_at=(now,),
            missing=(_LACKING,),
            received=True,
            on_phone=True,
            undoable=True,
            undone_at=now,
        )
        privacy = settings.town_hall.privacy_url
        return letters.letter(letter, reference="C-0", town=settings.town(), privacy_url=privacy)

    return _tried(settings, f"letters.{language}", now, {t.value: partial(written, t) for t in Template})


def _staff(settings: Settings, now: datetime) -> Finding:
    town = settings.town()
    left = Subscription(ref="S-0", state=State.LEAVING, name=_SAMPLE.name or "", left_at=now)
    day = Digest(on=now.astimezone(settings.tz).date(), town=town.name)
    privacy = settings.town_hall.privacy_url
    return _tried(
        settings,
        "letters.staff",
        now,
        {
            "digest": lambda: letters.digest(day, town=town, privacy_url=privacy),
            "leaves": lambda: letters.leaves([left], town=town),
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
