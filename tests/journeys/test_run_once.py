"""A mail goes in, a mail comes out: the main job on a real Dovecot and a real SMTP server."""

import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.conftest import ALTABAIXA, TownHall
from tests.supervisor import PATIENCE
from tests.watcher import watching

ROSER = "Roser Vilalta Camps,12345678Z,+34600111222,active,,,2025-01-10"
PERE = "Pere Camprubí Soler,23456789D,+34600333444,active,,,2025-01-10"
FROM_ROSER = "Roser Vilalta <roser@veins.example>"
SUBJECT = "BAIXA Informació Ajuntament de Setcases WhatsApp"
LEAVE = "Bon dia,\n\nRoser Vilalta Camps\nDNI 12345678Z\nMòbil 600 111 222\n\nGràcies\n"
NOTICE = """Número de registre: {number}
Data i hora de presentació: {at}
Tipus: Entrada
Interessat: {name}
NIF: {dni}
Telèfon mòbil: {phone}
Assumpte: Clàusula de consentiment del tractament de dades personals (WhatsApp)
"""
REGISTRY = "Registre <no-reply@registre.example.cat>"
TRUSTED = "mx.setcases.cat; dmarc=pass header.from=registre.example.cat"


def test_a_baixa_takes_her_off_and_answers_her_and_tells_staff(town_hall: TownHall) -> None:
    town_hall.residents(ROSER, PERE)
    town_hall.at = datetime(2026, 5, 3, 8, 0, tzinfo=UTC)  # a Sunday: no digest beside the notice
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)

    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "leaving", "+34600333444": "active"}
    (answer,) = town_hall.sink.to("roser@veins.example")
    assert answer["Auto-Submitted"] == "auto-replied"
    assert "12345678Z" not in answer.as_string()
    (notice,) = [
        m for m in town_hall.sink.to("secretaria@setcases.cat") if "600 11 12 22" in str(m.get_body())
    ]
    assert notice["Auto-Submitted"] == "auto-generated"


def test_answers_leave_with_the_null_sender_and_in_her_thread(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT, message_id="<un@veins.example>")

    town_hall.run_once()

    sender, _, answer = next(row for row in town_hall.sink.letters if row[1] == "roser@veins.example")
    assert sender == "<>"  # the null reverse-path as the server heard it
    assert answer["In-Reply-To"] == "<un@veins.example>"


def test_running_twice_changes_nothing_more(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)
    town_hall.run_once()
    before = (town_hall.subscribers(), town_hall.cases(), len(town_hall.sink.letters))

    town_hall.run_once()

    assert (town_hall.subscribers(), town_hall.cases(), len(town_hall.sink.letters)) == before


def test_the_mailbox_is_byte_for_byte_as_it_was(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)
    town_hall.mail("Hola!\n", sender="Pere <pere@veins.example>", subject="Festa major")
    with town_hall.dovecot.client() as client:
        client.select_folder("INBOX")
        client.add_flags([2], [b"\\Seen", b"\\Flagged", b"$Etiqueta"])
    town_hall.mail("Encara nou\n", sender="Pere <pere@veins.example>", subject="Nou")
    flags, files = town_hall.dovecot.flags(), town_hall.dovecot.files()
    assert any(file.startswith("new/") for file in files)

    town_hall.run_once()

    assert (town_hall.dovecot.flags(), town_hall.dovecot.files()) == (flags, files)


@pytest.mark.parametrize(
    ("presented", "due"),
    [
        pytest.param("02/04/2026 10:15:00", "2026-04-13", id="over Easter"),
        pytest.param("30/04/2026 09:00:00", "2026-05-11", id="over 1 May and the local holiday"),
        pytest.param("24/12/2025 23:50:00", "2026-01-05", id="over Christmas and New Year"),
    ],
)
def test_a_consent_starts_the_clock(town_hall: TownHall, presented: str, due: str) -> None:
    town_hall.at = datetime(2026, 5, 3, 8, 0, tzinfo=UTC)
    notice = NOTICE.format(
        number="E/000101-2026", at=presented, name="Ona Soldevila Prat", dni="34567890V", phone="600555666"
    )
    town_hall.mail(notice, sender=REGISTRY, subject="Registre E/000101-2026", Authentication_Results=TRUSTED)

    town_hall.run_once()

    (ona,) = town_hall.subscribers()
    assert (ona["state"], ona["id_document"], ona["due_on"]) == ("consented", "34567890V", due)
    assert town_hall.sink.letters == []  # a register is never answered


