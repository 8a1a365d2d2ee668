"""Address fields: only what RFC 5322 makes plain is an address.

A sender is one mailbox in one From field, written in dot-atoms. Whatever could
be read in two ways (quoted local parts, groups, encoded words or several at
signs, controls, addresses in comments) is nobody, and a person looks.
"""

import re
from typing import Final

from rules.mail.headers import decode_words

LONGEST_ADDRESS: Final = 254
MOST_MAILBOXES: Final = 2000

_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDR_SPEC: Final = re.compile(rf"\A{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"?|\\.|[(),;:<>]|[^"\\(),;:<>]+|\\')
_ESCAPE: Final = re.compile(r"\\(.)")
_MESSAGE_ID: Final = re.compile(r"<[!-;=?-~]{1,250}>")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def address_of(text: str) -> str | None:
    """The address in lower case if *text* is a plain addr-spec and nothing else."""
    if len(text) > LONGEST_ADDRESS or "=?" in text or not _ADDR_SPEC.fullmatch(text):
        return None
    return text.lower() if len(text.partition("@")[0]) <= 64 else None


class _Reader:
    """One pass over an address list; nested comments are counted, not followed."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str | None]] = []
        self.odd = False
        self._depth = 0
        self._angle: str | None = None
        self._open = False
        self._words: list[str] = []
        self._comments: list[str] = []

    def take(self, mark: str) -> None:
        """Read one mark of the field."""
        if self._depth or mark in {"(", ")"}:
            self._comment(mark)
        elif mark in {"<", ">"}:
            self._bracket(mark)
        elif mark in {",", ";", ":"} and not self._open:
            self.odd = True
            if mark == ":":  # the name of a group is no mailbox
                self._words = []
            self.end()
        elif self._open:
            self._angle = (self._angle or "") + mark
        else:
            self.odd = self.odd or (self._angle is not None and bool(mark.strip()))
            self._words.append(mark)

    def _comment(self, mark: str) -> None:
        self.odd = self.odd or (mark == ")" and not self._depth)
        self._depth = max(0, self._depth + {"(": 1, ")": -1}.get(mark, 0))
        self._comments.append(mark)
        # Whose comment holds an address, a quote or a comment wants to be misread.
        self.odd = self.odd or self._depth > 1 or "@" in mark or mark.startswith('"') or self._open

    def _bracket(self, mark: str) -> None:
        self.odd = self.odd or self._open is (mark == "<") or (mark == "<" and self._angle is not None)
        self._open = mark == "<"
        self._angle = self._angle or ""

    def end(self) -> None:
        """Close the mailbox that is being read."""
        words = "".join(self._words).strip()
        if self._angle is not None:
            address = address_of(self._angle.strip())
            if "@" in _unquoted_only(words) and words.lower() != address:
                self.odd = True
            self.found.append((_name(words), address))
        elif words:
            comment = "".join(self._comments).strip("() ")
            self.found.append((_name(comment), address_of(words)))
        self.odd = self.odd or self._depth > 0 or self._open
        self._depth, self._angle, self._open = 0, None, False
        self._words, self._comments = [], []


def _unquoted_only(words: str) -> str:
    return "".join(mark for mark in _TOKEN.findall(words) if not mark.startswith('"'))


def _name(words: str) -> str:
    """A display name as people see it."""
    bare = "".join(
        _ESCAPE.sub(r"\1", mark[1:].removesuffix('"')) if mark.startswith('"') else mark
        for mark in _TOKEN.findall(words)
    )
    return decode_words(bare)


def _read(raw: str) -> _Reader:
    reader = _Reader()
    for count, match in enumerate(_TOKEN.finditer(raw)):
        if count > MOST_MAILBOXES * 4:
            break
        reader.take(match[0])
    reader.end()
    return reader


def mailboxes(raw: str) -> tuple[tuple[str, str | None], ...]:
    """Every mailbox of a raw address list: its name, and its address if that is plain."""
    return tuple(_read(raw).found)


def only_mailbox(raws: tuple[str, ...]) -> tuple[str, str | None]:
    """Name and address of the one mailbox of the one field; the address None where that is not plain."""
    if not raws:
        return "", None
    reader = _read(raws[0])
    name, address = next(iter(reader.found), ("", None))
    plain = len(raws) == 1 and len(reader.found) == 1 and not reader.odd and not _CONTROL.search(raws[0])
    return name, address if plain else None


def path_of(raw: str | None) -> str | None:
    """The address of a Return-Path: "" for the null path, None where there is none that can be read."""
    if raw is None:
        return None
    inner = raw.strip()
    if inner.startswith("<") and ">" in inner:
        inner = inner[1 : inner.index(">")]
    return address_of(inner.strip()) if inner.strip() else ""


def message_ids(raw: str) -> tuple[str, ...]:
    """The message ids of a raw field, in order, each once."""
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(raw)))
