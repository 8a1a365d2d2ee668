"""The promise: what the wizard proposes is sound, and what it takes is what the settings would take."""

import asyncio
import io
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from daemon.configuration.calendar import calendar
from daemon.configuration.default_town import DEFAULT_TOWN
from daemon.configuration.places import place
from daemon.configuration.values import Address, Phone
from daemon.errors import AltabaixaError, SettingsError
from daemon.setup.answers import Answers
from daemon.setup.holidays import proposed, refusal
from daemon.setup.probing import Endpoint, first_answering, imap_candidates
from daemon.setup.questions import Asker, many, of
from daemon.setup.trust import Look, TrustQuestions, speaker
from tests.daemon.conftest import settings
from tests.smtp_server import Scripted

# Local holidays


@pytest.mark.parametrize(
    ("day", "said"),
    [
        pytest.param(date(2025, 5, 8), "2025-05-08 is not in 2026", id="last year's order"),
        pytest.param(date(2026, 5, 10), "is a Sunday", id="a Sunday"),
        pytest.param(date(2026, 9, 11), "Diada Nacional de Catalunya", id="a regional holiday, by name"),
        pytest.param(date(2026, 12, 25), "Nadal", id="as people call it"),
        pytest.param(date(2026, 5, 8), "the other one already", id="twice the same"),
        pytest.param(date(2026, 7, 25), None, id="a Saturday can be one: Girona's was"),
        pytest.param(date(2026, 9, 29), None, id="a good one"),
    ],
)
def test_a_day_that_cannot_be_a_local_holiday_is_refused_with_the_reason(day: date, said: str | None) -> None:
    bare = settings(calendar={"local_holidays": []})
    regional = calendar(bare, range(2026, 2027)).holidays

    why = refusal(day, 2026, regional, [date(2026, 5, 8)])

    assert why is None if said is None else why is not None and said in why


@pytest.mark.parametrize(
    ("town", "year", "days"),
    [
        ("Ajuntament de Setcases", 2026, [date(2026, 5, 8), date(2026, 9, 29)]),
        ("AJUNTAMENT DE SETCASES", 2026, [date(2026, 5, 8), date(2026, 9, 29)]),
        ("Ajuntament de Setcases", 2027, []),
        ("Ajuntament de Camprodon", 2026, []),
    ],
)
def test_only_a_known_towns_holidays_of_a_known_year_are_proposed(
    town: str, year: int, days: list[date]
) -> None:
    answers = Answers(Path("/x/altabaixa.toml"), {"town": {**DEFAULT_TOWN["town"], "name": town}})

    assert [holiday["date"] for holiday in proposed(answers, year)] == days


# Whose word counts


@pytest.mark.parametrize(
    ("block", "name"),
    [
        (b"Authentication-Results: MX.Setcases.cat; spf=pass smtp.mailfrom=a@b.cat", "mx.setcases.cat"),
        (b"Authentication-Results: mx.setcases.cat 1; none", "mx.setcases.cat"),
        (b"Authentication-Results:\r\n mx.setcases.cat;\r\n dkim=none", "mx.setcases.cat"),
        (b"Authentication-Results: a.cat; none\r\nAuthentication-Results: b.cat; none", "a.cat"),
        (b"Authentication-Results: spf=pass (sender IP is 10.1.2.3) smtp.mailfrom=b.cat; dkim=none", ""),
        (b"Subject: hola", None),
    ],
    ids=["any case", "a version", "folded", "the topmost", "Microsoft 365 names nobody", "no such line"],
)
def test_who_vouches_for_a_message_is_read_from_its_topmost_line(block: bytes, name: str | None) -> None:
    assert speaker(b"From: a@b.cat\r\n" + block + b"\r\n\r\n") == name


def look(looked_at: int, **ids: int) -> Look:
    return Look(junk="", sent="", looked_at=looked_at, ids=Counter(ids))


@pytest.mark.parametrize(
    ("seen", "likeliest", "certain"),
    [
        pytest.param(look(50, mx=40, other=3), "mx", True, id="most messages"),
        pytest.param(look(50, mx=5), "mx", False, id="a few: perhaps a stranger's lines"),
        pytest.param(look(50, mx=20, other=20, third=1), "", False, id="nobody"),
        pytest.param(look(50), "", False, id="no lines at all"),
    ],
)
def test_a_name_is_proposed_only_where_it_prevails(seen: Look, likeliest: str, certain: bool) -> None:
    assert (seen.likeliest, seen.is_certain) == (likeliest, certain)


