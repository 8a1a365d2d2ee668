"""What a page hides, or may hide, is nobody's words; only what is surely hidden raises no doubt."""

import random
from typing import Final

import pytest

from rules.findings import Doubt
from rules.mail.bodies import HIDDEN_TEXT
from rules.mail.mail import Mail
from rules.mail.markup import read_page
from tests.processor import within
from tests.rules.messages import TOWN, html, read

GONE: Final = """
    display:none | DISPLAY : None | display:none!important | display:none ! IMPORTANT | color:;display:none
    display:/* x */none | /* a:b; */ display:none | font-family:"a;b";display:none | opacity:0 | opacity:0.0
    opacity:0% | font-size:0 | font-size:0px | font:0/0 a | font:0 a | font:small-caps 0 a
    background:url(x.png);display:none
    display:none;font-size:1px;color:#fff;line-height:0;max-height:0;overflow:hidden;mso-hide:all
    """
"""How templates hide the line that a list of mails shows."""
HIDDEN: Final = """
    display:none ! IMPORTANT;display:block | display:none;display:block | opacity:0;opacity:1
    d\\69splay:none | display:n\\6f ne | display:nonesuch | display:var(--x) | visibility:hidden
    visibility:collapse | content-visibility:hidden | mso-hide:all | opacity:.01 | opacity:calc(1 - 1)
    filter:opacity(0) | filter:invert(1) | mix-blend-mode:screen
    mask:linear-gradient(transparent,transparent) | contain:paint | mask-image:url(x)
    -webkit-mask-image:linear-gradient(#0000,#0000) | zoom:0 | zoom:1% | scale:0 | scale:1 0
    transform:scale(0) | -webkit-transform:scale(0) | transform:matrix(0,0,0,0,0,0) | translate:-9999px
    rotate:y 90deg | perspective:1px | clip:rect(0,0,0,0) | clip:rect(0,100px,100px,0) | clip-path:circle(0)
    clip-path:url(#a) | offset-path:path(x) | animation:x 1s forwards | content:url(x)
    -webkit-line-clamp:1 | -webkit-text-security:disc | unicode-bidi:bidi-override;direction:rtl
    z-index:-1 | text-stroke:3px white | position:absolute;left:-9999px | position:absolute
    position:fixed;top:-100vh | position:sticky;left:2000px | position:relative;right:-1000em
    position:absolute;inset:0 0 0 -9999px | margin-left:-9999px | margin:0 0 0 -9999px | margin:-60px
    margin-inline-start:-499px | text-indent:-9999px | text-indent:200% | margin-left:9px;text-indent:-99px
    padding-left:200vw | left:calc(0px - 9in) | letter-spacing:-1em | letter-spacing:calc(0px - 1em)
    line-height:0 | line-height:1px | line-height:.1 | line-height:1% | font:12px/0 Arial | font-size:1px
    font-size:.05em | font-size:1% | font-size:0.1vw | font-size:min(0px,1px) | font-size:0;font-size:odd
    font:italic 700 1px/20px serif | font-size:12px;font:0/0 a | font:var(--x) | font:0 a;font:inherit
    overflow:hidden;height:1px | overflow-x:clip;width:9px | overflow:auto;max-height:2em
    overflow:hidden auto;max-width:5% | overflow:var(--o) | overflow:hidden;height:calc(1px)
    overflow:hidden;white-space:nowrap | overflow:hidden;height:90% | overflow-y:scroll;block-size:0
    font:small/0 Arial | font:12px/calc(0px) Arial | display:-webkit-nonesuch
    color:ivory | color:lightyellow | color:hsl(210 50% 99%) | color:hsl(0.5turn,0%,0%) | color:#ffff
    color:rgb(0 0 0/5%) | color:hsla(0,0%,0%,.1) | color:rgb(255 255 255 / 87%) | color:rgb(999,999,999)
    color:midnightblue;background:#191970
    color:#fff | color:white | color:#ffffff | color:rgb(250, 250, 250)
    color:rgb(100% 100% 100%) | color:rgba(255,255,255,.9) | color:transparent | color:rgba(0,0,0,0)
    color:#0000 | color:rgb(0 0 0 / 2%) | color:hsl(0,0%,100%) | color:oklch(1 0 0) | color:var(--x)
    color:Canvas | color:nonesuch | color:window | -webkit-text-fill-color:transparent
    background:#123456;color:#123456 | background:black | background:Canvas | background-color:currentcolor
    color:gray;background:grey | color:#fff;background:url(x.png)
    color:#fff;background:linear-gradient(red,blue) | background-image:linear-gradient(#000,#000)
    color:initial;background:#000 | background:windowtext | background:rgba(0,0,0,.9)
    """
