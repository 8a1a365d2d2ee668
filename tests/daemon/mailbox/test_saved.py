"""Saved mail is found in whatever shape a mail program keeps it, and what cannot be read is said."""

import json
import os
from mailbox import Maildir, mbox
from pathlib import Path

import pytest

from daemon.mailbox.explain import explain_paths
from daemon.mailbox.saved import Content, messages
from tests.daemon.mailbox.test_explain import TOWN

ONE = b"Subject: one\n\nBon dia.\n"
TWO = b"Subject: two\n\nSalut.\n"


def found(folder: Path) -> dict[str, Content]:
    return {name.removeprefix(f"{folder}/"): content for name, content in messages([folder])}


def saved_in_one(path: Path, *mails: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    box = mbox(path)
    for mail in mails:
        box.add(mail)
    box.close()


def test_single_messages_are_found_to_the_last_folder_in_order(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.EML").write_bytes(ONE)
    (tmp_path / "b.eml").write_bytes(TWO)

    assert list(found(tmp_path).items()) == [("b.eml", TWO), ("sub/a.EML", ONE)]


@pytest.mark.parametrize("name", ["correu.mbox", "INBOX", "Bústia.mbox/mbox"])
def test_a_mailbox_in_one_file_gives_each_message(tmp_path: Path, name: str) -> None:
    saved_in_one(tmp_path / name, ONE, TWO)

    assert found(tmp_path) == {f"{name}:1": ONE, f"{name}:2": TWO}
    assert [content for _, content in messages([tmp_path / name])] == [ONE, TWO]


@pytest.mark.parametrize("named", ["", "cur", "new"])
def test_a_maildir_gives_what_is_seen_and_what_is_new(tmp_path: Path, named: str) -> None:
    box = Maildir(tmp_path / "correu")
    seen, new = box.add(ONE), box.add(TWO)
    read = box[seen]
    read.set_subdir("cur")
    box[seen] = read
    (tmp_path / "correu" / "tmp" / "half").write_bytes(b"Subj")

    given = [content for _, content in messages([tmp_path / "correu" / named]) if content]
    assert given == {"": [ONE, TWO], "cur": [ONE], "new": [TWO]}[named]
    assert new in box


def test_a_line_that_begins_like_an_mbox_cuts_no_single_message(tmp_path: Path) -> None:
    mail = b"From someone Mon May  4 10:00:00 2026\nSubject: one\n\nFrom here on.\n"
    (tmp_path / "one.eml").write_bytes(mail)

    assert found(tmp_path) == {"one.eml": mail}


def test_what_is_no_mail_is_named_and_never_waited_for(tmp_path: Path) -> None:
    (tmp_path / "carta.msg").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "empty.mbox").touch()
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "acta.pdf").touch()
    os.mkfifo(tmp_path / "pipe")

    assert found(tmp_path) == {"carta.msg": None, "empty.mbox": None, "new/acta.pdf": None, "pipe": None}


def test_what_cannot_be_read_is_said_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "a.eml").symlink_to("nowhere")
    (tmp_path / "b.eml").write_bytes(ONE)

    given = found(tmp_path)

    assert isinstance(given["a.eml"], FileNotFoundError)
    assert given["b.eml"] == ONE


def test_explain_names_each_message_of_a_mailbox(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved_in_one(tmp_path / "correu.mbox", ONE, TWO)
    (tmp_path / "notes.txt").touch()

    assert explain_paths([tmp_path], TOWN, as_json=True) == 0

    named = [json.loads(line)["file"] for line in capsys.readouterr().out.splitlines()]
    assert named == [f"{tmp_path}/correu.mbox:{number}" for number in (1, 2)]
