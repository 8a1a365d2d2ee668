"""The promise: no mail is read without the second reader; who lacks its weights is told how to mend it."""

import gzip
import json
from array import array
from pathlib import Path

import pytest

from daemon.checking import second_reader as checking
from daemon.checking.findings import Verdict
from daemon.configuration import second_reader
from daemon.configuration.second_reader import FILE, load_model, written
from daemon.errors import ModelError
from rules.intent.second_reader import joined, score
from rules.topics.topic_reader import CLASSES
from tests.daemon.conftest import Command, refused
from tests.model.tables import table_of

GOOD = {
    "corpus": "0", "trained": "2026-11-29", "figures": {}, "unknown": [-1, -1],
    "ngrams": written(table_of({"baixa": (1, 0)}), decimals=3),
    "cuts": {"veto": 0, "opener": 0, "closer": 0},
    "beside": {"unknown": 0, "least": 1, "features": written(table_of({"casa": (1,)}), decimals=3)},
    "topics": {
        "classes": list(CLASSES), "unknown": [0] * len(CLASSES),
        "features": written(table_of({"branca": tuple(range(len(CLASSES)))}), decimals=2),
    },
}  # fmt: skip


def test_the_weights_that_come_with_the_program_tell_a_leave_from_a_refusal() -> None:
    weights = second_reader.second_reader().weights

    leave = score(joined("Baixa", "Vull donar-me de baixa de la llista de WhatsApp.\nGràcies"), weights)
    refusal = score(joined("Baixa", "No em doneu de baixa, només volia saber com va."), weights)

    assert leave.margin >= weights.veto
    assert refusal.margin < weights.veto


def test_a_good_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "model").write_bytes(gzip.compress(json.dumps(GOOD).encode()))

    assert load_model(tmp_path / "model").weights.ngrams.of("baixa") == array("d", [1.0, 0.0])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(FILE.read_bytes()[:-100], id="cut short"),
        pytest.param(FILE.read_bytes()[:5000] + b"\0" * 9 + FILE.read_bytes()[5009:], id="a hole in it"),
        pytest.param(b"weights", id="no gzip"),
        pytest.param(gzip.compress(b"{"), id="no JSON"),
        pytest.param(gzip.compress(b"[]"), id="another JSON"),
        pytest.param(
            gzip.compress(
                json.dumps(GOOD | {"ngrams": {"named": "", "weights": "", "decimals": 3}}).encode()
            ),
            id="no words",
        ),
        pytest.param(
            gzip.compress(
                json.dumps(GOOD | {"ngrams": {"named": "a", "weights": "?", "decimals": 3}}).encode()
            ),
            id="no number",
        ),
        pytest.param(gzip.compress(json.dumps(GOOD | {"cuts": {"veto": 1}}).encode()), id="a cut missing"),
    ],
)
def test_a_damaged_file_is_said_and_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model").write_bytes(content)

    with pytest.raises(ModelError, match=r"/model: the second reader's weights .*install"):
        load_model(tmp_path / "model")


def test_a_check_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checking.check_second_reader().verdict is Verdict.GOOD

    monkeypatch.setattr(checking, "FILE", tmp_path / "absent")

    found = checking.check_second_reader()
    assert (found.verdict, found.subject) == (Verdict.BAD, "reader")
    assert "absent" in found.said


def test_the_service_does_not_start_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    monkeypatch.setattr(second_reader, "FILE", tmp_path / "absent")
    second_reader.second_reader.cache_clear()

    assert refused(command("run", "--once"), "absent", "weights are missing")
