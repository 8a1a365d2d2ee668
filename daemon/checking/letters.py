"""The letters: each is written with sample data, and sent to nobody."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from jinja2 import TemplateError

from daemon.checking.findings import Finding, bad, good, warning
from daemon.configuration.settings import Settings
from daemon.language import _
from daemon.letters import for_staff
from daemon.letters.rendered import Rendered
from daemon.letters.texts import LANGUAGES, read_texts
from daemon.letters.validation import faults_of
from daemon.post.compose import compose, new_message_id
from rules.books.decision import Template
from rules.books.subscription import State, Subscription
from rules.desk.digest import Digest
from rules.transport.reconnection import Cause

_SAMPLE: Final = "Mostra"


def check_letters(settings: Settings, *, now: datetime) -> Iterator[Finding]:
    """Read and write every letter; what is wrong with one is named with its file and line."""
    texts = read_texts(settings.letters_folder)
    faults = faults_of(texts, settings.town())
    mend = _("`altabaixa letters show NAME` prints a letter that is good, and what can be said in it")
    for fault in faults:
        yield bad(f"letters.{fault.language}", str(fault), mend)
    for language in LANGUAGES:
        if language not in {fault.language for fault in faults}:
            theirs = [text.name for text in texts.texts.values() if text.file and text.language == language]
            own = (
                _("in the town's own words: {theirs}", theirs=", ".join(theirs))
                if theirs
                else _("all in our words")
            )
            yield good(
                f"letters.{language}",
                _("{number} letters can be written, {own}", number=len(Template), own=own),
            )
    yield _staff(settings, now)
    if settings.town_hall.privacy_url:
        yield good(
            "letters.privacy",
            _("each letter links to {privacy_url}", privacy_url=settings.town_hall.privacy_url),
        )
    else:
        said = _(
            "no letter links to the town hall's information on data protection (town.privacy_url is empty)"
        )
        mend = _('set town.privacy_url, like "https://www.example.cat/privacitat"')
        yield warning("letters.privacy", said, mend)


def _staff(settings: Settings, now: datetime) -> Finding:
    town = settings.town()
    left = Subscription(ref="S-0", state=State.LEAVING, name=_SAMPLE, left_at=now)
    day = Digest(on=now.astimezone(settings.tz).date(), town=town.name)
    privacy = settings.town_hall.privacy_url
    writers: dict[str, Callable[[], Rendered]] = {
        "digest": lambda: for_staff.digest(day, town=town, privacy_url=privacy),
        "leaves": lambda: for_staff.leaves([left], town=town),
        "probe": lambda: for_staff.probe(town=town),
        "outage": lambda: for_staff.outage(town=town, since=now, cause=Cause.AWAY, detail="sample"),
        "recovery": lambda: for_staff.recovery(town=town, since=now, until=now),
        "shadow": lambda: for_staff.shadow_report([], town=town, since=now, until=now, headline="mostra"),
    }
    sender = settings.smtp.sender
    for name, write in writers.items():
        try:
            rendered = write()
            compose(
                sender=sender,
                sender_name=settings.town_hall.name,
                recipient=sender,
                subject=rendered.subject,
                text=rendered.text,
                html=rendered.html,
                message_id=new_message_id(settings.domain),
                date=now,
            )
        except (TemplateError, ValueError, LookupError, TypeError, AttributeError, OSError) as error:
            said = _(
                "the letter {name!r} cannot be written: {kind}: {error}",
                name=name,
                kind=type(error).__name__,
                error=error,
            )
            mend = _("if the letters were changed by hand, undo that; else install altabaixa again")
            return bad("letters.staff", said, mend)
    return good(
        "letters.staff",
        _("{number} letters can be written: {writers}", number=len(writers), writers=", ".join(writers)),
    )
