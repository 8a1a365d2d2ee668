"""The second reader: are the weights there without which no mail may be read, and whole?"""

from daemon.checking.findings import Finding, bad, good
from daemon.configuration.second_reader import FILE, load_model
from daemon.errors import ModelError


def check_second_reader() -> Finding:
    """Read the weights as the daemon does."""
    try:
        model = load_model(FILE)
    except ModelError as error:
        return bad("reader", str(error), "no mail is read without them")
    return good(
        "reader", f"the second reader knows {len(model.weights.ngrams):,} n-grams since {model.trained}"
    )
