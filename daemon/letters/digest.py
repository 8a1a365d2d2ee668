"""What staff read, as sections: the plain text and the HTML both show exactly these.

The order is what the morning needs: what is late, what is due today, what is to come
off the phone, what is to be decided; then what can wait; then how the service is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, tzinfo
from typing import Final

from daemon.letters import calendar_file
from daemon.letters.cards import put_off, undecided, waiting
from daemon.letters.chats import Chat, Chats
from daemon.letters.deadlines import BASIS
from daemon.letters.health import alarms, health_lines
from daemon.letters.orders import Answer, Orders, became, grammar, links, told, written
from daemon.letters.orders import headline as headline_of_orders
from daemon.letters.pages import Entry, Page, Section
from daemon.letters.sentences import in_catalan
from daemon.letters.wording import (
    LONGEST_SENTENCE,
    NAMELESS,
    counted,
    day,
    isolated,
    moment,
    phone,
    removal_limit,
    sentence,
    time_limit,
)
from rules.books.subscription import Subscription
from rules.desk.choices import for_delay, for_person
from rules.desk.digest import Digest, Item, News, choices_of, people_in
from rules.desk.owed import Delay
from rules.people.masking import masked

_HOW_TO_ANSWER: Final = (
    "Cada resposta obre un correu ja escrit: només cal enviar-lo. També podeu escriure a {address}, "
    "o respondre aquest resum, amb una ordre per línia. Si hi escriviu AJUDA, us les expliquem totes."
)
ALL_WELL: Final = "Tot en ordre"
"""The headline of a day on which nothing presses."""


def headline(digest: Digest) -> str:
    """Say the digest in one line: "2 vençudes · 1 venç avui · 3 a treure del telèfon · 2 per decidir"."""
    parts = (
        "el servei no funciona" if digest.health.down else "",
        counted(len(digest.overdue), "vençuda", "vençudes"),
        counted(len(digest.due_today), "venç avui", "vencen avui"),
        counted(len(digest.alta_late), "espera l’ALTA", "esperen l’ALTA"),
        counted(
            sum(i.denied_by is None for i in digest.take_off), "a treure del telèfon", "a treure del telèfon"
        ),
        counted(len(digest.cards), "per decidir", "per decidir"),
        "" if digest.health.well or digest.health.down else "avís del servei",
    )
    lying = len(digest.neglected)
    return " · ".join(filter(None, parts)) or counted(lying, "pendent de fer", "pendents de fer") or ALL_WELL


def digest_page(
    digest: Digest, *, tz: tzinfo, orders: Orders | None = None, chats: Chats | None = None
) -> Page:
    """Lay out the digest; sections without entries are left out.

    With *orders* each thing has its answers, with *chats* each number what can be sent to it.
    """
    sections = (
        _people("Altes vençudes: poseu-les al telèfon ara", "late", digest.overdue, digest.on, orders),
        _people("Altes que vencen avui: poseu-les al telèfon", "today", digest.due_today, digest.on, orders),
        _people(_ALTA_LATE, "today", digest.alta_late, digest.on, orders),
        _removals(digest, orders),
        undecided(digest.cards, tz, orders),
        _years(digest),
        _people("Altes dels pròxims dies: poseu-les al telèfon", "next", digest.due_next, digest.on, orders),
        _people("Falta l’ALTA", "later", digest.without_alta, digest.on, orders),
        _without_consent(digest, orders),
        _delays(digest, orders),
        put_off(digest.put_off),
        waiting(digest.waiting_residents, tz),
    )
    return Page(
        title=f"{digest.town} · Resum del {day(digest.on, year=True)}",
        headline=headline(digest),
        alarms=alarms(digest.health, tz),
        opening=(
            *_deputized(digest),
            *_opening(digest),
            *(sentence(in_catalan(why)) for why in digest.health.calendar_changes),
        ),
        attached=_files(digest),
        sections=_with_chats((s for s in sections if s.entries), people_in(digest), digest.languages, chats),
        closing=(
            *_answering(digest, orders),
            *_lists(digest),
            *health_lines(digest.health, tz, digest.on),
            *_basis(digest),
        ),
    )


def leaves_page(
    items: Sequence[Subscription],
    *,
    town: str,
    tz: tzinfo,
    orders: Orders | None = None,
    chats: Chats | None = None,
    languages: Mapping[str, str] | None = None,
) -> Page:
    """Lay out the notice that these numbers are to come off the phone now."""
    title = "Traieu aquest número del telèfon" if len(items) == 1 else "Traieu aquests números del telèfon"
    entries = tuple(_leave(item, tz, orders) for item in items)
    return Page(
        title=f"{town} · Avís de baixa",
        headline=title,
        opening=(
            "Han demanat la baixa de la llista. Fins que el número no sigui fora, en rebran els missatges.",
        ),
        sections=_with_chats(
            [Section(title="Per treure del telèfon", tone="off", entries=entries)],
            items,
            languages or {},
            chats,
        ),
        closing=("Mentre no consti que són fora, també sortiran al resum de cada dia.",),
    )


def ordered_page(answers: Sequence[Answer], *, town: str, with_help: bool) -> Page:
    """Lay out what became of a clerk's orders, and how orders are written where that helps."""
    sections = (
        Section(
            title="Línia per línia",
            entries=tuple(
                Entry(ref=str(place), title=written(answer), lines=(became(answer), *told(answer)))
                for place, answer in enumerate(answers)
            ),
        ),
        Section(
            title="Com s’escriuen les ordres, una per línia",
            tone="next",
            entries=tuple(Entry(ref=does, title=does, lines=(how,)) for does, how in grammar())
            if with_help
            else (),
        ),
    )
    return Page(
        title=f"{town} · Resposta a les vostres ordres",
        headline=headline_of_orders(answers) or "No hi hem trobat cap ordre",
        sections=tuple(section for section in sections if section.entries),
        closing=() if with_help else ("Per veure totes les ordres, escriviu-nos AJUDA.",),
    )


