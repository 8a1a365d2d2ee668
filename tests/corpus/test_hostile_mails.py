"""Mail that was written to be read wrongly, by somebody who knew the rules: how much of it still acts.

None asks to leave this list now. What is left says in words of life and of reasons that the wish is another's
or of another day, or that it is none. Of "what no rule foresaw" each mail acted when it was added; the 254
beside them that did not are not here.
"""

from collections import Counter

from tests.corpus.labelled import hostile
from tests.corpus.measuring import is_wrong, outcome_of
from tests.corpus.test_corpus import TOWN
from tests.rules.messages import read

_ACTS_YET = 38
"""Of 463; none is right."""


def test_no_more_of_what_was_written_to_be_read_wrongly_acts() -> None:
    mails = list(hostile())
    outcomes = [(one, outcome_of(read(one.mail, TOWN), one.mail)) for one in mails]
    wrong = Counter(one.batch for one, got in outcomes if is_wrong(one, got))

    assert len(mails) > 450
    assert wrong.total() <= _ACTS_YET, wrong
