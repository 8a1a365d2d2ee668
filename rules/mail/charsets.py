"""Bytes of whatever encoding and charset to clean text: nothing is lost, and no disguise survives.

A label is believed only if it is on the list (utf-7, punycode and their like
carry text that no filter sees) and only as far as the bytes agree with it:
what is valid UTF-8 beyond ASCII is UTF-8, whatever the label says.
"""

import binascii
import codecs
import re
from typing import Final

from rules.text.folding import INVISIBLE, SPACES, UNSEEN, normalized

_USUAL: Final = frozenset({"utf-8", "ascii", "iso8859-1", "cp1252"})
"""Labels that people's programs put on anything: what is not UTF-8 is windows-1252, the others' superset."""

_TRUSTED: Final = frozenset(
    {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "mac-roman", "koi8-r", "koi8-u", "gb2312", "gbk"}
    | {"gb18030", "big5", "shift_jis", "cp932", "euc_jp", "iso2022_jp", "euc_kr", "cp437", "cp850"}
    | {f"iso8859-{part}" for part in (2, 3, 4, 5, 7, 9, 10, 13, 14, 15, 16)}
    | {f"cp{page}" for page in (1250, 1251, 1253, 1254, 1257)}
)

_NOT_BASE64: Final = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
)
_MOST_PIECES: Final = 64

_HIDDEN_IN_WORD: Final = re.compile(rf"{INVISIBLE}(?<=\w.){INVISIBLE}*(?=\w)", re.DOTALL)
_TURNED_OR_STRUCK: Final = re.compile("[\u202e\u0334-\u0338]")
"""What turns letters round or strikes them out: who sees the text reads something else than it says."""
_UNCLEAN: Final = re.compile("[^\t\n -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u20ac]")
"""What `clean` may change: anything but what people in Western Europe type."""
_PLAIN: Final = str.maketrans(dict.fromkeys(SPACES, " ") | dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n"))


def decode(data: bytes, charset: str | None = None) -> tuple[str, bool]:
    """The text of *data*, and whether *charset* was a label that can be believed (None is)."""
    codec = _codec(charset)
    if codec in _TRUSTED:
        try:
            return data.decode(codec), True
        except UnicodeError:
            pass  # the label lies: read it like one without
    return _utf8_or_western(data), charset is None or codec in _USUAL | _TRUSTED


def _codec(charset: str | None) -> str | None:
    """Python's own name of a charset label, None for what it does not know."""
    if charset is None or len(charset) > 40:
        return None
    try:
        return codecs.lookup(charset.strip()).name
    except (LookupError, ValueError, UnicodeError):  # ValueError: a NUL in the label
        return None


def _utf8_or_western(data: bytes) -> str:
    """UTF-8 where most of what is not ASCII is valid as such, windows-1252 else."""
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", "ignore")) - broken
    if whole > broken:  # cut in the middle, or one bad byte: still UTF-8
        return text
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:  # five bytes mean nothing there
        return data.decode("latin-1")


def from_base64(data: bytes) -> bytes:
    """The bytes behind base64, also badly padded, cut off or glued together; *data* itself if it is none."""
    out: list[bytes] = []
    left = len(data)
    for piece in data.split(b"=", _MOST_PIECES)[:_MOST_PIECES]:
        kept = piece.translate(None, _NOT_BASE64)
        if out and len(kept) < len(piece.translate(None, b" \t\r\n")):
            if left > len(data) // 2:
                return data
            break  # a footer that a list server wrote below the end
        left -= len(piece) + 1
        kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
        out.append(binascii.a2b_base64(kept + b"=" * (-len(kept) % 4)))
    return b"".join(out)


def clean(text: str) -> str:
    """The same text in NFC, with plain spaces and "\\n", and nothing that cannot be seen. Twice is once."""
    text = text.replace("\r\r\n", "\n").replace("\r\n", "\n")  # a gateway may have ended lines twice
    if not _UNCLEAN.search(text):  # as most texts are
        return text
    return normalized("NFC", UNSEEN.sub("", text.translate(_PLAIN)))


def on_one_line(text: str) -> str:
    """The cleaned text with single spaces and no line ends: for header fields and names."""
    return " ".join(clean(text).split())


def is_disguised(text: str) -> bool:
    """Whether the raw text looks like another: unseen characters in a word, letters turned or struck out."""
    return any(sign.search(text) for sign in (_HIDDEN_IN_WORD, _TURNED_OR_STRUCK))
