"""`altabaixa letters`: whoever writes letters sees what there is, what can be said, and how it comes out."""

import shutil
from pathlib import Path

import pytest

from daemon import letters
from daemon.letters.chats import Chat
from daemon.letters.placeholders import PURPOSES
from daemon.letters.texts import LANGUAGES
from tests.daemon.conftest import Command, refused

OURS = Path(letters.__file__).parent


@pytest.fixture
def folder(config: Path) -> Path:
    """The town's folder beside the configuration, with `done` of its own."""
    made = config.with_name("letters")
    for language in LANGUAGES:
        (made / language).mkdir(parents=True)
        shutil.copy(OURS / language / "done.txt", made / language)
    config.write_text(
        f'{config.read_text(encoding="utf-8")}[letters]\nfolder = "letters"\n', encoding="utf-8"
    )
    return made


def test_list_says_whose_words_each_letter_has_and_what_can_be_said(command: Command, folder: Path) -> None:
    listed = command("letters", "list")

    rows = {line.split()[0]: line for line in listed.out.splitlines() if line.strip()}
    assert (listed.code, [*rows][1 : 1 + len(PURPOSES)]) == (0, [*PURPOSES])
    assert rows["done"].split()[1:5] == ["the", "town's", "the", "town's"]
    assert rows["missing"].split()[1:3] == ["ours", "ours"]
    for purpose in PURPOSES.values():
        assert all(f"{{{{ {name} }}}}" in listed.out for name in purpose.takes)
        assert all(f"{{% if {flag} %}}" in listed.out for flag in purpose.flags)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PURPOSES)
def test_show_prints_a_text_to_begin_with_and_beside_it_what_can_be_said(
    command: Command, name: str, language: str
) -> None:
    shown = command("letters", "show", name, "--language", language)

    assert (shown.code, shown.out) == (0, (OURS / language / f"{name}.txt").read_text(encoding="utf-8"))
    assert "{{ ajuntament }}" in shown.err


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name, purpose in PURPOSES.items() if purpose.has_subject])
def test_preview_prints_the_letter_with_no_placeholder_left(
    command: Command, name: str, language: str, tmp_path: Path
) -> None:
    html = tmp_path / "letter.html"

    shown = command("letters", "preview", name, "--language", language, "--html", html)

    assert (shown.code, shown.err) == (0, "")
    for part in (shown.out, html.read_text(encoding="utf-8")):
        assert not {"{{", "{%", "None", "True", "False"} & {*part.split()}
        assert "Ajuntament de Setcases" in " ".join(part.split())
        assert "C-7KQ4M2XZ" in part


def test_preview_shows_the_towns_own_words(command: Command, folder: Path) -> None:
    file = folder / "ca" / "done.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("Bon dia", "Benvolguts"), encoding="utf-8")

    assert "Benvolguts," in command("letters", "preview", "done").out


def test_check_counts_what_is_good_and_names_what_is_not(command: Command, folder: Path) -> None:
    good = command("letters", "check")
    (folder / "es" / "done.txt").write_text("Lista\n\n{{ baxes }}\n")

    assert (good.code, "2 of them are the town's own" in good.out) == (0, True)
    bad = command("letters", "check")
    assert (bad.code, bad.out) == (1, "")
    assert f"{folder}/es/done.txt: line 3: unknown placeholder {{{{ baxes }}}} (is baixes meant?)" in bad.err
    assert command("letters", "preview", "done").code == 2
    assert command("run", "--once").code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "feta"), "there is no letter 'feta': it is one of done, missing,"),
        (("preview", "feta"), "there is no letter 'feta'"),
        (("preview", "foot"), "the foot stands below every letter"),
        (("show", "done", "--language", "fr"), "'fr' is not ca or es"),
    ],
)
def test_a_letter_or_language_that_is_not_there_is_wrong_usage(
    command: Command, words: tuple[str, ...], said: str
) -> None:
    assert refused(command("letters", *words), said, code=2)


def test_it_needs_no_configuration(command: Command, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.write_text("")

    assert command("letters", "list").code == 0
    assert command("letters", "preview", "join").code == 0


@pytest.mark.parametrize("name", Chat)
def test_preview_prints_what_is_sent_by_whatsapp_with_a_link_to_try_it(command: Command, name: str) -> None:
    shown = command("letters", "preview", name)

    assert (shown.code, shown.err) == (0, "")
    assert "{" not in shown.out
    assert shown.out.splitlines()[-1].startswith("https://wa.me/34683331383?text=")
    assert refused(command("letters", "preview", name, "--html", "x.html"), "plain text", code=2)
