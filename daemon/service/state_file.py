"""The state file: how the service is, for every user of the machine; it names nobody.

The daemon writes it, whole or not at all, into the folder that lives as long as its unit; `status` reads it
for who may not read the books, and `status --all` for every town. Little is imported here: thirty towns are
asked at once.
"""

import json
import os
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkstemp
from typing import Any, Final

from daemon.access import reason
from daemon.configuration.places import unit_of
from daemon.language import Sentence, _, heard
from daemon.version import VERSION
from rules.books.subscription import State as Standing

FORMAT: Final = 1
"""Raised when a key changes its meaning or goes; keys may be added."""

RUN: Final = Path("/run")
NAME: Final = "state.json"
FRESH: Final = timedelta(minutes=1)
"""An older one is a dead daemon's: a living one writes every ten seconds."""

_READABLE: Final = 0o644
_LARGEST: Final = 256 * 1024
_MOST: Final = 2**63

_SHAPE: Final[Mapping[str, Any]] = {
    "well": bool,
    "daemon": {"alive": bool, "since": datetime, "heard_at": datetime, "version": str},
    "mailbox": {
        "connected": bool,
        "last_sync_at": datetime,
        "uid": int,
        "dead": bool,
        "down_since": datetime,
        "cause": str,
        "trouble": str,
        "last_mail_at": datetime,
        "vanished": int,
    },
    "smtp": {"failing_since": datetime, "trouble": str},
    "clock": {"trouble": str},
    "sign_in": (
        {
            "provider": str,
            "down_since": datetime,
            "cause": str,
            "trouble": str,
            "grant_renewed_at": datetime,
            "secret_expires": str,
        },
    ),
    "outbox": {"waiting": int, "failed": int, "unknown": int, "in_doubt": [str]},
    "cases": {"staff": int, "resident": int},
    "subscribers": {standing.value: int for standing in Standing},
    "deadlines": {"overdue": int, "unconfirmed_years": [int]},
    "digest": {"next_at": datetime},
    "copy": {"made_here": bool, "made_at": datetime, "tried_at": datetime, "damaged": bool, "trouble": str},
    "ping": {"answered_at": datetime, "failures": int, "trouble": str},
    "store": {"schema": str, "free_bytes": int},
    "troubles": [{"said": str, "mend": str, "urgent": bool}],
}
"""What `status --json` holds; each value may be null as well, and a table in brackets."""

_IN_OTHER_WORDS: Final = "in_other_words"
"""The key of the file that has what readers of another language are told of the troubles, in their order."""