def test_a_notice_that_nothing_vouches_for_is_a_card(town_hall: TownHall) -> None:
    notice = NOTICE.format(
        number="E/000101-2026", at="30/04/2026 09:00:00", name="Ona Soldevila Prat", dni="34567890V",
        phone="600555666",
    )  # fmt: skip
    town_hall.mail(notice, sender=REGISTRY, subject="Registre E/000101-2026")

    town_hall.run_once()

    assert town_hall.subscribers() == []
    assert [case["state"] for case in town_hall.cases()] == ["staff"]


def test_the_digest_goes_out_once_on_a_working_day(town_hall: TownHall) -> None:
    town_hall.residents("Ona Soldevila Prat,34567890V,+34600555666,due,E/000101-2026,2026-04-24T10:00,")
    town_hall.at = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)  # Monday, 08:00 in Setcases

    town_hall.run_once()
    town_hall.at += timedelta(hours=3)
    town_hall.run_once()

    (digest,) = town_hall.sink.to("secretaria@setcases.cat")
    body = digest.get_body(("plain",))
    assert body is not None
    assert "Ona Soldevila Prat" in body.get_content()


def test_no_digest_on_a_sunday_nor_before_its_hour(town_hall: TownHall) -> None:
    for at in (datetime(2026, 5, 3, 9, 0, tzinfo=UTC), datetime(2026, 5, 4, 5, 0, tzinfo=UTC)):
        town_hall.at = at
        town_hall.run_once()

    assert town_hall.sink.letters == []


def test_killed_between_commit_and_letter_it_still_answers_her_once(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)
    daemon = subprocess.Popen([ALTABAIXA, "run", "--once", "--config", town_hall.config])
    town_hall.sink.kill = daemon.pid
    assert daemon.wait(timeout=PATIENCE) == -9
    assert town_hall.states() == {"+34600111222": "leaving"}
    town_hall.sink.kill = None

    done = town_hall.command("run", "--once")

    assert done.returncode == 0, done.stderr
    assert len(town_hall.sink.to("roser@veins.example")) == 1


def test_a_renumbered_mailbox_does_nothing_twice(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)
    town_hall.run_once()
    letters = len(town_hall.sink.letters)
    with town_hall.dovecot.client() as client:
        client.select_folder("INBOX")
        client.create_folder("Tot")
        client.copy([1], "Tot")
        client.delete_messages([1])
        client.expunge()
        client.close_folder()
        client.rename_folder("Tot", "Tot2")
    text = town_hall.config.read_text().replace('since = "all"', 'since = "all"\nfolders = ["Tot2"]')
    town_hall.config.write_text(text)

    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "leaving"}
    assert len(town_hall.sink.letters) == letters


def test_a_message_that_nobody_could_read_is_a_card_and_the_rest_goes_on(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)
    town_hall.dovecot.deliver(
        b"From: a@b.example\r\nTo: info@setcases.cat\r\n" + b"X: y\r\n" * 9000 + b"\r\nhola\r\n"
    )
    town_hall.dovecot.deliver(b"\r\n")
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)

    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "leaving"}
    assert sum(case["state"] == "staff" for case in town_hall.cases()) == 2


def test_an_oversize_message_is_a_card_and_its_body_is_never_fetched(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)
    head = f"From: {FROM_ROSER}\r\nTo: info@setcases.cat\r\nSubject: {SUBJECT}\r\n\r\n".encode()
    town_hall.dovecot.deliver(head + LEAVE.encode() + b"x" * 998 * 27_000 + b"\r\n")

    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "active"}
    (case,) = town_hall.cases()
    assert (case["state"], case["sha256"]) == ("staff", None)


def test_what_people_deleted_before_we_read_it_is_counted_in_the_digest(town_hall: TownHall) -> None:
    town_hall.at = datetime(2026, 5, 3, 8, 0, tzinfo=UTC)
    town_hall.mail("Primer\n", sender="Pere <pere@veins.example>", subject="Hola")
    town_hall.run_once()
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)
    with town_hall.dovecot.client() as client:
        client.select_folder("INBOX")
        client.delete_messages([2])
        client.expunge()
    town_hall.mail("Tercer\n", sender="Pere <pere@veins.example>", subject="Adeu")
    town_hall.at = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)

    town_hall.run_once()

    (digest,) = town_hall.sink.to("secretaria@setcases.cat")
    body = digest.get_body(("plain",))
    assert body is not None
    assert "1 missatge" in body.get_content()


def test_an_unreachable_mailbox_is_one_clear_line_and_exit_1(town_hall: TownHall) -> None:
    town_hall.dovecot.kill()

    done = town_hall.command("run", "--once")

    assert done.returncode == 1
    assert f"127.0.0.1:{town_hall.dovecot.port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_with_smtp_down_the_books_move_and_the_letter_waits(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)
    town_hall.configure(smtp=1)

    assert town_hall.command("run", "--once").returncode == 0
    assert town_hall.states() == {"+34600111222": "leaving"}


