"""What somebody writes above the town hall's question what it lacks: data, for the leave that stands below.

What is quoted never acts by itself: it only tells what the few words above are an answer to.
"""

import re
from typing import Final

from rules.findings import Person
from rules.mail.message import Case
from rules.mail.subjects import is_reply
from rules.old_reading.bareness import says_only_who
from rules.old_reading.hesitation import hesitation
from rules.old_reading.idioms import without_idioms
from rules.old_reading.replies import OF_ANSWERS
from rules.old_reading.turns import CHANGE, REFUSAL, TAKE_BACK
from rules.people.gathering import gather
from rules.people.name_forms import key_words
from rules.text.folding import clean, fold
from rules.text.sentences import flowing, sentences
from rules.vocabulary.lists import surely_named
from rules.vocabulary.name_words import GIVEN_NAMES
from rules.vocabulary.other_meanings import other_matter

_ASKS: Final = re.compile(
    r"\b(?:falt\w{1,3}|manqu\w{1,3}|cal(?:en|dria)?|necessit\w{1,3}|necesit\w{1,4}|envieu\w{0,4}|"
    r"enviar(?:-nos)?|enviarnos|fer arribar|"
    r"facilit\w{1,4}|indiqu\w{1,4}|hacer(?:nos)? llegar|passeu-nos|"
    r"digueu\w{0,4}|diga\w{0,4}|"
    r"manque|besoin|missing|need)\b[^.!?]{0,120}\b(?:dni|nie|nif|document|identitat|identidad|mobil|movil|"
    r"telefon|"
    r"telefono|numero|nom|nombre|dades|datos|phone|mobile)\b"
    r"|\bno (?:hi |ens |nos )?(?:consten?|constan|figur\w{1,3}|ha(?:n|beis) (?:puesto|indicado|dicho)|"
    r"(?:heu|han) (?:posat|indicat|dit))\b[^.!?]{0,40}\b(?:dni|nie|nif|document|mobil|movil|telefon|"
    r"telefono|numero|dades|datos)\b"
    r"|\b(?:write|send|give)(?: us)? your\b[^.!?]{0,60}\b(?:name|nie|dni|mobile|phone)\b"
)
_LEAVING: Final = re.compile(
    r"\b(?:baixa|baja|treure|trag\w{1,6}|esborrar|quitar|borrar|retirer|desinscri\w{1,3}|unsubscribe|"
    r"take you off|remove|delete)\b"
)

_ADDRESS: Final = re.compile(r"\S{1,64}@\S{1,128}")

_ASIDE: Final = """
    ai oh ah oui pardon voila bonsoir madame monsieur maca maco bonic bonica guapa paciencia quin
    cap presses pressa amb la el seu es que se diu dir m'havia m'he rao tens teniu tenen deixat
    deixada deixar vaig vam l'havia l'he oblidat oblidada m'ho despistat despistada mateix mateixa
    posar posat posada disculpeu disculpa disculpin perdoneu perdona molestia molesties treure s'ha
    ha problema mere mare pare avia mobil s
"""
"""What is said beside the data, and turns nothing: an exclamation, a kind word, whose they are. Folded."""


def answers_the_town_hall(case: Case, people: tuple[Person, ...]) -> bool:
    """Whether the mail gives data, and little more, above the town hall's question for those of a leave."""
    words = case.words
    if not is_reply(case.mail.subject) or not words.quoted or case.mail.attachments:
        return False
    if _LIMITS.search(fold(clean(words.own))):
        return False
    below = flowing(words.quoted).replace("\n", " ")
    asking = _ADDRESS.sub("~", below)
    is_of_us = any(address in below for address in case.town.addresses) or fold(case.town.name) in below
    is_of_list = surely_named(below) or case.town.whatsapp[-_DIGITS:] in re.sub(r"[ .-]", "", below)
    if not (is_of_us and is_of_list and _ASKS.search(asking) and _LEAVING.search(asking)):
        return False
    if _says_little(case, people):
        return True
    names = (case.mail.sender_name, *(person.name for person in people))
    beside = OF_ANSWERS.union(GIVEN_NAMES, _ASIDE.split(), *(key_words(name) for name in names if name))
    return says_only_who(
        words.own, gather(words.own, own_numbers=case.own_numbers), place=case.town.place, beside=beside
    )


def _says_little(case: Case, people: tuple[Person, ...]) -> bool:
    """Whether one gives her whole data in few words that tell of nothing else."""
    own = without_idioms(fold(clean(case.words.own)))
    is_one = len({person.id_document for person in people}) == 1
    is_whole = is_one and all(person.id_document and person.phone for person in people)
    words = re.findall(r"[a-z]{2,}", own)
    is_other = any(_LEAVING.search(s) and other_matter(s) for s in sentences(own))
    turns = any(said.search(own) for said in (REFUSAL, TAKE_BACK, CHANGE)) or hesitation(own) is not None
    return is_whole and len(words) <= _FEW and not turns and "?" not in own and not is_other


_LIMITS: Final = re.compile(
    r"\b(?:nomes|solo|sols|unicament|solamente|only|excepte|excepto|menys|menos|pero|but|els de|los de)\b"
)
"""What an answer that gives data asks for less with."""
_FEW: Final = 45
_DIGITS: Final = 9
"""Of the list's own telephone, as people write it."""
