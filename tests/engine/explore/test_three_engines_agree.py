"""Enumeration without any reduction, the graph of states and the reduction check each other."""

from itertools import islice

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from lockstep.explore import explore
from tests.engine.every_order import every_run
from tests.engine.explore.engines import by_reduction
from tests.engine.explore.every_order import everything
from tests.engine.explore.small_programs import programs

MOST = 60

CANCELS_ITSELF = """
import asyncio
lock, tasks = asyncio.Lock(), []
async def work():
    async with lock:
        await asyncio.sleep(0.1)
        tasks[0].cancel()
async def main():
    tasks.extend(asyncio.create_task(work()) for _ in range(2))
    await asyncio.gather(*tasks)
asyncio.run(main())
"""
CALLBACK_AS_THE_LOOP_STOPS = """
import asyncio
late = []
def add():
    late.append(1)
async def main():
    asyncio.get_running_loop().call_later(0.1, add)
asyncio.run(main())
assert not late
"""
CLEANED_UP_BY_RUN = """
import asyncio
x, event = 0, asyncio.Event()
async def work():
    global x
    await asyncio.sleep(0.1)
    event.set()
    await asyncio.sleep(0.1)
    x = 1
async def main():
    global task
    task = asyncio.create_task(work())
    await event.wait()
asyncio.run(main())
assert x == 0
"""


@pytest.mark.parametrize("source", [CANCELS_ITSELF, CALLBACK_AS_THE_LOOP_STOPS, CLEANED_UP_BY_RUN])
def test_the_graph_counts_what_enumeration_counts_though_the_loop_stops_early(source):
    assert _counted_by_the_graph(source) == _counted_by_enumeration(source)


@settings(
    max_examples=20,
    phases=[Phase.generate],
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(programs(tasks=2))
def test_programs_made_by_chance_are_counted_alike_by_all_three(source):
    traces = list(islice(every_run(source, MOST + 1), MOST + 1))
    assume(len(traces) <= MOST)

    answer = explore(source, max_runs=300)

    enumerated = everything(source, 2 * MOST)
    counts = len(enumerated.words), len(enumerated.classes)
    assert {outcome.key for outcome in answer.outcomes} == {_key(trace) for trace in traces}
    assert (answer.complete, answer.interleavings, answer.classes) == (True, *counts), answer.notes
    assert sum(by_reduction(source)[0].values()) == len(enumerated.traces)


def _counted_by_enumeration(source):
    found = everything(source, 1_000)
    return found.endings, len(found.words), len(found.classes)


def _counted_by_the_graph(source):
    answer = explore(source)
    endings = {(outcome.status, outcome.result) for outcome in answer.outcomes}
    return endings, answer.interleavings, answer.classes


@pytest.mark.parametrize("source", [CANCELS_ITSELF, CALLBACK_AS_THE_LOOP_STOPS])
def test_the_reduction_finds_the_classes_that_enumeration_finds(source):
    classes, _ = by_reduction(source)

    assert classes == everything(source, 1_000).summary()[1]


def _key(trace):
    return trace.status, trace.result, tuple(sorted(trace.state.items()))
