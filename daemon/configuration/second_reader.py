"""The second reader's weights, those beside a wish, and the topic reader's: a data file of the package.

It is read whole or not at all. `make model` writes it. Without it, or with a damaged one, nothing may be
read: no reader is without its veto.
"""

import base64
import gzip
import json
import sys
import zlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from daemon.access import reason
from daemon.errors import ModelError
from daemon.language import _, later
from rules.intent.beside_reader import BesideWeights, Table
from rules.intent.second_reader import Weights
from rules.topics.topic_reader import CLASSES, TopicWeights

FILE: Final = Path(__file__).with_name("second_reader.json.gz")
_MEND: Final = later("install the same version again")


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The weights of the two readers with the corpus and day they were learned from, and their figures."""

    weights: Weights
    topics: TopicWeights
    corpus: str
    trained: str
    figures: Mapping[str, Mapping[str, int]]


@cache
def second_reader() -> Model:
    """The weights, read once and kept; ModelError where they are missing or damaged."""
    return load_model(FILE)


def load_model(path: Path) -> Model:
    """The model that *path* holds; ModelError where it holds none."""
    try:
        given = json.loads(gzip.decompress(path.read_bytes()))
    except FileNotFoundError:
        raise ModelError(
            _("{path}: the second reader's weights are missing: {mend}", path=path, mend=_(_MEND))
        ) from None
    except PermissionError as error:
        raise ModelError(
            _("{path}: the second reader's weights: {why}", path=path, why=reason(error))
        ) from None
    except (OSError, EOFError, zlib.error, ValueError, RecursionError):
        raise ModelError(
            _("{path}: the second reader's weights are damaged: {mend}", path=path, mend=_(_MEND))
        ) from None
    try:
        return _model(given)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ModelError(
            _(
                "{path}: the second reader's weights are not as they are written: {mend}",
                path=path,
                mend=_(_MEND),
            )
        ) from None


def _model(given: Any) -> Model:
    ask, against = given["unknown"]
    cuts = {cut: float(given["cuts"][cut]) for cut in ("veto", "opener", "closer")}
    beside, topics = given["beside"], given["topics"]
    if topics["classes"] != list(CLASSES):
        raise ValueError
    return Model(
        weights=Weights(
            ngrams=_table(given["ngrams"], 2),
            ask=float(ask),
            against=float(against),
            beside=BesideWeights(
                _table(beside["features"], 1), float(beside["unknown"]), float(beside["least"])
            ),
            **cuts,
        ),
        topics=TopicWeights(
            _table(topics["features"], len(CLASSES)), [float(each) for each in topics["unknown"]]
        ),
        corpus=str(given["corpus"]),
        trained=str(given["trained"]),
        figures=given["figures"],
    )


def _table(given: Any, width: int) -> Table:
    features = given["named"].split("\n")
    whole = array("h", base64.b64decode(given["weights"], validate=True))
    if sys.byteorder == "big":
        whole.byteswap()
    if len(whole) != width * len(features):
        raise ValueError
    # Eight bytes would hold no more of a number that two bytes held.
    weights = array("f", (each / 10 ** given["decimals"] for each in whole))
    return Table({feature: place for place, feature in enumerate(features)}, weights, width)


def written(table: Table, *, decimals: int) -> dict[str, Any]:
    """What the file holds of a table: lines of one text, and numbers of two bytes, the least one first.

    It is read at each start, and what reading takes is memory that a process never gives back.
    """
    whole = array("h", (round(each * 10**decimals) for each in table.weights))
    if sys.byteorder == "big":
        whole.byteswap()
    said = base64.b64encode(whole.tobytes()).decode()
    return {"named": "\n".join(table.rows), "weights": said, "decimals": decimals}
