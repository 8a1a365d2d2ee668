"""The command line is Catalan where the locale is, else English, and no line of it is both."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message

from daemon.language import Sentence
from daemon.service import state_file
from tests.messages import COMPILED, ROOT, TRANSLATED, translated, untranslated, updated, written

SPOKEN = (
    "daemon/access.py",
    *(f"daemon/books/{name}.py" for name in ("backup", "disk_space", "examining", "importing")),
    *(f"daemon/books/{name}.py" for name in ("read_only", "restoring", "store")),
    "daemon/checking",
    "daemon/cli",
    *(f"daemon/configuration/{name}.py" for name in ("places", "sections", "settings", "sign_in")),
    *(f"daemon/configuration/{name}.py" for name in ("second_reader", "validation_errors", "values")),
    "daemon/demo",
    *(f"daemon/letters/{name}.py" for name in ("placeholders", "texts", "validation")),
    "daemon/mailbox/imap.py",
    "daemon/oauth",
    "daemon/post/smtp.py",
    *(f"daemon/service/{name}.py" for name in ("instances", "looking", "ping", "report", "shadow")),
    "daemon/service/state_file.py",
    *(f"daemon/setup/{name}.py" for name in ("answers", "confirmed_year", "files", "holidays", "questions")),
    *(f"daemon/setup/{name}.py" for name in ("servers", "sign_in", "template", "trust", "wizard")),
    "rules/books/roster.py",
)
"""The packages whose every sentence goes through the catalogue."""

NO_SENTENCES = {
    *("bold red", "bold green", "bold blue", "bold yellow"),
    "command line",
    "tancat a mà",
    "; amb --all es comparen tots els contactes",
    *("end of document", "line {}, the end of the file", "not a database"),
    *("authenticated but not connected", "reasonable timeframe", "unexpected response"),
    "the daemon does not answer: its state file {} was not written in time",
    "this is for the service manager: run `systemctl reload altabaixa`, or altabaixa@NAME",
    "the source of tokens broke",
    "the example lacks {}",
    "les dades són d'una còpia restaurada: pot haver sortit",
    "{} cases list --config {}",
    *("not take", "unexpected extra argument(s) (", ". Did you mean "),
}
"""Words that go to no reader as they are, or that are Catalan wherever they are shown."""

MESSAGES = [message for message in translated() if message.id]


def forms(message: Message) -> Iterator[tuple[str, str]]:
    """Each English sentence of *message*, and the Catalan one."""
    ids, strings = ([it] if isinstance(it, str) else it for it in (message.id, message.string))
    return zip(ids, strings, strict=True)


def test_the_catalogue_has_the_messages_of_the_code_and_no_others() -> None:
    def ids(catalog: object) -> set[tuple[str | None, str]]:
        return {(message.context, str(message.id)) for message in catalog}  # type: ignore[attr-defined]

    assert ids(updated()) == ids(translated()), "run `make messages`"


def test_every_message_is_translated() -> None:
    assert untranslated(translated()) == []
    assert not translated().obsolete


def test_what_the_program_reads_is_what_translators_wrote() -> None:
    text, compiled = written(translated())

    assert TRANSLATED.read_bytes() == text, "run `make messages`"
    assert COMPILED.read_bytes() == compiled, "run `make messages`"


def test_both_languages_have_the_same_places_and_the_same_ends() -> None:
    def places(sentence: str) -> list[tuple[str | None, str | None, str | None]]:
        return sorted(part[1:] for part in Formatter().parse(sentence) if part[1] is not None)

    def ends(sentence: str) -> list[str]:
        return re.findall(r"^\s+|\s+$", sentence)

    both = [form for message in MESSAGES for form in forms(message)]
    assert [form for form in both if places(form[0]) != places(form[1])] == []
    assert [form for form in both if ends(form[0]) != ends(form[1])] == []


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        pytest.param({"LANG": "ca_ES.UTF-8"}, "Opcions", id="Catalan"),
        pytest.param({"LANG": "ca_ES@valencia"}, "Opcions", id="of Valencia"),
        pytest.param({"LANG": "ca_AD.UTF-8"}, "Opcions", id="of Andorra"),
        pytest.param({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "ca_ES.UTF-8"}, "Opcions", id="for messages"),
        pytest.param({"LANG": "en_GB.UTF-8", "LANGUAGE": "ca:en"}, "Opcions", id="by LANGUAGE"),
        pytest.param({"LANG": "ca_ES.UTF-8", "LC_ALL": "C"}, "Options", id="not if all is C"),
        pytest.param({"LANG": "es_ES.UTF-8"}, "Options", id="Spanish"),
        pytest.param({"LANG": "C.UTF-8"}, "Options", id="none"),
        pytest.param({}, "Options", id="nothing said"),
    ],
)
def test_the_locale_decides(locale: dict[str, str], said: str) -> None:
    program = "from daemon.language import _; print(_('Options'))"

    assert python("-c", program, **locale).stdout.strip() == said


def test_numbers_are_written_as_the_language_writes_them() -> None:
    program = "from daemon.language import _; print(_('{size:,.0f} MB', size=1234.5))"

    assert python("-c", program, LANG="en_GB.UTF-8").stdout.strip() == "1,234 MB"
    assert python("-c", program, LANG="ca_ES.UTF-8").stdout.strip() == "1.234 MB"


def test_what_the_system_says_is_in_one_language_too(tmp_path: Path) -> None:
    ended = altabaixa("subscribers", "list", "--config", str(tmp_path), LANG="ca_ES.UTF-8")

    assert ended.stderr == f"altabaixa: {tmp_path}: no es pot llegir: és una carpeta\n"
    known = "from daemon.language import of_the_system as said; print(said(OSError({}, 'Any words')))"
    assert python("-c", known.format(71), LANG="ca_ES.UTF-8").stdout.strip() == "error 71 del sistema"
    assert python("-c", known.format(71), LANG="en_GB.UTF-8").stdout.strip() == "Any words"


def test_what_the_daemon_wrote_in_english_is_read_in_the_readers_language() -> None:
    program = """
