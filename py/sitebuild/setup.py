"""Make `.venv` and `node_modules` from the pinned lists; do nothing when they are up to date.

A stamp with the hash of the list lies in each of the two folders. It is written last, so a set-up
that was interrupted is done again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import interpreter

LOWEST_NODE = 20
_STAMP = "lockstep-stamp"
_PIP_INSTALL = (
    *("-m", "pip", "--disable-pip-version-check", "-qq"),
    *("install", "--require-hashes", "--requirement"),
)


class SetupError(Exception):
    """The environment cannot be made; the message says why and what to do."""


def ensure(root: Path) -> Path:
    """Bring both environments up to date and return the path of `.venv`'s Python."""
    if os.name != "posix":
        raise SetupError("Linux and macOS are supported; on Windows run this inside WSL.")
    python = _ensure_venv(root)
    _ensure_node_modules(root)
    return python


def venv_python(root: Path) -> Path:
    return root / ".venv" / "bin" / "python"


def inside(root: Path) -> bool:
    return Path(sys.prefix).resolve() == (root / ".venv").resolve()


def _ensure_venv(root: Path) -> Path:
    python = venv_python(root)
    stamp = root / ".venv" / _STAMP
    pinned = root / "requirements.txt"
    if stamp.exists() and not (inside(root) or not interpreter.probe(str(python)).fault):
        stamp.unlink()  # its Python went away
    if not stamp.exists():
        _make_venv(root)
    if not _fresh(stamp, pinned):
        _announce("installing the pinned Python packages of requirements.txt into .venv")
        _run(
            [str(python), *_PIP_INSTALL, str(pinned)],
            root,
            "pip could not install requirements.txt; see its words above, check the network, "
            "and start again",
        )
        _mark(stamp, pinned)
    return python


def _make_venv(root: Path) -> None:
    python, refused = interpreter.find(interpreter.candidates(os.environ, Path.home()))
    if not python:
        raise SetupError(interpreter.explain(refused))
    _announce(f"making .venv with {python}")
    _run(
        [python, "-m", "venv", "--clear", str(root / ".venv")],
        root,
        f"{python} could not make .venv; see its words above",
    )


def _ensure_node_modules(root: Path) -> None:
    npm = _checked_npm()
    lock = root / "package-lock.json"
    stamp = root / "node_modules" / f".{_STAMP}"
    if _fresh(stamp, lock):
        return
    _announce("installing the pinned JavaScript packages of package-lock.json (npm ci)")
    _run(
        [npm, "ci", "--loglevel=error"],
        root,
        "npm could not install package-lock.json; see its words above, check the network, "
        "and start again",
    )
    _mark(stamp, lock)


def _checked_npm() -> str:
    node, npm = shutil.which("node"), shutil.which("npm")
    advice = (
        f"Install Node.js {LOWEST_NODE} or newer with npm, for example from https://nodejs.org/"
    )
    if not node or not npm:
        raise SetupError(f"{'npm' if node else 'node'} is not on the PATH. {advice}.")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    if node_major(version.stdout) < LOWEST_NODE:
        raise SetupError(f"{node} is {version.stdout.strip() or 'broken'}, too old. {advice}.")
    return npm


def node_major(version: str) -> int:
    """20 of "v20.20.2"; 0 of anything that is not a version."""
    major = version.strip().lstrip("v").split(".")[0]
    return int(major) if major.isdecimal() else 0


def _run(command: list[str], root: Path, failure: str) -> None:
    if subprocess.run(command, cwd=root, check=False).returncode:
        raise SetupError(f"{failure}.")


def _fresh(stamp: Path, pinned: Path) -> bool:
    return stamp.exists() and stamp.read_text(encoding="utf-8") == _digest(pinned)


def _mark(stamp: Path, pinned: Path) -> None:
    stamp.write_text(_digest(pinned), encoding="utf-8")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _announce(what: str) -> None:
    print(f"build.py: {what}", flush=True)
