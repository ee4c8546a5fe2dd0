"""What `explore` says of a program beside what the oracle finds."""

from __future__ import annotations

import os
import pickle
import select
import signal
import time
from dataclasses import dataclass, field
from typing import Any

import lockstep
from tests.oracle.enumeration import every_order

MOST_RUNS = 4_000  # of the oracle; larger programs are passed over
SECONDS = 5  # for the explorer
GRACE = 10  # seconds more until it counts as a hang

#: kinds of trouble, the worst first; those after HARMLESS are no untruth
UNTRUE, INVENTED, MISCOUNTED = "untrue", "invented", "miscounted"
CRASHED, HUNG, GAVE_UP, FINE, PASSED_OVER = "crashed", "hung", "gave up", "fine", "passed over"
FAULTS = (UNTRUE, INVENTED, MISCOUNTED, CRASHED, HUNG)


@dataclass
class Verdict:
    """How the explorer's answer compares with the truth.

    Attributes:
        kind: one of the words above.
        truth: of (status, result), in how many orders.
        answer: the same as the explorer has it; an order that rarely ends in two states of one
            result counts in two of its rows.
        largest: of (status, result), the largest row.
        wording: the explorer's reason for an incomplete answer, or the error.
        runs: executions of the oracle.
    """

    kind: str
    truth: dict[Any, Any] = field(default_factory=dict)
    answer: dict[Any, Any] = field(default_factory=dict)
    largest: dict[Any, Any] = field(default_factory=dict)
    wording: str = ""
    runs: int = 0


def compare(source: str, seconds: float = SECONDS) -> Verdict:
    """Compare in this process; a hang of the explorer hangs here."""
    truth = every_order(source, MOST_RUNS, seconds=seconds)
    if not truth.is_full or ("limit", None) in truth.endings:
        return Verdict(PASSED_OVER)
    wider = truth if not _may_meet_sets(source) else _with_task_orders(source, truth, seconds)
    verdict = Verdict(FINE, dict(truth.outcomes), runs=truth.runs)
    try:
        answer = lockstep.explore(source, seconds=seconds)
    except Exception as error:
        verdict.kind, verdict.wording = CRASHED, f"{type(error).__name__}: {error}"
        return verdict
    for outcome in answer.outcomes:
        key = outcome.status, outcome.result
        count = outcome.interleavings or 0
        verdict.answer[key] = verdict.answer.get(key, 0) + count
        verdict.largest[key] = max(verdict.largest.get(key, 0), count)
    verdict.wording = " ".join(answer.notes)
    verdict.kind = _judge(answer.complete, verdict, truth, wider)
    return verdict


def _judge(complete: bool, verdict: Verdict, truth: Any, wider: Any) -> str:
    found = set(verdict.answer)
    if complete and not found >= (truth if wider is None else wider).endings:
        return UNTRUE
    if wider is not None and not found <= wider.endings:
        return INVENTED
    if complete and wider is truth and not _is_counted_right(verdict):
        return MISCOUNTED
    return FINE if complete else GAVE_UP


def _is_counted_right(verdict: Verdict) -> bool:
    return all(
        verdict.largest.get(key, 0) <= count <= verdict.answer.get(key, 0)
        for key, count in verdict.truth.items()
    )


def _may_meet_sets(source: str) -> bool:
    """Whether the order of a set of tasks, which is that of addresses, may show."""
    words = ("asyncio.wait(", "as_completed", "TaskGroup", "all_tasks", "_tasks")
    return any(word in source for word in words) or source.count("create_task") > 1


def _with_task_orders(source: str, truth: Any, seconds: float) -> Any:
    if truth.tasks > 5:
        return None  # too many orders to know what is invented
    wider = every_order(source, 8 * MOST_RUNS, seconds=2 * seconds, task_orders=True)
    return wider if wider.is_full else None


def apart(source: str, seconds: float = SECONDS) -> Verdict:
    """Compare in a process of its own, which is ended when it hangs."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _answer(writer, source, seconds)
    os.close(writer)
    try:
        return _received(reader, 4 * seconds + GRACE)
    finally:
        os.close(reader)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _answer(writer: int, source: str, seconds: float) -> None:
    try:
        verdict = compare(source, seconds)
    except BaseException as error:  # the oracle's own
        verdict = Verdict(
            CRASHED, wording=f"the comparison failed: {type(error).__name__}: {error}"
        )
    with os.fdopen(writer, "wb") as pipe:
        pickle.dump(verdict, pipe)
    os._exit(0)


def _received(reader: int, patience: float) -> Verdict:
    until, data = time.monotonic() + patience, b""
    while select.select([reader], [], [], max(0.0, until - time.monotonic()))[0]:
        piece = os.read(reader, 65_536)
        if not piece:
            if not data:
                return Verdict(CRASHED, wording="the process died")
            verdict: Verdict = pickle.loads(data)
            return verdict
        data += piece
    return Verdict(HUNG, wording=f"no answer after {patience:g} s")