from daemon.language import Sentence, heard
told = {"forms": ["no letter goes out since {since}: {trouble}", ""], "values": {"since": 1, "trouble": "No"}}
print(heard(told, "no letter goes out since 1: No"))
two = {"forms": ["{number} deadline is overdue", "{number} are"], "values": {"number": 2}}
print(heard(two, "2 deadlines are overdue"))
of_another_version = {"forms": ["unheard of: {x}", ""], "values": {"x": 1}}
huge = {"forms": ["{room:,.0f} MB are free for the books: no mail is read", ""], "values": {"room": 10**400}}
for odd in (None, {}, {"forms": [], "values": {}}, of_another_version, {**told, "values": {}}, huge):
    assert heard(odd, "as it was") == "as it was", odd
    """
    catalan = ["no surt cap resposta des del 1: «No»", "han vençut 2 terminis"]
    english = ["no letter goes out since 1: No", "2 deadlines are overdue"]

    assert python("-c", program, LANG="ca_ES.UTF-8").stdout.splitlines() == catalan
    assert python("-c", program, LANG="en_GB.UTF-8").stdout.splitlines() == english


def test_status_of_another_user_is_in_one_language(tmp_path: Path) -> None:
    """The daemon writes its state in English, also for readers in Catalan."""
    state = state_file.state(
        config=tmp_path / "altabaixa.toml",
        town="Ajuntament de Mollo",
        shadow=False,
        written_at=datetime.now(UTC),
        reloads=1,
        refused="altabaixa.toml: nothing",
        report=state_file.unknown(
            True,
            state_file.trouble(
                Sentence("there is no checked copy of the books"),
                Sentence("altabaixa backup makes one"),
                urgent=True,
            ),
        ),
    )
    (tmp_path / "altabaixa").mkdir()
    (tmp_path / "altabaixa" / state_file.NAME).write_text(state)
    program = f"""
