"""Orders of sets of tasks are choices: what only another one leads to is an outcome of its own.

CPython leaves these orders to addresses. The oracle gives tasks hashes in every order.
"""

from __future__ import annotations

import itertools
import re
from itertools import permutations, product

import pytest

import lockstep
from lockstep.explore import budget, is_by_sets
from lockstep.explore.search.set_orders import is_tried_in_full, other_orders
from lockstep.reproduce import script
from lockstep.schedulers import Schedule
from tests.engine.reproduce.stock import play
from tests.oracle.enumeration import every_order

HEAD = """
import asyncio, weakref
log, latest = [], None
async def work(n, naps=0):
    for _ in range(naps):
        await asyncio.sleep(1)
    return n
async def told(n):
    try:
        await asyncio.Event().wait()
    finally:
        global latest
        latest = n
        log.append(n)
async def fail():
    raise ValueError
async def main():
    make = asyncio.create_task
"""
#: programs in which the order of a set shows: three tasks each, or two
SHOWS = {
    "two done at once": """
    ts = [make(work(n)) for n in (1, 2)] + [make(asyncio.Event().wait())]
    done, pending = await asyncio.wait(ts, return_when=asyncio.FIRST_COMPLETED)
    return [task.result() for task in done]
""",
    "the pending are cancelled": """
    ts = [make(told(n)) for n in (1, 2)] + [make(work(3, 1))]
    done, pending = await asyncio.wait(ts, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.wait(pending)
    return log
""",
    "a group aborts": """
    try:
        async with asyncio.TaskGroup() as group:
            for n in (1, 2, 3):
                group.create_task(told(n))
            await asyncio.sleep(0)
            group.create_task(fail())
    except* ValueError:
        pass
    return log
""",
    "as they are completed": """
    ts = {make(work(n)) for n in (1, 2, 3)}
    await asyncio.sleep(0)
    return [await one for one in asyncio.as_completed(ts)]
""",
    "a set of one's own": """
    ts = {make(work(n, 1)) for n in (1, 2)}
    return [await task for task in ts]
""",
    "a set is gathered": """
    return await asyncio.gather(*{make(work(n)) for n in (1, 2, 3)})
""",
    "weak references": """
    ts = [make(work(n)) for n in (1, 2, 3)]
    return [await task for task in weakref.WeakSet(ts)]
""",
    "only a variable tells": """
    ts = {make(told(n)) for n in (1, 2, 3)}
    await asyncio.sleep(0)
    for task in ts:
        task.cancel()
    await asyncio.wait(ts)
    log.clear()
""",
}
#: the order of a set makes no difference
HIDES = {
    "sums": """
    done, _ = await asyncio.wait([make(work(n)) for n in (1, 2, 3)])
    return sum(task.result() for task in done)
""",
    "sorts": """
    ts = {make(work(n)) for n in (1, 2, 3)}
    return sorted([await task for task in ts])
""",
    "a group aborts unheard": """
    try:
        async with asyncio.TaskGroup() as group:
            for n in (1, 2):
                group.create_task(asyncio.sleep(9))
            group.create_task(fail())
    except* ValueError:
        pass
    return "failed"
""",
}


def program(body):
    return f"{HEAD}{body}\nasyncio.run(main())\n"


def endings(answer):
    return {(row.status, row.result) for row in answer.outcomes}


def counts(answer):
    found = {}
    for row in answer.outcomes:
        if not is_by_sets(row):
            end = row.status, row.result
            found[end] = found.get(end, 0) + row.interleavings
    return found


@pytest.fixture(scope="module", params=[*SHOWS, *HIDES])
def explored(request):
    source = program({**SHOWS, **HIDES}[request.param])
    return request.param, source, lockstep.explore(source, filename="program.py")


def test_all_outcomes_are_found_that_orders_of_sets_lead_to(explored):
    _, source, answer = explored

    true = every_order(source, task_orders=True)

    assert (answer.complete, endings(answer)) == (True, true.endings), answer.doubts


def test_counts_are_those_with_sets_as_tasks_were_created(explored):
    _, source, answer = explored

    true = every_order(source)

    assert (counts(answer), answer.interleavings) == (dict(true.outcomes), true.interleavings)


def test_an_outcome_by_an_order_of_sets_has_a_row_that_says_so(explored):
    name, _, answer = explored

    rows = [row for row in answer.outcomes if row.set_order]
    assert (len(rows) > 0, answer.set_orders > 1) == (name in SHOWS, True)
    assert "tasks in sets in all" in answer.verdict["text"]
    assert all(row.schedule.startswith("any-") and "sets=" in row.schedule for row in rows)


