"""frontrun 0.7 in an environment of its own that is thrown away."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

WANTED = "frontrun==0.7.*"
LIMIT = 60  # seconds for one exploration
GRACE = 30
_SCRIPT = Path(__file__).parent / "frontrun_run.py"

WAYS = f"""\
frontrun.explore(setup, workers, invariant, count) over the same deposits, at most {LIMIT} s each:
(a) all: preemption_bound=None, stop_on_first=False, reproduce_on_failure=0
(b) as it comes: at most 2 preemptions, until the first failure, which it then replays 10 times"""


@dataclass(frozen=True)
class There:
    """The Python that has it."""

    python: Path
    version: str

    def explored(self, count: int, *, locked: bool, everything: bool) -> dict[str, Any]:
        """Return seconds, runs and what it says; or ``error``."""
        asked = {"count": count, "locked": locked, "everything": everything, "limit": LIMIT}
        command = [str(self.python), str(_SCRIPT), json.dumps(asked)]
        try:
            done = _run(command, LIMIT + GRACE)
        except subprocess.TimeoutExpired:
            return {"error": f"it did not end within {LIMIT + GRACE} s"}
        if done.returncode != 0:
            return {"error": last_line(done.stderr)}
        found: dict[str, Any] = json.loads(done.stdout)
        return found


@contextmanager
def installed() -> Iterator[There | str]:
    """Give the Python that has it, or in words why there is none."""
    print(f"build.py: explorer, {WANTED} into a temporary environment", flush=True)
    with TemporaryDirectory() as folder:
        yield _install(Path(folder))


def _install(folder: Path) -> There | str:
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    version = "import importlib.metadata as m; print(m.version('frontrun'))"
    version_found = ""
    try:
        for command in (
            [sys.executable, "-m", "venv", str(folder)],
            [*pip, WANTED],
            [str(python), "-c", version],
        ):
            done = _run(command, 180)
            if done.returncode != 0:
                return f"it could not be installed here: {last_line(done.stderr)}"
            version_found = done.stdout.strip()
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"it could not be installed here: {error}"
    return There(python, version_found)


def _run(command: list[str], seconds: float) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)


def last_line(text: str) -> str:
    """Return where tracebacks and pip say what is wrong."""
    lines = text.strip().splitlines()
    return lines[-1].strip() if lines else "it said nothing"
