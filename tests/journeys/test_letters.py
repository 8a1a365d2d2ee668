"""A town writes its own letters: a reload takes up all of them or none, and a bad one is no start."""

import shutil
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from daemon import letters
from daemon.letters.texts import LANGUAGES
from tests.journeys.conftest import ALTABAIXA, TownHall, text_of
from tests.journeys.test_listening import question
from tests.supervisor import supervised

SECTION = '[letters]\nfolder = "letters"\n'


@pytest.fixture
def folder(town_hall: TownHall) -> Path:
    """The letters of the town, still in our words."""
    town_hall.at = datetime.now(UTC)
    for language in LANGUAGES:
        place = town_hall.folder / "letters" / language
        place.mkdir(parents=True)
        for name in ("missing", "received"):
            shutil.copy(Path(letters.__file__).parent / language / f"{name}.txt", place)
    town_hall.configure(more=SECTION)
    return town_hall.folder / "letters"


def say(folder: Path, old: str, new: str) -> None:
    for file in folder.glob("ca/*.txt"):
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def answered(town_hall: TownHall) -> str:
    """What somebody who writes now is answered."""
    sender, raw = question(town_hall)
    town_hall.dovecot.deliver(raw)
    town_hall.sink.wait_for(sender)
    return text_of(town_hall.sink.to(sender)[0])


def test_a_reload_takes_up_the_letters_or_leaves_all_as_they_were(town_hall: TownHall, folder: Path) -> None:
    with supervised([ALTABAIXA, "run", "--config", town_hall.config]) as service:
        service.wait_for("mailbox connected")
        say(folder, "Bon dia,", "Benvolgudes,")
        assert "Bon dia," in answered(town_hall)  # what is on disk is not in force yet

        service.signal(signal.SIGHUP)
        service.wait_for("configuration read again")
        assert "Benvolgudes," in answered(town_hall)

        say(folder, "Benvolgudes,", "Apreciades,")
        say(folder, "{{ referencia }}", "{{ numero }}")
        service.signal(signal.SIGHUP)
        refused = service.wait_for("configuration NOT read again")
        assert "ca/missing.txt: line " in refused
        assert "unknown placeholder {{ numero }}" in refused
        assert "Benvolgudes," in answered(town_hall)


@pytest.mark.parametrize("words", [("run",), ("run", "--once")])
def test_an_unsound_letter_is_named_and_nothing_starts(
    town_hall: TownHall, folder: Path, words: tuple[str, ...]
) -> None:
    (folder / "es" / "missing.txt").unlink()
    sender, raw = question(town_hall)
    town_hall.dovecot.deliver(raw)

    started = town_hall.command(*words)

    assert started.returncode == 2
    assert f"altabaixa: {folder}/es/missing.txt: is missing" in started.stderr
    assert town_hall.sink.to(sender) == []
