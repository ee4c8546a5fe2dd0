"""Run in a process of its own: one task of the explorer, its figures as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

from lockstep.explore import explore, explorer
from lockstep.explore.model.machine import State
from lockstep.explore.observe.trial import Program
from lockstep.explore.search.dpor import Reduction
from lockstep.explore.search.interleavings import Counting
from lockstep.explore.search.trace_classes import count_quiet
from lockstep.explore.study import Budget, Study

Found = dict[str, Any]


def _nothing(_source: str, _seconds: float | None) -> Found:
    return {}


def _explore(source: str, seconds: float | None) -> Found:
    found = explore(source, seconds=seconds)
    return {
        "interleavings": found.interleavings,
        "classes": found.classes,
        "runs": found.runs,
        "complete": found.complete,
        "shortest": all(outcome.is_shortest for outcome in found.outcomes),
        "says": found.verdict["headline"],
    }


def _study(source: str) -> tuple[Study, Budget, Callable[[State], Hashable]]:
    budget = Budget(None, None, None)
    study = Study(Program.of(source, "program.py", 0), budget)

    def ending_of(state: State) -> Hashable:
        return study.ending(state.core, state.over)

    return study, budget, ending_of


def _count(source: str, _seconds: float | None) -> Found:
    study, budget, ending_of = _study(source)
    counting = Counting(study.machine, ending_of, study.known)
    *_, orders = counting.count(explorer.MOST_NODES)
    *_, classes = count_quiet(study.machine, ending_of, study.known, explorer.MOST_NODES)
    return {
        "interleavings": orders.total,
        "classes": sum(classes.by_ending.values()),
        "runs": budget.runs,
        "complete": orders.complete and classes.complete,
    }


def _reduce(source: str, _seconds: float | None) -> Found:
    study, budget, ending_of = _study(source)
    reduction = Reduction(study.machine, ending_of, study.known)
    *_, found = reduction.explore(explorer.MOST_REDUCED)
    return {
        "classes": sum(map(len, found.traces.values())),
        "orders": found.orders,
        "blocked": found.blocked,
        "runs": budget.runs,
        "complete": found.complete,
    }


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
    began = time.perf_counter()
    found = _TASKS[asked["task"]](asked["source"], asked["seconds"])
    found["seconds"] = time.perf_counter() - began
    found["peak_mb"] = _peak_mb()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
