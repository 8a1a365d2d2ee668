"""What a page hides is nobody's words, however it hides it; what is only shown by some is doubted."""

import random
from contextlib import suppress
from typing import Final

import pytest

from rules.findings import Doubt
from rules.mail import Mail
from rules.markup import MarkupError, read_page
from rules.reading import read
from tests.processor import within
from tests.rules.messages import TOWN, html

HIDDEN: Final = [
    *("display:none", "DISPLAY : None", "display:none!important", "display:none ! IMPORTANT;display:block"),
    *(
        "d\\69splay:none",
        "display:n\\6f ne",
        "display:/* x */none",
        "/* a:b; */ display:none",
        "color:;display:none",
    ),
    *("visibility:hidden", "visibility:collapse", "content-visibility:hidden", "mso-hide:all"),
    *(
        "opacity:0",
        "opacity:0.0",
        "opacity:0%",
        "opacity:.01",
        "filter:opacity(0)",
        "filter:blur(1px) opacity(2%)",
    ),
    *("font-size:0", "font-size:0px", "font-size:1px", "font-size:.05em", "font-size:1%", "font-size:0.1vw"),
    *("font:0/0 a", "font:0 a", "font:italic 700 1px/20px serif", "font-size:12px;font:0/0 a"),
    *("zoom:0", "zoom:1%", "scale:0", "scale:1 0", "-webkit-transform:scale(0)"),
    *("transform:scale(0)", "transform:scale(1,0)", "transform:scale(.01)", "transform:scaleX(0)"),
    *("transform:scaleY(0)", "transform:scale3d(0,1,1)", "transform:matrix(0,0,0,0,0,0)"),
    *("transform:matrix(1,0,0,0,0,0)", "transform:matrix(1,0,0,1,-9999,0)", "transform:rotateX(90deg)"),
    *("transform:rotateY(.25turn)", "transform:rotate(3deg) scale(0)", "transform:translateX(-9999px)"),
    *("transform:translate(0,-200vh)", "transform:translate3d(-5000px,0,0)", "translate:-9999px"),
    "transform:matrix3d(0,0,0,0,0,0,0,0,0,0,1,0,0,0,0,1)",
    *("position:absolute;left:-9999px", "position:fixed;top:-100vh", "position:relative;right:-1000em"),
    *("position:absolute;left:9999px", "position:absolute;inset:0 0 0 -9999px", "text-indent:-9999px"),
    *("margin-left:-9999px", "margin:0 0 0 -9999px", "margin:-2000px 0 0"),
    *("clip:rect(0,0,0,0)", "clip:rect(0 0 0 0)", "clip:rect(1px,1px,1px,1px)"),
    *("clip-path:inset(50%)", "clip-path:inset(0 100% 0 0)", "clip-path:circle(0)", "clip-path:ellipse(0 0)"),
    *("clip-path:circle(0 at 50% 50%)", "clip-path:polygon(0 0,0 0,0 0)", "-webkit-clip-path:inset(100%)"),
    *("max-height:0;overflow:hidden", "height:1px;overflow:hidden", "width:0;overflow:clip"),
    *(
        "line-height:0;overflow:hidden",
        "max-width:0px;overflow-x:hidden",
        "max-height:0;overflow:hidden auto",
    ),
    *("color:#fff", "color:white", "color:#ffffff", "color:rgb(250, 250, 250)", "color:rgb(100% 100% 100%)"),
    *(
        "color:hsl(0,0%,100%)",
        "color:hwb(0 100% 0)",
        "color:transparent",
        "color:rgba(0,0,0,0)",
        "color:#0000",
    ),
    *("color:rgb(0 0 0 / 2%)", "color:rgba(255,255,255,.9)", "-webkit-text-fill-color:transparent"),
    *("background:#123456;color:#123456", "background:black", "background-color:currentcolor"),
    *("color:snow", "color:gray;background:grey", "background:red;color:#f00"),
]
SHOWN: Final = [
    *(
        "display:block",
        "display:none;display:block",
        "display:block!important;display:none",
        "display:nonesuch",
    ),
    *(
        "visibility:visible",
        "opacity:.8",
        "opacity:1",
        "filter:opacity(1)",
        "zoom:1",
        "zoom:normal",
        "scale:1",
    ),
    *(
        "font-size:9px",
        "font-size:.9em",
        "font-size:small",
        "font:12px/1.2 Arial",
        "font:inherit",
        "font-size:80%",
    ),
    *(
        "transform:none",
        "transform:rotate(180deg)",
        "transform:scale(-1,1)",
        "transform:translate(10px,-20px)",
    ),
    *("transform:matrix(1,0,0,1,0,0)", "left:-9999px", "position:relative;top:-3px", "text-indent:-18pt"),
    *("margin:0 auto", "margin:-10px", "clip:rect(0,100px,100px,0)", "clip:auto", "clip-path:inset(10%)"),
    *(
        "clip-path:circle(50%)",
        "clip-path:polygon(0 0,100% 0,100% 100%)",
        "clip-path:none",
        "clip-path:url(#a)",
    ),
    *("height:0", "overflow:hidden", "height:20px;overflow:hidden", "line-height:0"),
    *("color:#fff;background-color:#003366", "color:#fff;background:url(x.png)", "color:windowtext"),
    *(
        "color:#fff;background:linear-gradient(red,blue)",
        "color:#ffff00",
        "color:rgba(0,0,0,.6)",
        "color:var(--x)",
    ),
    *("color:lab(50% 0 0)", "color:color()", "background:none", "background:transparent", "color:inherit"),
    *(
        "content-visibility:auto",
        "mso-hide:none",
        "",
        ";",
        "}",
        "display",
        ":none",
        "display:",
        "x:display:none",
    ),
]


