"""The pictures of the guide, made anew from the letters as they are: python -m tests.pictures.

It needs chromium. A phone's page stands in a frame: no window is as narrow as a phone.
"""

import subprocess
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from daemon.letters import for_staff
from daemon.letters.chats import Chats
from daemon.letters.deadlines import answer_explained
from daemon.letters.orders import Answer, Orders
from daemon.letters.texts import read_texts
from rules.books.subscription import State, Subscription
from rules.calendar.workdays import TO_ANSWER, Calendar, answer_by, deadline, working_days_between
from rules.desk.cards import CardItem, Concerned, concerned
from rules.desk.choices import Choice, for_card, for_incident, for_right
from rules.desk.digest import Digest, Health, Item, News, choices_of
from rules.desk.monthly import Month, Report
from rules.desk.owed import Delay
from rules.desk.record import Done, Way
from rules.findings import Because, Right, Topic
from rules.phone.phonebook import Contact
from rules.town import Town
from tests.daemon.rendering import MADRID

IMAGES: Final = Path(__file__).parents[1] / "docs" / "images"
TOWN: Final = Town(
    name="Ajuntament de Setcases",
    channel="Informació Ajuntament de Setcases",
    whatsapp="+34683331383",
    place="Setcases",
    tz=MADRID,
    addresses=frozenset({"info@setcases.cat"}),
)
MONDAY: Final = date(2026, 5, 11)
CALENDAR: Final = Calendar(
    holidays={date(2026, 5, 1): "Festa del Treball", date(2026, 5, 8): "Aparició de Sant Miquel"},
    confirmed_years=frozenset({2026}),
    years=range(2026, 2028),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page as it is shown somewhere."""

    name: str
    html: str
    width: int
    height: int
    dark: bool = False


def digest() -> str:
    """A normal morning."""
    made = Digest(
        on=MONDAY,
        town=TOWN.name,
        due_today=(_due("A-0001", "Narcís Sala Pujol", "+34600553571", date(2026, 4, 30)),),
        due_next=(_due("A-0002", "Fina Coll Mir", "+34600556624", date(2026, 5, 4), is_new=True),),
        take_off=(_leaving("A-0005", "Remei Pagès Tubau", "+34600551207", date(2026, 5, 9)),),
        to_add=(Contact(name="Narcís Sala Pujol", phones=("+34600553571",)),),
        to_remove=(Contact(name="Remei Pagès Tubau", phones=("+34600551207",)),),
        cards=(_card(),),
        languages={"A-0005": "ca"},
        lists=(241,),
        new_since=News(begun=1, left=1, cards=1, done=Done(activated=2, taken_off=1)),
        health=Health(
            last_mail_at=_at(MONDAY, time(7, 1)), set_aside=6, copies=True, copied_at=_at(MONDAY, time(3, 5))
        ),
    )
    codes = {choice.order: "7KQ4M2XZ9BCDF" for choice in choices_of(made)}
    orders = Orders(to="info@setcases.cat", codes=codes)
    chats = Chats(texts=read_texts(), town=TOWN, address="info@setcases.cat")
    return for_staff.digest(made, town=TOWN, privacy_url="", orders=orders, chats=chats).html


def answer() -> str:
    """What became of a clerk's orders."""
    undo = Choice(verb="DESFÉS", ref="A-0001", does=(Because("undoes-it"),))
    leaves = Because("of-whom", ("Pere Camprubí (A-0012)", Because("notes-leave")))
    meant = Choice(verb="BAIXA", ref="A-0012", does=(leaves,))
    orders = Orders(to="info@setcases.cat", codes={})
    answers = (
        Answer(
            line="FET 1",
            outcome="Fet. A-0001 · Narcís Sala: ara consta que és al telèfon.",
            done=True,
            choices=(undo,),
        ),
        Answer(
            line="TRETA A-0005 ahir",
            outcome="Fet. A-0005 · Remei Pagès: ara consta que és fora del telèfon des d'ahir. Ho fem saber "
            "per correu a qui ho va demanar.",
            done=True,
        ),
        Answer(line="BAIXA 12", outcome="No s'ha fet res.", asks="Volíeu dir…?", choices=(meant,)),
    )
    return for_staff.ordered(answers, town=TOWN, orders=orders).html


def broadcast() -> str:
    """What is to be sent to the whole list now."""
    return for_staff.broadcast(
        "D-0003",
        "concert de la coral",
        "Dissabte 16 de maig, a les 20 h, concert de la coral a la plaça Major.\nHi sou tots convidats!",
        town=TOWN,
        late=None,
        orders=Orders(to="info@setcases.cat", codes={}),
    ).html


def urgent() -> str:
    """What was told to the list and cannot wait for the digest."""
    choices = for_incident("C-3FHJ6K8N", send_to=("brigada@setcases.cat",))
    codes = {choice.order: "7KQ4M2XZ9BCDF" for choice in choices}
    return for_staff.urgent(
        "C-3FHJ6K8N",
        (
            "Lloc: el camí de la font",
            "El que s’enviaria: «Ha caigut una branca molt grossa al camí de la font i talla el pas.»",
            "Amb 1 fotografia, sense les dades de la càmera: foto-1.jpg",
        ),
        town=TOWN,
        choices=choices,
        orders=Orders(to="info@setcases.cat", codes=codes),
    ).html


def right() -> str:
    """A card of somebody who asks what is held about them."""
    hers = Subscription(
        ref="A-0031",
        name="Carme Oliva Prat",
        id_document="46081649E",
        phone="+34600551178",
        state=State.ACTIVE,
    )
    limit = answer_by(date(2026, 5, 8), CALENDAR, MADRID)
    said = answer_explained(limit, months=TO_ANSWER)
    card = CardItem(
        ref="C-7KQ4M2XZ",
        reason="exerceix un dret sobre les seves dades: vol saber quines dades en tenim",
        details=(
            f"{said[:1].upper()}{said[1:]}",
            "Correu de carme@correu.example, divendres 8 de maig a les 18.12 h",
        ),
        opened_at=_at(date(2026, 5, 8), time(18, 12)),
        who="carme@correu.example",
        about=(concerned(hers),),
        excerpt=("Bon dia, quines dades meves teniu a la llista de WhatsApp?", "Carme Oliva, ***8164**"),
        choices=(
            *for_right("C-7KQ4M2XZ", Right.ACCESS, [hers], can_extend=True),
            *for_card("C-7KQ4M2XZ", [], later=date(2026, 5, 18)),
        ),
        is_new=True,
        topic=Topic.RIGHTS,
        due_on=limit.due_on,
    )
    made = Digest(on=MONDAY, town=TOWN.name, cards=(card,))
    codes = {choice.order: "7KQ4M2XZ9BCDF" for choice in choices_of(made)}
    orders = Orders(to="info@setcases.cat", codes=codes)
    return for_staff.digest(made, town=TOWN, privacy_url="", orders=orders).html


def monthly() -> str:
    """A month with one delay."""
    past = ((3, 1), (5, 0), (4, 2), (6, 1), (7, 2), (8, 3))
    firsts = (date(2025, 11, 1), date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 5)))
    late = Delay(
        ref="A-0020",
        name="",
        due_on=date(2026, 4, 2),
        done_on=date(2026, 4, 8),
        days=2,
        reason="era a reparar",
    )
    return for_staff.monthly(
        Report(
            first=date(2026, 4, 1),
            town=TOWN.name,
            joined=8,
            left=3,
            ways={Way.AT_ONCE: 2, Way.CONFIRMED: 1},
            judged=8,
            in_time=7,
            late=(late,),
            days=3.5,
            active=241,
            cards=1,
            learners=0,
            waiting=1,
            months=tuple(
                Month(first=first, joined=joined, left=left)
                for first, (joined, left) in zip(firsts, past, strict=True)
            ),
        ),
        privacy_url="",
    ).html


