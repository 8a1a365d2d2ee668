"""The second reader: are the weights there without which no mail may be read, and whole?"""

from daemon.checking.findings import Finding, bad, good
from daemon.configuration.second_reader import FILE, load_model
from daemon.errors import ModelError
from daemon.language import _


def check_second_reader() -> Finding:
    """Read the weights as the daemon does."""
    try:
        model = load_model(FILE)
    except ModelError as error:
        return bad("reader", str(error), _("no mail is read without them"))
    return good(
        "reader",
        _(
            "the second reader knows {number:,} n-grams since {trained}",
            number=len(model.weights.ngrams.rows),
            trained=model.trained,
        ),
    )