def page(body: str, sheet: str = "") -> Mail:
    return html(f"<html><head>{f'<style>{sheet}</style>' if sheet else ''}</head><body>{body}</body></html>")


@pytest.mark.parametrize("style", HIDDEN)
def test_what_a_style_hides_is_not_read(style: str) -> None:
    own = page(f"<p>vist</p><div style='{style}'>no <b>vist</b></div>")
    by_sheet = page("<p>vist</p><div class=x>no <b>vist</b></div>", f".x{{{style}}}")

    assert (own.words.own, own.flaws) == ("vist", ("hidden",))
    assert (by_sheet.words.own, by_sheet.flaws) == ("vist", ("hidden",))


@pytest.mark.parametrize("style", SHOWN)
def test_what_a_style_shows_is_read(style: str) -> None:
    message = page(f"<div style='{style}'>vist</div>")

    assert (message.words.own, message.flaws) == ("vist", ())


@pytest.mark.parametrize(
    "hiding",
    [
        *(
            "<noscript>{}</noscript>",
            "<noscript><p>{}</p></noscript>",
            "<dialog>{}</dialog>",
            "<p hidden>{}</p>",
        ),
        *(
            "<p hidden=until-found>{}</p>",
            "<datalist><p>{}</p></datalist>",
            "<video>{}</video>",
            "<canvas>{}</canvas>",
        ),
        *(
            "<font color=white>{}</font>",
            "<font color=ffffff>{}</font>",
            "<table bgcolor=#000000><tr><td>{}</table>",
        ),
    ],
)
def test_what_an_element_hides_is_not_read(hiding: str) -> None:
    message = page(f"<p>vist</p>{hiding.format('amagat')}")

    assert (message.words.own, message.flaws) == ("vist", ("hidden",))


@pytest.mark.parametrize(
    "unread", ["<!-- {} -->", "<template>{}</template>", "<!--[if mso]><p>{}</p><![endif]-->"]
)
def test_what_is_no_part_of_the_page_is_not_read(unread: str) -> None:
    assert page(f"<p>vist</p>{unread.format('amagat')}").words.own == "vist"


def test_a_page_for_other_programs_alone_is_unreadable() -> None:
    assert page("<noscript>Doneu-me de baixa</noscript>").unreadable == "tot el text del missatge està amagat"


@pytest.mark.parametrize(
    ("outside", "inside", "is_read"),
    [
        pytest.param("display:none", "display:block", False, id="not displayed"),
        pytest.param("opacity:0", "opacity:1", False, id="transparent"),
        pytest.param("visibility:hidden", "visibility:visible", True, id="visible again"),
        pytest.param("visibility:hidden", "color:red", False, id="invisible still"),
        pytest.param("font-size:0", "font-size:16px", True, id="a size of its own"),
        pytest.param("font-size:0", "font-size:2em", False, id="twice nothing"),
        pytest.param("font-size:.3em", "font-size:.3em", False, id="smaller and smaller"),
        pytest.param("color:#fff", "background:#000", True, id="a ground of its own"),
        pytest.param("background:#000", "color:#fff", True, id="white on black"),
        pytest.param("background:#000;color:#fff", "color:#000", False, id="black on black"),
    ],
)
def test_what_is_inside_may_be_shown_again_or_not(outside: str, inside: str, is_read: bool) -> None:
    body = f"<p>vist</p><div style='{outside}'><p style='{inside}'>dins</p></div>"

    assert page(body).words.own == ("vist\ndins" if is_read else "vist")


