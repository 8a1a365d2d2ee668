"""Who asks for somebody who is neither herself nor a relative of hers: a neighbour, a firm, a landlord.

She may be right, and may mean well; that he wants it, only he can say: it is for a person.
"""

import re
from collections.abc import Sequence
from typing import Final

from rules.findings import Person
from rules.old_reading.turns import DEAD
from rules.people.name_forms import key_words
from rules.people.names import compatible
from rules.vocabulary.lists import LIST_WORDS
from rules.vocabulary.name_words import GIVEN_NAMES

_STRIKE: Final = (
    r"\b(?:tre(?!ball)|trai|trag|trei|esborr|elimin|borr|quit|saqu|suprim|desapunt|don(?!a\b)|dad|den)\w{0,7}"
)
_HIM: Final = re.compile(
    rf"{_STRIKE}[-']?(?:l[aoi]s?|les?)\b|"
    r"\bel seu (?:mobil|numero|telefon)\b|"
    r"\b(?:el|la|els|les|lo|los|las) (?:doneu|donin|traieu|tragueu|treieu|esborreu|elimineu|borren|quiten|"
    r"saquen|den|deis)\b"
)
_NAMED: Final = re.compile(
    rf"{_STRIKE}(?: de (?:baixa|baja))?(?: (?:de la |de l'|del? )?{LIST_WORDS}\b"
    rf"(?: (?:de |del )?{LIST_WORDS}\b)?)?"
    r" (?:a )?(?:el |la |en |na |l'|al )(?P<given>[a-z]{3,12})\b"
    r"(?![^.;!?]{0,40}[:(])"
)
"""Him whom the wish names, and whose data do not follow."""
_HERSELF: Final = re.compile(
    r"\b(?:manifest[ao]|expos[ao]|expon[eg]o?|compareix|comparece|sotasigna\w{1,3}|propis?|propio|em dic|"
    r"me llamo|mi nombre|soc|soy|som|meu|meva|mi (?!vecin)|mio|jo|yo|"
    r"(?:vull|voldria|quiero|quisiera|demano|pido|sol.licito|solicito)(?! que (?:el|la|lo|els|les|"
    r"los)\b)|nostr[aeo]|nuestr[oa]|my|i am|i'm)\b|"
    r"\bm'"
)
_IN_HIS_NAME: Final = re.compile(
    r"\b(?:en nom d|en nombre d|de part d|de parte d|per encarrec|on behalf|au nom d|en representaci|"
    r"(?:ens|em|m'ha|nos|me) (?:ho )?(?:demana|ha demanat|demanat|pide|ha pedido)\b)"
)
"""He himself asks, by her."""
_NO_RELATIVE: Final = re.compile(
    r"\b(?:el|la|mi|un|una) (?:vecin[oa]|vei|veina|llogater[a]?|inquilin[oa]|propietari|propietaria)\b"
    r"(?! (?:de|del) (?:\w+ )?(?:poble|pueblo|municipi))"
)


def names_another(folded: str, people: Sequence[Person]) -> bool:
    """Whether a folded text asks to strike off somebody by a name that is nobody's whose data are given."""
    match = _NAMED.search(folded)
    names = [person.name for person in people if person.name]
    if match is None or match["given"] not in GIVEN_NAMES or not names:
        return False
    return not any(compatible(match["given"], name) for name in names)


def is_for_neighbour(folded: str, people: Sequence[Person], writer: str) -> bool:
    """Whether a folded text, which names no relative, asks for others than the *writer*."""
    names = [person.name for person in people if person.name]
    if len(key_words(writer)) < 2 or len(names) < len(people) or any(compatible(n, writer) for n in names):
        return False
    if _HERSELF.search(folded) or DEAD.search(folded) or _IN_HIS_NAME.search(folded):
        return False
    return bool(_NO_RELATIVE.search(folded) or _HIM.search(folded))
