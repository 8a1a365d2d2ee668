"""The texts of a zip: WhatsApp exports a chat with its media as one, `_chat.txt` or a `.txt` inside.

No member's name is ever used as a path, nothing is written, and the sizes that the
file declares only ever refuse: what is unpacked is counted.
"""

import zipfile
import zlib
from io import BytesIO
from typing import Final

from daemon.mailbox.attachments.limits import (
    BROKEN,
    ENCRYPTED,
    MOST_CHARACTERS,
    MOST_CHATS,
    MOST_MEMBERS,
    MOST_RATIO,
    MOST_UNPACKED,
    NESTED,
    TOO_LARGE,
    RefusedError,
)

_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_IS_ENCRYPTED: Final = 0x1


def texts_of_zip(data: bytes) -> list[tuple[str, str]]:
    """Name and text of each `.txt` member; RefusedError for a bomb, a broken or an encrypted file."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > MOST_MEMBERS:
                raise RefusedError(TOO_LARGE)
            chats = [member for member in members if member.filename.lower().endswith(".txt")]
            if not chats and any(member.filename.lower().endswith(".zip") for member in members):
                raise RefusedError(NESTED)
            return [(_basename(chat.filename), _text(archive, chat)) for chat in chats[:MOST_CHATS]]
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise RefusedError(BROKEN) from error


def _text(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> str:
    if member.flag_bits & _IS_ENCRYPTED:
        raise RefusedError(ENCRYPTED)
    if member.compress_type not in _METHODS:
        raise RefusedError(BROKEN)
    if member.file_size > min(MOST_UNPACKED, MOST_RATIO * max(member.compress_size, 1024)):
        raise RefusedError(TOO_LARGE)
    with archive.open(member) as packed:
        data = packed.read(MOST_UNPACKED + 1)
    if len(data) > MOST_UNPACKED:
        raise RefusedError(TOO_LARGE)
    return _newest(_decoded(data))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _newest(chat: str) -> str:
    """The end of a long chat: what is passed on now was written last."""
    if len(chat) <= MOST_CHARACTERS:
        return chat
    newest = chat[-MOST_CHARACTERS:]
    return newest.partition("\n")[2] or newest


def _basename(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]