def test_every_row_can_be_run_again_with_and_without_lockstep(explored):
    _, source, answer = explored
    rows = answer.outcomes

    traces = [lockstep.run(source, row.schedule, filename="program.py") for row in rows]
    scripts = [script(source, row.schedule, filename="program.py") for row in rows]

    for row, trace, played in zip(rows, traces, play(scripts), strict=True):
        assert (trace.status, trace.result, trace.schedule) == (
            row.status,
            row.result,
            row.schedule,
        )
        assert len(trace.deviations) == row.deviations
        shown = played["outcome"]
        assert (shown["status"], shown["result"]) == (row.status, row.result)


def test_an_order_of_sets_is_one_deviation_and_no_row_has_more_than_it_needs(explored):
    _, source, answer = explored
    rows = {row.key: row for row in answer.outcomes}

    for order in permutations((1, 2)):
        trace = lockstep.run(source, Schedule(set_order=order))
        row = rows[trace.status, trace.result, tuple(sorted(trace.state.items()))]
        assert row.deviations <= 1, order


#: sets of the same tasks are gone through twice: CPython's need not list them in equal order
DISAGREE = {
    "put in otherwise": """
    return [[task.result() for task in each] for each in ({a, b}, {b, a})]
""",
    "of another size": """
    many = {a, b, *range(100, 130)}
    return [[task.result() for task in each if task in ts] for each in ({a, b}, many)]
""",
    "in a circle": """
    return [next(iter(each)).result() for each in ({a, b}, {b, c}, {c, a})]
""",
    "waited for twice": """
    one, _ = await asyncio.wait([a, b])
    two, _ = await asyncio.wait([b, a])
    return [[task.result() for task in each] for each in (one, two)]
""",
    "in tuples": """
    return [name for task, name in {(a, "a"), (b, "b")}]
""",
    "put in again": """
    both = {a, b}
    first = [task.result() for task in both]
    both.clear()
    both.add(b)
    both.add(a)
    return first, [task.result() for task in both]
""",
    "put in again under another name": """
    both = {a, b}
    put_in = both.add
    first = [task.result() for task in both]
    both.clear()
    put_in(b)
    put_in(a)
    return first, [task.result() for task in both]
""",
    "by operators": """
    both = {a, b}
    first = [task.result() for task in both]
    both -= {a, b}
    both |= {b}
    both |= {a}
    return first, [task.result() for task in both]
""",
    "by what is called": """
    firsts = [sorted(each, key=lambda task: 0)[0] for each in ({a, b}, {b, a})]
    return [task.result() for task in firsts]
""",
    "inside of lists": """
    import itertools
    return [task.result() for task in itertools.chain.from_iterable([{a, b}, {b, a}])]
""",
    "taken out": """
    return {a, b}.pop().result(), {b, a}.pop().result()
""",
    "weak references": """
    return [[task.result() for task in each] for each in ({a, b}, weakref.WeakSet([b, a]))]
""",
    "text that is made up": """
    names = {"both": {a, b}, "again": {b, a}, "found": []}
    exec("for each in both, again: found.append([task.result() for task in each])", names)
    return names["found"]
""",
}
#: each set, or each pair of tasks, is gone through once: one order of sets explains all
AGREE = {
    "a loop that waits for the first": """
    left = {make(work(n, n % 2)) for n in (1, 2, 3)}
    while left:
        done, left = await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)
        log.extend(task.result() for task in done)
    return log
""",
    "the pending are cancelled and gathered": """
    ts = [make(work(n, 1)) for n in (1, 2)] + [make(told(3))]
    done, pending = await asyncio.wait(ts, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    return sorted(task.result() for task in done), log
""",
    "one set twice, and no change in between": """
    ts = {make(work(n)) for n in (1, 2, 3)}
    found = await asyncio.gather(*ts)
    return found, [task.result() for task in ts]
""",
    "tasks that take themselves out": """
    running = set()
    for n in (1, 2):
        running.add(make(work(n, 1)))
    for task in running:
        task.add_done_callback(running.discard)
    await asyncio.gather(*running)
    return len(running)
""",
    "cancelled by the end": """
    ts = [make(told(n)) for n in (1, 2)]
    await asyncio.sleep(1)
""",
}
COLLIDING = [(20, *few) for few in product((0, 3, 7, 8, 15, 32), repeat=3)]


@pytest.mark.parametrize("name", DISAGREE)
def test_where_sets_may_disagree_about_the_same_tasks_the_claim_is_withdrawn(name):
    ready = "    ts = a, b, c = [make(work(n)) for n in (1, 2, 3)]\n    await asyncio.gather(*ts)\n"
    source = program(f"\n{ready}{DISAGREE[name]}")
    answer = lockstep.explore(source)

    true = every_order(source, task_orders=True, hashes=COLLIDING)

    assert true.endings > endings(answer)  # so this is not doubted in vain
    assert not answer.complete
    words = "otherwise each time" if "exec" not in source else "order of their addresses"
    assert any(words in doubt for doubt in answer.doubts), answer.doubts


