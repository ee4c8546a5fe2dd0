"""Where tasks are cancelled, a sleep and the step that it wakes are still one choice."""

from collections import Counter

import pytest

from lockstep.explore.model.memory import Memory
from lockstep.explore.observe.names import Names
from lockstep.explore.observe.plain import Plain
from lockstep.explore.observe.symmetry import Asymmetric
from lockstep.explore.search.by_running import Running, replay
from lockstep.explore.search.state_graph import Graph
from tests.engine.faults.programs import SPEAK, main
from tests.oracle.enumeration import every_order

DEPOSIT = """
balance = 0
async def deposit():
    global balance
    await asyncio.sleep(1)
    old = balance
    await asyncio.sleep(1)
    balance = old + 1
"""

PROGRAMS = {
    "main cancels a sleeper": main(
        """
        tasks = [asyncio.create_task(deposit()) for _ in range(2)]
        await asyncio.sleep(1)
        tasks[0].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return balance
        """,
        DEPOSIT,
    ),
    "a timer cancels a sleeper, and tells when": main(
        """
        task = asyncio.create_task(say("slept"))
        other = asyncio.create_task(say("other"))
        loop = asyncio.get_running_loop()
        loop.call_later(1, lambda: (log.append("cancel"), other.cancel(), task.cancel()))
        loop.call_later(1, log.append, "tick")
        await asyncio.gather(task, other, return_exceptions=True)
        return log
        """,
        SPEAK,
    ),
    "two timeouts": main(
        """
        async def guarded():
            try:
                await asyncio.wait_for(deposit(), 5)
            except TimeoutError:
                log.append("late")
        await asyncio.gather(guarded(), guarded())
        return balance, log
        """,
        DEPOSIT,
    ),
    "a timeout around two sleepers, one of whom goes on": main(
        """
        async def stubborn():
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                log.append("no")
        try:
            async with asyncio.timeout(1):
                await asyncio.gather(stubborn(), say("a"), say("b"))
        except TimeoutError:
            log.append("over")
        return log
        """,
        SPEAK,
    ),
    "cancelled while waiting for a lock that a sleeper holds": main(
        """
        lock = asyncio.Lock()
        async def hold(word):
            async with lock:
                await say(word)
        tasks = [asyncio.create_task(hold(word)) for word in "abc"]
        await asyncio.sleep(1)
        tasks[1].cancel()
        tasks[0].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return log
        """,
        SPEAK,
    ),
    "what a timer posts, and a sleeper": main(
        """
        event = asyncio.Event()
        async def wait():
            await event.wait()
            log.append("set")
        asyncio.get_running_loop().call_later(1, event.set)
        await asyncio.gather(wait(), say("a"), say("b"))
        return log
        """,
        SPEAK,
    ),
    "wait with a timeout": main(
        """
        tasks = [asyncio.create_task(say(word)) for word in "ab"]
        done, left = await asyncio.wait(tasks, timeout=1)
        log.append(len(done))
        await asyncio.gather(*left)
        return log
        """,
        SPEAK,
    ),
    "cancelled twice": main(
        """
        async def stubborn():
            for n in range(2):
                try:
                    await asyncio.sleep(1)
                except asyncio.CancelledError:
                    log.append(n)
        task = asyncio.create_task(stubborn())
        loop = asyncio.get_running_loop()
        loop.call_later(1, task.cancel)
        await asyncio.sleep(1)
        task.cancel()
        await task
        return log
        """,
    ),
    "a group whose child fails": main(
        """
        async def fail():
            await asyncio.sleep(1)
            raise ValueError
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(fail())
                group.create_task(say("a"))
                await say("body")
        except* ValueError:
            log.append("failed")
        return log
        """,
        SPEAK,
    ),
}


def run(text, mode):
    running = Running(Plain.of(text, "program.py", 0), mode)
    *_, ran = running.go_on(5.0)
    assert (running.mode, ran.complete) == (mode, True)
    return running


def ends(running):
    return Counter(
        ending for order in running.ran.orders.values() for ending in ended(order.endings)
    )


def ended(endings):
    return {ending[:2] for ending in endings}


