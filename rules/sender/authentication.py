"""Who wrote it: what the town's own mail server found out, and nobody else's word.

Rule 1: only the topmost Authentication-Results of a configured authserv-id counts.
        One of another organisation above it says that ours was not the last border:
        then nothing is true. One of ours below it that says false, or cannot be read,
        spoils a true.
Rule 2: a pass counts only for the domain of the From address (relaxed: the same
        organisational domain), and DKIM only if its signature covers From, Subject
        and the whole body. A failure counts whatever From looks like.
Rule 3: parts of From and of the results are in the sender's hands: where either
        cannot be read, nobody can tell who wrote it.
Rule 4: a relaxed pass may be a subdomain's, which others may run: `of_very_domain` tells.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import authres

from rules.findings import UnclearSender
from rules.mail.mail import Mail
from rules.text.patterns import word_set
from rules.town import Town

FIELD: Final = "authentication-results"
_SIGNATURE: Final = "dkim-signature"

_SERVER: Final = re.compile(r"[\w.-]{1,255}")
_ID: Final = re.compile(r"[A-Za-z0-9_.-]{1,255}(?: 1)?")
_PIECE: Final = re.compile(r'"(?:[^"\\]|\\.)*"|\\.|[();]|[^"\\();]+|.', re.DOTALL)
_CLAUSE: Final = re.compile(
    r"(?P<method>[a-z0-9-]{1,40}) ?(?:/ ?\d{1,9} ?)?= ?(?P<result>[a-z0-9-]{1,40})", re.IGNORECASE
)
_PROPERTY: Final = re.compile(
    r" ((?:smtp|header|body|policy)\.[a-z][a-z0-9-]{0,40})="
    r"(@[a-z0-9-]+(?:\.[a-z0-9-]+)*(?![^ ])|[\w+/.-]+(?:@[\w+/.-]+)?)",
    re.IGNORECASE | re.ASCII,
)
_PLAIN_CLAUSE: Final = re.compile(
    rf" ?(?!none)[a-z]{{1,20}}=[a-z]{{1,20}}(?:{_PROPERTY.pattern})* ?", re.IGNORECASE | re.ASCII
)
"""A result whose properties are all single words, with no comment, quote or reason among them."""
_TAG: Final = re.compile(r"\s{0,20}([a-z]{1,10})\s{0,20}=\s{0,20}(.*)", re.DOTALL)
_FAILURES: Final = frozenset({"fail", "hardfail"})


@dataclass(frozen=True, kw_only=True)
class _Result:
    """One method's result, lower case, and the clause that says it."""

    method: str
    result: str
    clause: str

    @cached_property
    def properties(self) -> dict[str, str]:
        """The properties as authres reads them, lower case; none where it reads no single result."""
        if _PLAIN_CLAUSE.fullmatch(self.clause):  # as nearly all are: authres takes its time
            return {name.lower(): value.lower() for name, value in _PROPERTY.findall(self.clause)}
        try:
            (found,) = authres.AuthenticationResultsHeader.parse_value(f"x; {self.clause}").results
        except (authres.AuthResError, ValueError, LookupError, AttributeError, TypeError):
            return {}
        return {f"{p.type}.{p.name}".lower(): str(p.value).lower() for p in found.properties}


@dataclass(frozen=True, kw_only=True)
class Results:
    """One Authentication-Results field: whose it is ("" where it does not say), and what it says.

    `is_readable` is False where it was cut, or is not what RFC 8601 allows: then `results` are those before
    the fault.
    """

    server: str
    results: tuple[_Result, ...]
    is_readable: bool

    def of(self, method: str) -> list[_Result]:
        """The results of a method."""
        return [result for result in self.results if result.method == method]


def internally_marked(mail: Mail, town: Town) -> bool:
    """Whether the town's own server marked this as inside mail, with a header it strips from outside mail."""
    return any(
        wanted.strip() == value.strip()
        for name, wanted in town.internal_marks
        for value in mail.values(name)
        if wanted.strip()
    )