def _due(ref: str, name: str, phone: str, registered_on: date, **known: object) -> Item:
    counted = deadline(registered_on, CALENDAR, MADRID)
    usual = Item(
        ref=ref,
        name=name,
        id_document="***2334**",
        phone=phone,
        state=State.DUE,
        due_on=counted.due_on,
        days_left=working_days_between(MONDAY, counted.due_on, CALENDAR),
        explanation=Because("counted", (counted,)),
        list_number=1,
    )
    return replace(usual, **known)  # type: ignore[arg-type]


def _leaving(ref: str, name: str, phone: str, left_on: date) -> Item:
    return _due(
        ref, name, phone, left_on,
        state=State.LEAVING, due_on=MONDAY, days_left=0, is_new=True,
        explanation=Because("asked-to-leave", (left_on,)),
    )  # fmt: skip


def _card() -> CardItem:
    his = Concerned(
        ref="A-0007",
        name="Martí Vila Costa",
        id_document="***8990**",
        phone="+34600557781",
        state=State.ACTIVE,
    )
    hers = replace(
        his, ref="A-0006", name="Joana Bassols Prat", id_document="***7889**", phone="+34600554492"
    )
    return CardItem(
        ref="C-DPNQNGW6",
        reason="el DNI és d'una persona i el mòbil d'una altra",
        details=("Correu de nuria.vila@correu.example, dissabte 9 de maig a les 19.31 h",),
        opened_at=_at(date(2026, 5, 9), time(19, 31)),
        who="Martí Vila Costa",
        sender="nuria.vila@correu.example",
        about=(his, hers),
        excerpt=(
            "Sóc la filla del Martí Vila. El pare ja no fa servir el mòbil i us demano que el tragueu.",
            "Martí Vila Costa, ***8990**, 600 55 44 92",
        ),
        choices=for_card("C-DPNQNGW6", [], leavers=["A-0007", "A-0006"], later=date(2026, 5, 18)),
        is_new=True,
    )


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=MADRID)