from pathlib import Path
from daemon.cli import app
from daemon.service import state_file
state_file.RUN = Path({str(tmp_path)!r})
app(["status", "--all"])
    """
    shown = python("-c", program, LANG="ca_ES.UTF-8").stdout

    assert "no hi ha cap còpia comprovada de les dades" in shown
    assert not re.search(r"town|alive|most urgent|checked copy", shown)
    assert "there is no checked copy of the books" in python("-c", program, LANG="en_GB.UTF-8").stdout
    assert json.loads(state)["status"]["troubles"][0]["mend"] == "altabaixa backup makes one"


def test_wrong_usage_is_one_line_in_one_language() -> None:
    ended = altabaixa("cases", "show", LANG="ca_ES.UTF-8")

    assert (ended.returncode, ended.stdout) == (2, "")
    assert re.fullmatch(r"altabaixa: falta l’argument 'REF' \(vegeu `.* cases show --help`\)\n", ended.stderr)


def test_the_help_is_catalan_from_the_usage_to_the_last_option() -> None:
    shown = altabaixa("cases", "--help", LANG="ca_ES.UTF-8").stdout

    assert "cases [OPCIONS] ORDRE [ARGUMENTS]..." in shown
    assert "Ús: " in shown
    assert "Mostra els casos oberts" in shown
    assert "Mostra aquesta ajuda i surt." in shown
    assert not re.search(r"Usage|Options|Commands|Show|\bList\b", shown)


def test_the_log_is_english_wherever_it_is_written() -> None:
    ended = altabaixa("run", "--once", "--config", "/nowhere/altabaixa.toml", LANG="ca_ES.UTF-8")

    assert ended.returncode == 2
    assert "/nowhere/altabaixa.toml: there is no such file" in ended.stderr


def test_every_sentence_goes_through_the_catalogue() -> None:
    assert [f"{file}: {text}" for file in spoken() for text in bare_sentences(file)] == []


def test_only_helps_are_said_before_the_language_is_known() -> None:
    """The daemon turns to English when it starts: what was said at import would be in the log's way."""
    said = [f"{file.relative_to(ROOT)}:{line}" for file in spoken() for line in said_at_import(file)]

    assert said == []


def said_at_import(file: Path) -> Iterator[int]:
    """Lines of calls of `_` that are in no function, nor in an option, an argument or an application."""
    waiting: list[ast.AST] = [ast.parse(file.read_text("utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in {"typer.Option", "typer.Argument", "typer.Typer"}:
                continue
            if called == "_":
                yield node.lineno
        within = [node.args] if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else None
        waiting += within or ast.iter_child_nodes(node)


def spoken() -> list[Path]:
    files = ([ROOT / each] if each.endswith(".py") else (ROOT / each).rglob("*.py") for each in SPOKEN)
    return sorted(file for found in files for file in found)


def bare_sentences(file: Path) -> Iterator[str]:
    """The texts of *file* that are two words or more, and that no translation is looked up for."""
    tree = ast.parse(file.read_text("utf-8"))
    printed: set[ast.AST] = set()
    apart: set[ast.AST] = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_of_the_catalogue(node.func):
            apart.update(ast.walk(node))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith((".print", ".note", ".say")):
            printed.update(node.args[:1])
        elif isinstance(node, ast.JoinedStr):
            apart.update(set(ast.walk(node)) - {node})
    for node in ast.walk(tree):
        if node in apart or not isinstance(node, ast.JoinedStr | ast.Constant):
            continue
        text = node.value if isinstance(node, ast.Constant) else _without_values(node)
        if isinstance(text, str) and (_is_a_sentence(text) or (node in printed and _is_a_word(text))):
            yield text


def _is_of_the_catalogue(called: ast.expr) -> bool:
    """Also the log's events, and regular expressions, are no sentences."""
    match called:
        case ast.Name(id="_" | "plural" | "later" | "Complaint" | "Sentence"):
            return True
        case ast.Attribute(value=ast.Name(id="log" | "re")):
            return True
    return False


def _is_a_sentence(text: str) -> bool:
    """Two words and more; what is to be typed is the same in each language."""
    typed = text.startswith(
        ("altabaixa ", "systemctl ", "chmod ", "pip install ", "Bon dia,", "# {}\n# date")
    )
    return not typed and bool(re.search(r"[a-zà-ú]{2} [a-zà-ú]{2}", text)) and text not in NO_SENTENCES


def _is_a_word(text: str) -> bool:
    """What is printed has no word of its own, but for markup and the name of the program."""
    return bool(re.search(r"[a-zà-ú]{3}", re.sub(r"\[/?bold\]|altabaixa: ", "", text)))


def _without_values(node: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def altabaixa(*words: str, **locale: str) -> subprocess.CompletedProcess[str]:
    return python("-m", "daemon", *words, **locale)


def python(*words: str, **locale: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, *words],
        env={**environment, **locale, "COLUMNS": "200", "PYTHONUTF8": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
