"""A real Dovecot of the test's own, on loopback, with TLS; it ends with the test."""

import os
import pwd
import random
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import cycle, islice
from pathlib import Path
from typing import BinaryIO, Final

import trustme
from imapclient import IMAPClient

USER = "info"
PASSWORD = "bústia-de-prova"

_CONFIG = """
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_server_cert_file = {folder}/cert.pem
ssl_server_key_file = {folder}/key.pem
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_driver = maildir
mail_home = {folder}/mail/%{{user}}
mail_path = ~/Maildir
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
auth_failure_delay = 0
mail_max_userip_connections = 50
namespace inbox {{
  inbox = yes
  separator = /
}}
passdb passwd-file {{
  passwd_file_path = {folder}/users
}}
userdb static {{
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
"""


class Dovecot:
    """A running server with one mailbox, seen through a client of the test's own."""

    def __init__(self, folder: Path, port: int, ca: Path) -> None:
        self.folder = folder
        self.port = port
        self.ca = ca
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        (self.folder / "run" / "master.pid").unlink(missing_ok=True)
        with (self.folder / "stderr").open("wb") as said:
            self._process = self._launch(said)
        self._wait_until_it_answers()
        self.wait_until_it_lets_in()

    def _launch(self, said: BinaryIO) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin") or "dovecot", "-F", "-c",
             str(self.folder / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=said,
        )  # fmt: skip

    def _wait_until_it_answers(self) -> None:
        assert self._process is not None
        for _ in range(2400):
            assert self._process.poll() is None, (self.folder / "stderr").read_text()
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=0.1).close()
            except OSError:
                self._wait(0.025)
            else:
                return
        raise AssertionError((self.folder / "dovecot.log").read_text())

    def wait_until_it_lets_in(self) -> None:
        """Wait for a login: a server that has just begun may take connections and drop them."""
        for _ in range(2400):
            try:
                with self.client():
                    return
            except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
                self._wait(0.05)
            except ssl.SSLError:
                return  # it answers, in a way that no client takes: that is what the test is of
            except (OSError, IMAPClient.AbortError):
                self._wait(0.05)
        raise AssertionError((self.folder / "dovecot.log").read_text())

    def _wait(self, seconds: float) -> None:
        assert self._process is not None
        try:
            self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return

    def kill(self) -> None:
        if self._process is not None:
            family = self.processes()
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
            # A login process that outlives its master would take the next one's connections.
            for pid in family:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            deadline = time.monotonic() + 5
            while any(Path(f"/proc/{pid}").exists() for pid in family) and time.monotonic() < deadline:
                time.sleep(0.01)  # they are not our children: there is nothing to wait for

    def processes(self) -> dict[int, str]:
        """Every process of the server: its id and name."""
        assert self._process is not None
        children: dict[int, list[tuple[int, str]]] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                head, _, rest = stat.read_text().rpartition(")")
            except OSError:
                continue
            pid, _, name = head.partition(" (")
            children.setdefault(int(rest.split()[1]), []).append((int(pid), name))
        found = {self._process.pid: "dovecot"}
        waiting = [self._process.pid]
        while waiting:
            for pid, name in children.get(waiting.pop(), []):
                found[pid] = name
                waiting.append(pid)
        return found

    def freeze(self) -> None:
        """Stop every process where it stands: connections stay open, and nobody answers."""
        for pid in self.processes():
            os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        for pid in self.processes():
            os.kill(pid, signal.SIGCONT)

    def kill_at_once(self) -> None:
        """Kill every process, frozen or not, as the power does."""
        if self._process is not None:
            for pid in self.processes():  # the master first: it starts no other
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def cut(self) -> None:
        """Cut every session, as a network does; the server goes on."""
        for pid, name in self.processes().items():
            if name in {"imap", "imap-login"}:
                with suppress(ProcessLookupError):  # one of them may end with another
                    os.kill(pid, signal.SIGKILL)

    def doveadm(self, *words: str) -> None:
        """What its administrator does, on the living server."""
        program = shutil.which("doveadm", path=f"{os.environ['PATH']}:/usr/bin") or "doveadm"
        done = subprocess.run(
            [program, "-c", str(self.folder / "dovecot.conf"), *words],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def let_in(self, *users: str) -> None:
        """Give each of them a mailbox of their own, with the same password as the first."""
        with (self.folder / "users").open("a") as known:
            known.writelines(f"{user}:{{PLAIN}}{PASSWORD}::::::\n" for user in users)
        before = (self.folder / "users").stat().st_mtime
        os.utime(self.folder / "users", (before + 2, before + 2))

    def set_password(self, password: str) -> None:
        users = self.folder / "users"
        before = users.stat().st_mtime
        users.write_text(f"{USER}:{{PLAIN}}{password}::::::\n")
        # Dovecot reads the file again when its time changes, by the second.
        os.utime(users, (before + 2, before + 2))

    def configure(self, more: str) -> None:
        """Add lines to the configuration; they hold from the next start."""
        with (self.folder / "dovecot.conf").open("a") as configuration:
            configuration.write(more)

    @contextmanager
    def client(self, user: str = USER) -> Iterator[IMAPClient]:
        context = ssl.create_default_context(cafile=str(self.ca))
        client = IMAPClient("127.0.0.1", port=self.port, ssl_context=context, timeout=60)
        client.plain_login(user, PASSWORD)
        try:
            yield client
        finally:
            client.logout()

    def deliver(
        self, raw: bytes, *, at: datetime | None = None, folder: str = "INBOX", user: str = USER
    ) -> None:
        with self.client(user) as client:
            client.append(folder, raw, msg_time=at)

    def drop(self, raw: bytes) -> None:
        """Put a message into the maildir by hand, as another program of that machine would."""
        maildir = self.folder / "mail" / USER / "Maildir"
        name = f"{time.time_ns()}.drop.test"
        waiting = maildir / "tmp" / name
        waiting.write_bytes(raw)
        if os.geteuid() == 0:
            owner = maildir.stat()
            os.chown(waiting, owner.st_uid, owner.st_gid)
        waiting.rename(maildir / "new" / name)

    def flags(self, folder: str = "INBOX") -> dict[int, tuple[bytes, ...]]:
        with self.client() as client:
            client.select_folder(folder, readonly=True)
            uids = client.search("ALL")
            return {
                uid: tuple(sorted(f for f in flags if f != b"\\Recent"))
                for uid, flags in client.get_flags(uids).items()
            }

    def files(self) -> list[str]:
        """The mailbox as it lies on the disk: names hold the flags, `new` what nobody selected yet."""
        maildir = self.folder / "mail" / USER / "Maildir"
        return sorted(f"{sub}/{path.name}" for sub in ("cur", "new") for path in (maildir / sub).glob("*"))


@contextmanager
def running_dovecot(more: str = "") -> Iterator[Dovecot]:
    """With *more* lines of configuration."""
    # A folder of its own: Dovecot's sockets need a short path, its processes another user's rights.
    folder = Path(tempfile.mkdtemp(prefix="ab-", dir="/tmp"))
    folder.chmod(0o755)
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    group = "nogroup" if os.geteuid() == 0 else str(user.pw_gid)
    port = free_port()
    (folder / "dovecot.conf").write_text(
        _CONFIG.format(folder=folder, port=port, user=user.pw_name, group=group) + more
    )
    users = folder / "users"
    users.write_text(f"{USER}:{{PLAIN}}{PASSWORD}::::::\n")
    users.chmod(0o644)  # whatever the umask: Dovecot reads it as another user
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    certificate = authority.issue_cert("127.0.0.1", "localhost")
    certificate.cert_chain_pems[0].write_to_path(folder / "cert.pem")
    certificate.private_key_pem.write_to_path(folder / "key.pem")
    (folder / "mail").mkdir()
    if os.geteuid() == 0:
        os.chown(folder / "mail", user.pw_uid, user.pw_gid)
    server = Dovecot(folder, port, folder / "ca.pem")
    try:
        server.start()
        yield server
    finally:
        server.kill_at_once()  # a second sooner than it ends by itself
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Below the ephemeral range: there a client that retries can connect to itself.

    By chance, so that two runs of the tests do not take each other's while a server restarts; and none that
    another worker of this run, or this one, has been given, who may not listen on it yet.
    """
    for port in islice(_PORTS, 200):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no free port")


def _own_ports() -> Iterator[int]:
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    ours = range(21_000 + worker, 31_000, workers)
    return cycle(random.sample(ours, len(ours)))


_PORTS: Final = _own_ports()
