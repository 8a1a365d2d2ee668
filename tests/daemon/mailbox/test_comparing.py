"""The promise: whoever tries a new version sees which of the town's own mails it would treat otherwise."""

import json
from pathlib import Path

import pytest

from daemon.errors import AltabaixaError
from daemon.mailbox.comparing import compare_paths
from daemon.mailbox.explain import explain_paths
from tests.daemon.mailbox.test_explain import LEAVE, TOWN


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / "a.eml").write_bytes(LEAVE)
    (tmp_path / "b.eml").write_bytes(LEAVE.replace(b", 622010203", b""))
    return tmp_path


@pytest.fixture(name="old")
def _old(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """What `explain --json` said of the folder."""
    explain_paths([folder], TOWN, as_json=True)
    old = folder / "old.json"
    old.write_text(capsys.readouterr().out, "utf-8")
    return old


def changed(old: Path, **fields: str) -> None:
    """Save as if an earlier version had said this of the first file."""
    first, *rest = old.read_text("utf-8").splitlines()
    old.write_text("\n".join([json.dumps(json.loads(first) | fields), *rest]), "utf-8")


def test_the_same_version_finds_no_difference(
    folder: Path, old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compare_paths([folder], TOWN, old) == 0
    assert capsys.readouterr().out == "0 de 2 canvien de carril\n"


def test_a_lane_that_differs_is_said_with_the_kind_where_that_differs_too(
    folder: Path, old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(old, lane="card", kind="unsure")
    assert compare_paths([folder], TOWN, old) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{folder / 'a.eml'}: card → act (unsure → baixa)",
        "1 de 2 canvien de carril",
    ]

    changed(old, lane="confirm", kind="baixa")
    compare_paths([folder], TOWN, old)
    assert f"{folder / 'a.eml'}: confirm → act\n" in capsys.readouterr().out


def test_what_stands_only_on_one_side_is_counted_apart(
    folder: Path, old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "b.eml").rename(folder / "c.eml")

    assert compare_paths([folder], TOWN, old) == 0
    assert capsys.readouterr().out.splitlines() == [
        "0 de 1 canvien de carril",
        f"1 no són a {old}: s'hi busquen pel mateix camí",
        f"1 de {old} no s'han llegit ara",
    ]


def test_a_path_that_cannot_be_read_is_said_and_the_others_are_compared(
    folder: Path, old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compare_paths([folder / "gone.eml", folder], TOWN, old) == 1

    answer = capsys.readouterr()
    assert "gone.eml" in answer.err
    assert "0 de 2" in answer.out


@pytest.mark.parametrize(
    ("saved", "said"),
    [
        (b"", "is empty"),
        (b"\xff\xfe{", "is no text in UTF-8"),
        (b"BAIXA  demana sortir de la llista\n", "line 1"),
        (b'{"file": "a.eml", "kind": "baixa", "lane": "act"}\n\n{"file": "b.eml"}\n', "line 3"),
        (b'{"file": "a.eml", "kind": "baixa", "lane": "far"}\n', "line 1"),
        (b'["a.eml", "baixa", "act"]\n', "line 1"),
        (b"[" * 100_000, "line 1"),
    ],
)
def test_what_is_no_output_of_explain_is_said_with_its_line_and_the_way_out(
    tmp_path: Path, saved: bytes, said: str
) -> None:
    old = tmp_path / "old.json"
    old.write_bytes(saved)

    with pytest.raises(AltabaixaError) as error:
        compare_paths([tmp_path], TOWN, old)

    assert f"{old}" in str(error.value)
    assert said in str(error.value)
    assert "altabaixa explain --json" in str(error.value)


def test_an_old_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(AltabaixaError, match="cannot read"):
        compare_paths([tmp_path], TOWN, tmp_path / "none.json")
