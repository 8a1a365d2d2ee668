"""Forks the program from a warm process, kills it at chosen fault points, and lets it begin again."""

import gc
import os
import shutil
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from daemon import faults
from tests.torture.audit import AT_ANY_INSTANT, Finding, State, audit, in_doubt, state_of
from tests.torture.post_office import Letter, Server
from tests.torture.stages import STAGES, Stage, World, round_trip, settings_of

Death = int | str | float
"""Where to be killed: after so many points, at the first of that name, or after so many seconds of work."""

_SECONDS: Final = 60
_LATER: Final = timedelta(seconds=5)


@dataclass(frozen=True)
class Life:
    """How a process ended: the points it passed, and the one it was killed at, "" if it came to its end."""

    passed: tuple[str, ...]
    died_at: str
    broke: str = ""


def live(stage: Stage, world: World, death: Death | None, *, quiet: bool) -> Life:
    """Run *stage* in a process of its own."""
    told, telling = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(told)
        if quiet:
            for descriptor in (1, 2):
                os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
        _be(stage, world, death, telling)
    os.close(telling)
    with os.fdopen(told, "rb") as said:
        *passed, last = said.read().decode().split("\n")
    _, status = os.waitpid(pid, 0)
    ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
    if ended_by == signal.SIGPROF:
        return Life(tuple(passed), AT_ANY_INSTANT)
    if ended_by == signal.SIGKILL and passed:
        return Life(tuple(passed), passed[-1])
    return Life(tuple(passed), "", broke="" if status == 0 else f"{stage.name}: status {status} {last}")


def _be(stage: Stage, world: World, death: Death | None, telling: int) -> None:
    count = 0

    def fault(name: str) -> None:
        nonlocal count
        count += 1
        os.write(telling, f"{name}\n".encode())
        if death in {count, name}:
            os.kill(os.getpid(), signal.SIGKILL)

    code = 1
    try:
        gc.disable()
        signal.alarm(_SECONDS)
        faults.arm(fault)
        if isinstance(death, float):
            signal.setitimer(signal.ITIMER_PROF, death)  # nobody handles it: the kernel ends the process
        stage.act(world)
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, this process ends here
        os.write(telling, traceback.format_exc().replace("\n", " | ").encode())
    finally:
        sys.stdout.flush()
        os._exit(code)


def _last(stage: Stage) -> Stage:
    return replace(stage, act=stage.ends or stage.act)


@dataclass
class Scene:
    """The town before a stage, and how the stage goes when nobody is killed."""

    stage: Stage
    before: World
    letters: "Counter[Letter]"
    clean: State
    passed: tuple[str, ...]


@dataclass
class Tally:
    """What all the killing came to."""

    kills: Counter[str] = field(default_factory=Counter)
    runs: int = 0
    in_doubt: int = 0
    findings: list[tuple[str, tuple[Death, ...], Finding]] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.kills += other.kills
        self.runs += other.runs
        self.in_doubt += other.in_doubt
        self.findings += other.findings


class Torturer:
    """Kills the program in its stages, each time in a fresh copy of the town."""

    def __init__(self, folder: Path, *, quiet: bool, last: str = "") -> None:
        """Have the town's stages rehearsed in *folder*, up to that named *last*.

        *quiet*: what commands print is not shown.
        """
        self._folder = folder
        self._quiet = quiet
        self._server = Server(folder / "spool")
        self.tally = Tally()
        self._last = last
        self.scenes = list(self._rehearsed())
        self._warm_up()
        gc.freeze()  # what was loaded so far is shared by every process that is to be killed

    def alone(self, folder: Path) -> None:
        """Go on in a process of one's own: with its own folder, and a mail server of its own."""
        self._folder = folder
        self._server = Server(folder / "spool")

    def close(self) -> None:
        self._server.close()

    def _warm_up(self) -> None:
        """Have every letter's text and every pattern at hand: those to be killed inherit it."""
        for scene in self.scenes:
            if scene.stage.act is round_trip:
                world = self._copied(scene.before, "warm")
                scene.stage.act(world)
                shutil.rmtree(world.folder)
        self._server.taken()

    def _live(self, stage: Stage, world: World, death: Death | None) -> Life:
        return live(stage, world, death, quiet=self._quiet)

    def _rehearsed(self) -> Iterator[Scene]:
        """Each stage once without a kill; what it leaves is where the next begins."""
        world = World(self._folder / "clean", self._server.port)
        world.begin()
        _ = settings_of(world)
        letters: Counter[Letter] = Counter()
        for number, stage in enumerate(STAGES):
            world = replace(world, at=stage.at)
            stage.prepare(world)
            before = self._copied(world, f"before-{number}")
            life = self._live(stage, world, None)
            once = state_of(world)
            again = self._live(_last(stage), world, None)
            if broke := life.broke or again.broke:
                raise AssertionError(broke)
            earlier = Counter(letters)
            letters += self._server.taken()
            clean = state_of(world)
            wrong = audit(world, stage, clean=clean, taken=letters, kills=())
            if wrong or (stage.settles and not stage.ends and clean != once):
                raise AssertionError(f"{stage.name}, with nobody killed: {wrong}")
            yield Scene(stage, before, earlier, clean, life.passed)
            if stage.name == self._last:
                return

    def _copied(self, world: World, name: str) -> World:
        to = self._folder / name
        shutil.copytree(world.folder, to)
        copied = replace(world, folder=to, port=self._server.port)
        copied.configure()
        return copied

    def torture(self, scene: Scene, deaths: Sequence[Death]) -> None:
        """Kill at each of *deaths* in turn, let it come to its end, and audit."""
        world = self._copied(scene.before, "now")
        died: list[str] = []
        broke = ""
        stages = [*(scene.stage for _ in deaths), scene.stage, _last(scene.stage)]
        for stage, death in zip(stages, (*deaths, None, None), strict=True):  # what is done is not done again
            life = self._live(stage, world, death)
            if life.died_at:
                died.append(life.died_at)
            broke = broke or life.broke
            world = replace(world, at=world.at + _LATER)
        self.tally.runs += 1
        self.tally.kills.update(died)
        self.tally.in_doubt += in_doubt(world)
        taken = scene.letters + self._server.taken()
        found = [Finding("broken", broke)] if broke else []
        found += audit(world, scene.stage, clean=scene.clean, taken=taken, kills=died)
        self.tally.findings += [(scene.stage.name, tuple(deaths), each) for each in found]
        shutil.rmtree(world.folder)
