"""A trace: everything that is known about one run, ready for JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import cast

from lockstep.trace import wire
from lockstep.trace.events import SCHEMA


@dataclass(frozen=True)
class Trace:
    """One run. Times are microseconds of virtual time; see `lockstep.trace.events` for the events.

    Attributes:
        python: the version of the Python that ran it, as '3.13.1'.
        runtime: what ran it: 'cpython' or 'pyodide'.
        source: the text of the program.
        filename: what tracebacks call it.
        schedule: the token that replays the run.
        seed: of the ``random`` module.
        deviations: where the run deviates from the default order: ``boundary``, the ``event`` at
            which that shows, its ``t_us`` and a sentence.
        status: 'ok', 'failed' (an AssertionError), 'error', 'deadlock' or 'limit'.
        result: ``repr`` of what asyncio.run returned, or of the exception; None otherwise.
        error: what ended it: type, message, line and traceback; None if nothing did.
        balance: the one number to compare: what came out, and what the file expects; or None.
        stdout, stderr: what the program has written.
        duration_us: the virtual time that it took, in microseconds.
        tasks: each task, by its number.
        objects: each lock or the like, and each variable that more than one task touched.
        events: what happened, in order.
        findings: what went wrong, or is worth a look.
        verdict: the answer in words: ``tone``, ``headline`` and ``text``.
        schema: the name and version of this form of a trace.
        calls: the calls of the program's functions in which shared state was touched: ``function``,
            ``by`` (the call that made it) on which ``line``, the ``events`` in it, and ``locals``:
            for an event, the local values that decide a test of what was read.
        state: watched variables, else those that more than one task wrote, with the ``repr``
            of their last value.
    """

    python: str
    runtime: str
    source: str
    filename: str
    schedule: str
    seed: int
    status: wire.Status
    result: str | None
    error: wire.ProgramError | None
    state: dict[str, str]
    balance: wire.Balance | None
    stdout: str
    stderr: str
    duration_us: int
    tasks: list[wire.Task]
    objects: list[wire.TrackedObject]
    events: list[wire.Event]
    deviations: list[wire.Deviation] = field(default_factory=list)
    calls: list[wire.Call] = field(default_factory=list)
    findings: list[wire.Finding] = field(default_factory=list)
    verdict: dict[str, str] = field(default_factory=dict)
    schema: str = SCHEMA

    def to_dict(self) -> wire.Trace:
        """Return the trace as plain dicts, lists, strings and integers."""
        return cast(wire.Trace, dict(vars(self)))

    def to_json(self) -> str:
        """Return the trace as one line of JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))