def authenticated(mail: Mail, town: Town) -> bool | None:
    """True, false or unknown (None): whether the mail comes from the domain of its From address."""
    fields = results_in(mail)
    place = counting(fields, town)
    if place is None or not fields[place].is_readable:
        return None
    verdict = _verdict(fields[place], mail)
    below = [field for field in fields[place + 1 :] if is_ours(field, town)]
    is_denied = any(field.is_readable and _verdict(field, mail) is False for field in below)
    if verdict is None and is_denied:  # a server that checks in several steps writes a field for each
        return False
    is_border = not any(is_foreign(field, town) for field in fields[:place])
    is_spoilt = is_denied or not all(field.is_readable for field in below)
    if verdict is True and (not is_border or is_spoilt or "line ends" in mail.known_flaws):
        return None
    return verdict


def of_very_domain(mail: Mail, town: Town) -> bool:
    """Whether an authenticated mail is so for its very domain, and not only for one under or above it.

    A DMARC pass counts, unless all that it can rest on, as our server says, are passes of other domains.
    """
    fields = [field for field in results_in(mail) if is_ours(field, town)]
    together = fields[: _of_one_hop(mail, town)]
    if any(_passing_domain(r) == _domain(mail) for field in together for r in _alignments(field, mail)):
        return True
    others = (result for field in fields for result in _alignments(field, mail))
    is_passed = any(_passes(result, mail) for field in fields[:1] for result in field.of("dmarc"))
    return is_passed and not any(others)


def _of_one_hop(mail: Mail, town: Town) -> int:
    """How many fields of ours stand above the next Received: what came with the mail lies below it."""
    count = 0
    for name, value in mail.headers:
        if name == "received" and count:
            break
        count += name == FIELD and is_ours(_parsed(value, is_whole=True), town)
    return count


def unclear_sender(mail: Mail, town: Town) -> UnclearSender | None:
    """Why nobody can tell who wrote the mail, whatever it proves: From or our server's word is unreadable."""
    if mail.sender is None:
        return UnclearSender.FROM
    ours = next((field for field in results_in(mail) if is_ours(field, town)), None)
    return None if ours is None or ours.is_readable else UnclearSender.RESULTS


def results_in(mail: Mail) -> tuple[Results, ...]:
    """Every Authentication-Results of the mail, topmost first."""
    return tuple(_parsed(value, is_whole=(FIELD, value) not in mail.cut) for value in mail.values(FIELD))


def counting(fields: tuple[Results, ...], town: Town) -> int | None:
    """The place of the topmost field of a configured authserv-id, be it readable or not."""
    return next((place for place, field in enumerate(fields) if is_ours(field, town)), None)


def envelope_seen(mail: Mail, town: Town) -> str | None:
    """The envelope's sender as our own server saw it, if it says so."""
    ours = next((field for field in results_in(mail) if field.is_readable and is_ours(field, town)), None)
    return next((r.properties.get("smtp.mailfrom") for r in ours.of("spf")), None) if ours else None


def is_ours(field: Results, town: Town) -> bool:
    """Whether a configured server of ours wrote it, by what it says of itself."""
    return field.server in {to_ascii(id_) for id_ in town.authserv_ids}


def is_foreign(field: Results, town: Town) -> bool:
    """Whether another organisation's server, or one that cannot be read, speaks above ours."""
    ours = {organisation(to_ascii(id_)) for id_ in town.authserv_ids}
    return not field.is_readable or organisation(field.server) not in ours


def _verdict(field: Results, mail: Mail) -> bool | None:
    policy, signed, sent = field.of("dmarc"), field.of("dkim"), field.of("spf")
    if any(result.result in _FAILURES for result in policy):
        return False
    if any(_passes(result, mail) for result in (*policy, *signed, *sent)):
        return True
    return False if _fails(signed) and _fails(sent) else None


def _fails(results: list[_Result]) -> bool:
    """Whether a method failed, and passed for nobody."""
    values = {result.result for result in results}
    return bool(values & _FAILURES) and "pass" not in values


def _domain(mail: Mail) -> str:
    return (mail.sender or "").partition("@")[2]


