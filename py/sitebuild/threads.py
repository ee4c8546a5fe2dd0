"""The lesson about threads: programs run for real, and the recording that the page shows.

No thread can be started in the browser, and a real run never takes the same milliseconds twice.
So the recording is made by hand, `python3 build.py record-threads`, and kept with the sources;
builds only read it.
"""

from __future__ import annotations

import ast
import json
import platform
import runpy
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("recordings")
RECORDING = FOLDER / "threads.json"
PROGRAMS = ("one_asyncio_lock", "lock_per_loop", "threading_lock")

NAME = "threads"
TITLE = "A lock for tasks is no lock for threads"
LESSON = (
    "An `asyncio.Lock` keeps apart the tasks of *one* event loop. It does not protect against "
    "threads of the operating system: those need a `threading.Lock`."
)

Announce = Callable[[str], None]


def record(announce: Announce) -> None:
    """Run all programs and put what they did in the place of the last recording."""
    runs = []
    for name in PROGRAMS:
        announce(f"running {name}.py")
        runs.append(run(name))
    recording = {
        "schema": "lockstep-recording/1",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "platform": f"{platform.system()} {platform.machine()}",
        "runs": runs,
    }
    RECORDING.write_text(json.dumps(recording, indent=1) + "\n", encoding="utf-8")
    announce(f"{RECORDING.name} is written; commit it, and build to see it")


def run(name: str) -> dict[str, Any]:
    """Run one program in this interpreter, without any loop or clock of ours."""
    path = FOLDER / f"{name}.py"
    lines: list[dict[str, Any]] = []
    began = time.perf_counter()

    def keep(*words: object) -> None:
        """Stand for `print`; `append` may be called from any thread."""
        ms = round((time.perf_counter() - began) * 1000)
        thread = threading.current_thread().name
        lines.append({"ms": ms, "thread": thread, "text": " ".join(map(str, words))})

    program = runpy.run_path(str(path), init_globals={"print": keep}, run_name=name)
    return {
        "name": name,
        "source": path.read_text(encoding="utf-8"),
        "final": program["main"](),
        "expected": program["EXPECTED"],
        "lines": lines,
    }


def load() -> dict[str, Any]:
    """The recording, each run with the title and the lesson that its program begins with."""
    recording: dict[str, Any] = json.loads(RECORDING.read_text(encoding="utf-8"))
    runs = [run | _split(run["source"]) for run in recording["runs"]]
    return recording | {"runs": runs}


def _split(source: str) -> dict[str, str]:
    module = ast.parse(source)
    title, _, lesson = (ast.get_docstring(module) or "").partition("\n")
    code = source.splitlines()[module.body[0].end_lineno :]
    return {"title": title, "lesson": " ".join(lesson.split()), "code": "\n".join(code).strip()}