@pytest.mark.parametrize("name", PROGRAMS)
def test_it_gives_the_orders_and_ends_of_every_sleep_chosen_by_itself(name):
    assert ends(run(PROGRAMS[name], "partly")) == ends(run(PROGRAMS[name], "late"))


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_oracle_finds_the_same_orders_and_ends(name):
    truth = every_order(PROGRAMS[name])

    assert ends(run(PROGRAMS[name], "partly")) == truth.outcomes


@pytest.mark.parametrize("name", PROGRAMS)
def test_each_order_is_noted_as_asyncios_own_loop_runs_it(name):
    running = run(PROGRAMS[name], "partly")

    for order in running.ran.orders.values():
        _, replayed = replay(running.program, running.names.memory, order.timers, 5.0)
        assert (replayed.handles, replayed.ending[:2]) == (order.handles, order.ending[:2])


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_graph_of_its_states_has_the_same_orders(name):
    text = PROGRAMS[name]
    graph = Graph(Plain.of(text, "program.py", 0), Names(Memory(False)), "partly")
    for _ in graph.grow(5.0):
        pass
    *_, orders = graph.counting().count(10_000)

    assert orders.total == len(run(text, "partly").ran.orders)


def test_it_takes_far_fewer_executions():
    text = PROGRAMS["two timeouts"]
    partly, late = run(text, "partly").ran, run(text, "late").ran

    assert len(partly.orders) == len(late.orders) == 72
    assert 3 * partly.executions < late.executions


def grown(text, is_renaming):
    names = Names(Memory(False))
    graph = Graph(Plain.of(text, "program.py", 0), names, "partly", is_renaming=is_renaming)
    for _ in graph.grow(5.0):
        pass
    *_, orders = graph.counting().count(10_000)
    found = Counter()
    for endings, count in orders.by_endings.items():
        for ending in ended(endings):
            found[ending] += count
    return graph, found


GUARDED = """
async def guarded():
    try:
        await asyncio.wait_for(deposit(), 5)
    except TimeoutError:
        log.append("late")
"""


def equals(count):
    return main(
        f"""
        await asyncio.gather(*(guarded() for _ in range({count})))
        return balance, log
        """,
        DEPOSIT + GUARDED,
    )


def test_equal_tasks_with_timeouts_of_their_own_are_taken_for_one():
    text = equals(3)
    (renamed, ends), (plain, truth) = grown(text, True), grown(text, False)

    assert (sum(ends.values()), ends) == (4_668, truth)
    assert renamed.has_renamed
    assert 4 * renamed.executions < plain.executions


def test_equal_tasks_that_gather_cancels_are_not():
    text = equals(2).replace(
        "    await asyncio.gather(*(guarded() for _ in range(2)))",
        "    await asyncio.wait_for(asyncio.gather(deposit(), deposit()), 5)",
    )

    with pytest.raises(Asymmetric):
        grown(text, True)


#: What shows, or depends on, whether a sleep is over whose task has not run since.
SHOWS = {
    "its text": "log.append('finished' in repr(tasks[1]))",
    "a cancellation taken back": "tasks[1].cancel()\n    tasks[1].uncancel()",
    "left while others sleep": "return log",
}


@pytest.mark.parametrize("what", SHOWS)
def test_where_a_sleep_that_is_over_shows_otherwise_each_is_chosen_by_itself(what):
    text = main(
        f"""
    tasks = [asyncio.create_task(say(word)) for word in "ab"]
    tasks[0].cancel()
    await asyncio.sleep(1)
    {SHOWS[what]}
    await asyncio.gather(*tasks, return_exceptions=True)
    return log
    """,
        SPEAK,
    )
    running = Running(Plain.of(text, "program.py", 0), "partly")
    *_, ran = running.go_on(5.0)

    assert running.mode == "late"
    assert {ending[:2] for ending in ran.arrivals} == every_order(text).endings


def test_what_cannot_be_folded_in_whole_is_folded_in_part():
    running = Running(Plain.of(PROGRAMS["two timeouts"], "program.py", 0), "folded")
    *_, ran = running.go_on(5.0)

    assert (running.mode, len(ran.orders)) == ("partly", 72)
