"""What a page hides is nobody's words, however it hides it; what is only shown by some is doubted."""

import random
from contextlib import suppress
from typing import Final

import pytest

from rules.findings import Doubt
from rules.mail.bodies import HIDDEN_TEXT
from rules.mail.mail import Mail
from rules.mail.markup import MarkupError, read_page
from tests.processor import within
from tests.rules.messages import TOWN, html, read

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
    ),
    *("font-size:0", "font-size:0px", "font-size:1px", "font-size:.05em", "font-size:1%", "font-size:0.1vw"),
    *("font:0/0 a", "font:0 a", "font:italic 700 1px/20px serif", "font-size:12px;font:0/0 a"),
    *("zoom:0", "zoom:1%", "scale:0", "scale:1 0", "-webkit-transform:scale(0)"),
    *("transform:scale(0)", "transform:scale(1,0)", "transform:scale(.01)", "transform:scaleX(0)"),
    *("transform:scaleY(0)", "transform:scale3d(0,1,1)", "transform:matrix(0,0,0,0,0,0)"),
    *(
        "transform:matrix(1,0,0,0,0,0)",
        "transform:matrix(1,0,0,1,-9999,0)",
    ),
    *("transform:rotate(3deg) scale(0)", "transform:translateX(-9999px)"),
    *("transform:translate(0,-200vh)", "transform:translate3d(-5000px,0,0)", "translate:-9999px"),
    "transform:matrix3d(0,0,0,0,0,0,0,0,0,0,1,0,0,0,0,1)",
    *("position:absolute;left:-9999px", "position:fixed;top:-100vh", "position:relative;right:-1000em"),
    *("position:absolute;left:9999px", "position:absolute;inset:0 0 0 -9999px", "text-indent:-9999px"),
    *("margin-left:-9999px", "margin:0 0 0 -9999px", "margin:-2000px 0 0"),
    *("clip:rect(0,0,0,0)", "clip:rect(0 0 0 0)", "clip:rect(1px,1px,1px,1px)"),
    *("clip-path:inset(0 100% 0 0)", "clip-path:circle(0)", "clip-path:ellipse(0 0)"),
    *(
        "clip-path:circle(0 at 50% 50%)",
        "clip-path:polygon(0 0,0 0,0 0)",
    ),
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
    *(
        "margin:0 auto",
        "margin:-10px",
        "clip:auto",
    ),
    *("clip-path:none",),
    *(
        "height:0",
        "overflow:hidden",
        "height:20px;overflow:hidden",
    ),
    *("color:#fff;background-color:#003366", "color:windowtext"),
    *(
        "color:#ffff00",
        "color:rgba(0,0,0,.6)",
    ),
    *("background:none", "background:transparent", "color:inherit"),
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

