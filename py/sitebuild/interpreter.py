"""Find a Python that can make the environment, by running each candidate.

A name on the PATH proves nothing: pyenv puts a `python3.13` there that only says that no such
version is chosen, and Debian's `python3` may lack the `venv` module.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

LOWEST = (3, 12)
_NAMES = ("python3.14", "python3.13", "python3.12", "python3", "python")
_PROBE = "import sys; print(*sys.version_info[:3]); import ensurepip, venv"


class Probe(NamedTuple):
    """What a candidate said of itself: its version, and why it will not do (empty: it will)."""

    path: str
    version: tuple[int, ...] = ()
    fault: str = ""


def find(paths: Iterable[str]) -> tuple[str, list[Probe]]:
    """The first usable interpreter (or ""), and what was found wrong with those before it."""
    refused: list[Probe] = []
    for path in paths:
        seen = probe(path)
        if not seen.fault:
            return path, refused
        refused.append(seen)
    return "", refused


def candidates(environment: Mapping[str, str], home: Path) -> Iterator[str]:
    """Each path once: the Python in use, then names on the PATH, then pyenv's, newest first."""
    seen: set[str] = set()
    for path in _all_candidates(environment, home):
        if path not in seen:
            seen.add(path)
            yield path


def _all_candidates(environment: Mapping[str, str], home: Path) -> Iterator[str]:
    if sys.executable:
        yield sys.executable
    for name in _NAMES:
        for folder in environment.get("PATH", "").split(os.pathsep):
            found = shutil.which(name, path=folder) if folder else None
            if found:
                yield found
    pyenv = Path(environment.get("PYENV_ROOT") or home / ".pyenv")
    yield from (str(path) for path in _newest_first(pyenv.glob("versions/*/bin/python")))


def _newest_first(paths: Iterable[Path]) -> list[Path]:
    def version(path: Path) -> list[int]:
        return [int(part) for part in path.parts[-3].split(".") if part.isdecimal()]

    return sorted(paths, key=version, reverse=True)


def probe(path: str) -> Probe:
    try:
        answer = subprocess.run(
            [path, "-c", _PROBE], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return Probe(path, fault="does not start")
    return _judge(path, answer.stdout, answer.returncode)


def _judge(path: str, stdout: str, exit_code: int) -> Probe:
    words = stdout.split()
    if not words or not all(word.isdecimal() for word in words):
        return Probe(path, fault="does not start")
    version = tuple(int(word) for word in words)
    if version < LOWEST:
        return Probe(path, version, "is too old")
    if exit_code:
        return Probe(path, version, "has no venv module (Debian: apt-get install python3-venv)")
    return Probe(path, version)


def explain(refused: list[Probe]) -> str:
    """One sentence for somebody whose machine has no usable Python."""
    lowest = ".".join(map(str, LOWEST))
    met = [
        f"{seen.path} ({'.'.join(map(str, seen.version))}) {seen.fault}"
        for seen in refused
        if seen.version
    ]
    return (
        f"Python {lowest} or newer is needed, and was not found among "
        f"{', '.join(_NAMES)} on the PATH or in pyenv"
        + (f" ({'; '.join(met)})" if met else "")
        + ". Install one, for example from https://www.python.org/downloads/, and start again."
    )
