"""Lost updates: a task writes over what another wrote after it had read.

Actual: between a task's read of x and its write of x in a later step, another task wrote x.
Possible: that did not happen in this run, but nothing prevents it, since no one hold of a
lock spans the read and the write and is also needed for the other's write. A *hold* is one
acquisition of a lock until its release: taking the same lock twice is two holds, which is why
a lock round the read and another round the write protect nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from lockstep.findings.base import Event, Finding, Trace, finding, label, name

#: Lost updates told one by one; the rest are one finding with a ``count``.
MAX_TOLD = 100

Hold = tuple[int, int]


@dataclass
class _Pair:
    """A read and a later write by the same task, and the locks whose one hold spans both."""

    read: Event
    write: Event
    locks: frozenset[int]


@dataclass
class _Variable:
    """What happened to one variable, in order."""

    pairs: list[_Pair] = field(default_factory=list)
    writes: list[tuple[Event, frozenset[int]]] = field(default_factory=list)
    overwritten: list[tuple[_Pair, Event, int]] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)


def find(trace: Trace) -> list[Finding]:
    """Return the lost updates, and for other variables one possible one each."""
    variables = _Reader().read(trace)
    lives = _lives(trace)
    found = []
    for variable in variables.values():
        if variable.overwritten:
            found += _all_lost(trace, variable)
        else:
            found += _first_possible(trace, variable, lives)
    return found


class _Reader:
    """Walks the events once."""

    def __init__(self) -> None:
        self._variables: dict[int, _Variable] = defaultdict(_Variable)
        self._held: dict[int | None, set[Hold]] = defaultdict(set)
        self._step: dict[int | None, int] = {}
        self._reads: dict[tuple[int | None, int], tuple[Event, int, frozenset[Hold]]] = {}

    def read(self, trace: Trace) -> dict[int, _Variable]:
        """Return every variable's pairs, writes and overwritten writes."""
        for event in trace["events"]:
            handler = getattr(self, "_on_" + event["kind"].replace("-", "_"), None)
            if handler is not None:
                handler(event)
        return self._variables

    def _on_step_began(self, event: Event) -> None:
        self._step[event["task"]] = event["step"]

    def _on_lock_acquired(self, event: Event) -> None:
        self._held[event["task"]].add((event["object"], event["i"]))

    def _on_lock_released(self, event: Event) -> None:
        holds = self._held[event["owner"]]
        self._held[event["owner"]] = {h for h in holds if h[0] != event["object"]}

    def _on_read(self, event: Event) -> None:
        task = event["task"]
        now = event, self._step.get(task, -1), frozenset(self._held[task])
        self._reads[task, event["object"]] = now

    def _on_write(self, event: Event) -> None:
        task, variable = event["task"], self._variables[event["object"]]
        held = frozenset(self._held[task])
        read = self._reads.pop((task, event["object"]), None)
        if task is not None and read is not None and read[1] != self._step.get(task, -1):
            pair = _Pair(read[0], event, frozenset(lock for lock, _ in read[2] & held))
            variable.pairs.append(pair)
            over = _foreign(variable, pair)
            if over:
                lost = {write["i"] for write in over} - variable.gone
                variable.gone |= lost
                variable.overwritten.append((pair, over[0], len(lost)))
        variable.writes.append((event, frozenset(lock for lock, _ in held)))


def _foreign(variable: _Variable, pair: _Pair) -> list[Event]:
    """Return the writes by other tasks since the pair's read, the last one first."""
    found = []
    for write, _ in reversed(variable.writes):
        if write["i"] < pair.read["i"]:
            break
        if write["task"] not in (pair.write["task"], None):
            found.append(write)
    return found


def _all_lost(trace: Trace, variable: _Variable) -> list[Finding]:
    told = [_lost(trace, *each) for each in variable.overwritten[:MAX_TOLD]]
    rest = variable.overwritten[MAX_TOLD:]
    if rest:
        pair, over, _ = rest[0]
        count = sum(lost for _, _, lost in rest)
        text = f"So it goes on: {count:,} more updates of {_name(trace, pair)} were lost."
        events = [pair.read, over, pair.write]
        told.append(finding("lost-update", "error", text, events, short=text, count=count))
    return told


def _name(trace: Trace, pair: _Pair) -> str:
    return name(trace, pair.write["object"])


def _lost(trace: Trace, pair: _Pair, over: Event, lost: int) -> Finding:
    read, write, variable = pair.read, pair.write, _name(trace, pair)
    who, other = label(trace, write["task"]), label(trace, over["task"])
    wrote = f"{who} wrote {_shown(write, variable)} over {other}'s {_shown(over, 'change')}"
    saw = "" if read["value"] is None else f" as {read['value']}"
    text = (
        f"{wrote}: it had read {variable}{saw} (line {read['line']}) before {other} wrote "
        f"(line {over['line']}), and wrote at line {write['line']} without looking again."
    )
    source = "what" if read["value"] is None else f"the {read['value']}"
    short = f"{wrote}, worked out from {source} it had read before"
    return finding("lost-update", "error", text, [read, over, write], short=short, count=lost)


def _shown(write: Event, otherwise: str) -> str:
    return otherwise if write["value"] is None else str(write["value"])


def _first_possible(
    trace: Trace, variable: _Variable, lives: list[tuple[int, int]]
) -> list[Finding]:
    foreign: dict[tuple[int, frozenset[int]], Event] = {}
    for write, locks in variable.writes:
        if write["task"] is not None:
            foreign.setdefault((write["task"], locks), write)
    for pair in variable.pairs:
        for (task, locks), write in foreign.items():
            mine = pair.write["task"]
            if task != mine and not locks & pair.locks and _overlap(trace, lives, task, mine):
                return [_possible(trace, pair, write)]
    return []


def _possible(trace: Trace, pair: _Pair, write: Event) -> Finding:
    who, other = label(trace, pair.write["task"]), label(trace, write["task"])
    text = (
        f"{who} reads {_name(trace, pair)} at line {pair.read['line']} and writes it at line "
        f"{pair.write['line']}, with an await between; nothing keeps {other} from "
        f"writing it meanwhile (line {write['line']}). It went well this time."
    )
    return finding("lost-update-possible", "warning", text, [pair.read, write, pair.write])


def _overlap(trace: Trace, lives: list[tuple[int, int]], first: int, second: int) -> bool:
    """Return whether the two tasks were alive together, neither being the other's parent."""
    (a_from, a_to), (b_from, b_to) = lives[first], lives[second]
    parents = {trace["tasks"][first]["parent"], trace["tasks"][second]["parent"]}
    return max(a_from, b_from) < min(a_to, b_to) and not parents & {first, second}


def _lives(trace: Trace) -> list[tuple[int, int]]:
    """Return for each task the events of its creation and of its end."""
    lives = [(0, len(trace["events"])) for _ in trace["tasks"]]
    for event in trace["events"]:
        if event["kind"] == "task-created":
            lives[event["child"]] = event["i"], lives[event["child"]][1]
        elif event["kind"] in ("task-finished", "task-failed", "task-cancelled"):
            lives[event["task"]] = lives[event["task"]][0], event["i"]
    return lives
