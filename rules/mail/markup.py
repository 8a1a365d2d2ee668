"""HTML to the lines that people see, with what the markup says of whose words they are.

Rule 1: what is not shown is nobody's words.
Rule 2: cells of a row stay on one line, parted by tabs, so that a label keeps its value.
Rule 3: the parser's worst inputs (very deep, very wide, very many options) are refused
        before it sees them.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rules.mail.quotation import Line, Mark
from rules.mail.set_phrases import is_mobile_line
from rules.mail.styles import declared_in, plain
from rules.mail.visibility import Look, Looks

DEEPEST: Final = 256
LONGEST_TAG: Final = 16 * 1024
MOST_OPTIONS: Final = 3000
MOST_TAGS: Final = 40_000
MOST_LINES: Final = 4_000

_BLOCKS: Final = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "hr", "pre"}
    | {"table", "tbody", "thead", "tfoot", "tr", "caption", "blockquote", "section", "article"}
    | {"header", "footer", "address", "center", "form", "fieldset", "legend", "option"}
    | {"body", "html", "main", "nav", "aside", "figure", "figcaption", "details", "summary", "dialog"}
)
_ROW_ENDS: Final = frozenset({"tr", "dd"})
_CELLS: Final = frozenset({"td", "th", "dd"})
_UNREAD: Final = frozenset(
    {"head", "style", "script", "template", "title", "object", "iframe", "svg", "math"}
    # Struck out (as by a style: `Look.is_struck`), or offered to choose from: nobody said it.
    | {"s", "strike", "del", "select", "option", "textarea", "button"}
)
_NEVER_DEEP: Final = frozenset(
    {"p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "dt", "dd", "option", "br", "hr"}
    | {"img", "meta", "link", "input", "col", "area", "base", "wbr", "source", "embed", "param"}
)
"""Elements that close themselves: opening many of them nests nothing."""

_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,20})")
_WIDE_TAG: Final = re.compile(rf"<[^<>]{{{LONGEST_TAG}}}")
_BLANK: Final = re.compile(r"[ \t\r\n\f]+")


class Page(NamedTuple):
    """The lines that a page shows.

    `hides` says that there is text besides which nobody sees, `is_unsure` that it depends on the
    program what is seen or that a style writes words, `is_unsure_below` that it does in what is
    cited or signed, `is_cut` that its styles were too many to be read to the end.
    """

    lines: list[Line]
    hides: bool = False
    is_unsure: bool = False
    is_unsure_below: bool = False
    is_cut: bool = False

    @property
    def flaws(self) -> tuple[str, ...]:
        """What is to be told of it, as `Mail.flaws` names it."""
        odd = (("invisible", self.is_unsure), ("hidden", self.hides))
        return tuple(name for name, there in odd if there)


def read_page(html: str) -> Page:
    """The lines that a page shows that is no bomb, and what is to be known of the others."""
    tree = LexborHTMLParser(html)
    looks = Looks(tree)
    walk = _Walk(looks)
    if tree.root is not None:
        walk.through(tree.root)
    is_unsure = walk.is_unsure or looks.is_unsure
    return Page(walk.lines, walk.hides, is_unsure, walk.is_unsure_below, looks.is_cut)


def is_bomb(html: str) -> bool:
    """Whether it costs the parser the square of its size: too many tags, nested too deep, or too long."""
    if html.count("<") < 1000 and len(html) < LONGEST_TAG:
        return False
    if html.count("<") > MOST_TAGS:
        return True
    deep = options = 0
    for slash, tag in _TAG.findall(html):
        name = tag.lower()
        options += name == "option"
        if name not in _NEVER_DEEP:
            deep = max(0, deep - 1) if slash else deep + 1
        if deep > DEEPEST or options > MOST_OPTIONS:
            return True
    return _WIDE_TAG.search(html) is not None


class _Walk:
    """The lines under way while the tree is walked."""

    def __init__(self, looks: Looks) -> None:
        self.lines: list[Line] = []
        self.hides = self.is_unsure = self.is_unsure_below = False
        self._looks = looks
        self._is_past = False
        self._conditions: list[bool] = []
        self._buffer: list[str] = []
        self._pending = ""
        self._depth = self._signature = self._pre = 0
        self._history = False
        self._line = Line("")
        self._cells: list[int] = [0]

    def through(self, root: LexborNode) -> None:
        """Read the tree in its order, without recursion."""
        ahead: list[tuple[LexborNode, Look, tuple[int, int] | None]] = [(root, Look(), None)]
        while ahead:
            node, look, roles = ahead.pop()
            if roles is None:  # it begins
                inner, roles = self._enter(node, look)
                ahead.append((node, look, roles))
                if inner is not None and node.child is not None:
                    ahead.append((node.child, inner, None))
            else:
                self._leave(node, roles)
                if node.next is not None:
                    ahead.append((node.next, look, None))
        self._flush()

    def _enter(self, node: LexborNode, look: Look) -> tuple[Look | None, tuple[int, int]]:
        """Take in a node's start; None for the look of what has no inside to read."""
        if node.is_text_node:
            self._say(node.text_content or "", look)
            return None, (0, 0)
        if node.is_comment_node:
            self._mind(node.comment_content or "")
        tag = node.tag or ""
        if not node.is_element_node or tag in _UNREAD:
            return None, (0, 0)
        attributes = node.attributes
        self._open(tag)
        roles = self._roles(node, tag, attributes) if attributes or tag == "blockquote" else (0, 0)
        return self._looks.of(node, tag, attributes, look), roles

    def _mind(self, comment: str) -> None:
        condition = _CONDITION.match(comment)
        if condition and "[endif]" not in comment.lower():
            self._conditions.append(condition[1] is None)
        elif _ENDIF.match(comment.lstrip()):
            del self._conditions[-1:]

    def _open(self, tag: str) -> None:
        if tag == "br":
            self._break()
        elif tag in _CELLS:
            self._cell(tag)
        elif tag in _BLOCKS:
            self._newline()
            if tag == "tr":
                self._cells.append(0)
        self._pre += tag == "pre"

    def _leave(self, node: LexborNode, roles: tuple[int, int]) -> None:
        tag = node.tag or ""
        self._pre -= tag == "pre"
        if tag == "tr" and len(self._cells) > 1:
            self._cells.pop()
        if tag in _ROW_ENDS and self._pending == "\t":
            self._pending = "\n" if self._buffer else ""  # the row's last cell is empty
        if any(roles):
            self._flush(always=False)
            self._depth -= roles[0]
            self._signature -= roles[1]
        elif tag in _BLOCKS or tag == "dd":
            self._newline()

    def _roles(self, node: LexborNode, tag: str, attributes: Mapping[str, str | None]) -> tuple[int, int]:
        """How much deeper cited, and whether a signature, the inside of an element is."""
        names = _names_of(attributes)
        drawn = _drawn(attributes.get("style") or "")
        if drawn.is_header or names & _HISTORY_NAMES or attributes.get("data-marker") == "__DIVIDER__":
            self._flush(always=False)
            self._history = True
        cited = int(_cites(node, tag, names, attributes, drawn))
        signed = int(not names.isdisjoint(_SIGNATURE_NAMES))
        if cited or signed:
            self._flush(always=False)
            self._depth += cited
            self._signature += signed
        return cited, signed

    def _say(self, text: str, look: Look) -> None:
        says = bool(text.strip())
        if says and (look.is_doubted or any(self._conditions)):
            is_below = bool(self._depth or self._signature or self._is_past) or is_mobile_line(text)
            self.is_unsure = self.is_unsure or not is_below
            self.is_unsure_below = True
        if look.is_struck or not look.is_shown:
            self.hides = self.hides or (says and not look.is_shown)
            return
        if self._pre and "\n" in text:
            first, *others = text.split("\n")[: MOST_LINES + 2]
            self._say(first, look)
            for line in others:
                self._break()
                self._say(line, look)
            return
        text = text if self._pre else _BLANK.sub(" ", text)
        if not self._buffer or self._pending or self._buffer[-1].endswith(" "):
            text = text if self._pre else text.lstrip(" ")
        if text:
            self._settle()
            self._buffer.append(text)

    def _settle(self) -> None:
        """Do what was put off until more text comes."""
        if self._pending == "\n":
            self._flush()
        elif self._pending == "\t" and self._buffer:
            self._buffer.append("\t")
        self._pending = ""
        if not self._buffer:
            mark = Mark.HISTORY if self._history else Mark.SIGNATURE if self._signature else None
            self._line = Line("", self._depth, mark)
            self._is_past = self._is_past or (self._history and not self._depth)
            self._history = False

    def _newline(self) -> None:
        if self._buffer and self._pending != "\t":
            self._pending = "\n"

    def _cell(self, tag: str) -> None:
        if tag == "dd" or self._cells[-1]:
            self._pending = "\t" if self._buffer else ""
        self._cells[-1] += tag != "dd"

    def _break(self) -> None:
        """A line ends here, also an empty one; not at the start of a cell."""
        if self._pending == "\t":
            return
        if self._pending:
            self._flush()
        self._flush()

    def _flush(self, *, always: bool = True) -> None:
        if self._buffer:
            self.lines.append(self._line._replace(text="".join(self._buffer)))
        elif always:
            mark = Mark.SIGNATURE if self._signature else None
            self.lines.append(Line("", self._depth, mark))
        self._buffer.clear()
        self._pending = ""


