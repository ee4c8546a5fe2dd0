"""The faults, by room. A fault that does not fit its function any more says so: rewrite it."""

from __future__ import annotations

from tests.engine.faults.planting import Fault

LOOP = (
    # the ready queue is first in, first out, and arrivals go behind what is queued
    Fault("loop:VirtualLoop._run_once", "popleft()", "pop()", ("default", "starts")),
    Fault("loop:VirtualLoop._arrive", "ready.append(", "ready.appendleft(", ("loop", "behind")),
    Fault(
        "loop:VirtualLoop._reach_boundary",
        "in arrivals:",
        "in arrivals[::-1]:",
        ("default", "ties"),
    ),
    # what is posted meanwhile belongs to the next batch
    Fault(
        "loop:VirtualLoop._run_once",
        "for _ in range(len(self._ready)):",
        "while self._ready:",
        ("loop", "between"),
    ),
    Fault(
        "loop:VirtualLoop._run_once",
        "if not handle._cancelled:",
        "if True:",
        ("default", "cancelled handle"),
    ),
    Fault(
        "loop:VirtualLoop._timer_handle_cancelled",
        "if id(handle) in",
        "if id(self) in",
        ("refused", "1=0"),
    ),
    Fault(
        "loop:VirtualLoop._reach_boundary",
        "not self._ready and not self._stopping\n        pending",
        "not self._ready\n        pending",
        ("loop", "timer before stop"),
    ),
    Fault(
        "loop:VirtualLoop._reach_boundary", "c.deadline_us < NEVER", "True", ("default", "for ever")
    ),
    Fault(
        "loop:VirtualLoop._arrive",
        "self.clock.move_to(completion.deadline_us)",
        "self.clock.now_us",
        ("default", "clock"),
    ),
    Fault("loop:Numbers.next_task_name", "+= 1", "+= 2", ("default", "names")),
    Fault("loop:Task.__hash__", "self._place", "-self._place", ("default", "set of tasks")),
)
SCHEDULERS = (
    Fault(
        "schedulers.written:as_written",
        ", completion.number)",
        ", -completion.number)",
        ("default", "ties"),
    ),
    Fault(
        "schedulers.written:as_written", "(completion.deadline_us, ", "(", ("default", "overslept")
    ),
    Fault(
        "schedulers.written:as_written", "boundary.passed >= PATIENCE", "False", ("default", "poll")
    ),
    Fault(
        "schedulers.chosen:Chosen.arrivals",
        "return chosen",
        "return chosen[:1]",
        ("replay", "0=1.0"),
    ),
    Fault(
        "schedulers.chosen:Chosen.arrivals",
        "return chosen",
        "return as_written(boundary)",
        ("replay", "0=1"),
    ),
    Fault("schedulers.chosen:Chosen.arrivals", "if missing:", "if not self:", ("refused", "0=7")),
    Fault("schedulers.chosen:Chosen.end", "if self._left:", "if not self:", ("refused", "99=0")),
    Fault(
        "schedulers.base:Boundary.checked", "self.idle and not chosen", "False", ("boundary", "")
    ),
    Fault(
        "schedulers.base:Boundary.checked", "or number in chosen[:place]", "", ("boundary", "1.1")
    ),
    Fault(
        "schedulers.base:Boundary.checked", "number not in self.pending or", "", ("boundary", "7")
    ),
)
FINDINGS = (
    Fault("findings.deadlocks:_cycles", "if task in path:", "if False:", ("findings", "opposite")),
    Fault(
        "findings.deadlocks:_cycle", "if len(cycle) == 1:", "if not cycle:", ("findings", "itself")
    ),
    Fault("findings.deadlocks:find", "and not found", "and found", ("findings", "nobody")),
    Fault("findings.leaks:find", '"lock-released"', '"lock-"', ("findings", "released")),
    Fault("findings.leaks:find", "leaked.update(mine)", "pass", ("findings", "never released")),
    Fault(
        "findings.lost_updates:_foreign",
        'e["task"] != write["task"]',
        "False",
        ("findings", "lost"),
    ),
    Fault(
        "findings.lost_updates:_made_of",
        "moments.flows(read, write)",
        "True",
        ("findings", "owner"),
    ),
    Fault(
        "findings.lost_updates:_first_possible", "or locks & kept ", "", ("findings", "released")
    ),
)
FAULTS = (*LOOP, *SCHEDULERS, *FINDINGS)