SHOWN: Final = """
    display:block | visibility:visible | opacity:.8 | opacity:1 | zoom:1 | zoom:normal | scale:1
    transform:none | font-size:9px | font-size:.9em | font-size:small | font-size:smaller
    font:12px/1.2 Arial | font:inherit | font-size:80% | position:relative;top:-3px | text-indent:-18pt
    margin:0 auto | margin:-10px | clip:auto | clip-path:none | height:0 | margin:auto
    color:#fff;background-color:#003366 | color:#fff;background:#036
    color:windowtext | color:#ffff00 | color:rgba(0,0,0,.6) | color:inherit | color:currentcolor
    background:none | background:transparent | background:rgba(0, 0, 0, 0) | content-visibility:auto
    overflow:hidden | overflow:auto | overflow-x:clip | overflow:hidden;width:100%
    overflow:auto;height:auto | overflow:hidden;max-width:600px | overflow:hidden;height:100%;max-height:none
    overflow:visible;height:1px
    color:darkblue | color:dimgray | color:crimson | color:midnightblue | color:DarkSlateGrey
    color:hsl(210,50%,20%) | color:hsl(210deg 50% 20% / .9) | color:rgb(0 0 0 / 87%) | color:rgb(0 0 0/.87)
    color:rgb(10% 20% 30%) | color:#000000de | color:rebeccapurple | background:linen;color:maroon
    background-color:whitesmoke | background-color:lightyellow | background-color:lemonchiffon
    font:small/1.5 Arial,Helvetica,sans-serif | font:italic x-small Arial | font:bold medium/normal Arial
    font:smaller Arial | font:menu | display:-webkit-flex;display:flex
    display:-webkit-box;display:-ms-flexbox
    mso-hide:none | ; | display | :none | display: | x:display:none
    """
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


def styles(table: str) -> list[str]:
    return [style.strip() for line in table.strip().split("\n") for style in line.split(" | ")]


def page(body: str, sheet: str = "") -> Mail:
    return html(f"<html><head>{f'<style>{sheet}</style>' if sheet else ''}</head><body>{body}</body></html>")


BAIXA: Final = "Vull donar-me de baixa del WhatsApp. Pia Roca, 12345678Z, 600 111 222."


@pytest.mark.parametrize("style", styles(GONE))
def test_what_is_surely_hidden_is_not_read(style: str) -> None:
    own = page(f"<p>vist</p><div style='{style}'>no <b>vist</b></div>")
    by_sheet = page("<p>vist</p><div class=x>no <b>vist</b></div>", f".x{{{style}}}")

    assert (own.words.own, own.flaws) == ("vist", ("hidden",))
    assert (by_sheet.words.own, by_sheet.flaws) == ("vist", ("hidden",))


