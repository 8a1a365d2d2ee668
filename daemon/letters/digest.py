"""What staff read, as sections: the plain text and the HTML both show exactly these.

The order is what the morning needs: what is late, what is due today, what is to come
off the phone, what is to be decided; then what can wait; then how the dates were counted
and how the service is. What is the same for many is said once, below them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Final

from daemon.letters import calendar_file
from daemon.letters.broadcasts import to_send
from daemon.letters.cards import NOTHING_TO_DO, put_off, training, undecided, waiting
from daemon.letters.chats import Chat, Chats
from daemon.letters.headline import headline
from daemon.letters.health import alarms, service_line, troubles
from daemon.letters.orders import (
    Answer,
    Link,
    Names,
    Orders,
    became,
    grammar,
    links,
    told,
    tone_of,
    written,
)
from daemon.letters.orders import headline as headline_of_orders
from daemon.letters.pages import Entry, Page, Section
from daemon.letters.people import View, counts_of_days, identity
from daemon.letters.sentences import in_catalan
from daemon.letters.wording import NAMELESS, called, counted, day, isolated, moment, phone, sentence
from rules.books.subscription import Subscription
from rules.desk.choices import for_person
from rules.desk.digest import Digest, Item, News, choices_of, people_in
from rules.desk.set_aside import for_list
from rules.people.masking import masked

_HOW_TO_ANSWER: Final = (
    "Cada resposta obre un correu ja escrit: envieu-lo tal com és. Per a la resta, responeu AJUDA."
)


def digest_page(
    digest: Digest, *, tz: tzinfo, orders: Orders | None = None, chats: Chats | None = None
) -> Page:
    """Lay out the digest; sections without entries are left out.

    With *orders* each thing has its answers, with *chats* each number what can be sent to it.
    """
    view = View.of(digest, orders)
    late = digest.alta_late
    today = [item for item in late if item.due_on == digest.on]
    sections = (
        view.people("Termini passat: poseu al telèfon ara", "late", digest.overdue),
        view.people("Poseu al telèfon avui", "today", digest.due_today),
        view.people("Termini passat: falta l’ALTA", "today", [i for i in late if i not in today]),
        view.people("El termini s’acaba avui: falta l’ALTA", "today", today),
        view.removals(),
        undecided(digest.cards, tz, orders),
        to_send(digest.to_send, tz, orders),
        _years(digest),
        view.people("Poseu al telèfon els pròxims dies", "next", digest.due_next),
        view.people("Falta l’ALTA", "later", digest.without_alta),
        view.without_consent(),
        view.delays(),
        put_off(digest.put_off),
        training(digest.training, tz, orders),
        waiting(digest.waiting_residents, tz),
        counts_of_days(digest),
    )
    return Page(
        title=f"{digest.town} · Resum del {day(digest.on, year=True)}",
        headline=headline(digest),
        alarms=alarms(digest.health, tz),
        opening=(
            *_deputized(digest),
            *(sentence(in_catalan(why)) for why in digest.health.calendar_changes),
        ),
        attached=_files(digest),
        sections=_with_chats(
            (s for s in sections if s.entries or s.small), people_in(digest), digest.languages, chats
        ),
        closing=(
            *_answering(digest, orders),
            *_said(
                " ".join(
                    (*_news(digest.new_since), *service_line(digest.health, tz, digest.on, _lists(digest)))
                )
            ),
            *troubles(digest.health),
        ),
        links=links(for_list(digest.health.set_aside), orders) if orders else (),
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
    names = called((item.ref, item.name) for item in items)
    entries = tuple(_leave(item, tz, orders, names) for item in items)
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


def ordered_page(answers: Sequence[Answer], *, town: str, orders: Orders | None, with_help: bool) -> Page:
    """Lay out what became of a clerk's orders, and how orders are written where that helps."""
    sections = (
        Section(
            title="Línia per línia",
            entries=tuple(
                Entry(
                    ref=str(place),
                    title=written(answer),
                    tone=tone_of(answer),
                    lines=_said(became(answer), *told(answer), answer.asks if orders else ""),
                    links=tuple(link for link in _taps(answer, orders) if not link.is_minor),
                    minor=tuple(link for link in _taps(answer, orders) if link.is_minor),
                    minor_lead=NOTHING_TO_DO,
                    chat=answer.chat,
                )
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


def _taps(answer: Answer, orders: Orders | None) -> tuple[Link, ...]:
    return links(answer.choices, orders) if orders else ()


def _answering(digest: Digest, orders: Orders | None) -> tuple[str, ...]:
    """How to answer, where there is something to be answered."""
    if orders is None or not choices_of(digest):
        return ()
    return (_HOW_TO_ANSWER,)


def _lists(digest: Digest) -> str:
    """How full the broadcast lists are: "Llista 1: 256 de 256, llista 2: 3 de 256."."""
    if len(digest.lists) == 1:
        return f"Contactes a la llista: {digest.lists[0]} de {digest.list_size}."
    each = (f"llista {n}: {count} de {digest.list_size}" for n, count in enumerate(digest.lists, 1))
    return sentence(", ".join(each))


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


def _leave(held: Subscription, tz: tzinfo, orders: Orders | None, names: Names) -> Entry:
    return Entry(
        ref=held.ref,
        title=isolated(held.name) or NAMELESS,
        lead=phone(held.phone),
        identity=identity(held.ref, masked(held.id_document) if held.id_document else None),
        lines=(f"Baixa demanada el {moment(held.left_at, tz)}.",) if held.left_at else (),
        links=links(for_person(held.ref, held.state, phone=held.phone), orders, names),
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
    leaving = (who for who in people if not (isinstance(who, Item) and who.is_old_number))
    found = {who.ref: chats.link(who.phone, who.state, languages.get(who.ref)) for who in leaving}
    linked = [
        replace(
            section,
            entries=tuple(replace(entry, chat=found.get(entry.ref, entry.chat)) for entry in section.entries),
        )
        for section in sections
    ]
    used = dict.fromkeys((link.chat, link.language) for link in found.values() if link)
    texts = tuple(_chat_text(chat, language, chats) for chat, language in sorted(used))
    section = Section(title="Textos per enviar per WhatsApp", entries=texts, only_text=True)
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
    Chat.HOW_IT_WORKS: "A qui pregunta com funciona la llista",
    Chat.WHERE_TO_TURN: "A qui hi demana un tràmit o s’hi queixa",
}
_AFTERWARDS: Final[Mapping[Chat, str]] = {
    Chat.ALTA: "Quan contesti, reenvieu-nos la conversa i en prendrem nota.",
    Chat.LEAVE: "Si contesta que no ha estat ell o ella, desfeu-ne la baixa.",
}


def _files(digest: Digest) -> str:
    """What is attached, and what it is for."""
    attached = (
        counted(len(digest.to_add), "contacte per desar", "contactes per desar"),
        counted(len(digest.to_remove), "contacte per treure", "contactes per treure"),
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


def _said(*parts: str) -> tuple[str, ...]:
    return tuple(part for part in parts if part)
