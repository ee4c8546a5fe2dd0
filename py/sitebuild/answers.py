"""What the engine answers of a program, kept from build to build as long as neither changes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lockstep
from lockstep.explore import explore
from lockstep.explore.choices import record_orders

from .kept import Kept, digest_of

#: More than any lesson needs; one that needs more says so on its page.
MOST_RUNS = 20_000
_ENGINE = Path(lockstep.__file__).parent
#: Lessons are programs like any other: what is kept of one depends on its own text alone.
_LESSONS = _ENGINE / "scenarios"


class Answers:
    """Answers about programs, from a folder of the cache where they were found out before.

    A program is asked about under the name of a file, which its tracebacks show.
    """

    def __init__(self, cache: Path) -> None:
        self._kept = Kept(cache / "answers", _digest_of_the_engine())

    def run(self, file: str, source: str) -> str:
        """Return the trace of the program's default schedule, as JSON."""
        return self._find("run", file, source, _run)

    def exploration(self, file: str, source: str) -> dict[str, Any]:
        """Return what all its orders give."""
        found: dict[str, Any] = json.loads(self._find("exploration", file, source, _explored))
        return found

    def orders(self, file: str, source: str) -> str | None:
        """Return every order of it, as JSON; None where there are too many."""
        return self._find("orders", file, source, _orders) or None

    def _find(self, kind: str, file: str, source: str, find: Callable[[str, str], str]) -> str:
        return self._kept.text([kind, file, source], lambda: find(file, source))


def _digest_of_the_engine() -> str:
    engine = (path for path in _ENGINE.rglob("*.py") if not path.is_relative_to(_LESSONS))
    # how much is found out of a program is decided here
    return digest_of([Path(__file__), *sorted(engine)], sys.version)


def _run(file: str, source: str) -> str:
    return lockstep.run(source, filename=file).to_json()


def _explored(file: str, source: str) -> str:
    """Bounded by a number of runs, never by time: two builds must give the same bytes."""
    found = explore(source, filename=file, max_runs=MOST_RUNS).to_dict()
    del found["seconds_spent_ms"]
    # What was said on the way depends on how fast this machine is.
    return json.dumps({**found, "estimate": None, "doing": ""})


def _orders(file: str, source: str) -> str:
    found = record_orders(source, filename=file)
    return json.dumps(found.to_dict(), separators=(",", ":")) if found.complete else ""
