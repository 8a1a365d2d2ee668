"""Who wrote it: what the town's own mail server found out, and nobody else's word.

Rule 1: only the topmost Authentication-Results of a configured authserv-id counts.
        One of another organisation above it says that ours was not the last border:
        then nothing is known. One of ours below it that says false spoils a true.
Rule 2: a pass counts only for the domain of the From address (relaxed: the same
        organisational domain), and DKIM only if its signature covers From, Subject
        and the whole body.
Rule 3: what cannot be parsed, names two senders or was cut is unknown, never true.
"""

import re
from dataclasses import dataclass
from typing import Final

import authres

from rules.domains import aligned, organisation
from rules.mail import Mail
from rules.town import Town

FIELD: Final = "authentication-results"

LONGEST: Final = 8 * 1024 - 64
"""Characters of a field that may have been cut: what it would have gone on to say is not known."""

_ID: Final = re.compile(r"\s{0,20}([A-Za-z0-9_.-]{1,255})(?:\s{1,20}1)?\s{0,20}$")
_PLAIN: Final = re.compile(r"[\x20-\x7e\t]*")
_PIECE: Final = re.compile(r'"(?:[^"\\]|\\.)*"|\\.|[();]|[^"\\();]+|.', re.DOTALL)
_TAG: Final = re.compile(r"\s{0,20}([a-z]{1,10})\s{0,20}=\s{0,20}(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Result:
    """One method's result and its properties, lower case."""

    method: str
    result: str
    properties: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Results:
    """One Authentication-Results field: who says it, and what, clause by clause."""

    speaker: str
    clauses: tuple[str, ...]

    @property
    def server(self) -> str:
        """The authserv-id, lower case."""
        return self.speaker.lower()

    def of(self, method: str) -> list[_Result]:
        """The results of a method, read only when they are asked for: the first asked mostly tells all."""
        named = (clause for clause in self.clauses if method in clause.partition("=")[0].lower())
        said = (_result(self.speaker, clause) for clause in named)
        return [result for result in said if result and result.method == method]


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
    if mail.sender is None or "line ends" in mail.flaws:
        return None
    fields = [_parsed(value) for value in mail.values(FIELD)]
    place = next(
        (place for place, field in enumerate(fields) if field and field.server in town.authserv_ids), None
    )
    if place is None or any(_is_foreign(field, town) for field in fields[:place]):
        return None
    ours = [field for field in fields[place:] if field and field.server in town.authserv_ids]
    verdicts = [_verdict(field, mail) for field in ours]
    return None if verdicts[0] is True and False in verdicts else verdicts[0]


def speaker_of(value: str) -> str | None:
    """Return the authserv-id of an Authentication-Results, lower case; None where it gives none."""
    clauses = _clauses(value)
    match = _ID.match(clauses[0]) if clauses else None
    return match[1].lower() if match else None


def envelope_seen(mail: Mail, town: Town) -> str | None:
    """The envelope's sender as our own server saw it, if it says so."""
    for field in map(_parsed, mail.values(FIELD)):
        if field and field.server in town.authserv_ids:
            return next((r.properties.get("smtp.mailfrom") for r in field.of("spf")), None)
    return None


def _is_foreign(field: _Results | None, town: Town) -> bool:
    """Whether another organisation's server, or one that cannot be read, speaks above ours."""
    return field is None or organisation(field.server) not in {organisation(id_) for id_ in town.authserv_ids}


def _verdict(field: _Results, mail: Mail) -> bool | None:
    domain = (mail.sender or "").partition("@")[2]
    policy = field.of("dmarc")
    if any(r.result == "fail" for r in policy):
        return False
    if any(_passes(result, domain, mail) for result in policy):
        return True
    signed, sent = field.of("dkim"), field.of("spf")
    if any(_passes(result, domain, mail) for result in (*signed, *sent)):
        return True
    failed = all(r.result in {"fail", "hardfail"} for r in (*signed, *sent))
    return False if signed and sent and failed else None


def _passes(result: _Result, domain: str, mail: Mail) -> bool:
    """Whether the result is a pass for the From address's domain."""
    if result.result != "pass":
        return False
    if result.method == "dmarc":
        return result.properties.get("header.from") == domain and not _rests_on_weak_key(mail, domain)
    if result.method == "spf":
        sender = result.properties.get("smtp.mailfrom") or result.properties.get("smtp.mfrom") or ""
        return aligned(sender.rpartition("@")[2], domain)
    signer = result.properties.get("header.d") or result.properties.get("header.i", "").rpartition("@")[2]
    return aligned(signer, domain) and not _rests_on_weak_key(mail, signer)


def _rests_on_weak_key(mail: Mail, domain: str) -> bool:
    """Whether a signature of the domain leaves text, From or Subject to whoever passes the mail on."""
    return any(
        aligned(tags.get("d", ""), domain) and _is_weak(tags)
        for tags in map(_tags, mail.values("dkim-signature"))
    )


def _is_weak(tags: dict[str, str]) -> bool:
    covered = {name.strip().lower() for name in tags.get("h", "").split(":")}
    return "l" in tags or not {"from", "subject"} <= covered


def _tags(value: str) -> dict[str, str]:
    matches = (_TAG.match(part) for part in value.split(";"))
    return {match[1]: "".join(match[2].split()).lower() for match in matches if match}


def _parsed(value: str) -> _Results | None:
    """The field without its comments; None where it is not what RFC 8601 allows."""
    clauses = _clauses(value)
    match = _ID.match(clauses[0]) if clauses else None
    if match is None:
        return None
    return _Results(speaker=match[1], clauses=tuple(clauses[1:]))


def _clauses(value: str) -> list[str]:
    """The parts between semicolons, without comments; empty where quotes or comments do not close."""
    if len(value) >= LONGEST or not _PLAIN.fullmatch(value):
        return []
    clauses, depth = [""], 0
    for piece in _PIECE.findall(value):
        if piece == '"':  # a quote that never closes
            return []
        if piece in {"(", ")"}:
            depth += 1 if piece == "(" else -1
            if depth < 0:
                return []
        elif depth == 0:
            clauses[-1] += " " if piece == ";" else piece
            if piece == ";":
                clauses.append("")
    return [] if depth else clauses


def _result(server: str, clause: str) -> _Result | None:
    """One clause, read by authres by itself, so that a bad one loses only itself."""
    try:
        header = authres.AuthenticationResultsHeader.parse_value(f"{server}; {clause}")
    except (authres.AuthResError, ValueError, LookupError, AttributeError, TypeError):
        return None
    if len(header.results) != 1:
        return None
    found = header.results[0]
    properties = {f"{p.type}.{p.name}".lower(): str(p.value).lower() for p in found.properties}
    return _Result(method=found.method.lower(), result=found.result.lower(), properties=properties)