_FILE: Final[Mapping[str, Any]] = {
    "config": str,
    "town": str,
    "version": str,
    "shadow": bool,
    "written_at": datetime,
    "reloads": int,
    "refused": str,
    "status": _SHAPE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What one daemon wrote last; of a file that `is_faulty` the report says why, with the way out."""

    file: Path
    config: str = ""
    town: str = ""
    version: str = ""
    shadow: bool = False
    written_at: datetime | None = None
    reloads: int = 0
    refused: str = ""
    report: Mapping[str, Any]
    is_faulty: bool = False

    @property
    def unit(self) -> str:
        """The unit that runs it, by the place of its configuration."""
        return unit_of(Path(self.config))

    def is_fresh(self, now: datetime) -> bool:
        """Whether a living daemon wrote it; a clock set back does not make it old."""
        return self.written_at is not None and abs(now - self.written_at) <= FRESH

    def seen_at(self, now: datetime) -> dict[str, Any]:
        """The report as it holds *now*: an old one is a dead daemon's, another program's is told of."""
        told = dict(self.report)
        if self.is_faulty:
            return told
        if self.is_fresh(now):
            return told | {"troubles": urgent_first([*self.own_troubles(), *told["troubles"]])}
        return told | {
            "well": False,
            "daemon": told["daemon"] | {"alive": False, "since": None},
            "mailbox": told["mailbox"] | {"connected": False},
            "troubles": [no_daemon(self.unit), *told["troubles"]],
        }

    def own_troubles(self) -> list[dict[str, Any]]:
        """What the books do not know: the daemon goes by another configuration or program than is there."""
        found = []
        if self.refused:
            mend = Sentence("correct it, then systemctl reload {unit}", unit=self.unit)
            found.append(trouble(refusal(self.refused), mend))
        if self.version != VERSION:
            found.append(other_version(self.version, self.unit))
        return found


def trouble(said: str, mend: str = "", *, urgent: bool = False) -> dict[str, Any]:
    """Something that is not as it should be; `mend` is empty where the sentence has the way out itself."""
    return {"said": said, "mend": mend, "urgent": urgent}


def refusal(why: str) -> Sentence:
    """What a reload comes to that the daemon refused."""
    return Sentence("the configuration was not read again, and the old one stays in force: {why}", why=why)


def urgent_first(troubles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same in the order in which they are told: urgent ones, then the others, each as they come."""
    return sorted(troubles, key=lambda each: not each["urgent"])


def no_daemon(unit: str) -> dict[str, Any]:
    """The trouble of a daemon that is no more, or cannot say so."""
    mend = Sentence(
        "systemctl start {unit} (journalctl -u {unit} says why it stopped, or cannot write)", unit=unit
    )
    return trouble(Sentence("no daemon is alive"), mend, urgent=True)


def other_version(theirs: str, unit: str) -> dict[str, Any]:
    """The trouble of a daemon that is not of this program's version."""
    said = Sentence("the daemon is of version {theirs}, this program of {ours}", theirs=theirs, ours=VERSION)
    return trouble(said, restart(unit))


def restart(unit: str) -> str:
    """How a daemon is started again."""
    return f"systemctl restart {unit}"


def unknown(alive: bool | None, *troubles: Mapping[str, Any]) -> dict[str, Any]:
    """A report that knows nothing but this."""
    told = {key: dict.fromkeys(value) if isinstance(value, dict) else None for key, value in _SHAPE.items()}
    told["daemon"] = {**dict.fromkeys(_SHAPE["daemon"]), "alive": alive}
    return told | {"well": False, "troubles": list(troubles)}


def states() -> list[State]:
    """What every daemon of this machine wrote that runs as a unit, by the names of their folders."""
    return [state for file in sorted(RUN.glob(f"altabaixa*/{NAME}")) if (state := read(file))]


def read(file: Path) -> State | None:
    """What lies in *file*; None where nothing does, as after a daemon's leave."""
    try:
        told = json.loads(_content(file))
    except OSError as error:
        if not os.path.lexists(file):  # nor can it be seen from here
            return None
        return _faulty(file, _("the state file {file} cannot be read: {why}", file=file, why=reason(error)))
    except (ValueError, RecursionError):
        return _faulty(file, _broken(file))
    return _understood(file, told if isinstance(told, dict) else {})


def _content(file: Path) -> bytes:
    """What a daemon wrote; ValueError for what none did, which may have no end."""
    descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY)
    with os.fdopen(descriptor, "rb") as there:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ValueError
        content = there.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ValueError
    return content


def _understood(file: Path, told: Mapping[str, Any]) -> State:
    texts = {key: told.get(key) for key in ("config", "town", "version")}
    known = {key: text for key, text in texts.items() if isinstance(text, str) and text.isprintable()}
    theirs = told.get("format")
    if isinstance(theirs, int) and theirs != FORMAT:
        said = _(
            "the state file {file} has format {theirs}, and this program reads {ours}",
            file=file,
            theirs=theirs,
            ours=FORMAT,
        )
        mend = _(
            "{restart}, so that its daemon is of this version, {version}",
            restart=restart(_unit(known)),
            version=VERSION,
        )
        return _faulty(file, said, mend, **known)
    try:
        fitted = _fitted(_FILE, {**told, **known} if theirs and len(known) == len(texts) else None)
    except (TypeError, ValueError):
        return _faulty(file, _broken(file), **known)
    return State(
        file=file,
        config=fitted["config"] or "",
        town=fitted["town"] or "",
        version=fitted["version"] or "",
        shadow=fitted["shadow"] is True,
        written_at=datetime.fromisoformat(fitted["written_at"]) if fitted["written_at"] else None,
        reloads=fitted["reloads"] or 0,
        refused=fitted["refused"] or "",
        report=fitted["status"] | {"troubles": _told(_in_our_words(told, fitted["status"]["troubles"]))},
    )


