"""Is a sentence a question for information, or a request that is politely dressed as one?"""

import re
from typing import Final

from rules.old_reading.reasons import SO
from rules.old_reading.turns import ASKING_IF, HOW, POLITE, TELL

_QUESTION_HEAD: Final = re.compile(
    r"^\W{0,4}(?:(?:hola|bon dia|bona tarda|bones|buenas|buenos dias|i|y|pero|una pregunta|consulta|duda|"
    r"dubte|quan (?:puguis|pugueu|pugui|puguin|tinguis un moment|tingueu un moment)|"
    r"cuando (?:puedas|podais|pueda|puedan|tengas un momento)|when you can|"
    r"quand vous pourrez)[ ,:.!]{1,3}){0,3}"
)
_INDIRECT: Final = re.compile(
    r"(?:com|como|how|comment) (?!(?:em|me|ens|nos) (?:he|hem|ha|han|hemos|vaig|va) )(?:em|me|ens|es|puc|"
    r"puedo|ho|s'|he|can|do|faig|fer|faire|hacer|hago|se)\b"
)
_TAG: Final = re.compile(r",? (?:oi|eh|verdad|veritat)\?$")
_DEED: Final = re.compile(
    r"\b(?:esborr|elimin|tre[iu]|tragu|quit|borr)|"
    r"\b(?:podries|podrieu|podeu|podria|podrien|poden|puedes|podriais|podrian|pueden) (?:desapuntar|"
    r"donar|dar)-?(?:me|nos)\b"
)
_WANTS: Final = re.compile(r"\b(?:vull|voldria|quiero|doneu|den|si us plau)\b")


_CLAUSE_ENDS: Final = ",;:()"

_COURTESY: Final = re.compile(
    r"\W{0,4}(?:(?:i )?(?:ja (?:ho |us )?(?:ten(?:s|iu)|teniu|tens|esta|n'hi ha prou)(?: tot| prou| be)?|"
    r"(?:us|et|li) (?:va|serveix|sembla|ve) be|(?:ho|lo) he (?:fet|hecho|escrit|escrito) be(?:n|)|"
    r"(?:esta|es) (?:be|bien)(?: aixi| asi)?|d'acord|de acuerdo|oi(?: que si)?|val|vale|ok|eh|no|si|"
    r"(?:us |em |hi )?(?:falta|cal|falten|necessiteu) (?:res|alguna cosa|algo)(?: mes)?|"
    r"(?:us )?arriba(?: be)?|m'heu entes|"
    r"hace falta (?:algo|nada)(?: mas)?|(?:lo )?tienen? todo|quin fred|com (?:va|esteu|anem|estem|va tot|"
    r"va la vida)|"
    r"que tal|como (?:estan|estais|esta|va|andan)|tot be|todo bien|how are you|ca va|comment allez-vous|"
    r"is (?:that|this) (?:ok|all right|enough)|anything else|do you need anything else))"
    r"(?:,? (?:oi|eh|no|maca|maco|guapa|guapo|senyors?|tots|todos|per aqui|por ahi|per dalt))?\W{0,4}\?$"
)
"""Questions that one asks out of courtesy: they want nothing."""


def is_courtesy(sentence: str) -> bool:
    """Whether a folded sentence is a question of mere courtesy: "ja ho teniu?", "com esteu?"."""
    return bool(_COURTESY.match(sentence))


def is_question(sentence: str) -> bool:
    """Whether the sentence asks for information; "em podeu esborrar?" asks for the deed."""
    if is_courtesy(sentence):
        return False
    head = SO.sub(",", _TAG.sub("?", _QUESTION_HEAD.sub("", sentence)))
    if not sentence.endswith("?"):
        return bool(_INDIRECT.match(head))
    if ASKING_IF.search(head):
        return False
    if TELL.search(head) and not _DEED.search(head):
        return True
    polite = POLITE.search(head)
    if polite:  # "it is no use to me, could you strike me off?": the clause that asks is the last
        head = head[max(head.rfind(mark, 0, polite.start()) for mark in _CLAUSE_ENDS) + 1 :]
        polite = POLITE.search(head)
    how = HOW.search(head[:60])
    if how is None:
        return not polite and not _WANTS.search(head)
    return polite is None or how.start() < polite.start()
