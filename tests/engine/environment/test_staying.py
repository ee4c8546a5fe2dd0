"""Between many runs, what does nothing outside of them stays in place; at the end nothing does."""

import asyncio
import builtins
import os
import random
import sys
import time

from lockstep.explore import explore
from lockstep.run import many_runs, run
from tests.engine.explore import programs

PLACES = [
    (time, "sleep"),
    (time, "time"),
    (os, "urandom"),
    (random, "seed"),
    (random.Random, "seed"),
    (builtins, "open"),
    (os, "remove"),
    (asyncio, "new_event_loop"),
]
DRAWS = """
import random, tempfile
random.seed(); print(random.Random().random(), random.random(), tempfile.mkdtemp())
"""
REPLACES = """
import builtins, time
before = time.sleep, builtins.open
time.sleep = builtins.open = None
print(all(callable(each) for each in before))
"""

COLLECTS = """
import asyncio, gc
log = []
class Knot:
    def __del__(self):
        log.append("gone")
async def work(number):
    knot = Knot()
    knot.itself = knot
    await asyncio.sleep(1)
    del knot
    log.append(number)
async def collect():
    await asyncio.sleep(1)
    gc.collect()
    log.append("collected")
async def main():
    await asyncio.gather(work(1), collect(), work(2))
    return log
asyncio.run(main())
"""


def _there():
    return [vars(owner)[name] for owner, name in PLACES]


def _tools():
    return [sys.monitoring.get_tool(tool) for tool in range(6)]


def test_an_exploration_leaves_everything_where_it_was():
    before = _there(), _tools()

    explore(programs.bank(2))

    assert (_there(), _tools()) == before


def test_what_a_program_puts_in_the_place_of_a_stand_in_is_gone_in_the_next_run():
    with many_runs():
        printed = [run(REPLACES).stdout for _ in range(3)]

    assert printed == ["True\n"] * 3


def test_what_a_collection_of_the_program_has_aged_is_gone_in_the_next_run(monkeypatch):
    monkeypatch.setattr(sys, "unraisablehook", sys.__unraisablehook__)  # pytest's prints nothing

    answer = explore(COLLECTS)

    assert (answer.deterministic, answer.complete) == (True, True)
    assert {outcome.result for outcome in answer.outcomes} == {
        "[1, 'gone', 'collected', 2]",
        "[2, 'gone', 'collected', 1]",
        "[1, 2, 'gone', 'gone', 'collected']",
        "[2, 1, 'gone', 'gone', 'collected']",
        "['collected', 1, 2]",
        "['collected', 2, 1]",
    }


def test_stand_ins_that_stay_do_what_they_stand_for():
    with many_runs():
        run("import asyncio\nasyncio.run(asyncio.sleep(3))")
        apart = time.time() - time.clock_gettime(time.CLOCK_REALTIME)

    assert abs(apart) < 60  # a virtual clock says that it is the first of January, 2026


def test_a_tool_that_rests_makes_way_when_all_ids_are_taken():
    taken = []
    with many_runs():
        run("import asyncio\nasyncio.run(asyncio.sleep(3))")
        for tool in range(6):
            if sys.monitoring.get_tool(tool) is None:
                sys.monitoring.use_tool_id(tool, "a debugger")
                taken.append(tool)
        for tool in taken[:2]:
            sys.monitoring.free_tool_id(tool)
        ended = run("import asyncio\nasyncio.run(asyncio.sleep(3))").status
    for tool in taken[2:]:
        sys.monitoring.free_tool_id(tool)

    assert (ended, _tools()) == ("ok", [None] * 6)


def test_chance_is_the_same_in_each_of_many_runs():
    with many_runs():
        drawn = [run(DRAWS).stdout for _ in range(3)]

    assert drawn == [run(DRAWS).stdout] * 3