def _people(title: str, tone: str, items: Iterable[Item], on: date, orders: Orders | None = None) -> Section:
    entries = tuple(_person(item, time_limit(item, on), orders) for item in items)
    return Section(title=title, tone=tone, entries=entries)


def _removals(digest: Digest, orders: Orders | None) -> Section:
    entries = tuple(_person(item, removal_limit(item, digest.on), orders) for item in digest.take_off)
    return Section(title="Traieu del telèfon", tone="off", entries=entries)


_ALTA_LATE: Final = "Termini passat: falta l’ALTA"


def _without_consent(digest: Digest, orders: Orders | None) -> Section:
    """Who sent the ALTA, and whose signed paper has not come."""
    entries = tuple(
        _person(item, f"Va enviar l’ALTA el {day(item.asked_on)}." if item.asked_on else "", orders)
        for item in digest.without_consent
    )
    return Section(title="Falta el consentiment", tone="later", entries=entries)


def _person(item: Item, limit: str, orders: Orders | None) -> Entry:
    return Entry(
        ref=item.ref,
        title=isolated(item.name) or NAMELESS,
        is_new=item.is_new,
        lead=" · ".join(_said(phone(item.phone), _list_of(item))),
        lines=_said(limit, _late(item)),
        links=links(item.choices, orders),
        small=_said(_identity(item.ref, item.id_document), sentence(in_catalan(item.explanation))),
    )


def _list_of(item: Item) -> str:
    return "" if item.list_number is None else f"llista {item.list_number}"


def _answering(digest: Digest, orders: Orders | None) -> tuple[str, ...]:
    """How to answer, where there is something to be answered."""
    if orders is None or not choices_of(digest):
        return ()
    return (_HOW_TO_ANSWER.format(address=orders.to),)


def _lists(digest: Digest) -> tuple[str, ...]:
    """How full the broadcast lists are: "Llista 1: 241 de 256"."""
    if not digest.lists:
        return ()
    each = (f"llista {n}: {count} de {digest.list_size}" for n, count in enumerate(digest.lists, 1))
    return (sentence(", ".join(each)),)


def _late(item: Item) -> str:
    """The reason that an overdue one is, or that it is asked for: it stays with the record."""
    if item.late_because is None:
        return ""
    if item.late_because:
        return f"El motiu del retard: {isolated(item.late_because, LONGEST_SENTENCE)}"
    return "No consta el motiu del retard."


def _deputized(digest: Digest) -> tuple[str, ...]:
    """Why deputies read it too."""
    if not digest.neglected:
        return ()
    refs = ", ".join(digest.neglected)
    return (f"També va a les persones suplents, perquè des de l’últim resum ningú no ha fet res de: {refs}.",)


def _years(digest: Digest) -> Section:
    """The years whose holidays nobody has confirmed, and how it is done."""
    entries = tuple(
        Entry(ref=str(year), title=f"Calendari de {year}", lines=tuple(_how_to_confirm(year)))
        for year in digest.health.unconfirmed_years
    )
    return Section(title="Festius per confirmar", tone="card", entries=entries)


def _how_to_confirm(year: int) -> Iterator[str]:
    yield "Mentre ningú no el confirmi, les dates que hi passin poden canviar, i ho diuen."
    yield (
        f"Busqueu al DOGC (dogc.gencat.cat) l’ordre de festes locals per a l’any {year}: surt cada desembre, "
        "i hi ha els dos dies del municipi. L’ordre de festes generals surt a la primavera anterior."
    )
    yield (
        "Passeu-la al servei tècnic: les línies per a la configuració les dona "
        f"l’ordre altabaixa calendar confirm {year}."
    )


def _how_late(late: Delay) -> str:
    days = counted(late.days, "dia hàbil", "dies hàbils")
    return f"Vencia el {day(late.due_on)}; consta al telèfon des del {day(late.done_on)}, {days} tard."


