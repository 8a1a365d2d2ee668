"""May of a town's WhatsApp channel, by mail: what its notice promises, as it happens, on a real Dovecot.

The clerk knows only what is mailed to her, and what everybody was sent is compared as a whole at the end.
"""

import sqlite3
from collections import defaultdict
from contextlib import closing
from datetime import UTC, date
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Final

from tests.journeys.conftest import TownHall, text_of
from tests.journeys.month import at
from tests.journeys.test_broadcasts import tap, taps
from tests.journeys.test_ordering import CLERK, PASSES
from tests.journeys.test_run_once import NOTICE, PERE, REGISTRY, ROSER, SUBJECT, TRUSTED

JOAN: Final = "Joan Tubau Pla,56789012B,600555777,active,,,2025-01-10"
MENDS: Final = "brigada@setcases.cat"

CHAT: Final = (
    "[4/5/26, 9:40:12] +34 622 33 34 44: Bon dia, ALTA si us plau\n"
    "[4/5/26, 9:41:02] +34 622 33 34 44: Ona Soldevila Prat 34567890V\n"
)
CONSENT: Final = NOTICE.format(
    number="E/000321-2026",
    at="04/05/2026 12:20:00",
    name="Ona Soldevila Prat",
    dni="34567890V",
    phone="622333444",
)
TREE: Final = (
    "Bona nit,\n\nUs ho dic aquí perquè vau dir que el WhatsApp de l'Ajuntament era també per avisar d'"
    "incidències: acaba de caure un arbre gros a la carretera de Vallter, passat el càmping, i no s'hi pot "
    "passar.\n\nMontse Pujol\n600 777 888\n"
)
WALK: Final = (
    "El diumenge 17 de maig fem la caminada popular: sortida a les 9 del matí de la plaça del Castell, "
    "amb esmorzar."
)
WALKERS: Final = (
    f"Bon dia,\n\nSom l'Associació de Dones. {WALK} Ens ho podríeu posar al WhatsApp de l'Ajuntament, "
    "perquè la gent ho sàpiga?\n\nMoltes gràcies,\nTeresa Busquets\nAssociació de Dones de Setcases\n"
)
HOW: Final = (
    "Hola, una veïna m'ha dit que aviseu de les coses pel WhatsApp. Com m'hi he d'apuntar i què haig de "
    "portar?\n\nGràcies, Neus\n"
)
TRAINING: Final = (
    "Bon dia, tinc 78 anys i això del WhatsApp de l'Ajuntament em costa. Vaig llegir que fèieu formació "
    "gratuïta i m'hi voldria apuntar.\n\nJosep Tubau\n"
)
DATA: Final = (
    "Bon dia,\n\nVoldria saber quines dades meves teniu guardades a la llista de WhatsApp de l'Ajuntament, "
    "i des de quan.\n\nRoser Vilalta Camps\nDNI 12345678Z\nMòbil 600 111 222\n"
)
NOTHING_COMES: Final = (
    "Hola,\n\nFa tres setmanes que no rebo cap missatge del WhatsApp de l'Ajuntament, i a la meva dona sí "
    "que li arriben. Què he de fer?\n\nPere Camprubí\n"
)
ROOF: Final = (
    "Bon dia,\n\nVull demanar la llicència d'obres per arreglar la teulada. Us ho puc enviar per aquí?\n\n"
    "Martí Coma\n"
)
DOGS: Final = (
    "Bon dia,\n\nAl carrer del Mig hi ha uns gossos que borden tota la nit. Us vaig enviar un WhatsApp "
    "dijous i no m'ha contestat ningú.\n\nLluís Roca\n"
)
SEEN: Final = (
    "Bon dia, vaig veure pel WhatsApp que canviàveu l'horari de la deixalleria. Els dissabtes també obriu "
    "a la tarda?\n\nJordi\n"
)
LEAVES: Final = (
    "Bon dia,\n\nEm vull donar de baixa del WhatsApp de l'Ajuntament.\n\n"
    "Joan Tubau Pla\nDNI 56789012B\nMòbil 600 555 777\n\nMoltes gràcies i fins aviat\n"
)


