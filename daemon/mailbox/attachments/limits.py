"""What opening the attachments of one message may take, and the Catalan reasons for giving up."""

from typing import Final

MOST_ATTACHMENTS: Final = 10
MOST_BYTES: Final = 20 * 1024 * 1024
"""Of all attachments of a message together."""
MOST_PAGES: Final = 20
"""Of one PDF: a form has two or three; what follows is annexes."""
MOST_FIELDS: Final = 400
MOST_OPERATIONS: Final = 200_000
"""Of one page's drawing; a page full of words has some thousands."""
MOST_UNPACKED: Final = 8 * 1024 * 1024
"""Bytes of any one stream or member, unpacked."""
MOST_RATIO: Final = 100
"""Unpacked to packed bytes of a member: a chat is about 5."""
MOST_MEMBERS: Final = 1000
MOST_CHATS: Final = 5
MOST_CHARACTERS: Final = 64 * 1024
"""Of one text."""
MOST_WORDS: Final = 2 * MOST_CHARACTERS
"""Characters of all texts of a message together: what is read of them costs time in the daemon."""

MEMORY: Final = 160 * 1024 * 1024
"""Address space of the child, the interpreter included."""
CPU_SECONDS: Final = 1
SECONDS: Final = 10
"""By the clock, on a machine that is busy with other things."""

TOO_MANY: Final = f"el missatge en porta més de {MOST_ATTACHMENTS}, o de massa grossos"
TOO_LARGE: Final = "és massa gros o massa complicat"
TOO_SLOW: Final = "llegir-lo triga massa"
ENCRYPTED: Final = "està xifrat"
BROKEN: Final = "el fitxer està malmès o no és del tipus que diu"
NESTED: Final = "és un zip dins d'un altre zip"
FAILED: Final = "el programa que el llegia s'ha aturat"


class RefusedError(Exception):
    """The attachment is not read; the sentence is Catalan, for staff."""