DOUBTED: Final = [
    *("display:var(--x)", "opacity:calc(1 - 1)", "font-size:min(0px,1px)", "display:nonesuch"),
    *("color:oklch(1 0 0)", "color:lab(100% 0 0)", "color:color-mix(in srgb,white,white)", "color:var(--x)"),
    *("color:Canvas", "color:light-dark(#fff,#fff)", "color:rgb(from white r g b)", "color:color()"),
    *("background:oklch(0 0 0)", "background:Canvas", "color:nonesuch", "--x:white;color:var(--x)"),
    *("filter:invert(1)", "filter:brightness(0)", "filter:blur(1px) opacity(2%)", "filter:url(#a)"),
    *("mix-blend-mode:screen", "mask:linear-gradient(transparent,transparent)", "mask-image:url(x)"),
    *("-webkit-mask-image:linear-gradient(#0000,#0000)", "clip:rect(0,100px,100px,0)", "clip-path:url(#a)"),
    *(
        "clip-path:inset(10%)",
        "clip-path:inset(50%)",
        "transform:rotateX(90deg)",
        "transform:rotateY(.25turn)",
    ),
    *("color:#fff;background:url(x.png)", "background-image:url(x.png);color:white"),
    *("color:#fff;background:linear-gradient(red,blue)", "background-image:linear-gradient(#000,#000)"),
    *("letter-spacing:-1em", "letter-spacing:-20px", "letter-spacing:calc(0px - 1em)", "margin:-60px"),
    *("animation:x 1s forwards", "unicode-bidi:bidi-override;direction:rtl", "-webkit-text-security:disc"),
    *("rotate:y 90deg", "offset-path:path(x)", "z-index:-1", "content:url(x)", "font-size:0;font-size:odd"),
]
FAR: Final = [
    *("position:fixed;top:200vh", "position:absolute;right:200%", "position:absolute;left:-100%"),
    *("position:relative;bottom:150vh", "position:absolute;inset-inline-start:-200vw", "margin:-499px"),
    *("position:sticky;left:2000px", "position:absolute;left:calc(0px - 9in)", "margin-right:-300px"),
    *("margin-inline-start:-499px", "text-indent:-400px", "text-indent:200%", "padding-left:200vw"),
]
FLAT: Final = [
    *("line-height:0", "line-height:1px", "line-height:.1", "line-height:1%", "font:12px/0 Arial"),
    *("max-block-size:0;overflow:hidden", "block-size:0;overflow:hidden", "inline-size:0;overflow:clip"),
    *("height:calc(0px);overflow:hidden", "overflow:var(--o);height:0"),
    *("max-height:3px;overflow:auto", "height:0;contain:paint", "max-inline-size:0;overflow-y:hidden"),
]
COLOURED: Final = ["color:window", "background:windowtext", "color:initial;background:#000"]
ORDINARY: Final = [
    "font-family:Calibri,sans-serif;font-size:11.0pt;color:windowtext;mso-fareast-language:EN-US",
    "margin:0cm;margin-bottom:.0001pt;line-height:107%;mso-style-priority:99;mso-line-height-rule:exactly",
    "margin-left:212.65pt;text-indent:-212.65pt;mso-list:l0 level1 lfo1",
    "margin-left:-5.4pt;letter-spacing:-.15pt;word-spacing:0px;mso-hide:none",
    "font:12px/normal Arial;letter-spacing:.5pt;line-height:1.5;padding:3.75pt 0cm 0cm 0cm",
    "caret-color:rgb(0, 0, 0);letter-spacing:normal;text-indent:0px;-webkit-text-stroke-width:0px",
    "text-decoration:none;white-space:normal;display:inline !important;float:none",
    "word-wrap:break-word;-webkit-nbsp-mode:space;line-break:after-white-space;overflow-wrap:break-word",
    "background-image:initial;background-position:initial;background-repeat:initial;color:rgb(34,34,34)",
    "background:rgb(255,255,255) none repeat scroll 0% 0%;color:rgba(0,0,0,.87);unicode-bidi:embed",
    "border:none;border-bottom:solid #cccccc 1.0pt;padding:0cm 6.0pt;margin-right:0cm",
    "text-decoration:underline;background:yellow;mso-highlight:yellow;list-style:disc outside",
    "position:relative;top:-1.5pt;mso-text-raise:1.5pt;z-index:1;height:auto;max-width:600px;width:100%",
]


def page(body: str, sheet: str = "") -> Mail:
    return html(f"<html><head>{f'<style>{sheet}</style>' if sheet else ''}</head><body>{body}</body></html>")


@pytest.mark.parametrize("style", HIDDEN)
def test_what_a_style_hides_is_not_read(style: str) -> None:
    own = page(f"<p>vist</p><div style='{style}'>no <b>vist</b></div>")
    by_sheet = page("<p>vist</p><div class=x>no <b>vist</b></div>", f".x{{{style}}}")

    assert (own.words.own, own.flaws) == ("vist", ("hidden",))
    assert (by_sheet.words.own, by_sheet.flaws) == ("vist", ("hidden",))


@pytest.mark.parametrize("style", [*DOUBTED, *FAR, *FLAT, *COLOURED])
def test_what_a_style_may_hide_is_not_read(style: str) -> None:
    own = page(f"<p>vist</p><div style='{style}'>no <b>vist</b></div>")
    by_sheet = page("<p>vist</p><div class=x>no <b>vist</b></div>", f".x{{{style}}}")

    assert (own.words.own, own.flaws[-1:]) == ("vist", ("hidden",))
    assert (by_sheet.words.own, by_sheet.flaws[-1:]) == ("vist", ("hidden",))


