"""How many orders are distinct follows from the program, not from how it was explored."""

import functools
import random

import pytest

from lockstep.explore import explore
from lockstep.explore.budget import Budget
from lockstep.explore.observe.execution import Execution
from lockstep.explore.observe.watched_run import Program
from lockstep.explore.search.trace_classes import count_traces
from lockstep.explore.summaries import Summaries
from tests.engine.explore.every_order import everything
from tests.engine.faults.programs import main
from tests.oracle.distinct import distinct
from tests.oracle.enumeration import every_order

DEPOSIT = """
total = 0
async def work(n):
    global total
    await asyncio.sleep(1)
    seen = total
    await asyncio.sleep(1)
    total = seen + n
"""
CANCELLED = main(
    """
    tasks = [asyncio.create_task(work(n)) for n in (1, 2)]
    await asyncio.sleep(1)
    tasks[0].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return total
    """,
    DEPOSIT,
)
FAILED = CANCELLED.replace("    await asyncio.sleep(1)\n    tasks[0].cancel()\n", "").replace(
    "    total = seen + n", "    total = seen + n\n    assert n > 1"
)
TIMED_OUT = main(
    """
    async def add():
        global total
        await asyncio.sleep(1)
        total += 1
    try:
        async with asyncio.timeout(1):
            await asyncio.gather(add(), add())
    except TimeoutError:
        total = -total
    return total
    """,
    "total = 0",
)
ONE_SLEEP = main(
    """
    tasks = [asyncio.create_task(work(n)) for n in (1, 2)]
    tasks[0].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return total
    """,
    """
total = 0
async def work(n):
    global total
    try:
        await asyncio.sleep(1)
    finally:
        total += n
    """,
)
GROUP = main(
    """
    async def fail():
        await asyncio.sleep(1)
        raise ValueError
    async with asyncio.TaskGroup() as group:
        group.create_task(work(1))
        group.create_task(fail())
    """,
    DEPOSIT,
)
PROGRAMS = {
    "main cancels": CANCELLED,
    "a child fails": FAILED,
    "all are timed out": TIMED_OUT,
    "a task group aborts": GROUP,
}

#: far more than is needed, so that no bound decides
SECONDS = 100

MAIN, CANCELLED_TASK, OTHER_TASK = 1, 2, 3


@functools.cache
def explored(source):
    return explore(source, seconds=SECONDS)


def _touched(word, place):
    """Return what a step of CANCELLED touches: names, and whether it changes what is there."""
    task, number = word[place], word[:place].count(word[place])
    if task > OTHER_TASK:  # asyncio.run's own
        return {}
    if task == MAIN:  # makes the tasks; cancels one and gathers both; is woken by these
        is_woken = number == 2
        total = {"total": False} if is_woken else {}
        return {"main": True, CANCELLED_TASK: True, OTHER_TASK: True, **total}
    cancels = [at for at, other in enumerate(word) if other == MAIN][1]
    steps_before = word[:cancels].count(task)
    is_cancelled = task == CANCELLED_TASK and place > cancels and number == steps_before
    if number == 0 or is_cancelled:
        return {task: True}
    return {task: True, "total": number == 2}


def test_they_are_those_that_differ_in_more_than_independent_steps():
    words = {word for word, _, _ in every_order(CANCELLED).orders}

    answer = explored(CANCELLED)

    counted = distinct(words, _touched)
    assert (answer.interleavings, answer.classes) == (len(words), len(counted))


@pytest.mark.parametrize("name", PROGRAMS)
def test_their_number_does_not_depend_on_what_is_tried_first(name, monkeypatch):
    source = PROGRAMS[name]
    first = explored(source)

    choose = Execution.choose

    def shuffled(execution, loop, options, rest):
        if execution.choices.chance is None and execution.choices.walk is None:
            options = sorted(options)
            random.Random(f"{execution.history} {len(options)}").shuffle(options)
        return choose(execution, loop, options, rest)

    monkeypatch.setattr(Execution, "choose", shuffled)
    again = explore(source, seconds=SECONDS)

    assert first.classes is not None
    assert _counts(first) == _counts(again)


@pytest.mark.parametrize("name", ["main cancels", "all are timed out"])
def test_it_is_the_same_for_orders_that_were_not_run_one_by_one(name):
    answer = explored(PROGRAMS[name])
    program = Program.of(PROGRAMS[name], "program.py", 0)
    summaries = Summaries(program, Budget(None, None, None), None)
    summaries.memory.folded = False

    *_, found = count_traces(
        summaries.machine,
        lambda state: summaries.ending(state.core, state.over),
        summaries.ask,
        60_000,
    )

    assert (found.complete, found.by_endings.total()) == (True, answer.classes)


def test_it_is_the_same_where_all_that_asyncio_queues_is_run_at_every_moment_it_can():
    answer = explored(ONE_SLEEP)

    assert answer.classes == len(everything(ONE_SLEEP, 2_000).classes)


def _counts(answer):
    rows = {(row.status, row.result, row.interleavings, row.classes) for row in answer.outcomes}
    return answer.complete, answer.classes, rows
