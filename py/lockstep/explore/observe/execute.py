"""A program is executed once, bare, in one of the modes."""

from __future__ import annotations

import asyncio
import builtins
from dataclasses import replace
from typing import Literal

from lockstep.cpython.replacing import replaced
from lockstep.explore.observe.choices import Choices
from lockstep.explore.observe.choosing_loop import ChoosingLoop
from lockstep.explore.observe.conversions import BUILTINS
from lockstep.explore.observe.early_loops import ChosenLoop, EarlyLoop, TiesLoop, TimedLoop
from lockstep.explore.observe.execution import LIMITS, Execution, Merged
from lockstep.explore.observe.finals import returns_observed
from lockstep.explore.observe.late_loops import FoldedLoop, LateLoop
from lockstep.explore.observe.listing_sites import functions
from lockstep.explore.observe.listings import Listings
from lockstep.explore.observe.names import Names
from lockstep.explore.observe.partly_folded import PartlyFoldedLoop
from lockstep.explore.observe.plain import Plain
from lockstep.loop import Numbers
from lockstep.run import Job
from lockstep.schedulers import AsWritten

#: How a completion is chosen: when the step runs that it wakes; so a sleep only, and any other
#: when it runs itself; each when it runs itself; when it is queued; that, and how long it took, as
#: far as it decides something; that with room for what floats are rounded to; only among ties; or
#: it has been chosen before, boundary by boundary.
Mode = Literal["folded", "partly", "late", "early", "timed", "roomy", "ties", "chosen"]

_LOOPS: dict[Mode, type[ChoosingLoop]] = {
    "folded": FoldedLoop,
    "partly": PartlyFoldedLoop,
    "late": LateLoop,
    "early": EarlyLoop,
    "timed": TimedLoop,
    "roomy": TimedLoop,
    "ties": TiesLoop,
    "chosen": ChosenLoop,
}


def execute(
    program: Plain, names: Names, choices: Choices, mode: Mode, seconds: float
) -> Execution | None:
    """Execute a program once; return None if it came to where another execution was before.

    Raises:
        Unfold: it cannot be executed in the mode 'folded', or in 'partly'.
        TimeDecides: it cannot be executed in the modes 'folded', 'partly' and 'late'.
        Rounded: it cannot be executed in the mode 'timed'.

    Args:
        program: what is executed.
        names: shared by all executions of the program.
        choices: what to choose; what was chosen is noted there.
        mode: how completions are chosen.
        seconds: real time that it may take.
    """
    names.begin()
    if mode in ("timed", "roomy"):
        program = program.following_times()
    job = _job(program, choices, mode, seconds)
    execution = Execution(program, names, job, choices)
    if mode in ("timed", "roomy"):
        job.clock = execution.follow_time(mode == "roomy")
        execution.unfollowed = "date.today(" in program.source  # which is written in C
    elif mode in ("folded", "partly", "late"):
        job.clock = execution.watch_time()
    instead = {**BUILTINS, **_reporting(program, job, choices)}
    with returns_observed(program.coroutines, execution.returned), replaced(builtins, **instead):
        try:
            ending, _ = job.run(execution)
        except Merged as error:
            _let_go_of(error)
            return None
        finally:
            choices.in_sets = job.numbers.in_sets
    execution.status, execution.result = ending["status"], ending["result"]
    return execution


def _reporting(program: Plain, job: Job, choices: Choices) -> dict[str, object]:
    """Return what a program calls that tells when it goes through sets."""
    if not program.reports_listings:
        return {}
    listings = choices.listings = job.numbers.listings = Listings(job.numbers)
    return dict(functions(listings))


def _job(program: Plain, choices: Choices, mode: Mode, seconds: float) -> Job:
    return Job(
        program.source,
        program.filename,
        program.seed,
        replace(LIMITS, seconds=min(seconds, LIMITS.seconds)),
        AsWritten(),
        code=program.code,
        loop_type=_LOOPS[mode],
        watched={asyncio.Lock: ""},  # nothing: bare
        numbers=Numbers(choices.set_order),
    )


def _let_go_of(error: BaseException) -> None:
    """Break the circle of an exception, its frames and the loop that it has ended."""
    error.__traceback__ = error.__context__ = None
