"""How the tests of what people are sent look at it: a town, and the words of a text and of a page."""

import re
from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rules.calendar.workdays import Calendar, deadline
from rules.town import Town

MADRID = ZoneInfo("Europe/Madrid")
TOWN = Town(
    name="Ajuntament de Vilafictícia",
    channel="Vilafictícia & veïns",
    whatsapp="+34600999999",
    place="Vilafictícia",
    tz=MADRID,
    addresses=frozenset({"bustia@vilaficticia.example"}),
)
PRIVACY = "https://www.vilaficticia.example/dades?a=1&b=2"

MONDAY = date(2026, 5, 11)
EIGHT = datetime(2026, 5, 11, 8, 5, tzinfo=MADRID)
THURSDAYS = deadline(
    date(2026, 4, 30),
    Calendar(
        holidays={date(2026, 5, 1): "Festa del Treball", date(2026, 5, 8): "Aparició de Sant Miquel"},
        confirmed_years=frozenset({2026}),
        years=range(2026, 2028),
    ),
    MADRID,
)
"""Who registered on the Thursday before is due on the Monday."""

DOCUMENT, MASKED = "98765432M", "***6543**"
PHONE, PHONE_END = "+34611222789", "789"


def body_of(html: str) -> LexborNode:
    body = LexborHTMLParser(html).body
    assert body is not None
    return body


def words(text: str) -> Counter[str]:
    """The words of a text without its marks for lists and lines."""
    links = ("<mailto:", "https://")  # of words in a page
    said = (word for word in text.casefold().split() if not word.startswith(links))
    return Counter(word.removesuffix(":") for word in said if word.strip("-=>"))


def words_of_html(html: str) -> Counter[str]:
    return words(body_of(html).text(separator=" "))


def refs(text: str) -> set[str]:
    return set(re.findall(r"\b[SC]-\d\b", text))