_CONDITION: Final = re.compile(r"\[if\b(?:\s*(!support\w+|!vml)\])?", re.IGNORECASE)
"""Before what only some of Outlook's versions show; but Word writes some before the signs of its lists."""
_ENDIF: Final = re.compile(r"(?:<!)?\[endif\]", re.IGNORECASE)
_COPIED: Final = re.compile(r"^(?:x_){1,9}")
_HISTORY_NAMES: Final = frozenset(
    {"divrplyfwdmsg", "appendonsend", "stopspelling", "zwchr", "zmail_extra", "outlookmessageheader"}
    | {"mail-editor-reference-message-container", "ms-outlook-mobile-reference-message"}
)
_CITE_NAMES: Final = frozenset(
    {"gmail_attr", "moz-cite-prefix", "moz-forward-container", "yahoo_quoted"}
    | {"protonmail_quote", "tutanota_quote"}
)
_SIGNATURE_NAMES: Final = frozenset(
    {"gmail_signature", "gmail_signature_prefix", "moz-signature", "signature", "applemailsignature"}
    | {"ms-outlook-mobile-signature", "ymail_android_signature", "protonmail_signature_block"}
)
_OUTLOOK_GREYS: Final = frozenset({"#e1e1e1", "#b5c4df"})
"""Of the line that Outlook draws above the header of what is answered."""


