"""A town can change what residents are written; a text that could not be sent, or would do harm, is named."""

import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from daemon import letters
from daemon.configuration.settings import Settings
from daemon.errors import SettingsError
from daemon.letters import residents
from daemon.letters.chats import Chat, Chats, broadcast_link, chat_link
from daemon.letters.placeholders import FOOT, PURPOSES
from daemon.letters.samples import REFERENCE, samples
from daemon.letters.texts import LANGUAGES, read_texts
from daemon.letters.validation import faults_of
from rules.books.decision import Template
from tests.daemon.conftest import settings
from tests.daemon.rendering import TOWN

OURS = Path(letters.__file__).parent

Change = Callable[[str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The town's folder, with `done` in its own words, which are still ours."""
    for language in LANGUAGES:
        (tmp_path / language).mkdir()
        shutil.copy(OURS / language / "done.txt", tmp_path / language)
    return tmp_path


def faults(folder: Path) -> list[str]:
    """What is wrong with the letters, each without the folder's own path."""
    found = faults_of(read_texts(folder), TOWN)
    return [str(fault).removeprefix(f"{folder}/") for fault in found]


def town(folder: Path) -> Settings:
    return settings(letters={"folder": str(folder)})


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_our_own_texts_are_sound() -> None:
    assert faults_of(read_texts(), TOWN) == ()


def test_every_letter_has_a_text_and_every_text_a_letter() -> None:
    assert {*PURPOSES} - {FOOT} == {template.value for template in Template} | {*Chat}


def test_a_text_of_the_town_takes_the_place_of_ours_and_the_others_stay(folder: Path) -> None:
    change(folder / "ca" / "done.txt", "Bon dia,", "Benvolguts,")

    texts = town(folder).texts

    done, received = (
        residents.letter(
            next(samples(template, "ca")), reference=REFERENCE, town=TOWN, privacy_url="", texts=texts
        )
        for template in (Template.DONE, Template.RECEIVED)
    )
    assert done.text.startswith("Benvolguts,\n")
    assert received.text.startswith("Bon dia,\n")


def test_a_text_written_on_windows_is_read(folder: Path) -> None:
    file = folder / "ca" / "done.txt"
    before = read_texts(folder).text("done", "ca").source
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))

    assert (faults(folder), read_texts(folder).text("done", "ca").source) == ([], before)


def test_what_an_editor_leaves_behind_is_no_letter(folder: Path) -> None:
    for name in (".done.txt.swp", "done.txt~", "done.txt.bak", "#done.txt#"):
        (folder / "ca" / name).write_text("x")

    assert faults(folder) == []


def test_what_is_changed_on_disk_later_is_not_said_until_it_is_read_again(folder: Path) -> None:
    running = town(folder)
    before = running.texts
    change(folder / "ca" / "done.txt", "{{ baixes }}", "{{ ningu }}")

    assert running.texts is before
    with pytest.raises(SettingsError):
        _ = town(folder).texts


