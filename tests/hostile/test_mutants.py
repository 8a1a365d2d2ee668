"""A message broken on its way raises nothing, answers no robot, makes nobody up and takes no time.

`pytest tests/hostile --mutants 20000` breaks more of them; `--mail FOLDER` breaks those of a folder
too, read with its `altabaixa.toml`; `--foreign FOLDER` reads mail in which nobody asks us anything.
"""

import re
import resource
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from daemon.settings import load
from rules.case import Case
from rules.decision import Letter
from rules.evidence import evidence
from rules.facts import Facts
from rules.findings import Kind, Person, Reading, Voice
from rules.folding import clean, fold
from rules.mail import Mail, read_mail
from rules.policy import decide
from rules.reading import read
from rules.subscription import State, Subscription
from rules.town import Town
from tests.hostile.mutants import Mutant, mutants
from tests.processor import at_most
from tests.rules.messages import TOWN

_OWN: Final = Path(__file__).parents[1] / "rules" / "messages"
_CHUNK: Final = 500
_LONGEST: Final = 1.0
"""Seconds of the processor that one message may take."""
_MOST: Final = 256 * 1024
"""Kilobytes by which the process may grow."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    options = metafunc.config.option
    folders = [_OWN, *map(Path, options.mail)]
    if "seed" in metafunc.fixturenames:
        chunks = [(f, seed) for f in folders for seed in range(-(-options.mutants // _CHUNK))]
        ids = [f"{f.name}-{seed}" for f, seed in chunks]
        metafunc.parametrize(("folder", "seed"), chunks, ids=ids)
    elif "foreign" in metafunc.fixturenames:
        metafunc.parametrize("foreign", list(map(Path, options.foreign)))


def _town(folder: Path) -> Town:
    config = folder / "altabaixa.toml"
    return load(config).town() if config.exists() else TOWN


def _letter(reading: Reading, mail: Mail) -> Letter | None:
    """The letter that the message gets, be its people on the list or strangers."""
    at = datetime(2026, 5, 6, 9, tzinfo=UTC)
    held = {(p.id_document, p.phone): p for p in reading.people if p.id_document and p.phone}
    books = tuple(
        Subscription(ref=f"A-{i}", name=p.name or "", id_document=d, phone=phone, state=State.ACTIVE)
        for i, ((d, phone), p) in enumerate(held.items())
    )
    letters = [
        decide(reading, Facts(received_at=at, sender=mail.sender, subscriptions=known)).letter
        for known in (books, ())
    ]
    return letters[0] or letters[1]


# --- who is read ----------------------------------------------------------------------------------

_DIGITS: Final = str.maketrans("OIL", "011")


def _bare(text: str) -> str:
    """Letters and digits alone; what people type for a digit is one."""
    return "".join(c for c in clean(text).upper() if c.isalnum()).translate(_DIGITS)


def _sources(mail: Mail, town: Town, reading: Reading) -> str:
    """The texts that may name somebody: of a resident's own mail neither history nor what is passed on."""
    case = Case(mail=mail, town=town)
    words = mail.words
    texts = [mail.subject, words.own, words.signature, *(p.text for p in case.papers), *case.files]
    if reading.voice is not Voice.WRITER or reading.registries:
        html = mail.html or words
        texts += [words.forwarded, words.quoted, html.own, html.signature, html.forwarded, html.quoted]
    return "\n".join(texts)


_NUMERAL: Final = re.compile(
    r"\b(?:zero|cero|un|uno|dos|tres|quatre|cuatro|cinco?|sis|seis|set|siete|vuit|ocho|nou|nueve|mil|cents?|ciento)\b"
)


def _made_up(person: Person, source: str) -> list[str]:
    """What of a person stands nowhere in the source; numbers said in words are not looked for."""
    bare, folded = _bare(source), fold(clean(source))
    name = re.findall(r"[^\W_]+", fold(person.name or ""))
    wrong = [word for word in name if word not in folded]
    if len(_NUMERAL.findall(folded)) > 1:
        return wrong
    if person.phone and person.phone.translate(_DIGITS)[-6:] not in bare:
        wrong.append(person.phone)
    if person.id_document and _bare(person.id_document)[-6:-1] not in bare:
        wrong.append(person.id_document)
    return wrong


# --- the tests ------------------------------------------------------------------------------------


def _grown() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _broken(folder: Path, seed: int) -> Iterator[Mutant]:
    parents = [path.read_bytes() for path in sorted(folder.glob("*.eml"))]
    assert parents, folder
    return mutants(parents, seed=seed, count=_CHUNK)


def test_a_broken_message_neither_raises_nor_answers_a_robot_nor_makes_anybody_up(
    folder: Path, seed: int, request: pytest.FixtureRequest
) -> None:
    town, before = _town(folder), _grown()
    for number, mutant in enumerate(_broken(folder, seed)):
        said = f"mutant {number} of {folder} with seed {seed}"
        with at_most(_LONGEST, said):
            mail = read_mail(mutant.raw)
            reading = read(mail, town)
            letter = _letter(reading, mail)
            evidence(Case(mail=mail, town=town), reading)

        assert letter is None or not mutant.is_robot, said
        source = _sources(mail, town, reading)
        assert [w for p in reading.people for w in _made_up(p, source)] == [], said
    assert _grown() - before < _MOST


def test_other_people_s_mail_is_no_leave_and_gets_no_letter(foreign: Path) -> None:
    _, before = read_mail(b"a: b\r\n\r\n"), _grown()
    files = sorted(path for path in foreign.rglob("*") if path.is_file())
    wrong = []
    for path in files:
        with at_most(_LONGEST, str(path)):
            mail = read_mail(path.read_bytes())
            reading = read(mail, TOWN)
            letter = _letter(reading, mail)
            evidence(Case(mail=mail, town=TOWN), reading)
        wrong += [(path, reading.kind)] if reading.kind is Kind.BAIXA or reading.people or letter else []
    assert files
    assert wrong == []
    assert _grown() - before < _MOST