@pytest.mark.parametrize("name", AGREE)
def test_where_one_order_explains_all_sets_the_answer_is_complete(name):
    source = program(AGREE[name])
    answer = lockstep.explore(source)

    true = every_order(source, task_orders=True, hashes=COLLIDING[::60])

    assert (answer.complete, endings(answer)) == (True, true.endings), answer.doubts


MAIN_TOO = program("""
    both = {asyncio.current_task(), make(work(1))}
    names = [task.get_name() for task in both]
    await asyncio.wait(both - {asyncio.current_task()})
    return names
""")
FAR_APART = program("""
    ts = [make(work(n)) for n in range(9)]
    pair = {ts[0], ts[8]}
    await asyncio.gather(*ts)
    return [task.result() for task in pair]
""")


@pytest.mark.parametrize(
    "source, results",
    [
        (MAIN_TOO, {"['Task-1', 'Task-2']", "['Task-2', 'Task-1']"}),
        (FAR_APART, {"[0, 8]", "[8, 0]"}),
    ],
    ids=["the main task", "hashes that a small set takes for one"],
)
def test_no_task_of_a_set_is_left_where_it_is(source, results):
    answer = lockstep.explore(source)

    assert (answer.complete, {row.result for row in answer.outcomes}) == (True, results)


def test_a_wrong_outcome_by_an_order_of_sets_is_the_headline():
    source = program("""
    done, _ = await asyncio.wait([make(work(n)) for n in (1, 2)])
    assert [task.result() for task in done] == [1, 2]
""")
    answer = lockstep.explore(source)

    assert answer.verdict["tone"] == "wrong"
    assert answer.verdict["headline"] == (
        "Some orders fail an assertion where a set lists its tasks otherwise than as created."
    )
    (row,) = [row for row in answer.outcomes if row.status == "failed"]
    assert (row.interleavings, row.deviations, row.is_shortest) == (0, 1, True)
    assert row.set_order == ["work 2", "work 1"]
    assert answer.notes[-1] == "Orders are counted with sets that list tasks as they were created."


def test_beyond_a_bound_only_some_are_tried_and_that_is_said():
    source = program("""
    done, _ = await asyncio.wait([make(work(n)) for n in range(8)])
    return sum(task.result() for task in done)
""")
    answer = lockstep.explore(source, seconds=20)

    assert not answer.complete
    (doubt,) = answer.doubts
    assert doubt == (
        "asyncio goes through sets of its 8 tasks in the order of their addresses, and of those "
        "40,320 orders seven were tried, as all would take over 20,000 runs"
    )


def test_where_the_time_ends_the_doubt_says_how_much_there_was_and_how_many_were_tried(monkeypatch):
    source = program("""
    done, _ = await asyncio.wait([make(work(n)) for n in (1, 2, 3)])
    return [task.result() for task in done]
""")
    passed = itertools.count(0, 0.006)  # seconds, whenever somebody looks
    monkeypatch.setattr(budget, "_now", lambda: next(passed))
    answer = lockstep.explore(source, seconds=0.3)

    assert not answer.complete
    (doubt,) = answer.doubts
    assert re.fullmatch(
        r"asyncio goes through sets of its 3 tasks in the order of their addresses, and of those "
        r"6 orders (two|three|four|five) were tried in the 0\.\d s that there were "
        r"\(`lockstep explore --seconds` gives more\)",
        doubt,
    )


def test_a_row_is_told_where_only_some_orders_of_sets_were_tried():
    source = program("""
    done, _ = await asyncio.wait([make(work(n)) for n in range(8)])
    assert next(iter(done)).result() == 0
""")
    answer = lockstep.explore(source, seconds=20)

    assert not answer.complete
    assert "failed" in {row.status for row in answer.outcomes if row.set_order}


def test_orders_are_all_there_are_of_some_tasks_or_some():
    assert list(other_orders({1, 3, 4}, is_full=True)) == [
        (4, 3, 1),
        (4, 1, 3),
        (3, 4, 1),
        (3, 1, 4),
        (1, 4, 3),
    ]
    assert (1, 9) in other_orders({1, 9}, is_full=True)  # a set does not list these so by itself
    assert next(other_orders(range(7), is_full=False)) == (6, 5, 4, 3, 2, 1, 0)
    assert len(list(other_orders(range(7), is_full=False))) == 6
    assert is_tried_in_full(range(1, 5), 10_000) and is_tried_in_full(range(1, 7), 20)
    assert not is_tried_in_full(range(1, 6), 1_000)
