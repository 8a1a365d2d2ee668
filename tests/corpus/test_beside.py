"""What stands beside a plain wish, by three hands that taught nothing: which of it holds the leave back.

`beside_fresh.jsonl`: half of the lines change nothing, and half make a careful clerk ask first.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from rules.mail.mail import read_mail
from tests.corpus.labelled import written
from tests.corpus.test_corpus import TOWN
from tests.rules.messages import acts, read

_LINES: Final = Path(__file__).with_name("beside_fresh.jsonl")
_ACTS_YET: Final = 10
"""Of 394 lines that change the wish; none is right."""
_ACTS: Final = 218
"""Of 399 that change nothing, at least; of the others the writer is asked."""

WISH: Final = "Doneu-me de baixa de la llista de WhatsApp"
PLACES: Final = {
    "before": f"Bon dia,\n{{}}.\n{WISH}.\nGràcies.",
    "behind": f"Bon dia,\n{WISH}. {{}}.",
    "within": f"Bon dia,\n{WISH}, {{}}.\nGràcies.",
    "subject": f"Bon dia,\n{WISH}.\nGràcies.",
}
DATA: Final = "\nMaria Puig Serra\nDNI 40312877H\nMòbil 692607192\n"


def lines() -> Iterator[dict[str, Any]]:
    yield from map(json.loads, _LINES.read_text("utf-8").splitlines())


def beside_a_wish(line: dict[str, Any]) -> bytes:
    """The mail in which the line stands beside a plain wish, with all the data."""
    text = line["text"].rstrip(".")
    subject = text if line["place"] == "subject" else "Llista de WhatsApp"
    return written(
        {"sender": "Maria Puig", "subject": subject, "text": PLACES[line["place"]].format(text) + DATA}
    )


def test_what_changes_a_wish_holds_it_back_and_what_does_not_seldom_does() -> None:
    found = Counter(line["says"] for line in lines() if acts(read(read_mail(beside_a_wish(line)), TOWN)))

    assert found["turns"] <= _ACTS_YET, found
    assert found["beside"] >= _ACTS, found