@pytest.mark.parametrize("style", DOUBTED)
def test_what_a_style_may_hide_is_doubted(style: str) -> None:
    message = page(f"<p>{BAIXA}</p><p style='{style}'>No em doneu de baixa</p>")

    assert Doubt.DISGUISED in read(message, TOWN).doubts


@pytest.mark.parametrize(
    "body",
    [
        *(
            "<s>{}</s>",
            "<p style='text-decoration:var(--x)'>{}</p>",
            "<p style='text-decoration:line-through'>{}</p>",
        ),
        *("<p style='text-decoration:underline line-through red'><b>{}</b></p>", "<p class=x>{}</p>"),
        "<p style='text-decoration-line:line-through'><i style='text-decoration:none'>{}</i></p>",
    ],
)
def test_what_is_struck_out_is_not_read(body: str) -> None:
    message = page(f"<p>vist</p>{body.format('no')}", ".x{text-decoration:line-through}")

    assert (message.words.own, message.flaws) == ("vist", ())


def test_a_rule_that_writes_no_words_is_not_doubted() -> None:
    assert page("<p>vist</p>", "p::before{content:'\\2022'} p::after{content:'';clear:both}").flaws == ()


@pytest.mark.parametrize("inside", ["padding-top:50px", "text-indent:300px", "margin-top:3em"])
def test_what_is_moved_out_of_a_narrow_box_is_not_read(inside: str) -> None:
    around = "height:20px;overflow:hidden"
    beside = page(f"<p>vist</p><div style='{around};{inside}'>no</div>")
    within_it = page(f"<p>vist</p><div style='{around}'><p style='{inside}'>no</p></div>")

    assert (beside.words.own, within_it.words.own) == ("vist", "vist")


@pytest.mark.parametrize("style", ORDINARY)
def test_what_mail_programs_write_is_read(style: str) -> None:
    message = page(f'<div style="{style}">vist</div>')

    assert (message.words.own, message.flaws) == ("vist", ())


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
    assert page("<noscript>Doneu-me de baixa</noscript>").unreadable == HIDDEN_TEXT


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
        pytest.param("@media (max-width:600px){.x{display:none}}", False, id="on small screens"),
        pytest.param(
            "@media (max-width:600px){.x{width:100%;color:#333}}", True, id="harmless on small screens"
        ),
        pytest.param("@container (width>1px){.x{display:none}}", False, id="in a container"),
        pytest.param("@scope(body){.x{display:none}}", False, id="in a scope"),
        pytest.param("@supports (display:grid){.x{display:none}}", False, id="if something is supported"),
        pytest.param("@layer a{.x{display:none}} .x{display:block}", False, id="in a layer"),
        pytest.param(".x{display:none} @layer a{.x{display:block}}", False, id="shown by a weaker layer"),
        pytest.param("@nonesuch{.x{display:none}}", False, id="in a block that is not known"),
        pytest.param(
            ".x{height:0} @media (width>1px){.x{overflow:hidden}}", False, id="half on some screens"
        ),
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
        pytest.param("<details><summary>Hola</summary>{}</details>", "", id="folded"),
        pytest.param("<p class=x>{}</p>", "p:not(.y){display:none}", id="a selector that is not followed"),
        pytest.param("<p>a</p><p class=x>{}</p>", "p ~ .x{display:none}", id="one that takes too long"),
        pytest.param("<div><p>{}</p></div>", "div{p{display:none}}", id="a rule in a rule"),
        pytest.param("<p>{}</p>", "@scope(p){:scope{display:none}}", id="a scope itself"),
        pytest.param("<p class=after>{}</p>", ".after:not(.y){display:none}", id="a class called as a state"),
        pytest.param("<p>{}</p>", "p::first-line{font-size:0}", id="the first line"),
        pytest.param("<p>{}</p>", "p::before{content:'No '}", id="words before"),
        pytest.param("<p>{}</p>", "p:after{content:attr(title)}", id="words after"),
        pytest.param("<p style='background:#fff url(x.png)'>{}</p>", "", id="before a picture"),
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
