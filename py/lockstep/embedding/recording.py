"""What a docs build records of a program: its run, all its orders, its picture. Kept by content."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from lockstep import __version__
from lockstep.embedding import drawing
from lockstep.embedding.options import Options
from lockstep.embedding.program import Shown
from lockstep.explore import explore
from lockstep.run import run
from lockstep.schedulers import BadSchedule, Misfit
from lockstep.trace import wire

#: Executions that a docs build spends on one block; never seconds: two builds agree.
MOST_RUNS = 20_000


@dataclass(frozen=True)
class Results:
    """One program, run and explored with CPython.

    Attributes:
        trace, exploration: as their `to_dict` gives them.
        findings: each kind of finding in the runs of all outcomes, by the schedule that shows it;
            None where another order than those of the outcomes does.
    """

    trace: wire.Trace
    exploration: wire.Exploration
    findings: dict[str, str | None]


@dataclass(frozen=True)
class Recorded(Results):
    """What is known of a program, with its picture.

    Attributes:
        parts: of the picture, by name; empty where `undrawn` says why.
        undrawn: why there is no picture, or an empty string.
    """

    parts: dict[str, str] = field(default_factory=dict)
    undrawn: str = ""


def results_of(shown: Shown, schedule: str | None = None, kept_in: Path | None = None) -> Results:
    """Return what is known of a program; it runs only if that is not kept already.

    Args:
        shown: the program.
        schedule: the order that the trace shows.
        kept_in: the folder of what is kept, or None to keep nothing.

    Raises:
        SourceError: the text does not compile.
        BadSchedule, Misfit: the schedule is none, or not one of this program.
    """
    return Results(
        **_kept(kept_in, _key(shown, schedule), lambda: asdict(_explored(shown, schedule)))
    )


def record(
    shown: Shown, schedule: str | None = None, prefix: str = "ls", kept_in: Path | None = None
) -> Recorded:
    """Return what is known of a program and its picture, whose ids begin with ``prefix``.

    Raises:
        SourceError, BadSchedule, Misfit: as `results_of` does.
    """
    known = results_of(shown, schedule, kept_in)
    try:
        parts, undrawn = _drawn(known, f"{_key(shown, schedule)}-drawn", prefix, kept_in), ""
    except drawing.DrawingError as error:
        parts, undrawn = {}, str(error)
    return Recorded(**vars(known), parts=parts, undrawn=undrawn)


def record_asked(
    shown: Shown, embed: Options, prefix: str, kept_in: Path | None = None
) -> tuple[Recorded, Options]:
    """Return what `record` does in the order that is asked for, and what was asked for.

    An order that is none of this program, or a step after its last, is answered by a sentence in
    the latter, and the program is shown without it.

    Raises:
        SourceError: the text does not compile.
    """
    try:
        recorded = record(shown, embed.get("schedule"), prefix, kept_in)
    except (BadSchedule, Misfit) as error:
        embed = embed.without("schedule", str(error))
        recorded = record(shown, None, prefix, kept_in)
    step, last = embed.get("step"), recorded.parts.get("steps")
    if step and last and int(step) > int(last):
        embed = embed.without("step", f"step='{step}' is after the last, {last}")
    return recorded, embed


def _explored(shown: Shown, schedule: str | None) -> Results:
    trace = run(shown.source, schedule, filename=shown.filename).to_dict()
    found = explore(shown.source, filename=shown.filename, max_runs=MOST_RUNS).to_dict()
    return Results(trace, found, _findings(shown, found))


def _findings(shown: Shown, explored: wire.Exploration) -> dict[str, str | None]:
    """The shortest order that shows each kind comes first."""
    found: dict[str, str | None] = {}
    for outcome in sorted(explored["outcomes"], key=lambda each: int(each["deviations"])):
        for each in run(shown.source, outcome["schedule"], filename=shown.filename).findings:
            # what is possible in one order happens in another: one name for both
            found.setdefault(each["kind"].removesuffix("-possible"), outcome["schedule"])
    if any(outcome["losing"] for outcome in explored["outcomes"]):
        found.setdefault("lost-update", None)
    return found


def _drawn(known: Results, key: str, prefix: str, kept_in: Path | None) -> dict[str, str]:
    """The ids of a picture are the page's; everything else of it is kept."""
    parts = _kept(kept_in, key, lambda: drawing.draw(known.trace, known.exploration, _PREFIX))
    return {name: html.replace(_PREFIX, prefix) for name, html in parts.items()}


def _kept(folder: Path | None, name: str, make: Callable[[], wire.Row]) -> wire.Row:
    """Return what is kept under a name, or make it and keep it."""
    file = folder / f"{name}.json" if folder else None
    content: object = _read(file) if file else None
    if isinstance(content, dict):
        return content
    made = make()
    if file:
        _write(file, made)
    return made


#: Of a kept file; counted up when `Results` changes.
_FORMAT = 2
#: Stands for the prefix of a page's ids in a picture that is kept.
_PREFIX = "lockstep-prefix-0"


def _key(shown: Shown, schedule: str | None) -> str:
    """All that decides what is recorded: program, order, this package, this Python."""
    package = _FORMAT, __version__, drawing.fingerprint(), platform.python_version()
    parts = [*package, sys.platform, shown.filename, str(schedule), shown.source]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def named_folder() -> Path | None:
    """Return the folder for what is kept that the user names, ``LOCKSTEP_CACHE``, if any."""
    named = os.environ.get("LOCKSTEP_CACHE")
    return Path(named) if named else None


def folder() -> Path:
    """Return the folder for what is kept where no docs builder has one of its own."""
    named = named_folder()
    if named:
        return named
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "lockstep"


def _read(file: Path) -> object:
    """What a half-written or foreign file holds counts as nothing."""
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _write(file: Path, content: object) -> None:
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