def _told(troubles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        trouble(each["said"] or "", each["mend"] or "", urgent=each["urgent"] is True) for each in troubles
    ]


def _unit(known: Mapping[str, str]) -> str:
    return unit_of(Path(known["config"]) if "config" in known else None)


def _faulty(file: Path, said: str, mend: str = "", **known: str) -> State:
    """What cannot be read says nothing, not even that no daemon is alive."""
    report = unknown(None, trouble(said, mend or restart(_unit(known)), urgent=True))
    return State(
        file=file,
        config=known.get("config", ""),
        town=known.get("town", ""),
        version=known.get("version", ""),
        report=report,
        is_faulty=True,
    )


def _broken(file: Path) -> str:
    return _(
        "the state file {file} is cut short, or no state file; a living daemon writes it anew in seconds",
        file=file,
    )


def _in_our_words(
    told: Mapping[str, Any], troubles: Sequence[Mapping[str, Any]] | None
) -> list[dict[str, Any]]:
    """The troubles of a file in our reader's language, as far as their sentences are known to us."""
    others = told.get(_IN_OTHER_WORDS)
    if not troubles or not isinstance(others, list) or len(others) != len(troubles):
        return [dict(each) for each in troubles or ()]
    return [
        {**each, **{key: heard(words.get(key), each[key]) for key in _SAID if each[key]}}
        for each, words in zip(troubles, (it if isinstance(it, dict) else {} for it in others), strict=True)
    ]


_SAID: Final = ("said", "mend")


def _in_other_words(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {key: each[key].for_others for key in _SAID if isinstance(each[key], Sentence)}
        for each in report["troubles"]
    ]


def _fitted(shape: Any, value: Any) -> Any:
    """The keys of *shape* and no others, null where one is not; TypeError or ValueError where none fits."""
    if isinstance(shape, Mapping):
        if not isinstance(value, dict):
            raise TypeError
        return {key: _fitted(each, value.get(key)) for key, each in shape.items()}
    if value is None:
        return None
    if isinstance(shape, tuple):
        return _fitted(shape[0], value)
    if isinstance(shape, list):
        return [_fitted(shape[0], each) for each in value if each is not None]
    if not isinstance(value, str if shape is datetime else shape):
        raise TypeError
    if isinstance(value, int) and abs(value) > _MOST:
        raise ValueError
    if shape is datetime and datetime.fromisoformat(value).tzinfo is None:
        raise ValueError
    return value


def of_this_unit() -> Path | None:
    """Where a process of a unit has its daemon's state; None for one that is of no unit."""
    folder = os.environ.get("RUNTIME_DIRECTORY", "").partition(":")[0]
    return Path(folder) / NAME if folder else None


def state(
    *,
    config: Path | None,
    town: str,
    shadow: bool,
    written_at: datetime,
    reloads: int,
    refused: str,
    report: Mapping[str, Any],
) -> str:
    """The text of a state file."""
    told = {
        "format": FORMAT,
        "config": str(config or ""),
        "town": town,
        "version": VERSION,
        "shadow": shadow,
        "written_at": written_at.astimezone(UTC).isoformat(timespec="seconds"),
        "reloads": reloads,
        "refused": refused,
        "status": report,
        _IN_OTHER_WORDS: _in_other_words(report),
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def write(file: Path, text: str, *, mode: int = _READABLE) -> None:
    """Put *text* in the place of *file*, whole or not at all, by default for all to read; else OSError."""
    # Who collects figures takes what ends in .prom: a draft must not.
    descriptor, name = mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as draft:
            draft.write(text)
            os.fchmod(descriptor, mode)
        os.replace(name, file)
    except OSError:
        with suppress(OSError):
            os.unlink(name)
        raise