def take(picture: Picture, folder: Path) -> None:
    """Write the picture into the images."""
    page, frame = folder / f"{picture.name}.html", folder / "frame.html"
    page.write_text(picture.html, encoding="utf-8")
    frame.write_text(
        '<!DOCTYPE html><meta name="color-scheme" content="light dark"><body style="margin:0">'
        f'<iframe src="{page.name}" style="border:0;display:block;color-scheme:light dark;'
        f'width:{picture.width}px;height:{picture.height}px"></iframe>',
        encoding="utf-8",
    )
    shot = folder / "shot.png"
    subprocess.run(
        [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            f"--blink-settings=preferredColorScheme={0 if picture.dark else 1}",
            f"--window-size={max(picture.width, 500)},{picture.height}",
            f"--screenshot={shot}", frame.as_uri(),
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    size = f"{picture.width}x{picture.height}+0+0"
    target = IMAGES / f"{picture.name}.png"
    subprocess.run(["convert", shot, "-crop", size, "+repage", "-colors", "128", target], check=True)


def main() -> None:
    """Make all of them."""
    morning = digest()
    with TemporaryDirectory() as folder:
        for picture in (
            Picture(name="digest", html=morning, width=660, height=1320),
            Picture(name="digest-phone", html=morning, width=390, height=844),
            Picture(name="digest-phone-dark", html=morning, width=390, height=844, dark=True),
            Picture(name="answer", html=answer(), width=660, height=520),
            Picture(name="broadcast", html=broadcast(), width=660, height=420),
            Picture(name="incident", html=urgent(), width=660, height=520),
            Picture(name="right", html=right(), width=660, height=760),
            Picture(name="monthly", html=monthly(), width=660, height=520),
        ):
            take(picture, Path(folder))


if __name__ == "__main__":
    main()
