"""Lost updates: a task writes over what another wrote after it had read.

Actual: a task read x, the value it read flows into what it writes to x in a later step, and
between the two another task wrote x. A write of something else (``owner = me``) is no update of
what was read, and a change in place (``seen.add(item)``) writes over nothing.

Possible: that did not happen in this run, but nothing seen in it prevents it. The read and the
write lie in no one hold of a lock that the other's write needs as well, and no chain of reasons
(see `order`) puts the other's write before the read or after the write. Who looks at x again in
the step in which it writes has noticed what changed.

Source: the locks that cover both accesses are the lockset of S. Savage et al., "Eraser", TOCS
1997; by the hold and not by the lock, since a lock round the read and again round the write
protects nothing (C. Artho et al., "High-level data races", STVR 2003).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from lockstep.findings.base import Event, Finding, finding, label, name
from lockstep.findings.contents import value_before
from lockstep.findings.governing import is_checked_again
from lockstep.findings.moments import Moments
from lockstep.findings.order import Order
from lockstep.findings.values import Unknown, parsed

#: Lost updates shown one by one; the rest are one finding with a ``count``.
MAX_SHOWN = 100
#: Reads of a task that are looked at for the one a write is made of, the latest first.
MAX_READS = 50
#: Runs with more events are not searched for what was only possible.
MAX_EVENTS = 20_000
#: Variables that are searched for it.
MAX_VARIABLES = 20
#: Updates of a variable that are.
MAX_UPDATES = 200


@dataclass
class _Update:
    """A read and a later write made of it, by the same task."""

    read: Event
    write: Event


@dataclass
class _Variable:
    """What happened to one variable, in order."""

    updates: list[_Update] = field(default_factory=list)
    overwritten: list[tuple[_Update, Event, int]] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)


def find(moments: Moments, _: Sequence[Finding] = ()) -> list[Finding]:
    """Return the lost updates, and for other variables one possible one each."""
    variables: dict[int, _Variable] = defaultdict(_Variable)
    for event in moments.events:
        if event["kind"] == "write" and event["task"] is not None:
            _written(moments, event, variables[event["object"]])
    found = []
    searched = 0
    for number, variable in variables.items():
        if variable.overwritten:
            found += _all_lost(moments, variable)
        elif variable.updates and len(moments.events) <= MAX_EVENTS and searched < MAX_VARIABLES:
            searched += 1
            found += _first_possible(moments, number, variable)
    return found


def _written(moments: Moments, write: Event, variable: _Variable) -> None:
    read = _made_of(moments, write) if moments.is_assignment(write) else None
    if read is None or moments.step[read["i"]] == moments.step[write["i"]]:
        return
    update = _Update(read, write)
    variable.updates.append(update)
    over = _foreign(moments, update)
    if over and not _is_restored(moments, update):
        lost = {each["i"] for each in over} - variable.gone
        variable.gone |= lost
        variable.overwritten.append((update, over[0], len(lost)))


def _made_of(moments: Moments, write: Event) -> Event | None:
    """Return the latest read by the same task that what was written is made of."""
    reads = (
        e
        for e in moments.before(write["object"], write["i"])
        if e["kind"] == "read" and e["task"] == write["task"]
    )
    for _, read in zip(range(MAX_READS), reads, strict=False):
        if moments.flows(read, write):
            return read
    return None


def _foreign(moments: Moments, update: _Update) -> list[Event]:
    """Return the writes by other tasks between an update's read and its write, the last first."""
    read, write = update.read, update.write
    between = moments.writes_between(write["object"], read["i"], write["i"])
    return [e for e in reversed(between) if e["task"] != write["task"]]


def _is_restored(moments: Moments, update: _Update) -> bool:
    """Return whether the variable holds again what was read: then nothing is lost."""
    read, write = update.read, update.write
    if read["object"] != write["object"]:
        return False
    try:
        return bool(value_before(moments, write["object"], write["i"]) == parsed(read["value"]))
    except Unknown:
        return False


def _all_lost(moments: Moments, variable: _Variable) -> list[Finding]:
    shown = [_lost(moments, *each) for each in variable.overwritten[:MAX_SHOWN]]
    rest = variable.overwritten[MAX_SHOWN:]
    if rest:
        update, over, _ = rest[0]
        count = sum(lost for _, _, lost in rest)
        text = f"So it goes on: {count:,} more updates of {_name(moments, update)} were lost."
        events = [update.read, over, update.write]
        shown.append(finding("lost-update", "error", text, events, short=text, count=count))
    return shown


def _name(moments: Moments, update: _Update) -> str:
    return name(moments.trace, update.write["object"])


def _lost(moments: Moments, update: _Update, over: Event, lost: int) -> Finding:
    read, write, variable = update.read, update.write, _name(moments, update)
    who, other = label(moments.trace, write["task"]), label(moments.trace, over["task"])
    wrote = f"{who} wrote {_shown(write, variable)} over {other}'s {_shown(over, 'change')}"
    saw = "" if read["value"] is None else f" as {read['value']}"
    looked_at = name(moments.trace, read["object"])
    text = (
        f"{wrote}: it had read {looked_at}{saw} (line {read['line']}) before {other} wrote "
        f"(line {over['line']}), and wrote at line {write['line']} without looking again."
    )
    source = "what" if read["value"] is None else f"the {read['value']}"
    short = f"{wrote}, worked out from {source} it had read before"
    return finding("lost-update", "error", text, [read, over, write], short=short, count=lost)


def _shown(write: Event, otherwise: str) -> str:
    return otherwise if write["value"] is None else str(write["value"])


def _first_possible(moments: Moments, number: int, variable: _Variable) -> list[Finding]:
    writes: dict[tuple[int, frozenset[int]], Event] = {}
    for event in moments.within(number):
        if event["kind"] == "write" and event["task"] is not None:
            locks = frozenset(hold.lock for hold in moments.holds[event["i"]])
            writes.setdefault((event["task"], locks), event)
    order = Order(moments, number)
    for update in variable.updates[:MAX_UPDATES]:
        if is_checked_again(moments, update.write):
            continue
        first, last = moments.holds[update.read["i"]], moments.holds[update.write["i"]]
        kept = {hold.lock for hold in first & last}
        for (task, locks), write in writes.items():
            mine = update.write["task"]
            if task == mine or locks & kept or not _overlap(moments, task, mine):
                continue
            if not order.is_before(write, update.read) and not order.is_before(update.write, write):
                return [_possible(moments, update, write)]
    return []


def _possible(moments: Moments, update: _Update, write: Event) -> Finding:
    trace = moments.trace
    who, other = label(trace, update.write["task"]), label(trace, write["task"])
    text = (
        f"{who} reads {_name(moments, update)} at line {update.read['line']} and writes it at line "
        f"{update.write['line']}, with an await between; nothing seen here keeps {other} from "
        f"writing it meanwhile (line {write['line']})."
    )
    events = [update.read, write, update.write]
    return finding("lost-update-possible", "warning", text, events)


def _overlap(moments: Moments, first: int, second: int) -> bool:
    """Return whether the two tasks were alive together, neither being the other's parent."""
    (a_from, a_to), (b_from, b_to) = moments.lives[first], moments.lives[second]
    tasks = moments.trace["tasks"]
    parents = {tasks[first]["parent"], tasks[second]["parent"]}
    return max(a_from, b_from) < min(a_to, b_to) and not parents & {first, second}
