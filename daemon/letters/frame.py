"""A letter's dress: its plain text, and the HTML that says the same words."""

import re
from collections.abc import Iterator
from typing import Final

from jinja2 import PackageLoader, StrictUndefined, select_autoescape
from jinja2.sandbox import SandboxedEnvironment

from daemon.version import VERSION

_LINK: Final = re.compile(r"(https?://[^\s<>«»“”]*[^\s<>«»“”.,;:!?)])")


def _linked(line: str) -> Iterator[tuple[str, str]]:
    """The pieces of a line, each with where it leads, or ""; what writes a mail is named by its label."""
    label, mark, address = line.removesuffix(">").rpartition(" <mailto:")
    if mark:
        yield label, f"mailto:{address}"
        return
    for place, piece in enumerate(_LINK.split(line)):
        if piece:
            yield piece, piece if place % 2 else ""


FRAMES: Final = SandboxedEnvironment(
    loader=PackageLoader("daemon", "letters"),
    autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
"""Our own templates: the HTML around every letter, and the pages for staff."""

FRAMES.filters["underlined"] = lambda text, line: f"{text}\n{line * min(len(text), 76)}"
FRAMES.filters["linked"] = _linked
FRAMES.globals["version"] = VERSION