@pytest.mark.parametrize(
    ("sheet", "is_read"),
    [
        *(
            pytest.param(f"{one}{{display:none}}", False, id=one)
            for one in (
                *(
                    ".x",
                    "p.x",
                    "#a",
                    "p",
                    "*",
                    "div p",
                    "div > p",
                    "div>p.x",
                    "b + p",
                    "[id=a]",
                    "[class]",
                    "P.X",
                ),
                *("p:last-child", "table, .x", "body div .x", ".\\78", "p/**/.x"),
            )
        ),
        *(
            pytest.param(f"{one}{{display:none}}", True, id=one)
            for one in (
                *(
                    ".y",
                    "div.x",
                    "span",
                    "p > div",
                    "#b",
                    "p.y",
                    ".x.y",
                    "a:link",
                    "p:hover",
                    ".x::before",
                    ".x:visited",
                ),
            )
        ),
        pytest.param("@media all{.x{display:none}}", False, id="every medium"),
        pytest.param("@media only screen{.x{display:none}}", False, id="every screen"),
        pytest.param("@media print, screen{@supports (color:red){.x{display:none}}}", False, id="in another"),
        pytest.param("@media print{.x{display:none}}", True, id="on paper"),
        pytest.param("@media (max-width:600px){.x{display:none}}", True, id="on small screens"),
        pytest.param("@import 'x'; @charset 'y'; .x{display:none}", False, id="after what is ignored"),
        pytest.param("<!-- .x{display:none} -->", False, id="in a comment of HTML"),
        pytest.param("/* .x{display:none} */", True, id="in a comment"),
        pytest.param(".x{display:none} .x{display:block}", True, id="the later one"),
        pytest.param("p.x{display:none} .x{display:block}", False, id="the stronger one"),
        pytest.param("#a{display:block} p.x{display:none}", True, id="the id"),
        pytest.param(".x{display:none!important} #a{display:block}", False, id="the important one"),
        pytest.param("} .x{display:none}", True, id="after a stray brace"),
        pytest.param(".x{display:none", False, id="without an end"),
    ],
)
def test_a_sheet_is_read_as_browsers_do(sheet: str, is_read: bool) -> None:
    message = page("<h1>vist</h1><div><b>i</b><p id=a class=x>dins</p></div>", sheet)

    seen = "" if sheet.startswith("*") else "vist\ni"
    assert message.words.own == (f"{seen}\ndins" if is_read else seen)


def test_an_own_style_is_stronger_than_the_sheet_but_not_than_what_is_important() -> None:
    own = "<p>vist</p><p class=x style='display:block'>dins</p>"

    assert page(own, ".x{display:none}").words.own == "vist\ndins"
    assert page(own, ".x{display:none!important}").words.own == "vist"


BAIXA: Final = "Vull donar-me de baixa del WhatsApp. Pia Roca, 12345678Z, 600 111 222."


@pytest.mark.parametrize(
    ("body", "sheet"),
    [
        pytest.param("<p style='display:var(--x)'>{}</p>", "", id="a variable"),
        pytest.param("<p style='opacity:calc(1 - 1)'>{}</p>", "", id="a sum"),
        pytest.param("<p style='font-size:min(0px,1px)'>{}</p>", "", id="the smaller of two"),
        pytest.param("<details><summary>Hola</summary>{}</details>", "", id="folded"),
        pytest.param("<p class=x>{}</p>", "p:not(.y){display:none}", id="a selector that is not followed"),
        pytest.param("<p>a</p><p class=x>{}</p>", "p ~ .x{display:none}", id="one that takes too long"),
        pytest.param("<div><p>{}</p></div>", "div{p{display:none}}", id="a rule in a rule"),
    ],
)
def test_what_only_some_programs_show_is_read_and_doubted(body: str, sheet: str) -> None:
    message = page(body.format(BAIXA), sheet)

    assert BAIXA in message.words.own
    assert Doubt.DISGUISED in read(message, TOWN).doubts


def test_an_open_fold_is_shown() -> None:
    message = page(
        "<details open><summary>Hola</summary>dins</details><details><summary>u</summary></details>"
    )

    assert (message.words.own, message.flaws) == ("Hola\ndins\nu", ())


