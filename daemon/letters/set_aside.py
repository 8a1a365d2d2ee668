"""Which mails were set aside of late, each with what makes it a case after all.

A subject is a stranger's words: it stands in quotation marks, and on one line, so that it is no order.
"""

from datetime import tzinfo
from typing import Final

from daemon.letters.orders import Orders, links
from daemon.letters.pages import Entry, Page, Section
from daemon.letters.sentences import in_catalan
from daemon.letters.wording import counted, isolated, moment, sentence, shown
from rules.desk.set_aside import AsideList, AsideMail

_LONGEST: Final = 60
"""Characters of a subject: its line is not broken, so that no other begins with its words."""

_LONGEST_NAME: Final = 40

_OPENING: Final = (
    "Són els dels últims set dies, llegits ara mateix de la bústia: no en guardem l’assumpte. "
    "Si algun era per a la llista, digueu-ho i serà un cas."
)


def set_aside_page(found: AsideList, *, town: str, tz: tzinfo, orders: Orders | None = None) -> Page:
    """Lay out *found*; with *orders* each mail that is there has its tap."""
    count = len(found.mails) + found.more
    headline = counted(count, "correu no era per a la llista", "correus no eren per a la llista")
    people = (_entry(mail, tz, orders) for mail in found.mails if not mail.automatic)
    robots = (_entry(mail, tz, orders) for mail in found.mails if mail.automatic)
    sections = (
        Section(title="Escrits per algú", tone="next", entries=tuple(people)),
        Section(title="Automàtics", entries=tuple(robots)),
    )
    return Page(
        title=f"{town} · Correus que no eren per a la llista",
        headline=headline or "Tots els correus eren per a la llista",
        opening=(_OPENING,) if count else (),
        sections=tuple(section for section in sections if section.entries),
        closing=_closing(found.more),
    )


def _closing(more: int) -> tuple[str, ...]:
    left_out = counted(more, "correu més antic o automàtic", "correus més, antics o automàtics")
    return (f"No hi caben {left_out}: són a la bústia, com sempre.",) if more else ()


def _entry(mail: AsideMail, tz: tzinfo, orders: Orders | None) -> Entry:
    came, why = moment(mail.received_at, tz), sentence(in_catalan(mail.why))
    if not mail.is_there:
        return Entry(ref=mail.ref, title="Ja no és a la bústia", lines=(f"Va arribar el {came}.", why))
    subject = f"«{isolated(mail.subject, _LONGEST)}»" if shown(mail.subject) else "(sense assumpte)"
    return Entry(
        ref=mail.ref,
        title=subject,
        identity=mail.ref,
        lines=(f"De {_writer(mail)}, {came}.", why),
        links=links(mail.choices, orders),
    )


def _writer(mail: AsideMail) -> str:
    """Name and address as the mail gives them; either may be a stranger's words."""
    name, address = isolated(mail.name, _LONGEST_NAME), isolated(mail.address, _LONGEST)
    return f"{name} ({address})" if name and address else address or name or "remitent desconegut"