class Channel:
    """The town hall, whose service wakes when something happens."""

    def __init__(self, hall: TownHall) -> None:
        self.hall = hall

    def now(self, day: int, hour: int = 8, minute: int = 0, *, month: int = 5) -> None:
        self.hall.at = at(date(2026, month, day), hour, minute).astimezone(UTC)

    def wakes(self) -> list[EmailMessage]:
        """What the clerk is sent at this moment."""
        before = len(self.hall.sink.to(CLERK))
        self.hall.run_once()
        return self.hall.sink.to(CLERK)[before:]

    def morning(self, day: int) -> EmailMessage:
        """The digest of that day."""
        self.now(day)
        (digest,) = self.wakes()
        return digest

    def arrives(self, who: str, subject: str, text: str) -> None:
        self.hall.mail(text, sender=f"{who}@veins.example", subject=subject)

    def told(self, who: str) -> str:
        """The last letter that somebody got."""
        return text_of(self.hall.sink.to(f"{who}@veins.example")[-1])

    def tapped(self, letter: EmailMessage, words: str) -> str:
        """The clerk taps what begins with those words; what she is answered."""
        tap(self.hall, letter, words)
        return text_of(self.wakes()[-1])

    def ordered(self, text: str) -> str:
        """The clerk writes an order; what she is answered."""
        self.hall.mail(text, sender=CLERK, subject="", Authentication_Results=PASSES)
        return text_of(self.wakes()[-1])

    def sent(self) -> dict[str, list[str]]:
        """All letters, by who got them; each left once."""
        found = defaultdict(list)
        with closing(sqlite3.connect(self.hall.folder / "books.db")) as books:
            for recipient, template in books.execute("SELECT recipient, template FROM outbox ORDER BY id"):
                found[recipient.removesuffix("@veins.example")].append(template)
        assert sum(map(len, found.values())) == len(self.hall.sink.letters)
        return dict(found)


def test_each_thing_that_the_notice_promises_comes_about_in_a_month(town_hall: TownHall) -> None:
    town_hall.configure(more=f'[incidents]\nsend_to = ["{MENDS}"]\n')
    town_hall.residents(ROSER, PERE, JOAN)
    channel = Channel(town_hall)

    ona_joins(channel)
    a_tree_falls_at_night(channel)
    an_association_has_its_walk_told(channel)
    the_same_is_told_again_that_day(channel)
    people_write_on_a_monday(channel)
    joan_leaves(channel)
    the_month_is_reported(channel)

    assert channel.sent() == {
        CLERK: [
            *("digest", "digest", "ordered"),  # Ona joins
            *("urgent", "digest", "ordered", "ordered"),  # the tree
            *("digest", "ordered", "digest", "broadcast", "ordered", "ordered", "ordered"),  # the walk, twice
            *("digest", "digest", "data", "ordered", "ordered", "ordered", "ordered"),  # the Monday's mail
            *("digest", "leaves", "ordered"),  # Joan leaves
            *("digest", "monthly"),
        ],
        MENDS: ["passed-on"],
        "montse": ["incident", "answered"],
        "dones": ["announcement"],
        "neus": ["how-it-works"],
        "josep": ["received"],
        "roser": ["rights", "rights-done"],
        "pere": ["no-messages", "answered"],
        "marti": ["where-to-turn"],
        "joan": ["done", "off-phone"],
    }  # nobody else: no registry, nor who only named WhatsApp


def ona_joins(channel: Channel) -> None:
    """Her ALTA came to the phone, her consent to the register: staff have until the fifth working day."""
    channel.morning(4)
    hall = channel.hall
    passed_on = hall.written(
        "Ha arribat al mòbil.\n", sender=CLERK, subject="Xat", Authentication_Results=PASSES
    )
    chat = message_from_bytes(passed_on, policy=policy.SMTP)
    assert isinstance(chat, EmailMessage)
    chat.add_attachment(
        CHAT.encode(), maintype="text", subtype="plain", filename="Xat de WhatsApp amb +34 622 33 34 44.txt"
    )
    channel.now(4, 10)
    hall.dovecot.deliver(chat.as_bytes(), at=hall.at)
    channel.now(4, 12, 24)
    hall.mail(CONSENT, sender=REGISTRY, subject="Registre", Authentication_Results=TRUSTED)
    assert channel.wakes() == []

    digest = channel.morning(5)
    assert "Ona Soldevila Prat (nou) 622 33 34 44 Fins al dimarts 12 de maig" in text_of(digest)
    (welcome,) = taps(digest, "https://wa.me/34622333444")
    assert "No s’hi fan tràmits ni s’hi atenen trucades" in welcome["text"]
    assert "ara consta que és al telèfon" in channel.tapped(digest, "FET A-")
    assert hall.states()["+34622333444"] == "active"


def a_tree_falls_at_night(channel: Channel) -> None:
    """Staff know at once; who mends it gets place and words, and no name; who wrote is told of the end."""
    channel.now(6, 23, 10)
    channel.arrives("montse", "Carretera tallada", TREE)
    (urgent,) = channel.wakes()
    assert "En una emergència truqueu al 112" in channel.told("montse")
    assert "Lloc: carretera de Vallter" in text_of(urgent)

    digest = channel.morning(7)
    assert "Avisa d’una incidència urgent" in text_of(digest)
    assert "s’envia a brigada@setcases.cat" in channel.tapped(urgent, "ENVIA C-")
    (passed_on,) = channel.hall.sink.to(MENDS)
    whole = f"{passed_on.as_string()} {text_of(passed_on)}"
    assert "un arbre gros a la carretera de Vallter, passat el càmping" in whole.replace(" > ", " ")
    assert [each for each in ("Montse", "Pujol", "montse@", "600 777") if each in whole] == []

    channel.now(7, 12)
    subject = next(each["subject"] for each in taps(digest) if each["subject"].startswith("RESPON C-"))
    ref = subject.split()[1]
    said = "La brigada ha tret l'arbre de la carretera i ja s'hi pot passar,\nperò aneu-hi a poc a poc."
    assert "tancat" in channel.ordered(f"RESPON {ref} {said}")
    assert " ".join(said.split()) in channel.told("montse").replace("’", "'")


