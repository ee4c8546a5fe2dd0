"""Findings against the truth: counters that end too low, over orders made by chance."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

import lockstep
from tests.engine.chance import ByChance

PROGRAM = """
import asyncio
balance = 0
lock = asyncio.Lock()
{tasks}
async def main():
    await asyncio.gather({names})
    return balance
asyncio.run(main())
"""

#: Ways to add one; those that await between read and write can lose.
STEPS = {
    "plain": "balance += 1",
    "slow": "v = balance\n    await asyncio.sleep(0.1)\n    balance = v + 1",
    "yields": "v = balance\n    await asyncio.sleep(0)\n    balance = v + 1",
    "augmented": "balance += await asyncio.sleep(0.1, 1)",
    "arrives": "await asyncio.sleep(0.2)\n    balance += 1",
    "locked": "async with lock:\n        v = balance\n        await asyncio.sleep(0.1)\n"
    "        balance = v + 1",
    "split": "async with lock:\n        v = balance\n    await asyncio.sleep(0.1)\n"
    "    async with lock:\n        balance = v + 1",
}


def program(plans):
    tasks = [
        f"async def work_{n}():\n    global balance\n    " + "\n    ".join(STEPS[s] for s in plan)
        for n, plan in enumerate(plans)
    ]
    names = ", ".join(f"work_{n}()" for n in range(len(plans)))
    return PROGRAM.format(tasks="\n".join(tasks), names=names)


def kinds(trace):
    return {finding["kind"] for finding in trace.findings}


PLANS = st.lists(
    st.lists(st.sampled_from([*STEPS]), min_size=1, max_size=3), min_size=2, max_size=3
)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(PLANS, st.integers(0, 999))
def test_a_lost_update_is_found_if_and_only_if_the_counter_ends_too_low(plans, seed):
    trace = lockstep.run(program(plans), scheduler=ByChance(seed))
    total = sum(map(len, plans))
    assert trace.status == "ok"
    assert ("lost-update" in kinds(trace)) == (int(trace.result) < total)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(PLANS, st.integers(0, 99))
def test_what_one_order_loses_is_at_least_possible_in_the_order_as_written(plans, seed):
    source = program(plans)
    if "lost-update" in kinds(lockstep.run(source, scheduler=ByChance(seed))):
        assert kinds(lockstep.run(source)) & {"lost-update", "lost-update-possible"}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.sampled_from(["plain", "arrives", "locked"]), min_size=1, max_size=3),
    st.integers(2, 3),
    st.integers(0, 99),
)
def test_nothing_is_said_of_updates_that_no_order_loses(plan, tasks, seed):
    # all alike: either every task takes the lock round its slow update, or none is slow
    plan = [step for step in plan if step == "locked"] or plan
    trace = lockstep.run(program([plan] * tasks), scheduler=ByChance(seed))
    assert not kinds(trace) & {"lost-update", "lost-update-possible"}


LOCKS = """
import asyncio
locks = [asyncio.Lock() for _ in range(3)]
async def work(first, second):
    async with locks[first]:
        await asyncio.sleep(0.1)
        async with locks[second]:
            await asyncio.sleep(0.1)
async def main():
    await asyncio.gather({calls})
asyncio.run(main())
"""
PAIRS = [*itertools.permutations(range(3), 2)]


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PAIRS), min_size=2, max_size=4), st.integers(0, 999))
def test_a_run_deadlocks_if_and_only_if_a_cycle_is_found_with_its_holders(pairs, seed):
    calls = ", ".join(f"work({a}, {b})" for a, b in pairs)
    trace = lockstep.run(LOCKS.format(calls=calls), scheduler=ByChance(seed))
    found = [finding for finding in trace.findings if finding["kind"] == "deadlock"]
    assert (trace.status == "deadlock") == bool(found)
    for link in (link for finding in found for link in finding["cycle"]):
        first, _ = pairs[link["task"] - 1]
        held = trace.objects[link["object"]]["name"]
        assert (link["line"], link["held_since_line"]) == (7, 5)
        assert held != f"locks[{first}]"
