"""What a demo leaves: commands that run as printed, and one folder until the next demo."""

import os
import shutil
import subprocess
import sys
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest

from daemon.demo.folder import kept_folder

BIN = Path(sys.executable).parent


def shell(words: str, folder: Path, *, path: str = "", temporary: Path | None = None) -> str:
    """What a reader sees who types *words* in *folder*."""
    environment = {"PATH": f"{path}:/usr/bin:/bin", "TMPDIR": str(temporary or folder)}
    done = subprocess.run(
        ["bash", "-c", words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), (words, done.stderr)
    return done.stdout


def printed(story: str, what: str) -> str:
    (found,) = [line for line in story.splitlines() if line.startswith(f"{what}: ")]
    return found.removeprefix(f"{what}: ")


@pytest.mark.parametrize(
    ("called", "on_the_path"),
    [
        pytest.param("altabaixa", str(BIN), id="by name"),
        pytest.param("a\\ b/bin/altabaixa", "", id="from the folder beside"),
        pytest.param(f"{sys.executable} -m daemon", "", id="as a module"),
    ],
)
def test_what_it_prints_runs_as_it_is_printed(tmp_path: Path, called: str, on_the_path: str) -> None:
    (tmp_path / "a b").symlink_to(BIN.parent)
    temporary = tmp_path / "the temporary folder"
    temporary.mkdir()

    story = shell(f"{called} demo", tmp_path, path=on_the_path, temporary=temporary)
    look, delete = printed(story, "look around"), printed(story, "delete it")

    assert look.startswith(called.replace("a\\ b/bin/altabaixa", "'a b/bin/altabaixa'"))
    assert "Martí Vila" in shell(look, tmp_path, path=on_the_path)
    assert Path(printed(story, "digest")).is_file()
    shell(delete, tmp_path)
    assert list(temporary.iterdir()) == []


def test_a_folder_stays_until_the_next_demo_has_ended_well(tmp_path: Path) -> None:
    with kept_folder() as first:
        pass
    with pytest.raises(RuntimeError), kept_folder() as failed:
        raise RuntimeError
    assert sorted(tmp_path.iterdir()) == sorted([first, failed])

    with kept_folder() as last:
        pass
    assert list(tmp_path.iterdir()) == [last]


def test_what_another_demo_or_another_user_holds_stays(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    linked, at_work, left = (tmp_path / f"altabaixa-demo-{name}" for name in ("linked", "at-work", "left"))
    for folder in (mine, at_work, left):
        folder.mkdir()
    linked.symlink_to(mine)
    stay = [mine, linked, at_work]
    if os.geteuid() == 0:
        stay.append(tmp_path / "altabaixa-demo-strangers")
        stay[-1].mkdir()
        shutil.chown(stay[-1], 65534, 65534)
    handle = os.open(at_work, os.O_RDONLY)
    flock(handle, LOCK_EX)

    with kept_folder() as new:
        assert left.exists()
    os.close(handle)

    assert sorted(tmp_path.iterdir()) == sorted([*stay, new])


@pytest.fixture(autouse=True)
def in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
