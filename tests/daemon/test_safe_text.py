"""What staff read, on real screens: a phone and a desk, light and dark; it fits, and all can be read."""

import json
import re
import subprocess
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any, Final

import pytest

from daemon.letters import for_staff
from daemon.letters.orders import Orders
from rules.desk.choices import for_card
from rules.desk.digest import Digest, choices_of
from tests.daemon.desk.test_monthly import REPORT
from tests.daemon.letters.test_staff_letters import card, full_digest, item, leaving
from tests.daemon.rendering import PRIVACY, TOWN, body_of
from tests.installing import found, installed
from tests.supervisor import PATIENCE

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")


LONG: Final = "Maria-Montserrat de la Mare de Déu dels Dolors Puigdemunt-Casamitjana i Vilallonga de Ter"

MEASURE: Final = """
<script>
const shades = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
const behind = (node) => {
  for (; node; node = node.parentElement) {
    const shade = shades(getComputedStyle(node).backgroundColor);
    if (shade.length === 3 || shade[3] === 1) return shade;
  }
  return [255, 255, 255];
};
const light = (shade) => {
  const [r, g, b] = shade.slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one, other) => {
  const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};
const all = [...document.body.querySelectorAll("*")].filter((node) => node.tagName !== "SCRIPT");
const has_words = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
const said = all.filter(has_words);
const found = {
  dark: matchMedia("(prefers-color-scheme: dark)").matches,
  pale: said.filter((node) => contrast(shades(getComputedStyle(node).color), behind(node)) < 4.5)
    .map((node) => node.textContent.trim().slice(0, 40)),
  small: all.filter((node) => node.tagName === "A" && getComputedStyle(node).display === "inline-block"
    && node.getBoundingClientRect().height < 36).length,
  wide: all.filter((node) => node.getBoundingClientRect().right > document.documentElement.offsetWidth)
    .map((node) => node.tagName + ": " + node.textContent.trim().slice(0, 60)),
  requests: performance.getEntriesByType("resource").length,
};
document.body.setAttribute("data-found", JSON.stringify(found));
</script>
"""


@pytest.fixture(scope="module")
def chromium() -> Path:
    return installed(lambda: next(filter(None, map(found, _NAMES)), None), package="chromium")


def rich() -> Digest:
    """One with a long name, a quotation, alike cards, too many others, and an order for everything."""
    quoted = ("No vull més missatges", "https://" + "moltllarg" * 30, "a" * 200)
    asked = card("C-1", excerpt=quoted, choices=for_card("C-1", [], leavers=["S-1", "S-8"]))
    alike = [
        card(f"C-{n}", excerpt=(f"Oferta {n}", *quoted), sender=f"{'a' * 50}{n}@v.example", marks=(("a",),))
        for n in range(2, 9)
    ]
    many = [card(f"C-{n}") for n in range(20, 60)]
    return replace(
        full_digest(), overdue=(item("S-1", name=LONG, late_because=""),), cards=(asked, *alike, *many)
    )


def pages() -> dict[str, str]:
    """The HTML of all that staff read."""
    digest = rich()
    codes = {choice.order: "7KQ4M2XZ9BCDF" for choice in choices_of(digest)}
    orders = Orders(to="bustia@vilaficticia.example", codes=codes)
    return {
        "digest": for_staff.digest(digest, town=TOWN, privacy_url=PRIVACY, orders=orders).html,
        "without links": for_staff.digest(digest, town=TOWN, privacy_url=PRIVACY).html,
        "monthly": for_staff.monthly(REPORT, privacy_url=PRIVACY).html,
        "leaves": for_staff.leaves([leaving("S-1", name=LONG)], town=TOWN, orders=orders).html,
    }


def seen(html: str, chromium: Path, folder: Path, *, width: int, dark: bool) -> dict[str, Any]:
    """What Chromium makes of it on a screen of that width."""
    page = folder / "page.html"
    # No window of Chromium's is as narrow as a telephone: the page is.
    html = html.replace("<html ", f'<html style="width:{width}px" ', 1)
    page.write_text(html.replace("</body>", f"{MEASURE}</body>"), encoding="utf-8")
    scheme = 0 if dark else 1
    ran = subprocess.run(
        [
            str(chromium), "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1200,2000",
            f"--blink-settings=preferredColorScheme={scheme}", f"--user-data-dir={folder / 'profile'}",
            "--dump-dom", page.as_uri(),
        ],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    match = re.search(r'data-found="([^"]+)"', ran.stdout)
    assert match is not None, ran.stderr
    measured: dict[str, Any] = json.loads(unescape(match.group(1)))
    assert measured["dark"] is dark
    return measured


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1100], ids=["phone", "desk"])
@pytest.mark.parametrize("page", sorted(pages()))
def test_it_fits_every_screen_and_can_be_read(
    page: str, width: int, dark: bool, chromium: Path, tmp_path: Path
) -> None:
    shown = seen(pages()[page], chromium, tmp_path, width=width, dark=dark)

    assert shown["wide"] == []
    assert shown["pale"] == []  # WCAG 2, 1.4.3
    assert shown["small"] == 0  # a finger's breadth
    assert shown["requests"] == 0


@pytest.mark.parametrize("page", sorted(pages()))
def test_a_screen_reader_hears_headings_and_no_tables_but_those_of_figures(page: str) -> None:
    html = pages()[page]
    body = body_of(html)

    assert '<html lang="ca">' in html
    assert len(body.css("h1")) == 1
    assert all(table.css("th") for table in body.css("table:not([role=presentation])"))
    assert {node.attributes["scope"] for node in body.css("th")} <= {"row"}


def test_what_does_not_fit_or_cannot_be_read_would_be_noticed(chromium: Path, tmp_path: Path) -> None:
    wide = '<p style="width:900px;color:#999999;background:#ffffff;margin:0">pàl·lid</p>'
    shown = seen(f'<html lang="ca"><body>{wide}</body></html>', chromium, tmp_path, width=360, dark=False)

    assert (shown["wide"], shown["pale"]) == (["P: pàl·lid"], ["pàl·lid"])