def _alignments(field: Results, mail: Mail) -> Iterator[_Result]:
    """The passes of DKIM and SPF that count for the From address's domain."""
    return (r for r in (*field.of("dkim"), *field.of("spf")) if _passes(r, mail))


def _passes(result: _Result, mail: Mail) -> bool:
    """Whether the result is a pass for the From address's domain."""
    domain = _domain(mail)
    if result.result != "pass" or not domain:
        return False
    if result.method == "dmarc":
        return result.properties.get("header.from") == domain and not _rests_on_weak_key(mail, domain)
    passing = _passing_domain(result)
    if not aligned(passing, domain):
        return False
    return result.method == "spf" or not _rests_on_weak_key(mail, passing)


def _passing_domain(result: _Result) -> str:
    """The domain that an SPF or DKIM result is about."""
    if result.method == "spf":
        sender = result.properties.get("smtp.mailfrom") or result.properties.get("smtp.mfrom") or ""
        return sender.rpartition("@")[2]
    return result.properties.get("header.d") or result.properties.get("header.i", "").rpartition("@")[2]


def _rests_on_weak_key(mail: Mail, domain: str) -> bool:
    """Whether a signature of the domain leaves text, From or Subject to whoever passes the mail on.

    One that was cut may: whoever passes it on can fill it with blanks.
    """
    return any(
        (_SIGNATURE, value) in mail.cut or _is_weak(value, domain) for value in mail.values(_SIGNATURE)
    )


def _is_weak(signature: str, domain: str) -> bool:
    matches = (_TAG.match(part) for part in signature.split(";"))
    tags = {match[1]: "".join(match[2].split()).lower() for match in matches if match}
    is_whole = "l" not in tags and {"from", "subject"} <= set(tags.get("h", "").split(":"))
    return aligned(tags.get("d", ""), domain) and not is_whole


@lru_cache(maxsize=32)  # several rules ask of one mail
def _parsed(value: str, *, is_whole: bool) -> Results:
    """The field without its comments."""
    clauses, is_closed = _clauses(value)
    first = clauses[0]
    server = next((name for name in first.split()[:1] if _SERVER.fullmatch(name)), "")
    is_printed = value.isascii() and value.replace("\t", " ").isprintable()
    is_plain = is_printed and bool(_ID.fullmatch(_squeezed(first)))
    return Results(
        server=to_ascii(server),
        results=tuple(filter(None, map(_result, clauses[1:] if server else clauses))),
        is_readable=is_whole and is_closed and is_plain,
    )


def _clauses(value: str) -> tuple[list[str], bool]:
    """The parts between semicolons, without comments, and whether all quotes and comments close."""
    clauses, depth = [""], 0
    for piece in _PIECE.findall(value):
        if piece == '"':  # a quote that never closes
            return clauses, False
        if piece in {"(", ")"}:
            depth += 1 if piece == "(" else -1
            if depth < 0:
                return clauses, False
        elif depth == 0:
            if piece[0] == "\\":  # it stands in quotes and comments alone (RFC 5322, 3.2.1)
                return clauses, False
            clauses[-1] += " " if piece == ";" else piece
            if piece == ";":
                clauses.append("")
    return clauses, depth == 0


def _result(clause: str) -> _Result | None:
    """One clause by itself, so that a bad one loses only itself; of bad properties none is believed."""
    match = _CLAUSE.match(_squeezed(clause))
    if match is None:
        return None
    return _Result(method=match["method"].lower(), result=match["result"].lower(), clause=clause)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


_GENERIC: Final = word_set("com org net edu gov gob gouv mil ac co nom info or ne go asso tm")
"""Second labels under a country's domain, instead of the public suffix list, a file that changes."""


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
    size = 3 if len(labels[-1]) == 2 and labels[-2] in _GENERIC else 2
    return ".".join(labels[-size:]) if len(labels) >= size else ""


def aligned(domain: str, other: str) -> bool:
    """Whether two domains belong to one organisation."""
    return bool(organisation(domain)) and organisation(domain) == organisation(other)
