"""Run in a process of its own: one task of the explorer, its figures as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lockstep.explore import engines, explore
from lockstep.trace import wire

Found = dict[str, Any]


def _nothing(_source: str, _seconds: float | None) -> Found:
    return {}


def _explore(source: str, seconds: float | None) -> Found:
    reached: dict[str, float] = {}

    def note(known: wire.Exploration) -> None:
        stages = {
            "a failure": any(each["tone"] == "wrong" for each in known["outcomes"]),
            "counted": known["interleavings"] is not None,
            "proved": known["complete"],
        }
        for stage in [stage for stage, is_reached in stages.items() if is_reached]:
            reached.setdefault(stage, time.process_time() - began)

    began = time.process_time()
    found = explore(source, seconds=seconds, progress=note)
    return {
        "transitions": found.transitions,
        "stages": "  ".join(f"{stage} {cpu:.2f}" for stage, cpu in reached.items()),
        "interleavings": found.interleavings,
        "classes": found.classes,
        "runs": found.runs,
        "complete": found.complete,
        "shortest": all(outcome.is_shortest for outcome in found.outcomes),
        "says": found.verdict["headline"],
    }


def _count(source: str, _seconds: float | None) -> Found:
    return asdict(engines.count(source))


def _reduce(source: str, _seconds: float | None) -> Found:
    return asdict(engines.reduce(source))


_TASKS: dict[str, Callable[[str, float | None], Found]] = {
    "nothing": _nothing,
    "explore": _explore,
    "count": _count,
    "reduce": _reduce,
}


def _peak_mb() -> float:
    """Where there is a /proc, what the parent took before it started this does not count."""
    status = Path("/proc/self/status")
    if status.exists():
        words = status.read_text(encoding="utf-8").split()
        return int(words[words.index("VmHWM:") + 1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Read a task from standard input and write what was found to standard output."""
    asked = json.loads(sys.stdin.read())
    began, cpu = time.perf_counter(), time.process_time()
    found = _TASKS[asked["task"]](asked["source"], asked["seconds"])
    found["seconds"] = time.perf_counter() - began
    found["cpu"] = time.process_time() - cpu
    found["peak_mb"] = _peak_mb()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
