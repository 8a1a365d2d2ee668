"""What makes two cards alike: the reason and the words, or the reason and the sender's domain.

Rule 1: numbers that tell no person do not tell two texts apart; a mobile or a document does.
Rule 2: a domain at which anybody gets an address is nobody's, and likens nothing.
Rule 3: answers to letters of ours are of a case each, and alike only where their words are.
"""

import re
from collections.abc import Collection
from typing import Final

from rules.people.telephones import find_phones
from rules.text.folding import clean, fold
from rules.text.patterns import word_set

Mark = tuple[str, ...]
"""Something that a card has in common with those that are like it."""

_PROVIDERS: Final = word_set("""
    aol fastmail gmail gmx googlemail hotmail hushmail icloud live mailfence msn outlook posteo proton
    protonmail rocketmail tuta tutanota yahoo yandex ymail zoho
""")
"""Providers with a domain in many countries, by the name before the first dot."""

_PUBLIC: Final = word_set("""
    adam.es alice.it andorra.ad auna.com bluewin.ch btinternet.com comcast.net duck.com eresmas.com
    eresmas.net euskaltel.net free.fr hey.com hispavista.com inicia.es jazztel.es laposte.net libero.it
    mac.com mail.com mail.ru masmovil.com me.com menta.net mixmail.com movistar.com movistar.es mundo-r.com
    navegalia.com neuf.fr ono.com ono.es orange.es orange.fr pangea.org parlem.com pm.me r.cat retevision.es
    sapo.pt sfr.fr t-online.de telecable.es telefonica.es telefonica.net teleline.es terra.com terra.es
    tinet.cat tinet.org tiscali.it virgilio.it vodafone.es wanadoo.es wanadoo.fr web.de xtec.cat ya.com
    yoigo.com
""")
"""Other domains at which people have mailboxes: of telephone companies, portals, schools, here and around.

A table of our own: the lists that are published lack the companies by which people here get their mail.
One that lacks here makes a group of strangers, whose words are shown; one too many only makes none.
"""


def likeness(
    *, reason: str, text: str, sender: str, of_many: Collection[str] = frozenset()
) -> tuple[Mark, ...]:
    """Return what a card is like others by; *of_many* are domains that pass on what many people want."""
    why = _plain(reason)
    phones = (found.value for found in find_phones(text) if found.value)
    words = (("words", why, _plain(text), *phones),) if text.strip() else ()
    domain = sender.rpartition("@")[2].lower()
    is_own = domain and domain not in of_many and not is_public(domain)
    return (*words, ("domain", why, domain)) if is_own else words


def is_public(domain: str) -> bool:
    """Whether anybody gets an address at *domain*, lower case: who writes from there is one of many."""
    return domain in _PUBLIC or domain.partition(".")[0] in _PROVIDERS


_NUMBER: Final = re.compile(r"(?<![\d*])\d+(?![\d*])")
"""A number, but for what is left of a masked document."""


def _plain(text: str) -> str:
    return _NUMBER.sub("0", " ".join(fold(clean(text)).split()))
