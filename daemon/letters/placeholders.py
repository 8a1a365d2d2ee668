"""What a letter to a resident may say by name: the placeholders of each text, and what each stands for.

A flag can only stand in a condition; whatever is not said here is an error in the text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from daemon.language import _, later

FOOT: Final = "foot"
"""The text below every letter; it has no subject."""

_TOWN: Final[Mapping[str, str]] = {
    "ajuntament": later("the town hall, “Ajuntament de Setcases”"),
    "poble": later("the town, “Setcases”"),
    "llista": later("what the list is called, “Informació Ajuntament de Setcases”"),
    "whatsapp": later("the number of the list, “683 33 13 83”"),
    "privacitat": later("the link to the page on data protection; empty where the configuration has none"),
}
_FORM: Final = later("the link to the consent form; empty where the configuration has none")
_TURNS: Final[Mapping[str, str]] = {
    "seu": later("the link to the electronic office; empty where the configuration has none"),
    "telefon": later("the telephone of the town hall; empty where the configuration has none"),
}
_LETTER: Final[Mapping[str, str]] = {**_TOWN, "referencia": later("the reference of the case, “C-7KQ4M2XZ”")}
_CHAT: Final[Mapping[str, str]] = {
    **{name: says for name, says in _TOWN.items() if name != "privacitat"},
    "correu": later("the mail address that residents write to"),
    "formulari": _FORM,
}
_DONE: Final[Mapping[str, str]] = {
    "baixes": later("who has left and when: a line for each person"),
    "dies_per_desfer": later("how many days a leave can be undone, “10”"),
}
_DONE_FLAGS: Final[Mapping[str, str]] = {
    "al_telefon": later("a number has yet to be taken off the phone"),
    "repetida": later("it was asked for before, so that no day can be promised for that"),
    "es_pot_desfer": later("the leave is recent enough to be undone"),
}
_ASKED: Final[Mapping[str, str]] = {
    "falta": later("what is missing, or why it is not valid: a line for each thing, person by person"),
    "exemple": later("what to answer, as lines to copy"),
}
_ASKED_FLAGS: Final[Mapping[str, str]] = {
    "diverses_persones": later("data of more than one person are asked for")
}
_REST_FLAG: Final[Mapping[str, str]] = {"resta": later("a person looks at the rest of the message")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What one text is for: what it may say (`takes`, and `flags` in conditions), what it must (`needs`).

    One without a subject is no letter: the foot below them, and what is sent by WhatsApp.
    """

    says: str
    takes: Mapping[str, str]
    flags: Mapping[str, str]
    needs: frozenset[str]
    has_subject: bool = True

    @property
    def names(self) -> frozenset[str]:
        """Every name that the text may hold."""
        return frozenset(self.takes) | frozenset(self.flags)

    def meaning(self, name: str) -> str:
        """What *name* stands for."""
        return _(self.takes.get(name) or self.flags[name])


def _purpose(
    says: str, *needs: str, takes: Mapping[str, str], flags: Mapping[str, str] | None = None
) -> Purpose:
    return Purpose(
        says=says, takes={**_LETTER, **takes}, flags=flags or {}, needs=frozenset({"referencia", *needs})
    )


def _chat(says: str, *needs: str) -> Purpose:
    return Purpose(says=says, takes={**_CHAT, **_TURNS}, flags={}, needs=frozenset(needs), has_subject=False)


