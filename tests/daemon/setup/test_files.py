"""The promise: the wizard writes the commented example with the answers in it, whole or not at all."""

import os
import stat
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.configuration.settings import Settings, load, parse
from daemon.errors import AltabaixaError
from daemon.setup.answers import Answers
from daemon.setup.files import PUBLIC, SECRET, Planned, refuse_unwritable, write_all
from daemon.setup.template import commented_out, example, filled, toml
from daemon.setup.wizard import planned
from tests.daemon.conftest import TABLES

DOCUMENTED = Path(__file__).parents[3] / "docs" / "altabaixa.example.toml"

Tables = dict[str, dict[str, Any]]


def answers(folder: Path, **tables: dict[str, Any]) -> Answers:
    merged: Tables = {name: {**TABLES.get(name, {}), **tables.get(name, {})} for name in {*TABLES, *tables}}
    return Answers(folder / "altabaixa.toml", merged, {"imap": "clau"})


def text_of(files: list[Planned]) -> str:
    return files[-1].content.decode()


def active(text: str) -> set[str]:
    return {line.partition(" = ")[0] for line in text.splitlines() if " = " in line and line[0] != "#"}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# The text


def test_the_documentations_example_is_the_text_that_the_wizard_fills_in() -> None:
    where = "daemon/setup/example.toml"
    assert DOCUMENTED.read_text(encoding="utf-8") == example(), f"cp {where} docs/altabaixa.example.toml"


@given(st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1))
def test_any_name_that_the_settings_take_reads_back_as_it_was(name: str) -> None:
    assert tomllib.loads(f"name = {toml(name)}") == {"name": name}


def test_a_date_and_a_list_read_back_as_they_were() -> None:
    given_ = {"days": [date(2026, 5, 8)], "names": ['l\'"Horta"', "C:\\correu"], "port": 993, "on": True}

    assert tomllib.loads("\n".join(f"{key} = {toml(value)}" for key, value in given_.items())) == given_


def test_every_key_can_be_filled_in() -> None:
    in_full = tomllib.loads(example())
    for table, key in commented_out():
        in_full.setdefault(table, {})[key] = "otherwise"

    assert tomllib.loads(filled(in_full)) == in_full
    fields = {field.alias or name: field.annotation for name, field in Settings.model_fields.items()}
    assert {name: set(keys) for name, keys in in_full.items()} == {
        name: set(section.model_fields) for name, section in fields.items()  # type: ignore[union-attr]
    }  # fmt: skip


def test_no_comment_is_lost(tmp_path: Path) -> None:
    comments = {line.rpartition("# ")[2] for line in example().splitlines() if "# " in line} - {
        "optional; where it is written"  # of a holiday
    }
    holidays = [{"date": date(2026, 5, 8), "name": "Aparició de Sant Miquel"}]
    written = text_of(planned(answers(tmp_path, calendar={"local_holidays": holidays})))

    assert [comment for comment in comments if comment not in written] == []


def test_what_the_example_lacks_is_never_dropped_in_silence() -> None:
    with pytest.raises(ValueError, match="brand_new"):
        filled({"town": {"brand_new": "x"}})


# From answers to files


def test_what_stands_at_its_default_stays_commented_out(tmp_path: Path) -> None:
    files = planned(
        answers(tmp_path, calendar={"subdivision": "CT"}, mailbox={"tls": "implicit", "port": 993})
    )

    assert "subdivision" not in active(text_of(files))
    assert tomllib.loads(text_of(files))["mailbox"].keys() == {"host", "user"}


def test_an_unusual_port_that_is_another_ways_default_is_written(tmp_path: Path) -> None:
    files = planned(answers(tmp_path, mailbox={"tls": "starttls", "port": 993}))

    assert tomllib.loads(text_of(files))["mailbox"]["port"] == 993


def test_the_written_file_means_what_was_answered(tmp_path: Path) -> None:
    given_ = answers(
        tmp_path,
        town={"name": 'Ajuntament de "la Vall\\d\'Amunt" · ŀl'},
        staff={"digest_to": ["a@setcases.cat", "b@setcases.cat"], "technician": "tec@consell.example"},
        store={"url": "sqlite:///altabaixa.db"},
    )
    write_all(planned(given_))

    assert load(given_.path) == parse(given_.tables, path=given_.path)
    assert load(given_.path).secret("imap") == "clau"


def test_without_local_holidays_the_file_shows_how_they_are_written(tmp_path: Path) -> None:
    text = text_of(planned(answers(tmp_path, calendar={"local_holidays": [], "confirmed_years": []})))

    assert "# [[calendar.local_holidays]]\n# date = " in text
    assert parse(tomllib.loads(text)).calendar.local_holidays == ()


# The files themselves


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_rights_are_the_same_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    folder = tmp_path / "etc" / "altabaixa"
    old = os.umask(umask)
    try:
        write_all(planned(answers(folder)))
    finally:
        os.umask(old)

    found = {path.name: mode(path) for path in folder.iterdir()}
    assert found == {"imap-password": SECRET, "altabaixa.toml": PUBLIC}
    assert (mode(folder), mode(folder.parent)) == (0o755, 0o755)


def test_rights_of_a_file_that_stood_there_before_are_mended(tmp_path: Path) -> None:
    secret = tmp_path / "imap-password"
    secret.write_text("antiga")
    secret.chmod(0o644)

    write_all(planned(answers(tmp_path)))

    assert (secret.read_text(), mode(secret)) == ("clau\n", SECRET)


@pytest.mark.parametrize("obstacle", ["folder", "file"])
def test_where_one_file_cannot_be_written_none_is(tmp_path: Path, obstacle: str) -> None:
    bad = tmp_path / "x" / "altabaixa.toml"
    if obstacle == "folder":
        bad.mkdir(parents=True)
    else:
        bad.parent.write_text("a file where a folder is to be")
    first = tmp_path / "imap-password"
    first.write_text("antiga")

    with pytest.raises(AltabaixaError, match="cannot be written"):
        write_all(
            [Planned(path=first, content=b"nova", mode=SECRET), Planned(path=bad, content=b"", mode=PUBLIC)]
        )

    assert first.read_text() == "antiga"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["imap-password", "x"]


def test_a_place_where_nothing_can_be_written_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    for place in (tmp_path, tmp_path / "file" / "altabaixa.toml"):
        with pytest.raises(AltabaixaError, match="name another"):
            refuse_unwritable(place)
    refuse_unwritable(tmp_path / "new" / "deep" / "altabaixa.toml")
