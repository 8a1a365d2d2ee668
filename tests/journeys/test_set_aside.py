"""The clerk asks which mails were set aside, and is shown them as they lie in the mailbox."""

from contextlib import closing
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

from sqlalchemy import select

from daemon.books.store import Store
from daemon.books.tables import contents, metadata
from daemon.configuration.settings import load
from tests.journeys.conftest import TownHall, text_of
from tests.journeys.test_ordering import CLERK, PASSES, links
from tests.journeys.test_server_faults import renumber

LEAK = "No surt aigua al carrer de Baix"
OFFER = "Butlletí de tardor"
PASSES_OUTSIDE = "mx.setcases.cat; dmarc=pass header.from=fora.example"


def ask(town_hall: TownHall, subject: str = "APARTATS", *, proved: bool = True) -> None:
    proof = {"Authentication_Results": PASSES} if proved else {}
    town_hall.mail("", sender=CLERK, subject=subject, **proof)
    town_hall.run_once()


def set_aside(town_hall: TownHall) -> None:
    """A neighbour's mail about the water, and a newsletter, which are none of ours."""
    town_hall.mail(
        "Bon dia, des d’ahir no surt aigua a casa.\nMercè Roca\n", sender="merce@veins.example", subject=LEAK
    )
    town_hall.mail(
        "Les novetats.\n", sender="noticies@botiga.example", subject=OFFER, List_Id="<n.botiga.example>"
    )
    town_hall.run_once()


def lists(town_hall: TownHall) -> list[EmailMessage]:
    return [letter for letter in town_hall.sink.to(CLERK) if "per a la llista" in letter["Subject"]]


def listed(town_hall: TownHall) -> EmailMessage:
    """The last list of mails set aside that the clerk got."""
    return lists(town_hall)[-1]


def answered(town_hall: TownHall) -> EmailMessage:
    """The last answer to the clerk's orders."""
    return [letter for letter in town_hall.sink.to(CLERK) if "ordres" in letter["Subject"]][-1]


def kept(town_hall: TownHall) -> str:
    """Everything that the books hold, the letters that left as they are read."""
    with closing(Store(load(town_hall.config).store_url)) as store, store.read() as tx:
        rows = [row for table in metadata.sorted_tables for row in tx.connection.execute(select(table))]
        letters = [
            message_from_bytes(raw, policy=policy.default)
            for raw in tx.connection.execute(select(contents.c.raw)).scalars()
        ]
    texts = (part.get_content() for letter in letters for part in letter.walk() if not part.is_multipart())
    return f"{rows} {[*texts]}"


def test_the_mails_set_aside_are_listed_as_they_lie_in_the_mailbox(town_hall: TownHall) -> None:
    set_aside(town_hall)
    ask(town_hall)

    text = text_of(listed(town_hall))
    assert "2 correus no eren per a la llista" in listed(town_hall)["Subject"]
    assert text.index(LEAK) < text.index(OFFER)  # what a person wrote comes first
    assert "merce@veins.example" in text
    assert "ve d’una llista o d’un butlletí" in text
    assert "Us diem quins són en un altre correu" in text_of(answered(town_hall))
    assert LEAK not in kept(town_hall)
    assert "merce@veins.example" not in kept(town_hall)


def test_a_tap_of_the_digest_lists_them_where_nothing_else_vouches_for_the_clerk(
    town_hall: TownHall,
) -> None:
    town_hall.run_once()  # a digest, from which the next one counts
    town_hall.at += timedelta(hours=1)
    set_aside(town_hall)
    town_hall.at += timedelta(days=1)
    town_hall.run_once()
    to, subject = links(town_hall.sink.to(CLERK)[-1])["APARTATS"]
    assert to == "info@setcases.cat"

    ask(town_hall, subject, proved=False)
    assert LEAK in text_of(listed(town_hall))

    ask(town_hall, proved=False)  # by hand, with no code
    assert len(lists(town_hall)) == 1


def test_a_mail_that_is_gone_is_said_to_be_and_one_numbered_anew_is_found(town_hall: TownHall) -> None:
    set_aside(town_hall)
    with town_hall.dovecot.client() as client:
        client.select_folder("INBOX")
        (uid,) = client.search(["SUBJECT", "Butllet"])
        client.delete_messages([uid])
        client.expunge()
    renumber(town_hall, uids=True)
    ask(town_hall)

    text = text_of(listed(town_hall))
    assert LEAK in text
    assert OFFER not in text
    assert text.count("Ja no és a la bústia") == 1
    assert all(b"\\Seen" not in flags for flags in town_hall.dovecot.flags().values())


def test_nobody_outside_the_town_hall_is_told_who_wrote(town_hall: TownHall) -> None:
    outside = "gestor@fora.example"
    town_hall.config.write_text(
        town_hall.config.read_text().replace('orders_from = ["', f'orders_from = ["{outside}", "')
    )
    set_aside(town_hall)
    town_hall.mail("", sender=outside, subject="APARTATS", Authentication_Results=PASSES_OUTSIDE)
    town_hall.run_once()

    (answer,) = town_hall.sink.to(outside)
    assert "només s’envien a adreces de l’Ajuntament" in text_of(answer)