@pytest.mark.parametrize("style", styles(HIDDEN))
def test_what_a_style_may_hide_is_not_read_and_doubted(style: str) -> None:
    own = page(f"<p>vist</p><div style='{style}'>no <b>vist</b></div>")
    by_sheet = page("<p>vist</p><div class=x>no <b>vist</b></div>", f".x{{{style}}}")
    beside = page(f"<p>{BAIXA}</p><p style='{style}'>No em doneu de baixa</p>")

    assert (own.words.own, own.flaws) == ("vist", ("invisible", "hidden"))
    assert (by_sheet.words.own, by_sheet.flaws) == ("vist", ("invisible", "hidden"))
    assert Doubt.DISGUISED in read(beside, TOWN).doubts


@pytest.mark.parametrize("style", ORDINARY)
def test_what_mail_programs_write_is_read(style: str) -> None:
    message = page(f'<div style="{style}">vist</div>')

    assert (message.words.own, message.flaws) == ("vist", ())


@pytest.mark.parametrize("style", styles(SHOWN))
def test_what_a_style_shows_is_read(style: str) -> None:
    message = page(f"<div style='{style}'>vist</div>")

    assert (message.words.own, message.flaws) == ("vist", ())


@pytest.mark.parametrize(
    "body",
    [
        *("<s>{}</s>", "<p style='text-decoration:line-through'>{}</p>", "<p class=x>{}</p>"),
        "<p style='text-decoration:underline line-through red'><b>{}</b></p>",
        "<p style='text-decoration-line:line-through'><i style='text-decoration:none'>{}</i></p>",
    ],
)
def test_what_is_struck_out_is_not_read(body: str) -> None:
    message = page(f"<p>vist</p>{body.format('no')}", ".x{text-decoration:line-through}")

    assert (message.words.own, message.flaws) == ("vist", ())


@pytest.mark.parametrize(
    "sheet",
    [
        ".x{text-decoration:var(--x)}",
        ".x{text-decoration:line-through;text-decoration:none}",
        "@media (width>1px){.x{text-decoration:line-through}}",
    ],
)
def test_what_may_be_struck_out_is_doubted(sheet: str) -> None:
    assert page("<p class=x>vist</p>", sheet).flaws == ("invisible",)


def test_a_rule_that_writes_no_words_is_not_doubted() -> None:
    assert page("<p>vist</p>", "p::before{content:'·'} p::after{content:'';clear:both}").flaws == ()


@pytest.mark.parametrize(
    "hiding",
    [
        *("noscript", "p hidden", "p hidden=until-found", "datalist", "video", "canvas"),
        *("meter", "progress", "rp"),
    ],
)
def test_what_an_element_hides_is_not_read(hiding: str) -> None:
    message = page(f"<p>vist</p><{hiding}>amagat</{hiding.split(maxsplit=1)[0]}>")

    assert (message.words.own, message.flaws) == ("vist", ("hidden",))


