"""A sentence with the matters of each of its words, and the places where it names the list."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rules.intent.frame import Stand
from rules.intent.frames import frames
from rules.lexicon.matters import SIGNS, Matter, matters_in
from rules.lexicon.parsed import Parsed, parsed_of
from rules.text.patterns import word_set
from rules.text.tokens import as_text
from rules.vocabulary.lists import LIKE_WHATSAPP


@dataclass(frozen=True)
class Said:
    """A sentence of the writer's own; `name` is the list's, in words."""

    parsed: Parsed
    name: tuple[str, ...] = ()

    @cached_property
    def matters(self) -> tuple[frozenset[Matter], ...]:
        """The matters of each word."""
        return matters_in(self.parsed.words)

    def has(self, matter: Matter) -> bool:
        """Whether the matter stands in it."""
        return bool(self.places(matter))

    def places(self, matter: Matter) -> tuple[int, ...]:
        """The places of the words of *matter*."""
        if SIGNS[matter].isdisjoint(self.parsed.words):
            return ()
        return tuple(i for i, here in enumerate(self.matters) if matter in here)

    @property
    def span(self) -> tuple[int, int]:
        """Where it begins and ends in its text."""
        return self.parsed.tokens[0].start, self.parsed.tokens[-1].end

    @cached_property
    def word_places(self) -> tuple[int, ...]:
        """The places of its words, without those of its marks."""
        return tuple(at for at, token in enumerate(self.parsed.tokens) if not token.is_mark)

    @property
    def asks_to_leave(self) -> bool:
        """Whether it asks to leave the list."""
        return any(frame.stand is Stand.WISH for frame in frames(self.parsed))

    @property
    def is_broken(self) -> bool:
        """Whether it says by itself that something is wrong, or near a thing what happened to it."""
        return self.has(Matter.TROUBLE) or any(
            0 < abs(harmed - thing) <= _NEAR
            for harmed in self.places(Matter.HARMED)
            for thing in self.places(Matter.THING)
        )

    @cached_property
    def channels(self) -> tuple[range, ...]:
        """Where the list is named so that no other is meant: by WhatsApp, by its name, as the town hall's."""
        words = self.parsed.words
        found: list[range] = []
        for place, word in enumerate(words):
            if not (word[0] in _BEGINS_NAME or word in self.name) or (found and place in found[-1]):
                continue
            end = self._named_at(place) or _end_of_name(words, place, word)
            if end is not None:  # "el canal Informació Ajuntament de Vallclara" is one name
                found.append(range(place, self._named_at(end - 1) or end))
        return tuple(found)

    @cached_property
    def names_list(self) -> bool:
        """Whether it names the list, and not WhatsApp as a mere means: "per WhatsApp", "un WhatsApp"."""
        return not all(map(self._is_means, self.channels))

    @cached_property
    def only_read_there(self) -> bool:
        """Whether it names the list as where something was read: "he vist al canal", "al canal vau dir"."""
        words = self.parsed.words
        said = f" {' '.join(words)} "
        there = {"al", "pel", "a", "en", "per", "por"}
        is_there = all(
            not there.isdisjoint(words[max(name.start - 2, 0) : name.start]) for name in self.channels
        )
        return bool(self.channels) and is_there and any(f" {each} " in said for each in _READ)

    def _is_means(self, name: range) -> bool:
        """Whether a name is WhatsApp alone, of which nothing says that it is the town hall's, or known."""
        words = self.parsed.words
        before, behind = self.parsed.word(name.start - 1), self.parsed.word(_behind_links(words, name.stop))
        is_bare = (before in _BARELY or behind == "#") and behind not in _OURS
        return is_bare and bool(LIKE_WHATSAPP.fullmatch(words[name.start]))

    def _named_at(self, place: int) -> int | None:
        """Where the list's own name ends that begins at *place*; None where it does not stand there."""
        end = place + len(self.name)
        return end if self.name and self.parsed.words[place:end] == self.name else None

    @cached_property
    def loose_channels(self) -> tuple[range, ...]:
        """Where a list is named, whose is not said: "la llista", "el canal"."""
        found = self.places(Matter.CHANNEL)
        return tuple(
            range(i, i + 1) for i in found if self.parsed.word(i + 1) not in OF | {"electoral", "etic"}
        )


def said_in(text: str, name: tuple[str, ...] = ()) -> tuple[Said, ...]:
    """The sentences of a text, in which the list may be called by its own *name*."""
    return tuple(Said(each, name) for each in parsed_of(as_text(text)))


_NEAR: Final = 8
"""Words between a thing and what happened to it."""
OF: Final = frozenset({"de", "d", "del", "dels"})
_BARELY: Final = word_set("per por un una uns unos o i y amb con via")
"""Words before WhatsApp where any may be meant."""
_SERVICES: Final = frozenset({"servei", "servicio"})
_HEADS: Final = _SERVICES | {"llista", "lista", "canal", "xat", "chat", "grup", "grupo"}
_READ: Final = (
    *("vist", "veig", "veiem", "llegit", "llegeixo", "llegim", "visto", "veo", "leido", "leo"),
    *("vau dir", "heu dit", "dieu", "deieu", "vau posar", "heu posat", "dijisteis", "habeis dicho"),
)
"""Turns of who read something, or was told it."""
_BEGINS_NAME: Final = frozenset("lcxgsiwvu")
"""Letters that a name may begin with: those of the words above and below, and of WhatsApp by ear."""
_LINKS: Final = word_set("de d del dels la l el els los en per por a al via s des")
_OURS: Final = word_set("""
    ajuntament ayuntamiento municipal poble pueblo nostrepoble informacio informacion avisos missatges
    mensajes missatgeria mensajeria difusio difusion consistori
""")


def _behind_links(words: tuple[str, ...], place: int) -> int:
    """The place of the first word from *place* on that links nothing."""
    return next((at for at in range(place, len(words)) if words[at] not in _LINKS), len(words))


def _end_of_name(words: tuple[str, ...], place: int, word: str) -> int | None:
    """Where a name of the list that begins at *place* ends; None where none does."""
    if word in _HEADS:
        end = _behind_links(words, place + 1)
        is_named = end > place + 1 or word not in _SERVICES
        is_ours = end < len(words) and (words[end] in _OURS or LIKE_WHATSAPP.fullmatch(words[end]))
        return end + 1 if is_named and is_ours else None
    if LIKE_WHATSAPP.fullmatch(word) and len(word) > len("wsp"):
        return place + 1
    if word in {"informacio", "informa"} and words[place + 1 : place + 2] == ("ajuntament",):
        return place + 2
    return None
