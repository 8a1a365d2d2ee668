"""What makes a request less than plain: then it is for a person, whatever else it says.

A net under the reading, and made of words alone: who limits, takes back, stays,
speaks of a time, of another channel or of somebody who does not know, has not
plainly asked to leave now. It never makes a request; it only keeps one from acting.
"""

import re
from dataclasses import dataclass
from typing import Final

from rules.old_reading.harmless import CAUTIONS, HARMLESS
from rules.old_reading.idioms import without_idioms
from rules.old_reading.postponing import POSTPONED, POSTPONED_ELSE
from rules.old_reading.reasons import without_reason
from rules.old_reading.second_thoughts import SECOND_THOUGHTS
from rules.old_reading.signs import ASIDES, BESIDE, DATED, OPENS, SIGNS
from rules.text.folding import clean, fold
from rules.text.patterns import any_of
from rules.text.sentences import sentences
from rules.vocabulary.dialects import as_standard
from rules.vocabulary.other_meanings import ADJECTIVE

_TURNING: Final = any_of(*SIGNS, *SECOND_THOUGHTS, *POSTPONED)
_TURNING_BESIDE: Final = any_of(*DATED)
_NET: Final = any_of(*ASIDES, *POSTPONED_ELSE)
_NET_BESIDE: Final = any_of(*BESIDE)
_EVERY: Final = any_of(*SIGNS, *SECOND_THOUGHTS, *POSTPONED, *DATED, *ASIDES, *POSTPONED_ELSE, *BESIDE)
_OF_LEAVING: Final = re.compile(
    r"\b(?:baix|baj|treu|trei|trai|trag|esborr|borr|quit|saqu|saca|elimin|desapunt|desinscri|unsub|remov|"
    r"take|pare[un]|parad|stop|atur|retir|revoc|anul|cancel|sortir|salir|salg|leave|deixeu|deixar|dej|pleg|"
    r"qued|contin|seguir|sigo|tramit|efect|(?:feu|fer|fes|hag\w{1,3}|hacer)-?(?:ho|lo)|"
    r"(?:ho|lo) (?:feu|fes|fac|fer|hag|hac|vull|quier|tramit)|"
    r"(?:vull|volem|vol|voldri\w{1,2}|quier\w{1,2}|queremos|no (?:m'|em |me |ens |nos )\w{0,3})[^.;:!?]{0,30}"
    r"(?:reb|recib|envi|mand))"
)
"""What a sentence says that speaks of leaving, receiving or staying."""
_FRAGMENT: Final = 4
"""Words of a sentence so short that it says something of the one before: "L'1 de gener.", "La resta sí."."""
_LONGEST: Final = 16_384


@dataclass(frozen=True, slots=True)
class Hesitation:
    """The words by which a request is not plain.

    `turns`: they may make another request of it; else it is one, that a person must look at first.
    """

    words: str
    turns: bool


def hesitation(text: str, *, wish: str = "") -> Hesitation | None:
    """What in *text* keeps a request from being plain, None where nothing does; *wish* are its words."""
    flowing = without_idioms(as_standard(fold(clean(text[:_LONGEST]))))
    if not _EVERY.search(" ".join(flowing.split())):  # as in most mails: nothing else need be looked for
        return None
    flowing = without_reason(flowing, wish)
    said = " ".join(flowing.split())
    for harmless in (*HARMLESS, ADJECTIVE):
        said, flowing = harmless.sub(" ~ ", said), harmless.sub(" ~ ", flowing)
    caution = _sign(said, CAUTIONS)
    if caution:
        said, flowing = CAUTIONS.sub(" ~ ", said), CAUTIONS.sub(" ~ ", flowing)
    return _heard(said, flowing, wish) or (Hesitation(caution, turns=False) if caution else None)


def _heard(said: str, flowing: str, wish: str) -> Hesitation | None:
    """The first sign that turns the wish, else the first that leaves it less than plain."""
    if sign := _sign(said, _TURNING):
        return Hesitation(sign, turns=True)
    parts = [" ".join(sentence.split()) for sentence in sentences(flowing)]
    of_wish = [part for part in parts if _is_of_wish(part)]
    if sign := next((found for part in of_wish if (found := _sign(part, _TURNING_BESIDE))), None):
        return Hesitation(sign, turns=True)
    is_found = bool(wish) and any(wish in part for part in parts)
    for part in parts:
        sign = _sign(part, _NET) or (_sign(part, _NET_BESIDE) if part in of_wish else None)
        if sign:
            is_asking = wish in part or _is_of_before(part)
            return Hesitation(sign, turns=not is_found or is_asking)
    sign = _sign(said, _NET)
    return Hesitation(sign, turns=True) if sign else None


def _is_of_wish(sentence: str) -> bool:
    return bool(_is_of_before(sentence) or OPENS.match(sentence) or _OF_LEAVING.search(sentence))


def _is_of_before(sentence: str) -> bool:
    """Whether a sentence goes on with the one before: "Al setembre.", "Que sigui a finals de mes."."""
    return len(sentence.split()) <= _FRAGMENT or bool(_GOES_ON.match(sentence))


_GOES_ON: Final = re.compile(
    r"\W{0,3}(?:que (?:sigui|sea|consti)|si (?:pot|puede) ser|millor|mejor|aixo|eso|pero|ho voldria|"
    r"lo querria|sera|seria)\b"
)


def _sign(said: str, net: re.Pattern[str]) -> str | None:
    found = net.search(said)
    return found.group().strip() if found else None