SUBJECT = "Llista de WhatsApp: ho hem anotat"
PEOPLE = "{{ baixes }}"
PLAIN = "only {{ name }} and {% if name %}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            PEOPLE,
            "{{ baixes }} {{ nom }}",
            "ca/done.txt: line 7: unknown placeholder {{ nom }}; allowed here: ajuntament, al_telefon,",
            id="an unknown placeholder",
        ),
        pytest.param(
            "{{ llista }}",
            "{{ lista }}",
            "line 5: unknown placeholder {{ lista }} (is llista meant?)",
            id="a typo",
        ),
        pytest.param(
            "{% if al_telefon %}",
            "{% if telefon %}",
            "line 9: unknown placeholder {{ telefon }}",
            id="a condition",
        ),
        pytest.param(PEOPLE, "{{ falta }}", "unknown placeholder {{ falta }}", id="of another letter"),
        pytest.param(PEOPLE, "{{ al_telefon }}", "line 7: al_telefon can only stand", id="a flag as text"),
        pytest.param(PEOPLE, "", "ca/done.txt: lacks baixes", id="nobody is named"),
        pytest.param("{{ referencia }}", "", "ca/done.txt: lacks referencia", id="no reference"),
        pytest.param(
            "Referència: {{ referencia }}",
            "{% if es_pot_desfer %}{{ referencia }}{% endif %}",
            "the reference of the case must always be there",
            id="a reference that is not always there",
        ),
        pytest.param(f"{SUBJECT}\n", "\n", "line 1: there is no subject", id="no subject"),
        pytest.param(f"{SUBJECT}\n\n", "", "line 1: the first line is the subject", id="greeting"),
        pytest.param(
            "anotat\n\nBon", "anotat\nBon", "line 2: a blank line must follow", id="subject in the text"
        ),
        pytest.param("ho hem anotat", PEOPLE, "line 1: unknown placeholder {{ baixes }}", id="people in it"),
        pytest.param(SUBJECT, "x" * 101, "at most 100 characters", id="a long subject"),
        pytest.param(SUBJECT, "BAIXA de la llista de WhatsApp", "taken for a request", id="it asks to leave"),
        pytest.param(SUBJECT, "ALTA a la llista", "taken for a request", id="it asks to join"),
        pytest.param(PEOPLE, "{{ baixes }", "line 7: the braces do not", id="half a brace"),
        pytest.param(PEOPLE, "{ baixes }", "line 7: a brace that belongs to no", id="one brace"),
        pytest.param("{% endif %}\nAtentament", "Atentament", "the braces do not fit together", id="no end"),
        pytest.param(PEOPLE, "{{ baixes.__class__ }}", f"line 7: {PLAIN}", id="an attribute"),
        pytest.param(PEOPLE, "{{ baixes|upper }}", f"line 7: {PLAIN}", id="a filter"),
        pytest.param(PEOPLE, "{{ 7 * 7 }}", f"line 7: {PLAIN}", id="arithmetic"),
        pytest.param(PEOPLE, "{{ llista or baixes }}", f"line 7: {PLAIN}", id="a choice"),
        pytest.param(PEOPLE, "{% for x in baixes %}{{ x }}{% endfor %}", f"line 7: {PLAIN}", id="a loop"),
        pytest.param(PEOPLE, "{% include 'foot.txt' %}", f"line 7: {PLAIN}", id="another file"),
        pytest.param(
            "{% if al_telefon %}", "{% if al_telefon == 1 %}", f"line 9: {PLAIN}", id="a comparison"
        ),
        pytest.param(PEOPLE, "{% if llista %}" * 3000, "too deep", id="too many conditions"),
    ],
)
def test_a_text_that_is_not_sound_is_named_with_what_is_wrong(
    folder: Path, old: str, new: str, said: str
) -> None:
    change(folder / "ca" / "done.txt", old, new)

    found = faults(folder)

    assert any(said in fault for fault in found), found
    assert all(fault.startswith("ca/done.txt: ") for fault in found)
    with pytest.raises(SettingsError, match=r"ca/done\.txt: "):
        _ = town(folder).texts


def test_a_letter_changed_in_one_language_only_is_named_with_the_other(folder: Path) -> None:
    (folder / "es" / "done.txt").unlink()

    (fault,) = faults(folder)

    assert fault.startswith("es/done.txt: is missing: ca/done.txt is the town's own")
    assert "altabaixa letters show done --language es" in fault


def test_a_file_that_no_letter_is_called_by_is_named(folder: Path) -> None:
    (folder / "ca" / "feta.txt").write_text("x")
    (folder / "ca" / "done.txt.txt").write_text("x")
    (folder / "fr").mkdir()
    (folder / "fr" / "done.txt").write_text("x")
    (folder / "received.txt").write_text("x")

    named = [fault.partition(": ")[0] for fault in faults(folder)]

    assert named == ["ca/done.txt.txt", "ca/feta.txt", "fr/done.txt", "received.txt"]


