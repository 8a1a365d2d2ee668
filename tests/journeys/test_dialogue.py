"""The dialogue on a real Dovecot and a real SMTP server, with the clock in the test's hands."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from tests.journeys.conftest import TownHall, text_of
from tests.journeys.test_run_once import FROM_ROSER, ROSER, SUBJECT
from tests.rules.persons import dni

PASSES = "mx.setcases.cat; dmarc=pass header.from=veins.example"
HER = "roser@veins.example"


def answer(town_hall: TownHall, text: str, letter: EmailMessage, **headers: str) -> None:
    """She answers as her mail program does: the letter quoted below, in its thread."""
    quoted = "".join(
        f"> {line}\n" for line in (letter.get_body(("plain",)) or letter).get_content().splitlines()
    )
    town_hall.mail(
        f"{text}\n\nEl dl., 4 maig 2026, Ajuntament de Setcases va escriure:\n{quoted}",
        sender=FROM_ROSER,
        subject=f"Re: {letter['Subject']}",
        In_Reply_To=letter["Message-ID"],
        References=f"{letter['References']} {letter['Message-ID']}",
        **headers,
    )


def test_asked_reminded_answered_done_and_undone(town_hall: TownHall) -> None:
    town_hall.configure(junk='sent_folder = "Sent"')
    with town_hall.dovecot.client() as client:
        client.create_folder("Sent")
    town_hall.residents(ROSER)
    town_hall.at = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)  # Monday; Friday is a local holiday
    town_hall.mail("Doneu-me de baixa, 600 111 222\n", sender=FROM_ROSER, subject="baixa whatsapp")
    town_hall.run_once()
    (asked,) = town_hall.sink.to(HER)

    town_hall.at += timedelta(days=2)
    town_hall.run_once()
    assert len(town_hall.sink.to(HER)) == 1
    town_hall.at += timedelta(days=1)  # Thursday, the third working day
    town_hall.run_once()
    town_hall.run_once()
    _, reminder = town_hall.sink.to(HER)
    assert asked["Message-ID"] in reminder["References"]
    assert "encara" in text_of(reminder)

    answer(town_hall, "12345678Z", reminder)
    town_hall.at += timedelta(hours=1)
    town_hall.run_once()
    assert town_hall.states() == {"+34600111222": "leaving"}
    done = town_hall.sink.to(HER)[2]
    assert "deu dies" in text_of(done) or "10 dies" in text_of(done)

    town_hall.at += timedelta(days=1)
    answer(town_hall, "No he estat jo, desfeu-ho.", done, Authentication_Results=PASSES)
    town_hall.run_once()
    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "active"}
    letters = town_hall.sink.to(HER)
    assert len(letters) == 4
    assert "Hem desfet" in text_of(letters[-1])
    with town_hall.dovecot.client() as client:
        client.select_folder("Sent", readonly=True)
        filed = client.fetch(client.search("ALL"), ["BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"])
    in_sent = b"".join(data[b"BODY[HEADER.FIELDS (MESSAGE-ID)]"] for data in filed.values())
    assert all(letter["Message-ID"].encode() in in_sent for letter in letters)


def test_silence_is_handed_over_by_whichever_run_comes_first(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)
    town_hall.at = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
    town_hall.mail("Doneu-me de baixa, 600 111 222\n", sender=FROM_ROSER, subject="baixa whatsapp")
    town_hall.run_once()

    town_hall.at = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)  # the fifth working day, 10:00 in Setcases
    town_hall.run_once()

    (card,) = town_hall.cases()
    assert card["state"] == "staff"
    assert len(town_hall.sink.to(HER)) == 1
    digest = town_hall.sink.to("secretaria@setcases.cat")[-1]
    assert card["ref"] in text_of(digest)


def test_who_leaves_behind_a_flood_of_strangers_hears_of_it_once_the_next_morning(
    town_hall: TownHall,
) -> None:
    town_hall.configure(more="[replies]\nper_day_unauthenticated = 2\n")
    town_hall.residents(ROSER)
    asks = "Doneu-me de baixa de la llista de WhatsApp.\n"
    for n in range(4):
        data = f"Neus Ros Pla, {dni(50_000_000 + n)}, 60000000{n}\n"
        town_hall.mail(asks + data, sender=f"neus{n}@lluny.example", subject="Baixa WhatsApp")
    town_hall.run_once()
    town_hall.mail(f"{asks}Roser Vilalta Camps, 12345678Z, 600111222\n", sender=FROM_ROSER, subject=SUBJECT)
    town_hall.run_once()
    assert town_hall.states() == {"+34600111222": "leaving"}
    assert town_hall.sink.to(HER) == []

    town_hall.at += timedelta(hours=21, minutes=59)  # one minute to eight in Setcases
    town_hall.run_once()
    assert town_hall.sink.to(HER) == []
    town_hall.at += timedelta(minutes=1)
    for _ in range(2):
        town_hall.run_once()
    town_hall.at += timedelta(days=1)
    town_hall.run_once()

    (letter,) = town_hall.sink.to(HER)
    assert "acabat en 222" in text_of(letter)
    strangers = [to for _, to, _ in town_hall.sink.letters if to.endswith("@lluny.example")]
    assert strangers == ["neus0@lluny.example", "neus1@lluny.example"]
