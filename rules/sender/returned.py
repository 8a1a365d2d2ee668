"""Letters of ours that came back: a mail system's report names the message that it could not deliver.

Delays are no failures, and a receipt ("read", "displayed") is none either. What the report
says of the books, or of anybody, is not believed: it only tells that nobody got the letter.
"""

import re
from typing import Final

from rules.mail.mail import Mail
from rules.sender.automatic import BOUNCE, REPORT, robot
from rules.town import Town

_MOST_READ: Final = 256 * 1024
_ACTION: Final = re.compile(rb"^action:[ \t]{0,20}([a-z]{1,20})", re.IGNORECASE | re.MULTILINE)
_OUR_ID: Final = re.compile(rb"<[0-9a-f]{32}@([A-Za-z0-9.-]{1,255})>")
_LATE: Final = re.compile(rb"delayed|will (?:keep|continue) trying|warning message only", re.IGNORECASE)
_ABOUT_DELIVERY: Final = frozenset({BOUNCE, REPORT})


def returned_letters(raw: bytes, mail: Mail, town: Town) -> frozenset[str]:
    """The Message-IDs of our letters that this report of a mail system (RFC 3464, or older) says failed."""
    why = robot(mail, town)
    if why not in _ABOUT_DELIVERY:
        return frozenset()
    text = raw[:_MOST_READ]
    actions = {match[1].lower() for match in _ACTION.finditer(text)}
    failed = b"failed" in actions if actions else why == BOUNCE and not _LATE.search(text)
    if not failed:
        return frozenset()
    ours = {address.rpartition("@")[2] for address in town.addresses}
    found = (match for match in _OUR_ID.finditer(text) if match[1].decode().lower() in ours)
    return frozenset(match[0].decode() for match in found)