def an_association_has_its_walk_told(channel: Channel) -> None:
    """A card with its day and a text; planned by a tap, reminded of at its minute, noted by a tap."""
    channel.now(9, 17)
    channel.arrives("dones", "Caminada popular", WALKERS)
    digest = channel.morning(11)
    assert "Dies que diu: diumenge 17 de maig." in text_of(digest)
    assert [each["text"] for each in taps(digest, "https://wa.me/?")] == [WALK]

    channel.now(11, 20)
    assert "s’ha d’enviar el dimarts 12 de maig a les 9.00 h" in channel.tapped(digest, "DIFON C-")
    channel.morning(12)
    channel.now(12, 9)
    (reminder,) = channel.wakes()
    assert [each["text"] for each in taps(reminder, "https://wa.me/?")] == [WALK]
    channel.now(12, 9, 6)
    assert "consta que s’ha enviat el dimarts 12 de maig a les 9.06 h" in channel.tapped(reminder, "FET D-")


def the_same_is_told_again_that_day(channel: Channel) -> None:
    """The clerk is told to wait until the morrow, and if it goes all the same, which norms that breaks."""
    channel.now(12, 12)
    answer = channel.ordered("DIFON caminada popular: Encara queden places per a la caminada!\n")
    assert "s’ha d’enviar el dimecres 13 de maig a les 9.00 h" in answer
    assert "ja n’hi ha un del mateix tema aquell dia" in answer

    channel.now(12, 18)
    assert "Fora de les normes: " in channel.ordered("FET D-3\n")


def people_write_on_a_monday(channel: Channel) -> None:
    """Who asks is answered or is on the clerk's list; who only names WhatsApp gets nothing of ours."""
    channel.morning(18)
    channel.now(18, 11)
    for who, subject, text in (
        ("neus", "WhatsApp de l'Ajuntament", HOW),
        ("josep", "Ajuda amb el mòbil", TRAINING),
        ("roser", "Les meves dades", DATA),
        ("pere", "No m'arriba res", NOTHING_COMES),
        ("marti", "Per al canal de WhatsApp", ROOF),
        ("lluis", "Sorolls", DOGS),
        ("jordi", "Deixalleria", SEEN),
    ):
        channel.arrives(who, subject, text)
    assert channel.wakes() == []
    assert "registre electrònic" in channel.told("neus")
    assert "no se n’ha començat cap tràmit" in channel.told("marti")
    assert "683 33 13 83" in channel.told("pere")
    assert "en el termini d’un mes" in channel.told("roser")

    digest = channel.morning(19)
    said = text_of(digest)
    assert "2 per decidir" in digest["Subject"]
    assert "Han demanat formació (1)" in said
    assert "josep@veins.example" in said.partition("Han demanat formació (1)")[2]
    assert "un mes després és el dijous 18 de juny de 2026; cal contestar fins al dijous 18 de juny" in said
    assert "2 correus no eren per a la llista" in said

    channel.now(19, 9)
    assert "Us enviem en un altre correu les dades" in channel.tapped(digest, "DADES A-0001")
    (handed,) = [each for each in channel.hall.sink.to(CLERK) if "per lliurar" in each["Subject"]]
    (page,) = handed.iter_attachments()
    assert "Roser Vilalta Camps" in page.get_content()
    channel.now(19, 12)
    assert "tancat, atès" in channel.tapped(digest, "RESOLT C-")
    (answers,) = (each["subject"] for each in taps(digest) if each["subject"].startswith("RESPON C-"))
    channel.ordered(f"{answers.partition(' · ')[0]} No teníeu desat el número del canal.\n")
    assert "No teníeu desat el número del canal." in channel.told("pere")
    (taught,) = (each["subject"] for each in taps(digest) if "ensenyat" in each["subject"])
    channel.now(19, 18)
    channel.tapped(digest, taught)


def joan_leaves(channel: Channel) -> None:
    """He is answered at once, staff know at once, and he is told when his number is off the phone."""
    channel.morning(22)
    channel.now(22, 10, 30)
    channel.arrives("joan", SUBJECT, LEAVES)
    (notice,) = channel.wakes()
    assert "Hem anotat la baixa" in channel.told("joan")
    channel.now(22, 10, 50)
    channel.tapped(notice, "TRETA A-")
    assert channel.hall.states()["+34600555777"] == "left"
    assert "Ja no us arribaran més missatges" in channel.told("joan")


def the_month_is_reported(channel: Channel) -> None:
    channel.now(1, month=6)
    digest, report = channel.wakes()
    assert "Tot fet" in digest["Subject"]
    assert "1 alta · 1 baixa" in report["Subject"]
    assert "A la llista, 2 missatges enviats, 1 fora de les normes." in text_of(report)
    assert {case["state"] for case in channel.hall.cases()} == {"closed"}
