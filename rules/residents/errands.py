"""Who writes of the list and neither leaves nor joins: news to be told over it, another office that asks."""

from typing import Final

from rules.intent.frame import Stand
from rules.intent.frames import frames
from rules.lexicon.parsed import parsed_of
from rules.text.tokens import as_text

_TELLING: Final = (
    *("pass", "anunci", "difon", "difus", "publi", "compart", "penj", "enviar", "enviessiu", "envieu"),
    *("pos", "correr"),
)
_OVER: Final = frozenset({"per", "pel", "por", "a", "al", "en"})
_LISTS: Final = ("llista", "lista", "whats", "grup", "canal", "difusi")
_ME: Final = frozenset({"me", "m", "nos", "ns"})
"""Who is to get it on their own telephone, and has nothing to tell."""
_FAR: Final = 8
"""Words between what is to be told and the list over which it is."""


def asks_to_tell(said: str) -> bool:
    """Whether folded text wants something told over the list, and nobody taken off it."""
    cut = parsed_of(as_text(said))
    if not any(_tells_over_list(parsed.words) for parsed in cut):
        return False
    return not any(frame.stand is Stand.WISH for parsed in cut for frame in frames(parsed))


def _tells_over_list(words: tuple[str, ...]) -> bool:
    told = [j for j, word in enumerate(words) if word.startswith(_TELLING)]
    return any(
        words[j + 1] not in _ME
        and words[k] in _OVER
        and any(word.startswith(_LISTS) for word in words[k + 1 : k + 4])
        for j in told
        for k in range(j + 1, min(j + _FAR, len(words)))
    )
