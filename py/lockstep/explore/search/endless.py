"""Whether no end of orders is in sight: some task goes round and round while a sleep lasts.

Under any latency a sleep may last as long as it likes. So the program is run with the sleeps, or
timeouts, of one task that never come, though all others do, the newest first: a loop that asks
again and again, that beats until it is cancelled, or that tries again after each timeout, then
goes on to the bound of the run.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lockstep.clock import NEVER
from lockstep.environment.limits import Limits
from lockstep.run import run
from lockstep.schedulers import Boundary, Completion, RecordingReplay, Schedule, as_written
from lockstep.trace import Trace

#: Steps of a run in which some completions never come.
STEPS = 1_500
#: How often a task has to come back to one line in such a run,
ROUNDS = 200
#: and how many times as often as in the default order.
TIMES = 4
#: Boundaries in a row at which nothing comes: what spins without waiting is something else.
PATIENCE = 40
#: Kinds of completions of which that is tried, those first that are pending for longest.
TRIED = 6


@dataclass(frozen=True, slots=True)
class Endless:
    """What goes round and round.

    Attributes:
        who: the task.
        line: where it waits, in a loop.
        rounds: how often it came back there before that run was stopped.
        as_long: as long as what, in words.
        asks: whether that loop goes on until somebody else has set what it looks at.
    """

    who: str
    line: int
    rounds: int
    as_long: str
    asks: bool = False

    def __str__(self) -> str:
        return (
            f"{self.who} comes back to line {self.line} again and again ({self.rounds} times in a "
            f"run that was stopped then), {self.as_long}"
        )


def endless(source: str, filename: str, seed: int, begin: Callable[[], float]) -> Endless | None:
    """Return what goes on for ever while a completion does not come, if something does.

    Args:
        source: the program.
        filename: what tracebacks call it.
        seed: for the program's own chance.
        begin: called before each run; returns the seconds that it may take.
    """
    if not _may_go_on(source):
        return None
    recording = RecordingReplay(Schedule())
    limits = Limits(steps=STEPS, seconds=begin())
    default = run(source, seed=seed, filename=filename, scheduler=recording, limits=limits)
    for label in _pending_longest(recording):
        scheduler = Starving(label)
        limits = Limits(steps=STEPS, seconds=begin())
        trace = run(source, seed=seed, filename=filename, scheduler=scheduler, limits=limits)
        if scheduler.kept is not None and trace.status == "limit":
            found = _going_round(trace, default, scheduler.kept)
            if found is not None:
                return found
    return None


class Starving:
    """The policy that keeps completions of one label, and lets the newest other one arrive.

    Attributes:
        kept: the one that was kept last while another came. They come if nothing else can.
    """

    def __init__(self, label: str) -> None:
        self._label = label
        self.kept: Completion | None = None

    def begin(self) -> None:
        """Nothing was kept yet."""
        self.kept = None

    def arrivals(self, boundary: Boundary) -> Sequence[int]:
        """Return the newest, if something has to arrive; the default order, if none is pending."""
        can_come = [c for c in boundary.pending.values() if c.deadline_us < NEVER]
        kept = [completion for completion in can_come if completion.label == self._label]
        if not kept:
            return as_written(boundary)
        if not boundary.idle and boundary.passed < PATIENCE:
            return ()
        others = [completion for completion in can_come if completion.label != self._label]
        if not (others and boundary.idle):
            return (kept[-1].number,)
        self.kept = kept[-1]
        return (others[-1].number,)

    def end(self) -> None:
        """Nothing can be left over."""


def _may_go_on(source: str) -> bool:
    """Return whether a program has loops that no container bounds, by its text."""
    return any(map(_is_unbounded, ast.walk(ast.parse(source))))


def _is_unbounded(node: ast.AST) -> bool:
    """Return whether it is such a loop, or brings in what such loops are made with."""
    match node:
        case ast.While() | ast.AsyncFor():
            return True
        case ast.alias(name="itertools") | ast.ImportFrom(module="itertools"):
            return True
    return False


def _pending_longest(recording: RecordingReplay) -> list[str]:
    """Return the labels of completions that are pending while others are, in a run."""
    pending = (list(decision.boundary.pending.values()) for decision in recording.decisions)
    several = (each for each in pending if len(each) > 1)
    boundaries = Counter(completion.label for each in several for completion in each)
    return [label for label, _ in boundaries.most_common(TRIED)]


def _going_round(trace: Trace, default: Trace, kept: Completion) -> Endless | None:
    """Return the task that comes back to a line most often, and why that has no end."""
    looped = _looped(trace.source)
    waits = _waits(trace, looped).most_common(1)
    if not waits:
        return None
    (task, line), rounds = waits[0]
    if rounds < max(ROUNDS, TIMES * _waits(default, looped)[task, line]):
        return None
    label, as_long = trace.tasks[task]["label"], _as_long(trace, kept, task)
    return Endless(label, line, rounds, as_long, _asks(trace.source, line))


def _asks(source: str, line: int) -> bool:
    """Return whether the innermost loop round a line ends only by what others do, by its text.

    Its condition is made of names alone, it sets none of these, and nothing else leaves it.
    """
    loops = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.While | ast.For | ast.AsyncFor)
        if node.lineno <= line <= (node.end_lineno or 0)
    ]
    loop = max(loops, key=lambda node: node.lineno, default=None)
    if not isinstance(loop, ast.While):
        return False
    test, body = list(ast.walk(loop.test)), [n for node in loop.body for n in ast.walk(node)]
    asked = {_named(node) for node in test} - {None}
    if not asked or any(isinstance(node, ast.Call | ast.Subscript) for node in test):
        return False
    leaves = any(isinstance(node, ast.Break | ast.Return | ast.Raise) for node in body)
    stored = {_named(node) for node in body if isinstance(getattr(node, "ctx", None), ast.Store)}
    return not (leaves or asked & stored)


def _named(node: ast.AST) -> str | None:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", None)


def _looped(source: str) -> frozenset[int]:
    """Return the lines that stand in loops."""
    loops = ast.While | ast.For | ast.AsyncFor
    inside = (node for node in ast.walk(ast.parse(source)) if isinstance(node, loops))
    return frozenset(n for loop in inside for n in range(loop.lineno, (loop.end_lineno or 0) + 1))


def _waits(trace: Trace, looped: frozenset[int]) -> Counter[tuple[int, int]]:
    """Return how often each task was suspended at each line that stands in a loop.

    Where it awaits a coroutine that waits for something, that is the innermost such line.
    """
    waits = Counter[tuple[int, int]]()
    for event in trace.events:
        if event["kind"] == "suspended" and event["line"]:
            inward = [*event["callers"], event["line"]]
            line = next((line for line in reversed(inward) if line in looped), event["line"])
            waits[event["task"], line] += 1
    return waits


def _as_long(trace: Trace, kept: Completion, task: int) -> str:
    name, _, what = kept.label.rpartition("'s ")
    owner = next((task for task in trace.tasks if task["name"] == name), None)
    if owner is None:
        return f"while {kept.label} does not come"
    lines = [
        event["line"]
        for event in trace.events
        if event["kind"] == "suspended" and event["task"] == owner["id"]
        if event["until_us"] == kept.deadline_us and event["line"]
    ]
    where = f" (line {lines[-1]})" if lines else ""
    if owner["id"] == task:
        return f"as its own {what}{where} may last each time"
    return f"while {kept.label_for(owner['label'])}{where} lasts"
