"""Which mails were set aside of late, each with what makes it a case after all.

A subject is a stranger's words: it stands in quotation marks, and on one line, so that it is no order.
"""

from collections.abc import Iterable
from datetime import tzinfo
from typing import Final

from daemon.letters.pages import Entry, Page, Section
from daemon.letters.sentences import in_catalan
from daemon.letters.wording import counted, isolated, moment, sentence, shown
from rules.desk.set_aside import AsideList, AsideMail

_LONGEST: Final = 60
"""Characters of a subject: its line is not broken, so that no other begins with its words."""


def set_aside_page(found: AsideList, *, town: str, tz: tzinfo) -> Page:
    """Lay out *found*."""
    count = len(found.mails) + found.more
    sections = (
        Section(title="Escrits per algú", tone="next", entries=_entries(found.mails, tz, automatic=False)),
        Section(title="Automàtics", entries=_entries(found.mails, tz, automatic=True)),
    )
    return Page(
        title=f"{town} · Correus que no eren per a la llista",
        headline=counted(
            count, "correu no era per a la llista", "correus no eren per a la llista"
        ) or "Tots els correus eren per a la llista",
        opening=("Són els dels últims set dies, tal com ara són a la bústia: no en guardem res més.",),
        sections=tuple(section for section in sections if section.entries),
        closing=_closing(found.more),
    )  # fmt: skip


def _closing(more: int) -> tuple[str, ...]:
    left_out = counted(more, "correu més antic o automàtic", "correus més, antics o automàtics")
    return (f"No hi caben {left_out}: són a la bústia, com sempre.",) if more else ()


def _entries(mails: Iterable[AsideMail], tz: tzinfo, *, automatic: bool) -> tuple[Entry, ...]:
    return tuple(_entry(mail, tz) for mail in mails if mail.automatic is automatic)


def _entry(mail: AsideMail, tz: tzinfo) -> Entry:
    came, why = moment(mail.received_at, tz), sentence(in_catalan(mail.why))
    if not mail.is_there:
        return Entry(ref=mail.ref, title="Ja no és a la bústia", lines=(f"Va arribar el {came}.", why))
    subject = f"«{isolated(mail.subject, _LONGEST)}»" if shown(mail.subject) else "(sense assumpte)"
    return Entry(ref=mail.ref, title=subject, lines=(f"De {_writer(mail)}, {came}.", why), small=(mail.ref,))


def _writer(mail: AsideMail) -> str:
    """Name and address as the mail gives them; either may be a stranger's words."""
    name, address = isolated(mail.name, _LONGEST), isolated(mail.address, _LONGEST)
    return f"{name} ({address})" if name and address else address or name or "remitent desconegut"
