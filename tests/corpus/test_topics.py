"""The promise: what is told to the list is heard, and the town hall's ordinary post is not taken for it.

`topics_fresh.jsonl` are messages of ten hands who taught nothing and knew only the town hall's notice: half
are ordinary post, and of one hand (`o`) post that is long and sounds like a request; of another (`l`) wishes
to leave or join, a third of them in the middle of other matters. `lines_fresh.jsonl` are single lines to the
list of two more hands. They were labelled before they were read.
"""

import json
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from daemon.configuration.second_reader import FILE, load_model, second_reader
from rules.books.lanes import Lane, prospect_of
from rules.findings import Because, Topic
from rules.mail.mail import read_mail
from rules.text.tokens import as_text
from rules.topics.topic_reader import Message, Named
from tests.corpus.labelled import written
from tests.corpus.test_corpus import TOWN
from tests.rules.messages import read

ROWS = [
    json.loads(line)
    for line in Path(__file__).with_name("topics_fresh.jsonl").read_text("utf-8").splitlines()
]
LONG = 500
"""Letters of a mail in which a sentence is easily missed."""
HOSTS = 25


@pytest.fixture(scope="module")
def counted() -> Counter[str]:
    found: Counter[str] = Counter()
    for row in ROWS:
        if row["in"] == "chat":
            continue
        mail = read_mail(written(row))
        reading = read(mail, TOWN)
        prospect = prospect_of(reading, mail)
        is_written_to = prospect.letter is not None
        is_seen = is_written_to or prospect.lane is not Lane.ASIDE
        heard = str(reading.topic or "none")
        if row["topic"] == "none":
            found.update(ordinary=1, taken=heard != "none", bothered=is_written_to, shown=is_seen)
        elif row["topic"] == "wish":
            found.update(wished=1, passed_over=not is_seen)
        else:
            found.update(told=1, right=heard == row["topic"], wrong=heard not in {"none", row["topic"]})
        if row["topic"] == heard == "incident":
            kind = "urgent" if row.get("urgent") else "calm"
            found.update({kind: 1, f"{kind} is urgent": reading.urgent})
    return found


def test_what_cannot_wait_is_told_from_what_can_in_a_whole_mail(counted: Counter[str]) -> None:
    assert counted["urgent is urgent"] >= 0.85 * counted["urgent"], counted
    assert counted["calm is urgent"] <= 0.25 * counted["calm"], counted


def test_what_is_told_to_the_list_is_heard(counted: Counter[str]) -> None:
    assert counted["right"] >= 0.7 * counted["told"], counted
    assert counted["wrong"] <= 0.05 * counted["told"], counted


def test_ordinary_post_is_left_alone(counted: Counter[str]) -> None:
    assert counted["taken"] <= 0.06 * counted["ordinary"], counted
    assert counted["bothered"] <= 0.015 * counted["ordinary"], counted
    assert counted["shown"] <= 0.09 * counted["ordinary"], counted


def test_of_wishes_in_the_middle_of_other_matters_few_are_passed_over(counted: Counter[str]) -> None:
    assert counted["passed_over"] <= 0.25 * counted["wished"], counted


WISHES = (
    "Per cert, ja no vull rebre més els vostres missatges al mòbil.",
    "I traieu-me de la llista de WhatsApp, que ja no hi visc.",
    "De pas, doneu-me de baixa dels avisos.",
    "També voldria sortir del canal.",
    "Ah, i em traieu de la difusió, si us plau.",
    "Retiro el consentiment per als missatges del mòbil.",
    "Por cierto, quiero darme de baja de la lista de difusión.",
    "Y no me manden más mensajes al móvil.",
    "També vull apuntar-me a la llista de WhatsApp.",
    "I em vull donar de baixa d'Informació Ajuntament.",
)


@pytest.mark.parametrize("wish", WISHES)
def test_a_plain_wish_in_the_middle_of_ordinary_post_is_not_taken_for_it(wish: str) -> None:
    ordinary = (row for row in ROWS if row["topic"] == "none" and len(row["text"]) > LONG)
    taken = 0
    for row in islice(ordinary, HOSTS):
        middle = row["text"].find("\n\n", len(row["text"]) // 3)
        text = f"{row['text'][:middle]}\n\n{wish}{row['text'][middle:]}"
        taken += Because("ordinary-post") in read(read_mail(written({**row, "text": text})), TOWN).reasons

    assert taken == 0


@pytest.fixture(scope="module")
def lines() -> Counter[str]:
    """What is heard in single lines to the list, of two hands that taught nothing."""
    found: Counter[str] = Counter()
    for line in Path(__file__).with_name("lines_fresh.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        message = Message(as_text(row["text"]), Named.CHAT, second_reader().topics)
        about = message.about()
        is_incident = about is not None and about.topic is Topic.INCIDENT
        kind = row["topic"] if row["topic"] in {"incident", "none"} else "other"
        found.update({kind: 1, f"{kind} is one": is_incident})
        if kind == "incident":
            kind = "urgent" if row.get("urgent") else "calm"
            found.update({kind: 1, f"{kind} is urgent": message.is_urgent})
    return found


def test_what_is_broken_is_heard_in_a_few_words(lines: Counter[str]) -> None:
    assert lines["incident is one"] >= 0.84 * lines["incident"], lines
    assert lines["none is one"] <= 0.04 * lines["none"], lines
    assert lines["other is one"] <= 0.1 * lines["other"], lines


def test_what_cannot_wait_is_told_from_what_can(lines: Counter[str]) -> None:
    assert lines["urgent is urgent"] >= 0.9 * lines["urgent"], lines
    assert lines["calm is urgent"] <= 0.2 * lines["calm"], lines


def test_the_file_says_what_the_topic_reader_is_worth() -> None:
    """On messages of hands that did not teach it."""
    figures = load_model(FILE).figures["topics"]

    assert figures["topic right"] >= 0.67 * figures["of a topic"]
    assert figures["topic wrong"] <= 0.04 * figures["of a topic"]
