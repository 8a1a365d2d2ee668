"""Make altabaixa_VERSION_ARCHITECTURE.deb beside WHEEL, for the Debian of this machine: see `make deb`.

The same bytes from the same sources and packages: all files are of the time SOURCE_DATE_EPOCH.
"""

import gzip
import os
import py_compile
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from email.utils import format_datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
REPOSITORY: Final = HERE.parent.parent
HOME: Final = Path("usr/lib/altabaixa")
DOCUMENTS: Final = Path("usr/share/doc/altabaixa")
CHANGELOG: Final = """altabaixa ({Version}) stable; urgency=medium

  * What changed is in CHANGELOG.md.

 -- {Maintainer}  {at}
"""
LAUNCHER: Final = f"""#!/{HOME}/bin/python
from daemon.cli import main

main()
"""


def build(wheel: Path, pip: str) -> Path:
    """Return the package made of *wheel* and the packages of requirements.lock, which *pip* installs."""
    os.umask(0o022)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "root")
        site = _environment(root / HOME, wheel, pip)
        prune(site)
        for library in site.rglob("*.so*"):
            library.chmod(0o644)
            _run("strip", "--strip-unneeded", library)
        for module in sorted(site.rglob("*.py")):
            _compile(module, root)
        _beside(root)
        _manual(root, site)
        control = _control(root, wheel)
        epoch = int(os.environ["SOURCE_DATE_EPOCH"])
        for path in (root, *root.rglob("*")):
            os.utime(path, (epoch, epoch), follow_symlinks=False)
        made = wheel.parent / "altabaixa_{Version}_{Architecture}.deb".format(**control)
        _run("dpkg-deb", "--root-owner-group", "--build", root, made)
    return made


def _environment(home: Path, wheel: Path, pip: str) -> Path:
    """A virtual environment at *home*, where it will be found under another root; its site-packages."""
    _run(sys.executable, "-m", "venv", "--without-pip", home)
    install: list[str | Path] = [
        pip,
        "--quiet",
        "--python",
        home / "bin" / "python",
        "install",
        "--no-compile",
    ]
    _run(*install, "--require-hashes", "-r", REPOSITORY / "requirements.lock")
    _run(*install, "--no-deps", "--no-index", wheel)
    for made in ("bin", "include"):
        shutil.rmtree(home / made)
    (home / ".gitignore").unlink(missing_ok=True)
    (home / "bin").mkdir()
    (home / "bin" / "python").symlink_to("../../../bin/python3")
    launcher = home / "bin" / "altabaixa"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)
    configuration = home / "pyvenv.cfg"
    told = configuration.read_text().splitlines(keepends=True)
    configuration.write_text("".join(line for line in told if not line.startswith(("command", "executable"))))
    return next(home.glob("lib/python3.*/site-packages"))


def prune(site: Path) -> None:
    """Take away from the packages in *site* what the list of that name says."""
    lines = (HERE / "pruned").read_text().splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    for path in sorted(site.rglob("*")):
        name = str(path.relative_to(site))
        decided = next((line for line in patterns if fnmatchcase(name, line.removeprefix("!"))), "!")
        if decided.startswith("!") or not path.exists():
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _compile(module: Path, root: Path) -> None:
    """The service cannot write into its program's folder; nothing there changes but by the package."""
    unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(
        str(module), dfile=f"/{module.relative_to(root)}", doraise=True, invalidation_mode=unchecked
    )


def _beside(root: Path) -> None:
    """The command, the units, the user, the folders and the documents."""
    (root / "usr/bin").mkdir()
    (root / "usr/bin/altabaixa").symlink_to(f"../{HOME.relative_to('usr')}/bin/altabaixa")
    unit = REPOSITORY / "systemd" / "altabaixa.service"
    template = subprocess.run(
        ["sed", "-f", unit.with_name("instances.sed"), unit], check=True, capture_output=True, text=True
    ).stdout
    texts: dict[str | Path, str] = {
        "usr/lib/systemd/system/altabaixa.service": unit.read_text(),
        "usr/lib/systemd/system/altabaixa@.service": template,
        "usr/lib/sysusers.d/altabaixa.conf": (HERE / "sysusers.conf").read_text(),
        "usr/lib/tmpfiles.d/altabaixa.conf": (HERE / "tmpfiles.conf").read_text(),
        "usr/share/lintian/overrides/altabaixa": (HERE / "lintian-overrides").read_text(),
        DOCUMENTS / "copyright": (REPOSITORY / "LICENSE").read_text(),
    }
    for target, text in texts.items():
        _write(root / target, text)
    shutil.copytree(REPOSITORY / "docs", root / DOCUMENTS, dirs_exist_ok=True)
    _compressed(root / DOCUMENTS / "CHANGELOG.md.gz", (REPOSITORY / "CHANGELOG.md").read_text())


def _manual(root: Path, site: Path) -> None:
    """The manual page, and what completes the command in each shell, as the program itself has them."""
    program = ("env", "LANGUAGE=en", "LC_ALL=C.UTF-8", f"PYTHONPATH={site}")
    page = _run(*program, sys.executable, "-B", HERE / "manual.py")
    _compressed(root / "usr/share/man/man1/altabaixa.1.gz", page)
    for shell, target in {
        "bash": "bash-completion/completions/altabaixa",
        "zsh": "zsh/vendor-completions/_altabaixa",
        "fish": "fish/vendor_completions.d/altabaixa.fish",
    }.items():
        asked = f"_ALTABAIXA_COMPLETE=source_{shell}"
        script = _run(*program, asked, sys.executable, "-B", root / HOME / "bin" / "altabaixa")
        _write(root / "usr/share" / target, script)


def _control(root: Path, wheel: Path) -> dict[str, str]:
    """What dpkg is to know of the package; its fields."""
    minor = sys.version_info.minor
    version = re.sub(r"(?<=\d)\.?(?=a|b|rc|dev)", "~", wheel.name.split("-")[1])
    size = sum(path.lstat().st_size // 4096 + 1 for path in root.rglob("*")) * 4  # as disks count
    text = (HERE / "control").read_text()
    for name, value in {
        "VERSION": version,
        "ARCHITECTURE": _run("dpkg", "--print-architecture").strip(),
        "SIZE": str(size),
        "PYTHON": f"3.{minor}",
        "NEXT": f"3.{minor + 1}~",
    }.items():
        text = text.replace(f"@{name}@", value)
    _write(root / "DEBIAN" / "control", text)
    for script in ("prerm", "postinst", "postrm"):
        shutil.copy(HERE / script, root / "DEBIAN")
    fields = dict(re.findall(r"^(\w[\w-]*): (.*)$", text, re.MULTILINE))
    at = format_datetime(datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC))
    _compressed(root / DOCUMENTS / "changelog.gz", CHANGELOG.format(**fields, at=at))
    return fields


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _compressed(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def _run(*words: str | Path) -> str:
    done = subprocess.run(words, check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: exit {done.returncode}")
    return done.stdout


if __name__ == "__main__":
    sys.stdout.write(f"{build(Path(sys.argv[1]), sys.argv[2])}\n")
