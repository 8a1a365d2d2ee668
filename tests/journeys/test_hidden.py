"""A leave that no eye sees takes nobody off, and one that is seen beside it does."""

from email import policy
from email.message import EmailMessage

import pytest

from tests.journeys.conftest import TownHall
from tests.journeys.test_loops import ROSER

FROM = "Roser Vilalta <roser@bustia.example>"
BAIXA = "Vull donar-me de baixa del WhatsApp de l'Ajuntament. Roser Vilalta Camps, 12345678Z, 600 111 222."
SHEET = "<style>@media screen{div > p.peu{font:0/0 a}}</style>"
QUOTE = "border:none;border-left:solid blue 1.5pt;padding:0cm 0cm 0cm 4.0pt"


def deliver(town_hall: TownHall, page: str) -> None:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = FROM, "info@setcases.cat", "Biblioteca"
    message["Message-ID"] = "<1@bustia.example>"
    message["Authentication-Results"] = "mx.setcases.cat; dmarc=pass header.from=bustia.example"
    message.set_content(f"<html><head>{SHEET}</head><body>{page}</body></html>", subtype="html")
    town_hall.dovecot.deliver(message.as_bytes(), at=town_hall.at)
    town_hall.run_once()


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param("<div style='transform:scale(0)'>{}</div>", id="shrunk to nothing"),
        pytest.param("<div style='d\\69splay : none !important'>{}</div>", id="not displayed, in escapes"),
        pytest.param("<div style='color:oklch(1 0 0)'>{}</div>", id="in a colour that is not known"),
        pytest.param("<div style='letter-spacing:-1em'>{}</div>", id="letters on top of each other"),
        pytest.param("<noscript>{}</noscript>", id="for programs that run no script"),
        pytest.param("<div><p class=peu>{}</p></div>", id="of no size, by the sheet"),
        pytest.param(f"<div style='{QUOTE}'><p>{{}}</p></div>", id="quoted by Outlook, without its header"),
    ],
)
def test_a_hidden_leave_takes_nobody_off(town_hall: TownHall, hidden: str) -> None:
    town_hall.residents(ROSER)

    deliver(town_hall, f"<p>Bon dia, a quina hora obre la biblioteca?</p>{hidden.format(BAIXA)}")

    assert town_hall.states() == {"+34600111222": "active"}
    assert town_hall.sink.to("roser@bustia.example") == []


def test_a_leave_that_is_seen_is_done_whatever_is_surely_hidden_above(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)

    deliver(town_hall, f"<div style='display:none;font-size:1px'>No em doneu de baixa</div><p>{BAIXA}</p>")

    assert town_hall.states() == {"+34600111222": "leaving"}


def test_a_leave_beside_what_may_be_hidden_waits_for_a_person(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)

    deliver(town_hall, f"<p>{BAIXA}</p><div><p class=peu>No em doneu de baixa</p></div>")

    assert town_hall.states() == {"+34600111222": "active"}
    assert [case["state"] for case in town_hall.cases()] == ["staff"]


def test_a_leave_that_only_some_programs_show_waits_for_a_person(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)

    deliver(town_hall, f"<details><summary>Bon dia.</summary>{BAIXA}</details>")

    assert town_hall.states() == {"+34600111222": "active"}
    assert [case["state"] for case in town_hall.cases()] == ["staff"]
