"""The sentences of flowing text, cut where one ends."""

import re
from itertools import pairwise
from typing import Final

_STOP: Final = r"[.!?;…]"
_PICTURE: Final = r"[\u2600-\u27bf\U0001f300-\U0001faff]"
# The stop of "D. Pere Soler", "núm. 3" and "tel. 600…" ends no sentence.
_NO_STOP: Final = "".join(
    rf"(?<!\b{word}.)" for word in ["d", "sr", "sra", "dna", "num", "tel", "mob", "mov"]
)
_BREAK: Final = re.compile(
    r"[.!?;…\n\u2600-\u27bf\U0001f300-\U0001faff]"
    rf"(?:(?<={_STOP}){_NO_STOP}{_STOP}*(?=\s|$|[\"')»”])|(?<=\n)\n{{0,2}}"
    rf"|(?<= {_PICTURE}){_PICTURE}*(?= |$))"
)
_RUNS_ON: Final = re.compile(
    r" (?=(?:moltes |mil |muchas )?(?:gracies|gracias|merces|merci)\b|(?:perdoneu|perdonin|disculpeu|"
    r"perdonen)\b|"
    r"o sigui que |o sea que |aixi que |asi que |total que |resulta que |mira que |mirin? |apa |"
    r"(?:i |y )?(?:records|recuerdos|salut|saludos|adeu|una abracada|un abrazo)\b|a veure si |a ver si |"
    r"(?:el |mi |i el )?(?:meu )?(?:carnet|dni|nie) (?:es|el) )"
)
"""Where one who dictates without a full stop begins anew."""
_TURNS: Final = re.compile(
    r"\b(?:pero|quan|cuando|fins|hasta|primero?|abans|antes|si(?! us plau)|val mes|mes val|no (?:ho|l'|em|la|"
    r"lo|me|feu|tra|toqu|esborr|encara|hac|hag)|despres|luego|"
    r"espereu|deixeu|deixa|dejad|dejalo|repensat|millor|mejor|ja em|ya me|until|when|but|if)\b"
)
"""What may turn a wish that stands before it: then all is one sentence."""
_SPOKEN: Final = 200
"""Characters of a sentence so long that it was dictated, where it has hardly a comma."""
_LONGEST: Final = 800
"""Characters of a sentence: what has no full stop for longer is cut, so that time stays linear."""


def sentences(folded: str) -> tuple[str, ...]:
    """The sentences of flowing text, each with the mark that ended it; empty ones left out."""
    ends = [match.end() for match in _BREAK.finditer(folded)]
    whole = (folded[start:end].strip() for start, end in pairwise([0, *ends, len(folded)]))
    cut = (part for sentence in whole for part in _breaths(sentence))
    return tuple(part[place : place + _LONGEST] for part in cut for place in range(0, len(part), _LONGEST))


def _breaths(sentence: str) -> list[str]:
    """A sentence, or the parts of one that was dictated without a stop."""
    if len(sentence) < _SPOKEN or sentence.count(",") > len(sentence) // _SPOKEN:
        return [sentence]
    last_turn = max((m.start() for m in _TURNS.finditer(sentence)), default=-1)
    starts = [m.end() for m in _RUNS_ON.finditer(sentence) if m.end() > last_turn]
    return [sentence[start:end].strip() for start, end in pairwise([0, *starts, len(sentence)])]
