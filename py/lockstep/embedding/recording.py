"""What a docs build records of a program: its run, all its orders, its picture. Kept by content."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lockstep import __version__
from lockstep.embedding import drawing
from lockstep.embedding.program import Shown
from lockstep.explore import explore
from lockstep.run import run

#: Executions that a docs build spends on one block; never seconds: two builds agree.
MOST_RUNS = 20_000


@dataclass(frozen=True)
class Recorded:
    """One program, run and explored with CPython.

    Attributes:
        trace, exploration: as their `to_dict` gives them.
        parts: of the picture, by name; empty where `undrawn` says why.
        undrawn: why there is no picture, or an empty string.
    """

    trace: dict[str, Any]
    exploration: dict[str, Any]
    parts: dict[str, str]
    undrawn: str = ""


def record(shown: Shown, schedule: str | None = None, prefix: str = "ls") -> Recorded:
    """Return what is known of a program; it runs only if it has not been recorded before.

    Raises:
        SourceError: the text does not compile.
        BadSchedule, Misfit: the schedule is none, or not one of this program.
    """
    kept = _folder() / f"{_key(shown, schedule)}.json"
    known = _read(kept)
    if known is None:
        known = _recorded(shown, schedule)
        _write(kept, known)
    parts, undrawn = {}, ""
    try:
        parts = _drawn(known, kept.stem, prefix)
    except drawing.DrawingError as error:
        undrawn = str(error)
    return Recorded(known["trace"], known["exploration"], parts, undrawn)


def _recorded(shown: Shown, schedule: str | None) -> dict[str, Any]:
    trace = run(shown.source, schedule, filename=shown.filename)
    found = explore(shown.source, filename=shown.filename, max_runs=MOST_RUNS)
    return {"trace": trace.to_dict(), "exploration": found.to_dict()}


def _drawn(known: dict[str, Any], key: str, prefix: str) -> dict[str, str]:
    """The ids of a picture are the page's; everything else of it is kept."""
    kept = _folder() / f"{key}-drawn.json"
    parts = _read(kept)
    if parts is None:
        parts = drawing.draw(known["trace"], known["exploration"], _PREFIX)
        _write(kept, parts)
    return {name: html.replace(_PREFIX, prefix) for name, html in parts.items()}


#: Stands for the prefix of a page's ids in a picture that is kept.
_PREFIX = "lockstep-prefix-0"


def _key(shown: Shown, schedule: str | None) -> str:
    """All that decides what is recorded: program, order, this package, this Python."""
    package = __version__, drawing.fingerprint(), platform.python_version()
    parts = [*package, sys.platform, shown.filename, str(schedule), shown.source]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _folder() -> Path:
    named = os.environ.get("LOCKSTEP_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "lockstep"


def _read(file: Path) -> Any:
    """What a half-written or foreign file holds counts as nothing."""
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _write(file: Path, content: Any) -> None:
    """Whole or not at all; a cache that cannot be written is done without."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=file.parent, delete=False
        ) as unfinished:
            json.dump(content, unfinished)
        Path(unfinished.name).replace(file)
    except OSError:
        return
