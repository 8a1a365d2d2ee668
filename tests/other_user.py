"""The command as another user of the machine runs it: one who may read the program, and nothing of ours."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.daemon.conftest import Answer

NOBODY = 65534

# Where the interpreter lies in a closed folder, nothing can be loaded once its user is another: so
# everything is loaded before. Each command is then run in a process of its own.
_RUN = f"""
import encodings, importlib, importlib.readers, importlib.resources.readers, json, os, pkgutil, sys, tempfile
from datetime import UTC, datetime
import daemon, daemon.cli, rich.progress, rich.table
from daemon.checking.letters import check_letters
from tests.daemon.conftest import settings
for package in (daemon, encodings):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not any(part in ("__main__", "env", "mbcs", "oem") for part in module.name.split(".")):
            importlib.import_module(module.name)
list(check_letters(settings(), now=datetime.now(UTC)))
os.setgroups([]), os.setgid({NOBODY}), os.setuid({NOBODY})
answers = []
for words in json.loads(sys.argv[1]):
    told, complained = tempfile.TemporaryFile(), tempfile.TemporaryFile()
    if not (child := os.fork()):
        os.dup2(told.fileno(), 1), os.dup2(complained.fileno(), 2)
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
print(json.dumps(answers))
"""


def as_nobody(config: Path, *commands: str) -> list[Answer]:
    """What each of *commands* answers the user nobody."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    every = [[*command.split(), "--config", str(config)] for command in commands]
    done = subprocess.run(
        [sys.executable, "-c", _RUN, json.dumps(every)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd="/",
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )
    assert done.returncode == 0, done.stderr
    return [Answer(*answer) for answer in json.loads(done.stdout)]
