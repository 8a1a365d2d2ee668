"""`python -m tests.torture`: kills the program at every fault point, again and again, and audits."""

import argparse
import logging
import os
import pickle
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Final

import structlog

from tests.torture.audit import Finding
from tests.torture.killing import Death, Scene, Tally, Torturer
from tests.torture.points import named, sources
from tests.torture.sabotage import SABOTAGES, STAGE

POINTS: Final = frozenset(name for file in sources() for name in named(file))

_ON_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a kill loses no page that was written, wherever it lies
_MOST_DEATHS: Final = 12
_MOST_TRIES: Final = 200
_SECONDS_OF_WORK: Final = 0.1


def main() -> int:
    """0 if nothing was lost or doubled and each point was killed at often enough; else 1."""
    asked = _arguments()
    logging.disable(logging.CRITICAL)
    structlog.configure(processors=[_say_nothing])
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir=_ON_MEMORY if _ON_MEMORY.is_dir() else None) as folder:
        tally = _all(asked, Path(folder))
    return _told(tally, asked, time.monotonic() - began)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=10_000, help="how many kills, at least")
    parser.add_argument("--least", type=int, default=20, help="how many at each point, at least")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--stage", default="", help="only this stage, killed at the --deaths given")
    parser.add_argument("--deaths", nargs="*", default=[], help="points passed, or names of points")
    parser.add_argument("--sabotage", action="store_true", help="make the daemon worse: is it found?")
    return parser.parse_args()


def _say_nothing(*_: object) -> str:
    raise structlog.DropEvent


def _all(asked: argparse.Namespace, folder: Path) -> Tally:
    """The work of so many processes, added up."""
    last = STAGE if asked.sabotage else asked.stage
    torturer = Torturer(folder / "rehearsed", quiet=not asked.stage, last=last)
    try:
        if asked.sabotage:
            return _sabotaged(torturer)
        return _again(torturer, asked) if asked.stage else _shared(torturer, asked, folder)
    finally:
        torturer.close()


def _shared(torturer: Torturer, asked: argparse.Namespace, folder: Path) -> Tally:
    workers = {}
    for number in range(asked.workers):
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            _work(torturer, asked, folder / str(number), number)
        workers[pid] = folder / str(number) / "tally"
    tally = Tally()
    for pid, file in workers.items():
        _, status = os.waitpid(pid, 0)
        if status:
            sys.exit(f"a worker ended with status {status}")
        tally.add(pickle.loads(file.read_bytes()))  # noqa: S301 - our own
    return tally


def _work(torturer: Torturer, asked: argparse.Namespace, folder: Path, number: int) -> None:
    """One process's share; does not come back."""
    code = 1
    try:
        torturer.alone(folder)
        chance = Random(f"{asked.seed}/{number}")
        share = -(-asked.kills // asked.workers)
        for scene, deaths in _plan(torturer, chance, share, asked.least, part=(number, asked.workers)):
            torturer.torture(scene, deaths)
        torturer.close()
        (folder / "tally").write_bytes(pickle.dumps(torturer.tally))
        code = 0
    except BaseException:  # noqa: BLE001 - told here, for nothing of ours may go on in the parent's name
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _plan(
    torturer: Torturer, chance: Random, kills: int, least: int, *, part: tuple[int, int]
) -> Iterator[tuple[Scene, Sequence[Death]]]:
    """Where to kill: first once at each point passed, if there are kills for that; then where it was least.

    After the first death one more or a row of others may follow: at the same point, at another one,
    a few points on, or at any instant.
    """
    each = [(scene, n) for scene in torturer.scenes for n in range(1, len(scene.passed) + 1)]
    if len(each) <= kills:
        yield from ((scene, (n,)) for scene, n in each[part[0] :: part[1]])
    where: dict[str, list[tuple[Scene, int]]] = {}
    for scene, n in each:
        where.setdefault(scene.passed[n - 1], []).append((scene, n))
    tries: Counter[str] = Counter()
    mine = sorted(where)[part[0] :: part[1]]
    while True:
        killed = torturer.tally.kills
        rarest = min(mine, key=lambda name: (killed[name], chance.random()))
        if killed.total() >= kills and killed[rarest] >= least:
            return
        tries[rarest] += 1
        if tries[rarest] > _MOST_TRIES:  # it is told as spared
            return
        scene, passed = chance.choice(where[rarest])
        # Of several loops none passes its points at the same turn each time.
        first = passed if scene.stage.loops == 1 else rarest
        yield scene, (first, *_more(chance, scene, rarest, killed))


def _more(chance: Random, scene: Scene, name: str, killed: Mapping[str, int]) -> Iterator[Death]:
    for _ in range(chance.choice((0, 1, _MOST_DEATHS))):
        match chance.randrange(5):
            case 0:
                yield name
            case 1:
                yield chance.uniform(0.001, _SECONDS_OF_WORK)
            case 2:
                yield chance.randint(1, 15)
            case _:
                yield min(dict.fromkeys(scene.passed), key=lambda each: (killed[each], chance.random()))


def _sabotaged(torturer: Torturer) -> Tally:
    """What the audit did not find of a daemon that was made worse."""
    tally = Tally()
    for each in SABOTAGES:
        torturer.tally = Tally()
        with each.at_work():
            torturer.torture(torturer.scenes[-1], [each.death])
        tally.kills += torturer.tally.kills
        tally.runs += 1
        found = {finding.kind for _, _, finding in torturer.tally.findings}
        print(f"{each.name}: {', '.join(sorted(found)) or 'nothing'} found")
        if each.found not in found:
            tally.findings.append((STAGE, (each.death,), Finding("overlooked", each.name)))
    return tally


def _again(torturer: Torturer, asked: argparse.Namespace) -> Tally:
    """One finding once more."""
    scene = next(each for each in torturer.scenes if each.stage.name == asked.stage)
    torturer.torture(scene, [_death(said) for said in asked.deaths])
    return torturer.tally


def _death(said: str) -> Death:
    if said.isdigit():
        return int(said)
    return float(said) if said[0].isdigit() else said


def _told(tally: Tally, asked: argparse.Namespace, seconds: float) -> int:
    for name in sorted(POINTS | set(tally.kills)):
        print(f"{name:34}{tally.kills[name]:6}")
    kinds = Counter(finding.kind for _, _, finding in tally.findings)
    for stage, deaths, finding in tally.findings[:20]:
        again = " ".join(map(str, deaths))
        print(f"{finding.kind}: {finding.what}\n  again: --stage {stage!r} --deaths {again}")
    print(
        f"{len(POINTS)} points, {tally.kills.total()} kills in {tally.runs} histories, {seconds:.0f} s, "
        f"seed {asked.seed}: {kinds['lost']} lost, {kinds['doubled']} doubled, {kinds['broken']} broken; "
        f"{tally.in_doubt} letters in SMTP's gap, all told to staff"
    )
    spared = (
        sorted(name for name in POINTS if tally.kills[name] < asked.least)
        if not asked.stage and not asked.sabotage
        else []
    )
    if spared:
        print(f"killed less than {asked.least} times at: {', '.join(spared)}")
    return 1 if tally.findings or spared else 0


if __name__ == "__main__":
    sys.exit(main())
