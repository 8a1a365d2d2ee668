"""The command as another user of the machine runs it: one who may read the program, and nothing of ours."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.daemon.conftest import Answer
from tests.supervisor import PATIENCE

NOBODY = 65534
ROOT = Path("/")

Run = Callable[..., list[Answer]]

# Where the interpreter or the program lies in a closed folder, nothing can be loaded once its user is
# another: so everything is loaded before, once for all. Each command is then run in a process of its own.
_SERVE = f"""
import contextlib, encodings, importlib, importlib.readers, importlib.resources.readers, io, json, os, pathlib
import pkgutil, signal, sys, tempfile
from datetime import UTC, datetime
import daemon, daemon.cli, rich.progress, rich.table, sqlalchemy.dialects.sqlite
from daemon.checking.letters import check_letters
from daemon.configuration.calendar import regional
from daemon.configuration.second_reader import second_reader
from daemon.service import state_file
from tests.daemon.conftest import settings
for package in (daemon, encodings):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not any(part in ("__main__", "env", "mbcs", "oem") for part in module.name.split(".")):
            importlib.import_module(module.name)
list(check_letters(settings(), now=datetime.now(UTC))), second_reader(), regional("CT", range(2026, 2027))
for words in ("status", "check", "backup", "cases list"):  # each loads something when it is first run
    sys.argv = ["altabaixa", *words.split(), "--config", "/nowhere"]
    with contextlib.suppress(SystemExit), contextlib.redirect_stderr(io.StringIO()):
        daemon.cli.main()
for line in sys.stdin:
    user, folder, run, commands = json.loads(line)
    answers = []
    for words in commands:
        told, complained = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        if not (child := os.fork()):
            signal.alarm({PATIENCE:.0f})
            os.dup2(told.fileno(), 1), os.dup2(complained.fileno(), 2)
            os.chdir(folder), os.setgroups([]), os.setgid(user), os.setuid(user)
            state_file.RUN = pathlib.Path(run)
            sys.argv = ["altabaixa", *words]
            code = 0
            try:
                daemon.cli.main()
            except SystemExit as ended:
                code = int(ended.code or 0)
            sys.stdout.flush(), sys.stderr.flush()
            os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        told.seek(0), complained.seek(0)
        answers.append((code, told.read().decode(), complained.read().decode()))
    print(json.dumps(answers), flush=True)
"""


@contextmanager
def users() -> Iterator[Run]:
    """What each of some commands answers a user: nobody, if none is named."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    with subprocess.Popen(
        [sys.executable, "-c", _SERVE],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd="/",
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    ) as server:  # fmt: skip

        def run(
            config: Path | None, *commands: str, user: int = NOBODY, folder: Path = ROOT, state: Path = ROOT
        ) -> list[Answer]:
            assert server.stdin
            assert server.stdout
            named = ["--config", str(config)] if config else []
            every = [[*command.split(), *named] for command in commands]
            print(json.dumps([user, str(folder), str(state), every]), file=server.stdin, flush=True)
            return [Answer(*answer) for answer in json.loads(server.stdout.readline())]

        yield run