def test_a_text_in_another_encoding_is_named_with_its_line(folder: Path) -> None:
    file = folder / "ca" / "done.txt"
    file.write_bytes(
        file.read_text(encoding="utf-8").replace("«", '"').replace("»", '"').encode("latin-1", "replace")
    )

    assert "ca/done.txt: line 5: not UTF-8; save the file with that encoding" in faults(folder)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    assert faults_of(read_texts(tmp_path / "cartes"), TOWN)
    with pytest.raises(SettingsError, match="cartes"):
        _ = town(tmp_path / "cartes").texts


def test_a_foot_without_the_link_to_the_privacy_notice_is_an_error(folder: Path) -> None:
    for language in LANGUAGES:
        (folder / language / "foot.txt").write_text("Protecció de dades.\n", encoding="utf-8")

    assert [fault.partition(",")[0] for fault in faults(folder)] == [
        f"{language}/foot.txt: lacks privacitat" for language in LANGUAGES
    ]


def test_only_a_letter_that_asks_for_data_may_have_a_subject_that_asks_to_leave(folder: Path) -> None:
    for language in LANGUAGES:
        shutil.copy(OURS / language / "missing.txt", folder / language)
    change(folder / "ca" / "missing.txt", "Baixa de la llista de WhatsApp", "BAIXA Informació WhatsApp")

    assert faults(folder) == []


def test_a_letter_of_several_parts_may_leave_none_of_them_out(folder: Path) -> None:
    for language in LANGUAGES:
        shutil.copy(OURS / language / "partly.txt", folder / language)
    change(folder / "ca" / "partly.txt", "{% if resta %}", "{% if falta %}")

    assert faults(folder) == ["ca/partly.txt: lacks resta, a person looks at the rest of the message"]


def test_what_is_sent_by_whatsapp_names_nobody_and_is_text_alone() -> None:
    chats = Chats(texts=read_texts(), town=TOWN, address="info@vilaficticia.example")
    for chat in Chat:
        for language in LANGUAGES:
            text = chats.text(chat, language)
            assert TOWN.channel in text
            assert "{" not in text
    assert "info@vilaficticia.example" in chats.text(Chat.WELCOME, "ca")
    assert "responeu aquest missatge amb un NO" in chats.text(Chat.LEAVE, "ca")


def test_a_chat_link_opens_the_number_with_the_very_words() -> None:
    text = "Hola & adéu,\n«ALTA» 100% #1?"

    link = urlsplit(chat_link("+34600111222", text))

    assert (link.scheme, link.netloc, link.path, link.fragment) == ("https", "wa.me", "/34600111222", "")
    assert parse_qs(link.query) == {"text": [text]}


@pytest.mark.parametrize(
    "text", [pytest.param("a" * 1901, id="long"), pytest.param("🎉" * 170, id="long once it is escaped")]
)
def test_what_no_link_holds_opens_the_number_alone(text: str) -> None:
    assert chat_link("+34600111222", text) == "https://wa.me/34600111222"
    assert broadcast_link(text) is None


@pytest.mark.parametrize("text", ["a" * 1900, "ç" * 316, "🎉" * 158])
def test_no_link_is_longer_than_every_program_opens(text: str) -> None:
    assert len(chat_link("+34600111222", text)) <= 2000
    assert "?text=" in chat_link("+34600111222", text)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("{{ correu }}" + "a" * 2001, "a link of 2000 characters"),
        ("{{ correu }}" + "🎉" * 170, "a link of 2000 characters"),
        ("{{ correu }} DNI 12345678Z", "no DNI"),
        ("{{ correu }} {{ privacitat }}", "unknown placeholder {{ privacitat }}"),
        ("Benvinguts", "lacks correu"),
    ],
)
def test_a_text_for_whatsapp_that_would_do_harm_is_named(folder: Path, words: str, fault: str) -> None:
    for language in LANGUAGES:
        (folder / language / "chat-welcome.txt").write_text(words, encoding="utf-8")

    named = faults(folder)

    assert [fault in said for said in named] == [True, True], named
    assert named[0].startswith("ca/chat-welcome.txt")
