"""The schedule of an outcome has the fewest deviations of all that lead to it."""

import pytest

from lockstep.explore import explore, explorer
from lockstep.explore.model.memory import Unrepeatable
from lockstep.explore.strategies.state_by_state import StateByState
from lockstep.explore.strategies.summarised import Summarised
from lockstep.run import run
from tests.engine.every_order import every_run
from tests.engine.explore import programs

_SPEAK = """
import asyncio, time

log = []

async def say(word, seconds=1):
    await asyncio.sleep(seconds)
    log.append(word)

async def main():
    {}
    return log

asyncio.run(main())
"""


def _main(*lines):
    return _SPEAK.format("\n    ".join(lines))


SMALL = {
    "two deposits": programs.bank(2),
    "a sleep of no length": programs.SLEEP_ZERO,
    "opposite locks": programs.opposite(arrival=True),
    "one after a check": programs.casrot(2),
    "sleeps of other lengths": _main("await asyncio.gather(say('a', 3), say('b', 1), say('c', 2))"),
    "a call that blocks": _main(
        "tasks = [asyncio.create_task(say('b', 2)), asyncio.create_task(say('a'))]",
        "await asyncio.sleep(0)",
        "time.sleep(5)",
        "await asyncio.wait(tasks)",
    ),
    "a call that blocks between sleeps": _main(
        "task = asyncio.create_task(say('b', 2))",
        "await asyncio.sleep(1)",
        "time.sleep(5)",
        "await asyncio.sleep(1)",
        "log.append('main')",
        "await task",
    ),
    "timers": _main(
        "loop = asyncio.get_running_loop()",
        "loop.call_later(2, log.append, 'x')",
        "loop.call_later(1, log.append, 'y')",
        "await asyncio.sleep(3)",
    ),
    "a timeout round two": _main(
        "async with asyncio.timeout(9):",
        "    await asyncio.gather(say('a'), say('b'))",
    ),
    "iterations between": _main(
        "task = asyncio.create_task(say('a'))",
        "for n in range(3):",
        "    log.append(n)",
        "    await asyncio.sleep(0)",
        "await task",
    ),
    "a sleep that is cancelled": _main(
        "task = asyncio.create_task(say('a'))",
        "await asyncio.sleep(1)",
        "task.cancel()",
        "await asyncio.gather(task, say('b'), return_exceptions=True)",
    ),
    "a loop that is stopped": """
import asyncio

log = []
loop = asyncio.new_event_loop()
loop.call_later(1, log.append, "late")
loop.stop()
loop.run_forever()
loop.close()
raise ValueError(log)
""",
}


def fewest(source):
    """The least number of deviations to each outcome, from every run that there is."""
    least = {}
    for trace in every_run(source, 1000):
        outcome = trace.status, trace.result, tuple(trace.state.items())
        deviations = trace.schedule.count("=")
        least[outcome] = min(deviations, least.get(outcome, deviations))
    return least


def reported(found):
    """The same as an exploration has it; of rows that show alike, the nearest."""
    least = {}
    for o in sorted(found.outcomes, key=lambda o: -o.deviations):
        least[o.status, o.result, tuple(o.state.items())] = o.deviations
    return least


@pytest.mark.parametrize("name", SMALL)
def test_no_run_at_all_gets_there_with_fewer(name):
    found = explore(SMALL[name])

    assert reported(found) == fewest(SMALL[name])
    assert all(outcome.is_shortest for outcome in found.outcomes)


@pytest.mark.parametrize("name", SMALL)
def test_nor_where_the_orders_are_counted_and_not_all_run(name, monkeypatch):
    monkeypatch.setattr(explorer, "FEW", 0)

    assert reported(explore(SMALL[name])) == fewest(SMALL[name])


@pytest.mark.parametrize("name", SMALL)
def test_each_schedule_leads_to_its_outcome(name):
    for outcome in explore(SMALL[name]).outcomes:
        trace = run(SMALL[name], schedule=outcome.schedule)
        assert (trace.status, trace.result, trace.state) == (
            outcome.status,
            outcome.result,
            outcome.state,
        )
        assert len(trace.deviations) == outcome.deviations


#: Whose every completion is a sleep that wakes its task, and which cancel nothing.
OF_SLEEPS = {
    "two deposits": programs.bank(2),
    "a sleep of no length": programs.SLEEP_ZERO,
    "opposite locks": programs.opposite(arrival=True),
    "one after a check": programs.casrot(2),
    "sleeps of other lengths": SMALL["sleeps of other lengths"],
    "a call that blocks between sleeps": SMALL["a call that blocks between sleeps"],
    "a lock passed on": programs.lockinc(2),
    "an await under the lock": _main(
        "lock = asyncio.Lock()",
        "async def late(word):",
        "    async with lock:",
        "        await say(word)",
        "await asyncio.gather(late('a'), late('b'), say('c', 2))",
    ),
    "steps before and after the sleeps": _main(
        "async def twice(word):",
        "    await asyncio.sleep(0)",
        "    await say(word)",
        "    await asyncio.sleep(0)",
        "    log.append(word)",
        "await asyncio.gather(twice('a'), twice('b'))",
    ),
    "one lot after another": _main(
        "await asyncio.gather(say('a'), say('b'))",
        "await asyncio.gather(say('c'), say('d'))",
    ),
    "two loops, one after the other": _main("await asyncio.gather(say('a'), say('b', 2))")
    + "time.sleep(1)\nasyncio.run(main())\n",
}


def contradicted(*_):
    raise Unrepeatable("what its steps do could not be predicted")


@pytest.mark.parametrize("name", OF_SLEEPS)
def test_the_transitions_that_were_taken_tell_it_without_any_summary(name, monkeypatch):
    monkeypatch.setattr(explorer, "FEW", 0)
    monkeypatch.setattr(Summarised, "_agreed", contradicted)

    found = explore(OF_SLEEPS[name])

    assert found.transitions is not None
    assert reported(found) == fewest(OF_SLEEPS[name])
    assert all(outcome.is_shortest for outcome in found.outcomes)


#: Too many runs to try them all.
LARGER = {
    "three deposits": programs.bank(3),
    "a lock round half": programs.WRONG_REPAIR,
    "deposits of equal tasks and another": _main(
        "async def put(seconds):",
        "    await asyncio.sleep(seconds)",
        "    seen = len(log)",
        "    await asyncio.sleep(1)",
        "    log[:] = [None] * (seen + 1)",
        "await asyncio.gather(put(1), put(1), put(2))",
    ),
}


@pytest.mark.parametrize("name", LARGER)
def test_it_is_as_near_as_the_summaries_say(name, monkeypatch):
    monkeypatch.setattr(explorer, "FEW", 0)
    monkeypatch.setattr(explorer, "DISTINCT_SECONDS", 60.0)  # also on a busy machine
    by_transitions = explore(LARGER[name])

    monkeypatch.setattr(StateByState, "find_shortest", lambda _: None)
    by_summaries = explore(LARGER[name])

    assert reported(by_transitions) == reported(by_summaries)
    assert all(o.is_shortest for o in (*by_transitions.outcomes, *by_summaries.outcomes))


def test_the_default_order_shows_what_ends_like_it_where_no_step_could_be_predicted(monkeypatch):
    monkeypatch.setattr(explorer, "FEW", 0)
    monkeypatch.setattr(Summarised, "_agreed", contradicted)

    found = explore(programs.lockinc(3))

    assert [(o.interleavings, o.deviations, o.schedule, o.is_shortest) for o in found.outcomes] == [
        (found.interleavings, 0, "written", True)
    ]
