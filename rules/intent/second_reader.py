"""The second reader: a linear model over the words of each sentence, which reads without any rule.

A text asks as its best sentence asks, less what its worst says against it. It makes no request by itself:
it speaks against one (`veto`), and opens or closes the question to the writer (`opener`, `closer`). Its
weights are learned from whole mails by `make model`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rules.intent.beside_reader import BesideWeights, Table
from rules.text.patterns import word_set
from rules.text.tokens import Text, as_text, together
from rules.vocabulary.lists import LIKE_WHATSAPP
from rules.vocabulary.name_words import GIVEN_NAMES

LONGEST: Final = 16_384
"""Characters that are scored; what stands behind them is not."""
_MOST_WORDS: Final = 80
"""Words of a sentence; what was dictated without a stop is cut there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What was learned: the weight of each word, pair and triple for asking and against, and the cuts.

    `ask` and `against` are what a sentence of unknown words has. A leave whose margin is below `veto` does
    not act; a mail that asks at least as much as `opener` may be a wish where no rule finds one; one below
    `closer` is none. `beside` reads what stands beside a wish.
    """

    ngrams: Table
    ask: float
    against: float
    veto: float
    opener: float
    closer: float
    beside: BesideWeights


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence by its place in the cleaned text, and how much it asks and speaks against."""

    start: int
    end: int
    ask: float
    against: float


@dataclass(frozen=True, slots=True)
class Scores:
    """A text's sentences, scored; `ask` is the best one's, `against` the worst one's, never below none."""

    sentences: tuple[Scored, ...]
    ask: float
    against: float

    @property
    def margin(self) -> float:
        """How much the text asks, all in all."""
        return self.ask - self.against

    def margin_at(self, place: int) -> float:
        """How much the sentence at *place* asks, all in all; where none is scored, how much the text does."""
        here = (one.ask - max(0.0, one.against) for one in self.sentences if one.start <= place <= one.end)
        return min(here, default=self.margin)

    @property
    def worst(self) -> Scored | None:
        """The sentence that speaks most against, None where none does."""
        worst = max(self.sentences, key=lambda sentence: sentence.against, default=None)
        return worst if worst is not None and worst.against > 0 else None


def joined(subject: str, own: str) -> Text:
    """The one text that is scored of a mail; its own words begin two places behind the cleaned subject."""
    return together(as_text(subject), as_text(own), by="\n\n")


def score(text: str, weights: Weights, home: str = "") -> Scores:
    """How much the text asks to leave, and what speaks against it, in the town *home*. Never raises."""
    scored = tuple(_scored(start, end, words, weights) for start, end, words in sentences(text, home))
    return Scores(
        sentences=scored,
        ask=max((one.ask for one in scored), default=weights.ask),
        against=max(0.0, max((one.against for one in scored), default=weights.against)),
    )


def _scored(start: int, end: int, words: list[str], weights: Weights) -> Scored:
    ask, against = weights.ask, weights.against
    rows, learned = weights.ngrams.rows, weights.ngrams.weights
    for ngram in ngrams(words):
        row = rows.get(ngram)
        if row is not None:
            ask += learned[2 * row]
            against += learned[2 * row + 1]
    return Scored(start, end, ask, against)


def ngrams(words: list[str]) -> list[str]:
    """The words, pairs and triples of a sentence, each once; "^" and "$" are its edges."""
    edged = ["^", *words, "$"]
    pairs = map(" ".join, pairwise(edged))
    triples = map(" ".join, zip(edged, edged[1:], edged[2:], strict=False))
    return list(dict.fromkeys((*words, *pairs, *triples)))


_TOKEN: Final = re.compile(
    r"(?P<address>https?://\S{1,200}|[\w.+-]{1,64}@[\w.-]{1,99})"
    r"|(?P<document>\b(?:[xyz][ .-]?)?\d{1,2}\.?\d{3}\.?\d{3}[ .-]?[a-z]\b)"
    r"|(?P<word>[^\W\d_]+(?:·[^\W\d_]+)?)"
    r"|(?P<mark>[,:])"
    r"|(?P<end>[.!;…]+(?=\s|$|[\"')»])|\n+)"
    r"|(?P<question>\?+)"
    r"|(?P<telephone>(?:\+|\b00)?(?:34[ .-]?)?\b[6-9]\d\d(?:[ .-]?\d{2,3}){2,3}\b)"
    r"|(?P<date>\b\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\b)"
    r"|(?P<number>\d+(?:[.,:]\d+)*)"
)
_AT_HOME: Final = "ª"
"""The letter that stands where the town's name does: as a name of several words is one word."""
_MASKS: Final = {name: f"<{name}>" for name in ("document", "telephone", "date", "number", "address")}
_MONTHS: Final = word_set("""
    gener febrer abril maig juny juliol agost setembre octubre novembre desembre enero febrero marzo mayo
    junio julio agosto septiembre noviembre diciembre
""")
_NO_NAMES: Final = word_set("""
    ajuntament ayuntamiento setcases catalunya baixa baja alta informacio informacion dni nie llista
    lista grup grupo canal difusio difusion nadal
""")
"""What is written like a name and says what the mail is about."""


def sentences(text: str, home: str = "") -> Iterator[tuple[int, int, list[str]]]:
    """The sentences of a text: their place in it when cleaned, and their words, folded and masked.

    *home* is the town's name, folded: what was learned in one town holds in another.
    """
    cleaned = as_text(text).cleaned
    flowing = (cleaned if len(cleaned) <= LONGEST else cleaned.part(0, LONGEST)).unwrapped
    words: list[str] = []
    start = end = 0
    folded = f"{flowing.folded}\n"
    if home:
        folded = re.sub(rf"\b{re.escape(home)}\b", _AT_HOME * len(home), folded)
    for token in _TOKEN.finditer(folded):
        kind, word = str(token.lastgroup), token.group()
        if kind not in _ENDS and (words or kind != "mark"):
            if word[0] == _AT_HOME:
                word = "<town>"
            elif kind == "word" and (word in _MONTHS or flowing[token.start()].isupper()):
                word = _masked(word, flowing[token.start() : token.end()], opens=not words)
            start, end = start if words else token.start(), token.end()
            word = _MASKS.get(kind, word)
            if word[0] != "<" or words[-1:] != [word]:  # a name of three words is one
                words.append(word)
        is_ended = kind in _ENDS or len(words) >= _MOST_WORDS
        if words and is_ended and not _is_data(words):
            yield start, end, [*words, "?"] if kind == "question" else words
        if is_ended:
            words = []


_ENDS: Final = frozenset({"end", "question"})
_LABELS: Final = word_set("""
    , : nom nombre cognoms apellidos dni nie nif document documento mobil movil telefon telefono tel num
    numero el la meu mi i y de del
""")


def _is_data(words: list[str]) -> bool:
    """Whether a sentence is somebody's data and their labels alone: it asks nothing, and nothing against."""
    return any(word[0] == "<" for word in words) and all(word[0] == "<" or word in _LABELS for word in words)


def _masked(word: str, written: str, *, opens: bool) -> str:
    """A month or a word with a capital, or its mask; one that opens a sentence is a name only if known."""
    if word in _MONTHS:
        return "<month>"
    if word in _NO_NAMES or LIKE_WHATSAPP.fullmatch(word):
        return word
    is_name = word in GIVEN_NAMES or not (opens or len(written) == 1 or written.isupper())
    return "<name>" if is_name else word
