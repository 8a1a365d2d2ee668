"""Domains: which belong to one organisation (the relaxed alignment of RFC 7489).

The public suffix list is a file that changes; what a town hall meets are suffixes
of one label (cat, es, com) and the generic second labels of country domains
(com.es, gob.es, org.uk), which a rule finds.
"""

from typing import Final

from rules.text.patterns import word_set

_GENERIC: Final = word_set("com org net edu gov gob gouv mil ac co nom info or ne go asso tm")


def to_ascii(domain: str) -> str:
    """The domain in lower case and A-labels ("xn--…"), as servers write it; as it is where it has none."""
    try:
        return domain.lower() if domain.isascii() else domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return domain.lower()


def organisation(domain: str) -> str:
    """The organisational domain of an A-label domain, "" for what is none."""
    labels = domain.lower().split(".")
    if len(labels) < 2 or not all(labels):
        return ""
    generic = len(labels[-1]) == 2 and labels[-2] in _GENERIC
    kept = labels[-3:] if generic else labels[-2:]
    return ".".join(kept) if len(kept) > 1 + generic else ""


def aligned(domain: str, other: str) -> bool:
    """Whether two domains belong to one organisation."""
    return bool(organisation(domain)) and organisation(domain) == organisation(other)