PURPOSES: Final[Mapping[str, Purpose]] = {
    "done": _purpose(later("who asked to leave is off the list"), "baixes", takes=_DONE, flags=_DONE_FLAGS),
    "missing": _purpose(later("something is missing to leave"), "falta", takes=_ASKED, flags=_ASKED_FLAGS),
    "received": _purpose(later("anything else: the same for everybody"), takes={}),
    "partly": _purpose(
        later("several people in one message: some done, some not"),
        "baixes",
        "falta",
        "resta",
        takes={**_DONE, **_ASKED},
        flags={**_DONE_FLAGS, **_ASKED_FLAGS, **_REST_FLAG},
    ),
    "reminder": _purpose(
        later("three working days later, it is still missing"), "falta", takes=_ASKED, flags=_ASKED_FLAGS
    ),
    "confirm": _purpose(
        later("it is not plain whether the writer wants to leave: they are asked"),
        "enllac_si",
        takes={
            **_ASKED,
            "enllac_si": later("a link that writes a mail with the word SÍ and a code"),
            "de_qui": later("whose leave it would be, masked; nothing where no datum was given"),
        },
        flags={**_ASKED_FLAGS, **_REST_FLAG},
    ),
    "undone": _purpose(
        later("a leave was undone"),
        "persones",
        takes={
            "persones": later("who is back: a line for each person"),
            "dia": later("the day it was undone"),
        },
    ),
    "still": _purpose(
        later("who has left writes that messages still come"), "baixes", takes={"baixes": _DONE["baixes"]}
    ),
    "off-phone": _purpose(
        later("the number of who left is off the phone"), "baixes", takes={"baixes": _DONE["baixes"]}
    ),
    "welcome": _purpose(
        later("who joined is on the phone: how to leave, and the rules of use"),
        "correu",
        takes={"correu": _CHAT["correu"]},
    ),
    "join": _purpose(
        later("somebody asks to join by mail: how it goes"),
        "whatsapp",
        takes={
            "enllac_alta": later("a link that opens WhatsApp with the word ALTA written"),
            "formulari": _FORM,
            "correu": _CHAT["correu"],
        },
        flags=_REST_FLAG,
    ),
    "incident": _purpose(later("an incident was told to the list: it was received"), takes={}),
    "announcement": _purpose(
        later("an activity is to be told by the list: it was received, and the norms"), takes={}
    ),
    "how-it-works": _purpose(
        later("somebody asks how the list works: the notice's own rules"),
        "correu",
        takes={
            "enllac_alta": later("a link that opens WhatsApp with the word ALTA written"),
            "formulari": _FORM,
            "correu": _CHAT["correu"],
        },
    ),
    "where-to-turn": _purpose(
        later("somebody asks the list for what it is not for: where to turn"), takes=_TURNS
    ),
    "no-messages": _purpose(
        later("somebody gets no messages: what to check, the same for everybody"), "whatsapp", takes={}
    ),
    "rights": _purpose(later("somebody claims a right over their data: it was received"), takes={}),
    "rights-proof": _purpose(
        later("who claims a right is asked to prove who they are: the same for everybody"), takes=_TURNS
    ),
    "rights-later": _purpose(
        later("who claims a right is told that the answer takes longer"),
        "dia_limit",
        "motiu",
        takes={
            "dia_limit": later("the last day to answer"),
            "motiu": later("why it takes longer, in the words of the staff"),
        },
    ),
    "rights-done": _purpose(
        later("who claims a right is told that staff attended to it: the same for everybody"),
        takes={"anys": later("how many years the proof of consent and leave is kept, “3”")},
        flags={
            "es_supressio": later("they asked that all their data be erased"),
            "es_acces": later("they asked what is held about them"),
        },
    ),
    "answered": _purpose(
        later("what staff answer to what was told to the list"),
        "resposta",
        takes={
            "resposta": later("the words of the staff"),
            "dia": later("the day it was written"),
        },
    ),
    FOOT: Purpose(
        says=later("below every letter"),
        takes=_TOWN,
        flags={},
        needs=frozenset({"privacitat"}),
        has_subject=False,
    ),
    "chat-welcome": _chat(later("WhatsApp to a number that was just put on the list"), "correu"),
    "chat-answer": Purpose(
        says=later("WhatsApp to who told something to the list: what staff answer"),
        takes={**_CHAT, "resposta": later("the words of the staff")},
        flags={},
        needs=frozenset({"resposta"}),
        has_subject=False,
    ),
    "chat-leave": _chat(
        later("WhatsApp to a number whose leave came by mail, before it is taken off"), "llista"
    ),
    "chat-consent": _chat(later("WhatsApp to a number whose ALTA came, and no consent yet"), "llista"),
    "chat-alta": _chat(later("WhatsApp to a number whose consent came, and no ALTA yet"), "llista"),
    "chat-how-it-works": _chat(later("WhatsApp to who asks there how the list works"), "correu"),
    "chat-where-to-turn": _chat(later("WhatsApp to who asks there for what the list is not for"), "llista"),
}
"""The texts by their names, which are also the names of their files."""

IN_SUBJECTS: Final = frozenset({"ajuntament", "poble", "llista"})
"""What a subject may say: nothing of a case, for mail programs show it to who looks over a shoulder."""