def _delays(digest: Digest, orders: Orders | None) -> Section:
    """Those who were put on the phone late, and nobody said why."""
    entries = tuple(
        Entry(
            ref=late.ref,
            title=isolated(late.name) or NAMELESS,
            lines=(_how_late(late),),
            links=links(for_delay(late.ref), orders),
            small=(late.ref,),
        )
        for late in digest.unexplained
    )
    return Section(title="Es van fer tard: digueu-ne el motiu", tone="later", entries=entries)


def _leave(held: Subscription, tz: tzinfo, orders: Orders | None) -> Entry:
    identity = masked(held.id_document) if held.id_document else None
    return Entry(
        ref=held.ref,
        title=isolated(held.name) or NAMELESS,
        lead=phone(held.phone),
        lines=(f"Baixa demanada el {moment(held.left_at, tz)}.",) if held.left_at else (),
        links=links(for_person(held.ref, held.state, phone=held.phone), orders),
        small=(_identity(held.ref, identity),),
    )


def _with_chats(
    sections: Iterable[Section],
    people: Iterable[Item | Subscription],
    languages: Mapping[str, str],
    chats: Chats | None,
) -> tuple[Section, ...]:
    """The sections with what can be sent to each of *people*, and below them those texts, each once."""
    if chats is None:
        return tuple(sections)
    found = {who.ref: chats.link(who.phone, who.state, languages.get(who.ref)) for who in people}
    linked = [
        replace(
            section, entries=tuple(replace(entry, chat=found.get(entry.ref)) for entry in section.entries)
        )
        for section in sections
    ]
    used = dict.fromkeys((link.chat, link.language) for link in found.values() if link)
    texts = tuple(_chat_text(chat, language, chats) for chat, language in sorted(used))
    section = Section(title="Textos per enviar per WhatsApp", entries=texts)
    return (*linked, section) if texts else tuple(linked)


def _chat_text(chat: Chat, language: str, chats: Chats) -> Entry:
    lines = tuple(line for line in chats.text(chat, language).split("\n") if line.strip())
    return Entry(
        ref=f"{chat}/{language}",
        title=f"{_CHATS[chat]}{_IN[language]}",
        lines=lines,
        small=_said(_AFTERWARDS.get(chat, "")),
    )


_IN: Final = {"ca": "", "es": " (en castellà)"}
_CHATS: Final[Mapping[Chat, str]] = {
    Chat.WELCOME: "A qui acabeu de posar al telèfon",
    Chat.ALTA: "A qui li falta l’ALTA",
    Chat.CONSENT: "A qui li falta el consentiment",
    Chat.LEAVE: "A qui ha demanat la baixa per correu",
}
_AFTERWARDS: Final[Mapping[Chat, str]] = {
    Chat.ALTA: "Quan contesti, reenvieu-nos la conversa i en prendrem nota.",
    Chat.LEAVE: "Si contesta que no ha estat ell o ella, desfeu-ne la baixa.",
}


def _identity(ref: str, id_document: str | None) -> str:
    return f"{ref} · DNI/NIE {id_document}" if id_document else f"{ref} · sense DNI"


def _opening(digest: Digest) -> tuple[str, ...]:
    if digest.quiet:
        return ("Avui no hi ha res per fer.",)
    if headline(digest) == ALL_WELL:
        return ("Avui no venç res ni hi ha res per decidir.", *_news(digest.new_since))
    return _news(digest.new_since)


def _files(digest: Digest) -> str:
    """What is attached, and what it is for."""
    attached = (
        counted(len(digest.to_add), "contacte per desar al telèfon", "contactes per desar al telèfon"),
        counted(len(digest.to_remove), "contacte per treure’n", "contactes per treure’n"),
        counted(len(calendar_file.events(digest)), "data per al calendari", "dates per al calendari"),
    )
    names = _listed(attached)
    return f"Adjunts: {names}." if names else ""


def _news(news: News | None) -> tuple[str, ...]:
    if news is None:
        return ()
    parts = (
        counted(news.begun, "fitxa nova", "fitxes noves"),
        counted(news.left, "baixa", "baixes"),
        counted(news.cards, "cas nou per decidir", "casos nous per decidir"),
    )
    done = (
        counted(news.done.activated, "posada al telèfon", "posades al telèfon"),
        counted(news.done.taken_off, "treta del telèfon", "tretes del telèfon"),
        counted(news.done.closed, "cas tancat", "casos tancats"),
    )
    lines = ((_listed(parts), "Des de l’últim resum"), (_listed(done), "El personal ha fet"))
    return tuple(f"{lead}: {what}." for what, lead in lines if what)


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part)


def _basis(digest: Digest) -> tuple[str, ...]:
    dated = (*digest.overdue, *digest.due_today, *digest.due_next, *digest.alta_late, *digest.without_alta)
    return (sentence(BASIS),) if dated else ()


def _said(*parts: str) -> tuple[str, ...]:
    return tuple(part for part in parts if part)