def test_a_hidden_word_decides_nothing_and_what_is_shown_is_read() -> None:
    hidden = page(f"<p>Bon dia</p><div style='transform:scale(0)'>{BAIXA}</div>")
    beside = page(f"<p>{BAIXA}</p><div style='transform:scale(0)'>No em doneu de baixa</div>")

    assert not read(hidden, TOWN).people
    assert [person.phone for person in read(beside, TOWN).people] == ["+34600111222"]


# Bombs


def repeated(atom: str, length: int = 100_000) -> str:
    return (atom * (length // len(atom) + 1))[:length]


ATOMS: Final = (
    *(
        "[",
        "(",
        "{",
        "a{",
        "a{b:(",
        "f(",
        "/*",
        "\\61",
        "'a",
        ";",
        "top:0;",
        "a{top:0}",
        "@media all{",
        "a,",
        "!",
    ),
    *(
        "a{top:0;a{",
        "a b{top:0}",
        "a+a+a+a{top:0}",
        ".x{color:red}",
        "p{transform:scale(1) scale(1)}",
        "9",
        "#a",
    ),
    *("*{top:0}", "p:not(.a){top:0}", "div :has(q) p{display:none}", "p ~ p ~ q{top:0}", "--x:var(--x);"),
)


@pytest.mark.parametrize("atom", ATOMS)
def test_100_kb_of_style_take_no_time(atom: str) -> None:
    sheet = f"<style>{repeated(atom)}</style>{'<p class=x>x' * 20_000}"
    own = "".join(f'<p style="{repeated(atom, 15_000)}{n}">x' for n in range(20))
    many = "".join(f'<p style="{repeated(atom, 30)}{n}">x' for n in range(5_000))

    for bomb in (sheet, own, many):
        within(1.0, atom, lambda bomb=bomb: read_page(bomb))  # type: ignore[misc]


def test_styles_that_are_too_long_are_cut_and_said() -> None:
    sheet = f"<style>{'.y{color:red}' * 6_000} .x{{display:none}}</style>"
    own = "".join(f"<p style='color:red;--x:{n:0100}'>x</p>" for n in range(1_000))

    assert html(f"{sheet}<p class=x>amagat</p>").truncated
    assert html(own).truncated
    assert not html("<style>.y{color:red}</style><p class=y style='color:red'>x</p>").truncated


# Mutants

PIECES: Final = (
    *(
        "display",
        "none",
        ":",
        ";",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "\\",
        "\\69 ",
        "/*",
        "*/",
        "<!--",
        "-->",
        ",",
        "/",
    ),
    *(
        "@media",
        "@import",
        "!important",
        "rgb(",
        "hsl(",
        "hwb(",
        "lab(",
        "color(",
        "color(srgb",
        "calc(",
        "var(--x)",
    ),
    *(
        "url(",
        "matrix(",
        "scale(",
        "rotateX(",
        "translate(",
        "inset(",
        "polygon(",
        "circle(",
        "rect(",
        "opacity(",
    ),
    *(
        "1e999",
        "-1e999px",
        "9" * 5000,
        "0",
        "1px",
        "100%",
        "-5",
        "1e5deg",
        "NaN",
        "none none",
        "#fff",
        "#ff",
        "\x00",
    ),
    *(
        "é",
        "u+26",
        "&",
        "~",
        ">",
        "+",
        "*",
        ".a",
        "#a",
        "p",
        "::before",
        ":hover",
        ":not(",
        "transparent",
        "inherit",
    ),
)
PROPERTIES: Final = (
    *(
        "color",
        "background",
        "font",
        "font-size",
        "transform",
        "clip",
        "clip-path",
        "margin",
        "inset",
        "opacity",
    ),
    *(
        "filter",
        "scale",
        "translate",
        "zoom",
        "line-height",
        "overflow",
        "border-top",
        "border-left",
        "padding",
    ),
)


def mutant(rng: random.Random) -> str:
    def pieces(most: int) -> str:
        return "".join(rng.choice(PIECES) for _ in range(rng.randrange(most)))

    own = ";".join(f"{rng.choice(PROPERTIES)}:{' '.join(rng.choices(PIECES, k=4))}" for _ in range(3))
    sheet = f"<style>{pieces(20)} .a{{{pieces(9)};{own}}}</style>"
    body = f'<p class=a style="{own}">x<font color="{pieces(3)}">y</font></p>'
    return f'{sheet}<body text="{pieces(3)}"><div style="{own}">{body}'


@pytest.mark.parametrize("seed", range(4))
def test_no_style_raises(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(1_000):
        with suppress(MarkupError):
            read_page(mutant(rng))
