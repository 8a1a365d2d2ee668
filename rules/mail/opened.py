"""What opening an attachment gave: its words, or why there are none."""

from dataclasses import dataclass

from rules.findings import Because, Why
from rules.text.folding import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What opening an attachment gave: its words, or why there are none.

    `name` is the attachment's file name, and a member's behind it where it was a zip.
    `fields` are "label: value" lines of a form that was filled in; `text` is what is printed.
    """

    name: str
    text: str = ""
    fields: str = ""
    refused: Why | None = None

    @property
    def said(self) -> str:
        """What was filled in, else all that stands there: where a person's data are looked for."""
        return self.fields or self.text

    @property
    def is_blank(self) -> bool:
        """Whether there are no words in it though it could be opened: a picture of a paper."""
        return self.refused is None and not self.said.strip()

    @property
    def told(self) -> Why:
        """A sentence for staff on what became of it."""
        words = " ".join(clean(self.name).split())
        name = "".join(c for c in words if c.isprintable())[:80] or Because("nameless")
        if self.refused:
            return Because("enclosure-not-read", (name, self.refused))
        return Because("enclosure-blank", (name,)) if self.is_blank else Because("enclosure-read", (name,))
