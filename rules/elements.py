"""Whose words an HTML element holds, by the names that mail programs give it."""

import re
from collections.abc import Mapping
from typing import Final

from selectolax.lexbor import LexborNode

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
_OUTLOOK_RULE: Final = re.compile(
    r"border-top:\s?solid #(?:e1e1e1|b5c4df) 1\.0pt;\s?padding:\s?3\.0pt", re.IGNORECASE
)


def names_of(attributes: Mapping[str, str | None]) -> frozenset[str]:
    """Class names and id in lower case, without the prefix that Outlook gives to copied ones."""
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower().split()
    return frozenset(_COPIED.sub("", name) for name in names[:20])


def starts_history(names: frozenset[str], attributes: Mapping[str, str | None]) -> bool:
    """Whether everything from this element on is what others wrote before."""
    if names & _HISTORY_NAMES or attributes.get("data-marker") == "__DIVIDER__":
        return True
    return bool(_OUTLOOK_RULE.search((attributes.get("style") or "")[:400]))


def is_signature(names: frozenset[str]) -> bool:
    """Whether the element holds the writer's signature."""
    return bool(names & _SIGNATURE_NAMES)


def cites(node: LexborNode, tag: str, names: frozenset[str], attributes: Mapping[str, str | None]) -> bool:
    """Whether the element holds somebody else's words; a bare indent is none."""
    if names & _CITE_NAMES:
        return True
    if "gmail_quote" in names and tag != "blockquote":
        return node.css_first("blockquote") is None  # else the answer may stand between its citations
    if tag != "blockquote":
        return False
    style = (attributes.get("style") or "").lower().replace(" ", "")
    indented = "margin" in style and ("border:none" in style or "border" not in style)
    return not indented or attributes.get("type") == "cite" or "gmail_quote" in names