def _names_of(attributes: Mapping[str, str | None]) -> frozenset[str]:
    """Class names and id in lower case, without the prefix that Outlook gives to copied ones."""
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower().split()
    return frozenset(_COPIED.sub("", name) for name in names[:20])


class _Drawn(NamedTuple):
    """What an element's own style draws: Outlook's line above a header or beside a quote, or an indent."""

    is_header: bool = False
    is_quote: bool = False
    is_indent: bool = False


@lru_cache(maxsize=256)
def _drawn(style: str) -> _Drawn:
    declared = declared_in(plain(style)[0]) if "border" in style.lower() or "margin" in style.lower() else {}
    words = {name: frozenset(" ".join(values).split()) for name, values in declared.items()}
    is_borderless = "none" in words.get("border", ())
    is_box = is_borderless and "padding" in words
    above, beside = words.get("border-top", frozenset()), words.get("border-left", frozenset())
    has_border = any(name.startswith("border") for name in words) and not is_borderless
    return _Drawn(
        is_header=is_box and "solid" in above and not _OUTLOOK_GREYS.isdisjoint(above),
        is_quote=is_box and "solid" in beside,
        is_indent=any(name.startswith("margin") for name in words) and not has_border,
    )


def _cites(
    node: LexborNode, tag: str, names: frozenset[str], attributes: Mapping[str, str | None], drawn: _Drawn
) -> bool:
    """Whether the element holds somebody else's words; a bare indent is none."""
    if names & _CITE_NAMES or (tag == "div" and drawn.is_quote):
        return True
    if "gmail_quote" in names and tag != "blockquote":
        return node.css_first("blockquote") is None  # else the answer may stand between its citations
    if tag != "blockquote":
        return False
    return not drawn.is_indent or attributes.get("type") == "cite" or "gmail_quote" in names