def asked(seen: Look | None, *lines: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, list[str]]:
    """What is said about *seen*, and the names that come of the answers."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    said, answers = io.StringIO(), Answers(Path("/x/altabaixa.toml"))
    TrustQuestions(asker=Asker(Console(file=said, width=500)), answers=answers).ask_servers(seen)
    return said.getvalue(), answers.get("trust", "authserv_ids")


def test_a_name_in_few_messages_is_not_taken_by_merely_pressing_enter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert asked(look(50, mx=5), "", "", monkeypatch=monkeypatch)[1] == []
    assert asked(look(50, mx=5), "yes", monkeypatch=monkeypatch)[1] == ["mx"]
    assert asked(look(50, mx=45), "", monkeypatch=monkeypatch)[1] == ["mx"]


def test_microsoft_365_is_told_of_the_other_way(monkeypatch: pytest.MonkeyPatch) -> None:
    said, ids = asked(look(50, **{"": 45}), "", monkeypatch=monkeypatch)

    assert "trust.internal_marks" in said
    assert ids == []


def test_without_a_look_into_the_mailbox_the_name_is_simply_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert asked(None, "MX.Vila.cat", monkeypatch=monkeypatch)[1] == ["mx.vila.cat"]


# What an answer may be


def test_an_answer_is_refused_with_the_settings_own_sentence() -> None:
    with pytest.raises(ValueError, match=r'^must be a telephone number, like "\+34683331383"$'):
        of(Phone)("12")


def test_several_addresses_are_taken_apart_and_each_is_checked() -> None:
    assert many(Address)("A@b.cat, c@d.cat  a@b.cat") == ["a@b.cat", "c@d.cat"]
    with pytest.raises(ValueError, match=r"^nobody: must be a mail address"):
        many(Address)("a@b.cat nobody")


def test_a_draft_keeps_its_passwords_to_itself(tmp_path: Path) -> None:
    answers = Answers(tmp_path / "altabaixa.toml", {}, {"imap": "clau-secreta"})
    draft = answers.draft()

    assert draft.secret("imap") == "clau-secreta"
    assert "clau-secreta" not in repr(draft) + str(draft.model_dump())
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(SettingsError, match="smtp password was not given"):
        draft.secret("smtp")


def test_a_draft_is_held_to_the_same_rules_as_a_configuration(tmp_path: Path) -> None:
    answers = Answers(tmp_path / "altabaixa.toml")
    answers.put("staff", digest_to=["a@elsewhere.cat"])

    with pytest.raises(SettingsError, match="allow_external"):
        answers.draft()


@pytest.mark.parametrize(
    ("path", "url", "unit"),
    [
        ("/etc/altabaixa/altabaixa.toml", "", "altabaixa"),  # as it is without a word
        ("/etc/altabaixa/pi/altabaixa.toml", "sqlite:////var/lib/altabaixa-pi/altabaixa.db", "altabaixa@pi"),
        ("/etc/altabaixa/a/b/altabaixa.toml", "sqlite:///altabaixa.db", None),
        ("/home/x/altabaixa.toml", "sqlite:///altabaixa.db", None),
    ],
)  # fmt: skip
def test_the_books_lie_where_the_unit_of_a_configuration_keeps_them_or_beside_it(
    path: str, url: str, unit: str | None
) -> None:
    assert (place(Path(path)).store_url, place(Path(path)).unit) == (url, unit)


@pytest.mark.parametrize("name", ["molló", "Setcases", "sant-joan", "a" * 21])
def test_a_name_that_systemd_takes_for_no_instance_is_refused_before_any_question(name: str) -> None:
    with pytest.raises(AltabaixaError, match=f"“{name}” cannot name an instance"):
        place(Path("/etc/altabaixa", name, "altabaixa.toml"))


# ServerQuestions


def test_names_under_localhost_are_this_machine_and_nobody_is_asked_for_them() -> None:
    assert {candidate.host for candidate in imap_candidates("vila.localhost")} == {"localhost"}


async def test_a_door_is_open_where_a_mail_server_greets() -> None:
    async with Scripted().running() as serving, Scripted({"greeting": ["SSH-2.0-x"]}).running() as other:
        candidates = [
            Endpoint(host="127.0.0.1", port=port, tls="starttls") for port in (9, other.port, serving.port)
        ]
        found = await asyncio.to_thread(first_answering, candidates)

    assert found == candidates[2]
    assert first_answering([]) is None
