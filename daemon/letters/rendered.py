"""A letter that is written, whatever wrote it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A letter ready to be sent: a subject on one line, and the same words twice."""

    subject: str
    text: str
    html: str