@pytest.mark.parametrize(
    "hiding",
    [
        *("font color=white", "font color=ffffff", "font color=nonesuch", "div bgcolor=#000000"),
        *("p link=#ffffff", "marquee width=1", "marquee height=5px", "marquee style=height:1px"),
    ],
)
def test_what_an_old_attribute_may_hide_is_not_read_and_doubted(hiding: str) -> None:
    message = page(f"<p>vist</p><{hiding}>amagat</{hiding.split(maxsplit=1)[0]}>")

    assert (message.words.own, message.flaws) == ("vist", ("invisible", "hidden"))


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
        pytest.param("visibility:hidden", "visibility:visible", False, id="visible again"),
        pytest.param("height:20px;overflow:hidden", "padding-top:50px", False, id="moved out of its box"),
        pytest.param("height:1px", "overflow:hidden", False, id="cut off inside"),
        pytest.param("overflow:hidden", "height:1px", False, id="cut off outside"),
        pytest.param("overflow:hidden", "width:90%", True, id="as wide as it needs"),
        pytest.param("opacity:.6", "opacity:.6", False, id="fainter and fainter"),
        pytest.param("opacity:.8", "opacity:.8", True, id="a little fainter"),
        pytest.param("zoom:.6", "scale:.6", False, id="shrunk twice"),
        pytest.param("margin-left:-45px", "margin:0 0 0 -45px;left:-20px", False, id="moved out in steps"),
        pytest.param("position:relative;left:-60px", "position:relative;left:-60px", False, id="pushed out"),
        pytest.param("margin:0 -15px", "margin:0 -15px", True, id="moved a little"),
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
    "sheet",
    styles("""
        .x{display:none} | p.x{display:none} | #a{display:none} | p{display:none} | div p{display:none}
        div > p{display:none} | div>p.x{display:none} | P.X{display:none} | table, .x{display:none}
        body div .x{display:none} | p/**/.x{display:none} | p:last-child{display:none} | .x{display:none
        @import 'x'; @charset 'y'; .x{display:none} | <!-- .x{display:none} --> | /* { */ .x{display:none}
        .y{content:"{"} .x{display:none} | .y{background:url(/*)} .x{display:none} /* */
        } .x{display:none} | .x{display:none} .x{display:block} | p.x{display:none} .x{display:block}
        #a{display:block} p{display:none} | .x{display:none!important} #a{display:block}
        .x{color:#fff} p{color:#000} | p{color:#000} .x{color:#fff} | @media all{.x{display:none}}
        @media only screen{.x{display:none}} | div{p{display:none}}
        @media print, screen{@supports (color:red){.x{display:none}}}
        @media (max-width:600px){.x{display:none}} | @container (width>1px){.x{display:none}}
        @scope(body){.x{display:none}} | @nonesuch{.x{display:none}}
        @supports (display:grid){.x{display:none}} | .x{display:none} @layer a{.x{display:block}}
        @media (width>1px){.x{overflow:hidden;height:0}}
        .x{color:#888} @media (width>1px){.x{color:#fff}} | div{overflow:hidden} .x{height:1px}
        """),
)
def test_what_a_sheet_may_hide_is_not_read(sheet: str) -> None:
    message = page("<h1>vist</h1><div><b>i</b><p id=a class=x>dins</p></div>", sheet)

    assert message.words.own == "vist\ni"


@pytest.mark.parametrize(
    "sheet",
    styles("""
        .y{display:none} | div.x{display:none} | span{display:none} | p > div{display:none}
        #b{display:none} | p.y{display:none} | .x.y{display:none} | a:link{display:none}
        p:hover{display:none} | .x:visited{display:none} | @media print{.x{display:none}}
        @media print{@media all{.x{display:none}}} | @media (max-width:600px){.x{width:100%;color:#333}}
        /* .x{display:none} */ | @page{margin:-99cm} | @font-face{font-family:"x";src:url(x)}
        u + .body .y{display:none} | [data-ogsc] .y{color:#fff!important} | .x ~ .y:not(.x){display:none}
        .y::before{content:'No '} | [data-ogsc] p span{opacity:0} | div.y > p + i{display:none}
        @list l0:level1{mso-level-text:\\F0B7;text-indent:-99cm}
        @media (prefers-color-scheme:dark){body{background:#000;color:#fff}}
        """),
)
def test_what_a_sheet_says_of_something_else_hides_nothing(sheet: str) -> None:
    message = page("<h1>vist</h1><div><b>i</b><p id=a class=x>dins</p></div>", sheet)

    assert (message.words.own, message.flaws) == ("vist\ni\ndins", ())


def test_small_letters_within_small_ones_are_not_read_for_ever() -> None:
    assert page(f"<small>vist</small>{'<sup><small>' * 9}no").flaws == ("invisible", "hidden")


@pytest.mark.parametrize("style", ["display:none", "font-size:0", "color:#fff"])
def test_what_is_hidden_on_some_screens_is_not_read_and_doubted(style: str) -> None:
    message = page("<p>vist</p><p class=x>dins</p>", f"@media (width>1px){{.x{{{style}}}}}")

    assert (message.words.own, message.flaws) == ("vist", ("invisible", "hidden"))


