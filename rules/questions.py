"""Is a sentence a question for information, or a request that is politely dressed as one?"""

import re
from typing import Final

from rules.turns import ASKING_IF, HOW, POLITE, TELL

_QUESTION_HEAD: Final = re.compile(
    r"^\W{0,4}(?:(?:hola|bon dia|bona tarda|bones|buenas|buenos dias|i|y|pero|una pregunta|consulta|duda|"
    r"dubte)[ ,:.!]{1,3}){0,3}"
)
_INDIRECT: Final = re.compile(
    r"(?:com|como|how|comment) (?:em|me|ens|es|puc|puedo|ho|s'|he|can|do|faig|fer|faire|hacer|hago|se)\b"
)
_TAG: Final = re.compile(r",? (?:oi|eh|verdad|veritat)\?$")
_DEED: Final = re.compile(r"\b(?:esborr|elimin|tre[iu]|tragu|quit|borr)")
_WANTS: Final = re.compile(r"\b(?:vull|voldria|quiero|doneu|den|si us plau)\b")


def is_question(sentence: str) -> bool:
    """Whether the sentence asks for information; "em podeu esborrar?" asks for the deed."""
    head = _TAG.sub("?", _QUESTION_HEAD.sub("", sentence))
    if not sentence.endswith("?"):
        return bool(_INDIRECT.match(head))
    if ASKING_IF.search(head):
        return False
    if TELL.search(head) and not _DEED.search(head):
        return True
    polite = POLITE.search(head)
    if polite:  # "it is no use to me, could you strike me off?": the clause that asks is the last
        head = head[head.rfind(",", 0, polite.start()) + 1 :]
        polite = POLITE.search(head)
    how = HOW.search(head[:60])
    if how is None:
        return not polite and not _WANTS.search(head)
    return polite is None or how.start() < polite.start()
