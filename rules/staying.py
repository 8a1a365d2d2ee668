"""Who writes for a relative and says that she stays herself says nothing against his leaving.

Rule 1: only a sentence that names "I" as who stays, holds no number and names no relative.
Rule 2: only where the rest of the text asks to leave, all data stand before it, and their name
        is said to be the relative's: else they may be hers, and a person must look.
"""

import re
from typing import Final

from rules.behalf import introduces, is_for_kin, names_kin
from rules.folding import clean, fold, unwrapped
from rules.gathering import Gathered, gather
from rules.identity import Found
from rules.nameforms import Named
from rules.wishes import leaving, sentences

_SENTENCE: Final = re.compile(r"(?:[^.!?\n]|\n(?!\n)){1,400}")
_I: Final = re.compile(r"\b(?:jo|yo|a mi|i|myself|moi)\b")
_STAYS: Final = re.compile(
    r"\b(?:vull|voldria|prefereixo|quiero|quisiera|prefiero|want to|would like to|'d like to|wish to) "
    r"(?:seguir|continuar|quedar|mantenir|mantener|continue|keep|stay|remain)"
    r"|\b(?:em quedo|m'hi quedo|me quedo|hi continuo|continuo|segueixo|sigo|seguire|continuare)\b"
    r"|\bno (?:cal que )?(?:em|me|m'hi|m') ?(?:traieu|tragueu|treieu|toqueu|esborreu|borreu|doneu de baixa|"
    r"quiten|quiteis|borren|saquen|den de baja|toquen)\b"
    r"|\b(?:jo|yo) (?:encara |aun |todavia )?(?:hi )?(?:vull|quiero) (?:ser|estar|continuar|seguir)\b"
    r"|\b(?:si que|si|tambe) (?:els |los |en )?(?:vull|quiero)\b"
    r"|\b(?:em |me )?(?:deixeu|deixin|dejen|dejad)(?:-me|me)? (?:tal com|com|tal como|como) (?:estic|soc|"
    r"estoy)\b"
)
_WANTS_IT: Final = re.compile(
    r"(?<!\bno )(?<!\bsi )\b(?:vol|volen|quiere|quieren|demana|pide|wants) (?:(?:la|su) )?(?:seva )?"
    r"(?:baixa|baja)\b"
)
_SAID_NAME: Final = re.compile(r"\b(?:es diu|se llama|es deia|se llamaba|is called|s'appelle)\W{1,3}$")


def without_who_stays(text: str, *, own_numbers: frozenset[str]) -> str:
    """The text, cleaned, without the writer's own staying, where it is plain that a relative is to leave."""
    text = clean(text)
    folded = fold(text)
    stays = [s for s in _SENTENCE.finditer(folded) if _is_of_writer(s.group())]
    if not stays:
        return text
    rest = folded
    for sentence in stays:
        rest = rest[: sentence.start()] + " " * len(sentence.group()) + rest[sentence.end() :]
    found = gather(text, own_numbers=own_numbers)
    if re.search(r"\d{4}", folded[stays[0].start() :]) and not _is_whole(found, before=stays[0].start()):
        return text
    name = next((n for n in reversed(found.names) if n.end <= _first(found.numbers)), None)
    asks = _WANTS_IT.search(rest) or any(
        any(leaving(s, is_about_list=True)) for s in sentences(unwrapped(rest))
    )
    if name is None or not asks or not is_for_kin(rest) or not _is_kins(folded, name):
        return text
    for sentence in stays:
        text = text[: sentence.start()] + " " * len(sentence.group()) + text[sentence.end() :]
    return text


def _is_whole(found: Gathered, *, before: int) -> bool:
    """Whether all documents, and a telephone, stand *before* a place: what follows is who signs."""
    documents = found.documents and all(d.value and d.start < before for d in found.documents)
    return bool(documents) and any(p.value and p.start < before for p in found.phones)


def _first(numbers: tuple[Found, ...]) -> int:
    return min((one.start for one in numbers), default=0)


def _is_of_writer(sentence: str) -> bool:
    """Whether a sentence says of "I" that she stays, and of nobody and nothing else."""
    return bool(
        _STAYS.search(sentence)
        and _I.search(sentence)
        and not re.search(r"\d", sentence)
        and not names_kin(sentence)
    )


_KIN_BEFORE: Final = 40
"""Characters before a name in which the relative stands whose it is."""


def _is_kins(folded: str, name: Named) -> bool:
    """Whether the name is the relative's, as the words before it say."""
    before = re.split(r"[.!?]", folded[max(0, name.start - _KIN_BEFORE) : name.start])[-1]
    if introduces(folded, name.start):
        return False
    return bool(_SAID_NAME.search(before)) or names_kin(before)
