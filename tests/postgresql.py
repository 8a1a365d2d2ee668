"""A real PostgreSQL of the tests' own, in a folder of its own, without a network."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.installing import installed


@dataclass(frozen=True, slots=True)
class PostgreSql:
    """A server of our own, reached by a socket in a folder that only we can enter."""

    folder: Path
    numbers: Iterator[int]

    def fresh(self) -> str:
        """The URL of a new, empty town: a schema, for a database of its own has a thousand files."""
        name = f"town{next(self.numbers)}"
        engine = create_engine(self.url(), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE SCHEMA {name}"))
        engine.dispose()
        return f"{self.url()}&options=-csearch_path%3D{name}"

    def cut_everybody_off(self) -> None:
        """End every connection but our own, as a restart of the server does."""
        engine = create_engine(self.url(), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
            )
        engine.dispose()

    def url(self) -> str:
        return f"postgresql+psycopg://town@/postgres?host={self.folder}"


def _programs() -> Path:
    """Where `initdb` and `postgres` are; installed where they are missing and we may."""
    return installed(_found_programs, package="postgresql")


def _found_programs() -> Path | None:
    on_path = shutil.which("initdb")
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    found = [Path(on_path).resolve()] if on_path else packaged
    return found[0].parent if found else None


def _unprivileged() -> dict[str, str]:
    """PostgreSQL refuses to run as root: who is to run it then, as `subprocess` has it."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            return {"user": pwd.getpwnam(name).pw_name}
        except KeyError:
            continue
    pytest.fail("neither the user postgres nor nobody exists to run PostgreSQL as", pytrace=False)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSql]:
    programs, run_as = _programs(), _unprivileged()
    # Not pytest's own folder: the path of a socket may have no more than 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="altabaixa-pg-", dir="/tmp"))
    if run_as:
        shutil.chown(folder, run_as["user"])
    data = folder / "data"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "town", "-A", "trust", "-E", "UTF8", "-N", "--locale=C"],
        check=True, capture_output=True, cwd=folder, **run_as,
    )  # fmt: skip
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"],
            stdout=log, stderr=log, cwd=folder, **run_as,
        )  # fmt: skip
    try:
        _wait_until_ready(programs, folder, server)
        yield PostgreSql(folder, count(1))
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
        server.wait(timeout=30)
        shutil.rmtree(folder)


def _wait_until_ready(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        answer = subprocess.run([programs / "pg_isready", "-q", "-h", folder, "-t", "1"], check=False)
        if answer.returncode == 0:
            return
        if server.poll() is not None:
            break
        time.sleep(0.05)
    pytest.fail(f"PostgreSQL did not start: {(folder / 'log').read_text()}", pytrace=False)