def test_a_baixa_in_the_junk_folder_is_a_card(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)
    town_hall.configure(junk='junk_folders = ["Junk"]')
    with town_hall.dovecot.client() as client:
        client.create_folder("Junk")
        client.append(
            "Junk",
            f"From: {FROM_ROSER}\nTo: info@setcases.cat\nSubject: {SUBJECT}\n\n{LEAVE}".encode().replace(
                b"\n", b"\r\n"
            ),
        )

    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "active"}
    (case,) = town_hall.cases()
    assert case["state"] == "staff"
    assert town_hall.sink.to("roser@veins.example") == []


def test_who_forgot_her_dni_is_asked_and_her_answer_takes_her_off(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)
    town_hall.mail(
        "Doneu-me de baixa, 600 111 222\nRoser Vilalta\n", sender=FROM_ROSER, subject="baixa whatsapp"
    )
    town_hall.run_once()
    (asked,) = town_hall.sink.to("roser@veins.example")
    assert town_hall.states() == {"+34600111222": "active"}
    body = asked.get_body(("plain",))
    assert body is not None

    quoted = "".join(f"> {line}\n" for line in body.get_content().splitlines())
    town_hall.mail(
        f"Perdoneu! 12345678Z, 600111222\n\nEl 4/5/26 a les 10:00, Ajuntament ha escrit:\n{quoted}",
        sender=FROM_ROSER, subject=f"Re: {asked['Subject']}", In_Reply_To=asked["Message-ID"],
    )  # fmt: skip
    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "leaving"}
    assert len(town_hall.sink.to("roser@veins.example")) == 2
    assert {case["state"] for case in town_hall.cases()} == {"closed"}  # the question too


def test_what_was_there_before_the_first_start_is_left_alone(town_hall: TownHall) -> None:
    town_hall.config.write_text(town_hall.config.read_text().replace('since = "all"', 'since = "now"'))
    town_hall.residents(ROSER)
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)

    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "active"}
    assert town_hall.cases() == []


def test_since_a_date_reads_from_that_day_on(town_hall: TownHall) -> None:
    town_hall.config.write_text(town_hall.config.read_text().replace('since = "all"', "since = 2026-05-02"))
    town_hall.residents(ROSER, PERE)
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT, at=datetime(2026, 5, 1, 21, 59, tzinfo=UTC))
    town_hall.mail(
        "Pere Camprubí Soler\n23456789D\n600333444\n", sender="Pere <pere@veins.example>", subject=SUBJECT,
        at=datetime(2026, 5, 1, 22, 1, tzinfo=UTC),  # 00:01 of 2 May in Setcases
    )  # fmt: skip

    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "active", "+34600333444": "leaving"}


def test_letters_are_filed_in_the_sent_folder(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)
    town_hall.configure(junk='sent_folder = "Sent"')
    with town_hall.dovecot.client() as client:
        client.create_folder("Sent")
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)

    town_hall.run_once()
    town_hall.run_once()

    with town_hall.dovecot.client() as client:
        client.select_folder("Sent", readonly=True)
        filed = client.fetch(client.search("ALL"), ["BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"])
    in_sent = {
        data[b"BODY[HEADER.FIELDS (MESSAGE-ID)]"].split(b":", 1)[1].strip().decode()
        for data in filed.values()
    }
    assert in_sent == {letter["Message-ID"] for _, _, letter in town_hall.sink.letters}
    assert len(filed) == len(town_hall.sink.letters)


def test_a_second_copy_of_her_mail_is_answered_once(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)
    raw = (
        f"From: {FROM_ROSER}\r\nTo: info@setcases.cat\r\nSubject: {SUBJECT}\r\n"
        "Message-ID: <dos@veins.example>\r\nDate: Mon, 4 May 2026 09:00:00 +0200\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    ).encode() + LEAVE.replace("\n", "\r\n").encode()
    town_hall.dovecot.deliver(
        b"Received: from one by mx; Mon, 4 May 2026 09:00:01 +0200\r\n" + raw, at=town_hall.at
    )
    town_hall.dovecot.deliver(
        b"Received: from two by mx; Mon, 4 May 2026 09:00:07 +0200\r\n" + raw, at=town_hall.at
    )

    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "leaving"}
    assert len(town_hall.sink.to("roser@veins.example")) == 1
    assert len(town_hall.cases()) == 1


def test_who_watches_is_told_of_each_round_that_went_well_and_of_no_other(town_hall: TownHall) -> None:
    with watching() as watcher:
        town_hall.configure(more=f'[monitoring]\nping_url = "{watcher.url}"\n')

        assert town_hall.command("run", "--once").returncode == 0
        assert len(watcher.heard) == 1

        town_hall.dovecot.kill()
        assert town_hall.command("run", "--once").returncode == 1
        assert len(watcher.heard) == 1
