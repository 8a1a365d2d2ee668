"""Why somebody leaves, told before the wish: when she goes is no day on which it is to be done.

Rule 1: only a clause in which she goes, closes, ends or begins something ("marxem al juliol") is a reason.
Rule 2: one that denies, waits, thinks or asks for something is none, whatever is concluded from it.
"""

import re
from typing import Final

from rules.text.patterns import any_of

SO: Final = any_of(
    r"\b(?:o sigui que|o sea que|aixi que|asi que|de manera que|de modo que|per tant|por tanto|per aixo|"
    r"por eso|doncs|so)\b"
)
"""Before what is concluded."""
_BECAUSE: Final = re.compile(
    r"\b(?:com que|ates que|vist que|puesto que|dado que|visto que)\b(?P<why>[^.;:!?,]{3,80}),"
)
_FROM_THEN: Final = re.compile(
    r"(?:(?<=[.!?\n] )|(?<=\n)|^)(?:a partir d|des d|desde )(?![^.!?\n]*\b(?:baix|baj|tre[iu]|tra[gi]|"
    r"esborr|borr|quit|"
    r"elimin|reb|recib|envi|mand|aviseu))[^.!?\n]{3,160}(?=[.!\n])"
)
"""A sentence of its own that tells from when she is elsewhere."""
_GOES: Final = any_of(
    r"\b(?:marx|torn|tanc|pleg|canvi|acab|deix|comenc)(?:o|em|are|arem)\b",
    r"\b(?:em|ens) (?:jubil|mud|trasllad|cas)\w{1,4}\b|\b(?:me'n vaig|ens n'anem|hi vaig|hi anem)\b",
    r"\b(?:em|ens) traslladen\b",
    r"\b(?:anir|far|tindr|viur|estudiar|treballar|comencar)(?:e|em)\b|\b(?:tinc|tenim) (?:placa|feina|pis)\b",
    r"\b(?:treballo|treballem|estudio|visc|vivim|trabajo|vivo|vivimos) (?:a|al|en)\b",
    r"\b(?:nos vamos|me voy|me mudo|nos mudamos|me jubilo|nos jubilamos|me caso)\b",
    r"\b(?:cierro|cerramos|vuelvo|volvemos|termino|terminamos|acabo|acabamos|dejo|dejamos|empiezo|empezamos|"
    r"cambio|cambiamos|estudiare|trabajare|vivire|viviremos)\b",
    r"\b(?:i|we)(?:'m|'re| am| are) (?:mov|leav|go|clos|retir)\w{2,4}\b",
)
"""What she does herself, now or soon."""
_NOT_SO: Final = any_of(
    r"\b(?:(?<!\bja )(?<!\bya )no|ni|encara|fins|hasta|todavia|aun|potser|quizas?|igual|pens\w{1,5}|"
    r"parl\w{1,4}|habl\w{1,4}|"
    r"feu\w{0,3}|fer-ho|hagan|hacedlo|sigui|sea|si|esborrany|borrador|nomes|solo|millor|mejor|until|not|if)\b"
)
"""What makes of it a doubt, or a wish of its own."""
_STOP: Final = re.compile(r"[.!?\n]")
_LONGEST: Final = 300
_NEAR: Final = 24
"""Characters of a sentence in which its conclusion is said to be one."""


def without_reason(text: str, wish: str) -> str:
    """Folded text without the reasons of the *wish*: "marxem al juliol, o sigui que traieu-nos".

    Where a sentence begins with its conclusion ("Per tant, …", "Us demano, doncs, …") it is the one before.
    """
    text = _FROM_THEN.sub(lambda match: "~" if _is_reason(match.group()) else match.group(), text)
    text = _BECAUSE.sub(lambda match: "~," if _is_reason(match["why"]) else match.group(), text)
    place = _place_of(wish, text)
    if place < 0:
        return text
    low = max(0, place - _LONGEST)
    stops = [low, *(match.end() for match in _STOP.finditer(text, low, place))]
    start = stops[-1]
    conclusions = list(SO.finditer(text, start, place + len(wish) + _NEAR))
    if not conclusions:
        return text
    end = conclusions[-1].start()
    if end - start <= _NEAR:  # the sentence begins so: what it concludes from stands before it
        end = start
        start = max((stop for stop in stops if text[stop:end].strip(" .!?\n")), default=end)
    return f"{text[:start]} {text[end:]}" if end <= place and _is_reason(text[start:end]) else text


def _place_of(wish: str, text: str) -> int:
    """Where the wish stands, or its last words: "us demano, doncs, que em doneu de baixa"."""
    words = wish.split()
    ends = (" ".join(words[cut:]) for cut in range(max(1, len(words) - 1)))
    return next((text.find(end) for end in ends if end and end in text), -1)


def _is_reason(clause: str) -> bool:
    return bool(_GOES.search(clause)) and not _NOT_SO.search(clause)
