"""What the second reader changes: it makes no leave act; it holds one back, and asks or spares its writer.

- A leave that the rules would do waits for its writer's yes where too much is said against it (`veto`).
- Who asks for little is not asked by letter: a person looks (`closer`).
- Who plainly asks, in words that no rule knows, is asked (`opener`).
"""

from dataclasses import replace

from rules.findings import CONFIRMABLE, Because, Doubt, Kind, Reading, Voice, Why
from rules.intent.second_reader import Scores, Weights, joined, score
from rules.mail.message import Case
from rules.residents.acting import is_of_another, is_turned

_NOT_KNOWN = frozenset({Doubt.UNCLEAR, *CONFIRMABLE})


def second_opinion(case: Case, reading: Reading, weights: Weights) -> Reading:
    """The reading of a resident's own mail, as the second reader leaves it."""
    if reading.voice is not Voice.WRITER or reading.kind not in {Kind.BAIXA, Kind.UNSURE}:
        return reading
    scores = score(joined(case.mail.subject, case.words.own), weights)
    if reading.kind is Kind.UNSURE:
        return _opened(case, reading, scores, weights)
    would_act = not reading.doubts and all(p.id_document and p.phone for p in reading.people)
    if would_act and scores.margin < weights.veto:  # who is asked for data can still say no
        return replace(
            reading, doubts=(Doubt.SAYS_MORE,), reasons=(*reading.reasons, _too_little(case, scores))
        )
    if reading.doubts and CONFIRMABLE.issuperset(reading.doubts) and scores.ask < weights.closer:
        return replace(reading, kind=Kind.UNSURE, doubts=(Doubt.UNCLEAR,))
    return reading


def _opened(case: Case, reading: Reading, scores: Scores, weights: Weights) -> Reading:
    may_be_asked = _NOT_KNOWN.issuperset(reading.doubts) and not reading.unplaced and len(reading.people) <= 1
    if not may_be_asked or case.files or scores.ask < weights.opener or is_turned(case):
        return reading
    asked = replace(reading, kind=Kind.BAIXA, wish=None, doubts=(Doubt.SAYS_MORE,))
    return reading if is_of_another(case, asked) else asked


def _too_little(case: Case, scores: Scores) -> Why:
    """That little asks for it, with the sentence that speaks most against it where one does."""
    worst = scores.worst
    if worst is None:
        return Because("but-asks-little")
    against = joined(case.mail.subject, case.words.own)[worst.start : worst.end]
    return Because("but-asks-little-against", (against,))
