"""Address fields: only what RFC 5322 makes plain is an address.

A sender is one mailbox in one From field, written in dot-atoms. Whatever could
be read in two ways (quoted local parts, groups, encoded words or several at
signs, controls, addresses in comments) is nobody, and a person looks.
"""

import re
from typing import Final

from rules.mail.headers import decode_words

LONGEST_ADDRESS: Final = 254

_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDR_SPEC: Final = re.compile(rf"\A{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_PIECE: Final = re.compile(r'"(?:[^"\\]|\\.)*"?|\([^()]*\)?|<[^<>]*>?|[^"()<>,;:\\]+|.', re.DOTALL)
"""A quoted name, a comment that may be passed over, an address in brackets, words, or a sign."""
_ENDS: Final = {"(": ")", "<": ">", ")": "", ">": "", "\\": ""}
"""What a piece of such a beginning ends in."""
_ODD: Final = frozenset('@"\\')
_CONTROLS: Final = frozenset(map(chr, (*range(32), 127))) - {"\t"}
_ESCAPE: Final = re.compile(r"\\(.)")
_MESSAGE_ID: Final = re.compile(r"<[!-;=?-~]{1,250}>")

_Mailbox = list[str]
"""The pieces of a mailbox."""


def address_of(text: str) -> str | None:
    """The address in lower case if *text* is a plain addr-spec and nothing else."""
    if len(text) > LONGEST_ADDRESS or "=?" in text or not _ADDR_SPEC.fullmatch(text):
        return None
    return text.lower() if len(text.partition("@")[0]) <= 64 else None


def _parted(raw: str) -> list[_Mailbox]:
    """The pieces of each mailbox of a raw address list; the name of a group is none."""
    found: list[_Mailbox] = [[]]
    for piece in _PIECE.findall(raw):
        if piece == ":":
            found[-1] = []
        if piece in {",", ";", ":"}:
            found.append([])
        else:
            found[-1].append(piece)
    return found


def _read(mailbox: _Mailbox) -> tuple[str, str | None]:
    """Its name as people see it, and its address if that is plain."""
    comment = "".join(piece[1:-1] for piece in mailbox if piece[0] == "(")
    rest = [piece for piece in mailbox if piece[0] != "(" and piece.strip()]
    is_whole = all(_ENDS.get(piece[0], piece[-1]) == piece[-1] for piece in mailbox)
    if not any(piece[0] == "<" for piece in rest):
        return decode_words(comment), address_of("".join(rest).strip(" \t")) if is_whole else None
    *name, last = rest
    is_whole = is_whole and last[0] == "<" and not any(piece[0] == "<" for piece in name)
    return decode_words("".join(map(_unquoted, name))), address_of(last[1:-1].strip()) if is_whole else None


def _unquoted(piece: str) -> str:
    return _ESCAPE.sub(r"\1", piece[1:].removesuffix('"')) if piece[0] == '"' else piece


def mailboxes(raw: str) -> tuple[tuple[str, str | None], ...]:
    """Every mailbox of a raw address list: its name, and its address if that is plain."""
    return tuple(_read(mailbox) for mailbox in _parted(raw) if "".join(mailbox).strip())


def only_mailbox(raws: tuple[str, ...]) -> tuple[str, str | None]:
    """Name and address of the one mailbox of the one field; the address None where that is not plain."""
    if not raws:
        return "", None
    mailbox, *others = _parted(raws[0])
    name, address = _read(mailbox)
    bare = "".join(piece for piece in mailbox if piece[0] not in '"(<').strip().lower()
    is_other = "@" in bare and bare != address
    # Whose comment holds an address or a quote wants to be misread.
    is_odd = any(piece[0] == "(" and not _ODD.isdisjoint(piece) for piece in mailbox)
    is_odd = is_odd or not _CONTROLS.isdisjoint(raws[0])
    return name, None if others or is_other or is_odd or len(raws) > 1 else address


def path_of(raw: str) -> str | None:
    """The address of a Return-Path: "" for the null path, None where it cannot be read."""
    inner = raw.strip()
    if inner.startswith("<") and ">" in inner:
        inner = inner[1 : inner.index(">")]
    return address_of(inner.strip()) if inner.strip() else ""


def message_ids(raw: str) -> tuple[str, ...]:
    """The message ids of a raw field, in order, each once."""
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(raw)))
