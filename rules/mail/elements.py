"""Whose words an HTML element holds, by the names that mail programs give it."""

import re
from collections.abc import Mapping
from typing import Final

from selectolax.lexbor import LexborNode

from rules.mail.styles import Declared

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
_OUTLOOK_GREYS: Final = frozenset({"e1e1e1", "b5c4df"})
"""Of the line that it draws above the header of what is answered."""


def names_of(attributes: Mapping[str, str | None]) -> frozenset[str]:
    """Class names and id in lower case, without the prefix that Outlook gives to copied ones."""
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower().split()
    return frozenset(_COPIED.sub("", name) for name in names[:20])


def starts_history(names: frozenset[str], attributes: Mapping[str, str | None], style: Declared) -> bool:
    """Whether everything from this element on is what others wrote before."""
    if names & _HISTORY_NAMES or attributes.get("data-marker") == "__DIVIDER__":
        return True
    return _is_lined(style, "border-top") and any(
        token.type == "hash" and token.value.lower() in _OUTLOOK_GREYS for token in style["border-top"]
    )


def _is_lined(style: Declared, side: str) -> bool:
    """Whether a line is drawn at this side alone, as Outlook does with what it answers."""
    words = {token.lower_value for token in style.get(side, ()) if token.type == "ident"}
    return "solid" in words and _is_borderless(style) and "padding" in style


def _is_borderless(style: Declared) -> bool:
    return any(token.type == "ident" and token.lower_value == "none" for token in style.get("border", ()))


def is_signature(names: frozenset[str]) -> bool:
    """Whether the element holds the writer's signature."""
    return bool(names & _SIGNATURE_NAMES)


def cites(
    node: LexborNode, tag: str, names: frozenset[str], attributes: Mapping[str, str | None], style: Declared
) -> bool:
    """Whether the element holds somebody else's words; a bare indent is none."""
    if names & _CITE_NAMES or (tag == "div" and _is_lined(style, "border-left")):
        return True
    if "gmail_quote" in names and tag != "blockquote":
        return node.css_first("blockquote") is None  # else the answer may stand between its citations
    if tag != "blockquote":
        return False
    has_border = any(name.startswith("border") for name in style) and not _is_borderless(style)
    indented = any(name.startswith("margin") for name in style) and not has_border
    return not indented or attributes.get("type") == "cite" or "gmail_quote" in names