def test_a_style_that_shows_what_another_hides_is_doubted() -> None:
    own = "<p>vist</p><p class=x style='display:block'>dins</p>"

    assert (page(own, ".x{display:none}").words.own, page(own, ".x{display:none}").flaws[0]) == (
        "vist",
        "invisible",
    )


@pytest.mark.parametrize(
    ("body", "sheet"),
    [
        pytest.param("<details><summary>Hola</summary>{}</details>", "", id="folded"),
        pytest.param("<dialog>{}</dialog>", "", id="in a window"),
        pytest.param("<p class=x>{}</p>", "p:not(.y){display:none}", id="a selector that is not followed"),
        pytest.param("<p class=x>{}</p>", "p:not(:hover){color:#fff}", id="not pointed at"),
        pytest.param("<p>a</p><p class=x>{}</p>", "p ~ .x{display:none}", id="one that takes too long"),
        pytest.param("<p class=x>{}</p>", "p[class]{display:none}", id="an attribute"),
        pytest.param("<p class=x>{}</p>", ".\\78{display:none}", id="an escape"),
        pytest.param("<p class=x>{}</p>", ".x{@media all{display:none}}", id="in a rule"),
        pytest.param("<p>{}</p>", "@scope(p){:scope{display:none}}", id="a scope itself"),
        pytest.param("<p class=after>{}</p>", ".after:not(.y){display:none}", id="a class called as a state"),
        pytest.param("<p>{}</p>", "p::first-line{font-size:0}", id="the first line"),
        pytest.param("<p>{}</p>", "p::before{content:'No '}", id="words before"),
        pytest.param("<p>{}</p>", "p:after{content:attr(title)}", id="words after"),
        pytest.param("<p>{}</p>", ".y{font-family:'a}", id="a string without an end"),
        pytest.param("<p>{}</p>", ".y{color:rgb(0}", id="a bracket without an end"),
        pytest.param("<p style='background:#fff url(x.png)'>{}</p>", "", id="before a picture"),
        pytest.param("<table background=x.png><td>{}</table>", "", id="in a picture"),
        pytest.param('<p style="font-family:\'a">{}</p>', "", id="an odd style"),
        pytest.param("<p>{}</p>", "@import 'x.css';", id="a sheet that is not there"),
        pytest.param("<p>{}</p>", "@i\\6dport url(x);", id="another, in escapes"),
        pytest.param("<link rel='StyleSheet' href=x.css><p>{}</p>", "", id="a linked sheet"),
        pytest.param("<p class=x>{}</p>", "[data-ogsc] .x{color:#fff}", id="in dark mode"),
        pytest.param("<p class=x>{}</p>", "u + .body .x{overflow:hidden}", id="perhaps cut off"),
        pytest.param("<!--[if !mso]><!--><p>{}</p><!--<![endif]-->", "", id="not in Outlook"),
        pytest.param("<!--[IF !mso]><!-- --><p>{}</p><!-- <![endif]-->", "", id="with a blank"),
        pytest.param(
            "<!--[if !mso]>--><![if !supportLists]>1<![endif]>{}<!--<![endif]-->", "", id="below a sign"
        ),
        pytest.param("<![if !mso]><p>{}</p><![endif]>", "", id="not in Outlook, without a comment"),
        pytest.param(
            "<table><col style='visibility:collapse'><tr><td>{}</table>", "", id="in a column that is folded"
        ),
        pytest.param("<table><colgroup class=x><col><tr><td>{}</table>", ".x{display:none}", id="in columns"),
    ],
)
def test_what_only_some_programs_show_is_read_and_doubted(body: str, sheet: str) -> None:
    message = page(body.format(BAIXA), sheet)

    assert BAIXA in message.words.own
    assert Doubt.DISGUISED in read(message, TOWN).doubts


@pytest.mark.parametrize(
    "beside",
    [
        "<div style='overflow:hidden;color:dimgray'>Enviat des del meu mòbil</div>",
        "<div style='color:#fff'>Enviat des del meu mòbil</div>",
        "<div class=gmail_quote>Ajuntament:<blockquote style='opacity:.1'>Bon dia</blockquote></div>",
        "<blockquote type=cite><p style='height:1px;overflow:hidden'>No</p></blockquote>",
        "<div class=gmail_signature style='color:var(--x)'>Pia</div>",
        "<div id=divRplyFwdMsg>De: Ajuntament</div><p style='color:#fff'>Bon dia</p>",
        "<!--[if !mso]><!-->\n<!--<![endif]--><p>Gràcies</p>",
        "<p><![if !supportLists]><span>·</span><![endif]>Gràcies</p>",
        "<!--[if mso]><p>x</p><![endif]--><p>Gràcies</p>",
        "<!--[if !mso]><!--><!--<![endif]--><p>Gràcies</p>",
        "<table width=600><td width=20 height=20></td><td>Gràcies</table>",
    ],
)
def test_what_is_hidden_where_nobody_wishes_anything_is_not_doubted(beside: str) -> None:
    message = page(f"<div>{BAIXA}</div>{beside}")

    assert BAIXA in message.words.own
    assert "invisible" not in message.flaws


def test_what_may_be_hidden_below_a_header_that_is_cited_is_doubted() -> None:
    cited = "<blockquote type=cite><div id=divRplyFwdMsg>De: Ajuntament</div></blockquote>"

    assert "invisible" in page(f"<p>{BAIXA}</p>{cited}<p style='opacity:.1'>No em doneu de baixa</p>").flaws


def test_what_may_be_hidden_in_a_message_passed_on_is_doubted() -> None:
    cited = f"<p>{BAIXA}</p><p style='opacity:.1'>No em doneu de baixa</p>"
    head = "---------- Forwarded message ---------<br>From: Pia &lt;pia@bustia.example&gt;<br><br>"
    message = page(f"<div class=gmail_quote>{head}{cited}</div>")

    assert BAIXA in message.words.forwarded
    assert "invisible" in message.flaws


@pytest.mark.parametrize("style", styles(SHOWN))
def test_a_leave_that_everybody_sees_is_not_doubted(style: str) -> None:
    message = page(
        f"<div style='{style}'>BAIXA<br>Roser Vilalta Camps, DNI 12345678Z, mòbil 600 111 222</div>"
    )

    assert [person.phone for person in read(message, TOWN).people] == ["+34600111222"]
    assert Doubt.DISGUISED not in read(message, TOWN).doubts


def test_a_hidden_word_decides_nothing_and_what_is_shown_is_read() -> None:
    hidden = page(f"<p>Bon dia</p><div style='transform:scale(0)'>{BAIXA}</div>")
    beside = page(f"<p>{BAIXA}</p><div style='display:none'>No em doneu de baixa</div>")

    assert not read(hidden, TOWN).people
    assert [person.phone for person in read(beside, TOWN).people] == ["+34600111222"]
    assert Doubt.DISGUISED not in read(beside, TOWN).doubts


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


@pytest.mark.parametrize("around", ["{}", "@media (width>1px){{{}}}"])
def test_thousands_of_colours_take_no_time(around: str) -> None:
    rules = (f"p{{color:#{n:06x}}}p{{background:#{n:06x}}}" for n in range(3_000))
    sheet = f"<style>{around.format(''.join(rules))}</style>{'<p>x' * 40}"

    assert within(1.0, around, lambda: read_page(sheet)).is_unsure


def test_rules_that_are_too_many_are_cut_and_said() -> None:
    few, many = (f"<style>{'.y{color:red}' * n}</style>{'<p class=x>x</p>' * 1_000}" for n in (10, 1_000))

    assert (html(few).truncated, html(many).truncated) == (False, True)


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
        read_page(mutant(rng))
