"""Every order of a small program is really run, and what is said of it is what the runs showed."""

import functools
import itertools
import sys
from itertools import permutations

import pytest

from lockstep.explore import budget, explore
from lockstep.explore.observe.digest import Digest
from lockstep.explore.observe.plain import Plain
from lockstep.explore.search.by_running import Running
from lockstep.explore.search.set_orders import may_meet_sets
from lockstep.explore.strategies import executed, session, set_order_checks
from lockstep.explore.strategies.state_by_state import StateByState
from tests.engine.explore import programs
from tests.oracle.cases import source
from tests.oracle.enumeration import every_order

PROGRAMS = {
    "two deposits": programs.bank(2),
    "three deposits": programs.bank(3),
    "a lock": programs.LOCK,
    "the wrong repair": programs.WRONG_REPAIR,
    "locks in opposite order": programs.opposite(arrival=True),
    "a third task holds a lock": programs.HOLDER,
    "three philosophers": programs.dining(3),
    "sleeps of no length": programs.SLEEP_ZERO,
}


@functools.cache
def all_run(text, mode):
    """Run every order; return how many there are, and the set of (status, result)."""
    running = Running(Plain.of(text, "program.py", 0), mode)
    *_, ran = running.go_on(5.0)
    assert ran.complete
    return len(ran.orders), {
        ending[:2] for order in ran.orders.values() for ending in order.endings
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("mode", ["folded", "late"])
def test_an_arrival_chosen_late_gives_the_orders_of_one_chosen_at_the_boundary(name, mode):
    assert all_run(PROGRAMS[name], mode) == all_run(PROGRAMS[name], "early")


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_oracle_finds_the_same_orders(name):
    truth = every_order(PROGRAMS[name])

    words = {word for word, _, _ in truth.orders}
    assert all_run(PROGRAMS[name], "folded") == (len(words), truth.endings)


def test_each_schedule_that_is_shown_is_recorded_once_and_the_default_order_once_more(monkeypatch):
    recorded, run = [], session.run

    def counted(text, schedule, *rest, **options):
        recorded.append(str(schedule))
        return run(text, schedule, *rest, **options)

    monkeypatch.setattr(session, "run", counted)
    answer = explore(programs.bank(3))

    default, *others = recorded
    assert answer.complete
    assert others[0] == default
    assert len(set(others)) == len(others)


def test_a_program_without_sets_is_not_compiled_to_tell_of_them(monkeypatch):
    compiled, reporting = [], Plain.reporting_listings
    monkeypatch.setattr(
        Plain, "reporting_listings", lambda self: compiled.append(self) or reporting(self)
    )

    assert explore(programs.LOCK).complete
    assert not compiled


def test_of_a_large_program_two_hundred_drawn_orders_are_run():
    answer = explore(programs.bank(4))

    assert (answer.complete, answer.interleavings) == (True, 2_520)
    assert 200 <= answer.executed <= 2_520
    assert (
        f"({answer.executed:,} run from end to end, and every step of the rest, "
        "equal tasks taken for one; " in answer.verdict["text"]
    )


def test_of_a_small_program_all_orders_are_run():
    answer = explore(programs.bank(3))

    assert answer.verdict["text"].startswith(
        "Verified over all 90 orders that asyncio can produce (all 90 run; 36 distinct; "
    )


def test_what_some_orders_of_an_outcome_lose_is_said_of_those_alone():
    answer = explore(source("mixed_loses.py"))

    assert answer.verdict["headline"] == "1 of 3 orders loses an update."
    assert [(row.interleavings, row.loses, row.losing) for row in answer.outcomes] == [(3, True, 1)]


def digest(*roots):
    return Digest().of(*roots)


def test_a_digest_tells_the_order_of_a_dict_and_not_that_of_a_set():
    assert digest({"a": 1, "b": 2}) != digest({"b": 2, "a": 1})
    assert digest({8, 0, 16}) == digest({16, 8, 0})


def test_a_digest_tells_aliases_from_equal_objects():
    one = [1]
    assert digest([one, one]) != digest([[1], [1]])


def test_a_digest_sees_a_suspended_coroutine_with_its_value_stack():
    async def work(n):
        return [n, await Sleeper()]

    class Sleeper:
        def __await__(self):
            yield

    one, other = work(1), work(2)
    try:
        one.send(None)
        other.send(None)
        assert digest(one) != digest(other)
    finally:
        one.close()
        other.close()


def test_what_the_order_of_a_set_of_strings_decides_is_a_doubt_that_is_said():
    answer = explore(source("str_set_order.py"))

    assert not answer.complete
    assert answer.doubts[0].startswith("it goes through a set of strings")


def test_what_the_order_of_a_set_of_coroutines_decides_is_shown():
    answer = explore(source("as_completed_coroutines.py"))

    results = {row.result for row in answer.outcomes}
    assert (answer.complete, results) == (True, {str(list(p)) for p in permutations("abc")})


@pytest.mark.parametrize("name", ["taskgroup_one_fails.py", "first_completed_wins.py"])
def test_what_the_order_of_a_set_does_not_decide_is_no_doubt(name):
    assert explore(source(name)).complete


#: A deleted cell is no write that the summaries see: they count five orders that end alike.
UNSEEN = """
import asyncio
def try_name(read):
    try:
        return read()
    except NameError:
        pass
async def main():
    mark = 1
    async def work_0():
        out = []
        await asyncio.sleep(1)
        await asyncio.sleep(0)
        out.append(try_name(lambda: mark))
        return out
    async def work_1():
        nonlocal mark
        await asyncio.sleep(1)
        del mark
        await asyncio.sleep(1)
        return []
    return await asyncio.gather(work_0(), work_1())
asyncio.run(main())
"""


def test_a_count_that_a_run_contradicts_is_withdrawn(monkeypatch):
    monkeypatch.setattr(sys.modules["lockstep.explore.explorer"], "FEW", 0)
    monkeypatch.setattr(executed, "TRIES", 1)
    monkeypatch.setattr(StateByState, "answer", lambda *_: False)

    answer = explore(UNSEEN)

    counts = {outcome.result: outcome.interleavings for outcome in answer.outcomes}
    assert counts == {"[[None], []]": 4, "[[1], []]": 1}
    assert (answer.complete, answer.executed) == (True, 5)


#: What is appended is seen by no name, is looked at in the end only, and tells one order of 2,520.
UNSEEN_IN_BETWEEN = """
import asyncio, functools
seen = []
push = functools.partial(seen.append)
async def work(n):
    await asyncio.sleep(1)
    push(n)
    await asyncio.sleep(1)
    push(n)
async def main():
    await asyncio.gather(*map(work, range(4)))
    rare = seen == [3, 2, 1, 0, 3, 2, 1, 0]
    seen.clear()
    return rare
asyncio.run(main())
"""


def test_a_count_is_withdrawn_if_states_that_it_takes_for_one_are_not(monkeypatch):
    monkeypatch.setattr(sys.modules["lockstep.explore.explorer"], "FEW", 0)
    monkeypatch.setattr(executed, "TRIES", 1)
    monkeypatch.setattr(StateByState, "answer", lambda *_: False)
    monkeypatch.setattr(executed.AllExecuted, "answer", lambda *_, **__: False)

    answer = explore(UNSEEN_IN_BETWEEN, max_runs=400)

    assert not answer.complete
    assert "what its steps share was not all seen" in answer.doubts[0]


def test_a_count_of_many_orders_stands_if_such_states_are_one(monkeypatch):
    monkeypatch.setattr(StateByState, "answer", lambda *_: False)

    answer = explore(programs.bank(5))

    assert (answer.complete, answer.interleavings) == (True, 113_400)


def test_a_failure_of_ours_ends_with_what_is_known_and_claims_nothing(monkeypatch):
    def fails(*_):
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(Running, "go_on", fails)
    answer = explore(programs.bank(2))

    assert (answer.complete, answer.has_failed, answer.interleavings) == (False, True, None)
    assert [outcome.result for outcome in answer.outcomes] == ["1"]
    assert answer.doubts == ["Lockstep itself failed (ZeroDivisionError: ours)"]


@pytest.mark.parametrize("seconds", [0.1, 0.2, 0.3])
def test_a_bound_on_time_is_kept_and_ends_with_what_is_known(seconds):
    answer = explore(programs.bank(4), seconds=seconds)

    assert not answer.complete
    assert answer.doubts
    assert answer.seconds_spent_ms < 1000 * seconds + 1000


#: Objects of a program's own that asyncio takes, each noting what it is asked for.
ASKED = """
import asyncio
from collections.abc import Coroutine

asked = []

class Callback:
    def __getattribute__(self, name):
        asked.append(name)
        return object.__getattribute__(self, name)
    def __call__(self):
        pass

class Awaited(Coroutine):
    def __init__(self, inner):
        self.inner = inner
    def __getattr__(self, name):
        asked.append(name)
        raise AttributeError(name)
    def send(self, value):
        return self.inner.send(value)
    def throw(self, *error):
        return self.inner.throw(*error)
    def __await__(self):
        return self.inner.__await__()

async def main():
    {}
    return asked

{}
"""
ASKED_AS = {
    "a callback": ASKED.format(
        "asyncio.get_running_loop().call_soon(Callback()); await asyncio.sleep(1)",
        "asyncio.run(main())",
    ),
    "a timer": ASKED.format(
        "asyncio.get_running_loop().call_later(1, Callback()); await asyncio.sleep(2)",
        "asyncio.run(main())",
    ),
    "a task": ASKED.format(
        "await asyncio.create_task(Awaited(asyncio.sleep(1)))", "asyncio.run(main())"
    ),
    "the first task": ASKED.format("pass", "asyncio.run(Awaited(main()))"),
}


@pytest.mark.parametrize("name", ASKED_AS)
def test_an_object_of_the_programs_own_is_asked_for_nothing(name):
    for mode in ("folded", "late", "early"):
        assert all_run(ASKED_AS[name], mode)[1] == {("ok", "[]")}
    found = explore(ASKED_AS[name])
    assert (found.complete, found.doubts) == (True, [])


#: A method of a task is called by the loop: that is no step of the task's.
CANCELLED_BY_THE_LOOP = """
import asyncio

log = []

async def work():
    try:
        await asyncio.sleep(1)
        log.append("once")
        await asyncio.sleep(1)
        log.append("twice")
    except asyncio.CancelledError:
        log.append("cancelled")

async def main():
    loop, task = asyncio.get_running_loop(), asyncio.create_task(work())
    {}
    await asyncio.wait([task])
    return log

asyncio.run(main())
"""


@pytest.mark.parametrize(
    "calls",
    [
        "await asyncio.sleep(1); loop.call_soon(task.cancel)",
        "loop.call_later(1, task.cancel)",
        "asyncio.create_task(asyncio.sleep(1)).add_done_callback(task.cancel)",
        "loop.call_later(1, task.uncancel)",
    ],
)
def test_a_method_of_a_task_that_the_loop_calls_is_no_step_of_it(calls):
    text = CANCELLED_BY_THE_LOOP.format(calls)
    truth = every_order(text)
    found = explore(text)

    words = {word for word, _, _ in truth.orders}
    assert (found.complete, found.interleavings) == (True, len(words))
    counted = {(each.status, each.result): each.interleavings for each in found.outcomes}
    assert counted == truth.outcomes
    assert all(each.is_shortest for each in found.outcomes)


EVENT = """
import asyncio
ready, seen = asyncio.Event(), []
async def work(n):
    await ready.wait()
    seen.append(n)
async def open_up():
    await asyncio.sleep(1)
    ready.set()
async def main():
    await asyncio.gather(*(work(n) for n in range(5)), open_up())
    return seen
asyncio.run(main())
"""
PASSED_ON = EVENT.replace("asyncio.run(main())", "call = getattr(asyncio, 'run')\ncall(main())")


def test_the_methods_of_an_event_are_no_sets_of_tasks():
    answer = explore(EVENT)

    assert (answer.complete, answer.doubts) == (True, [])


@pytest.mark.parametrize(
    ("source", "meets"),
    [
        (EVENT, False),
        (PASSED_ON, True),  # who knows what else is asked of the module
        ("import asyncio as a\nasync def main():\n    await a.wait([])", True),
        ("from asyncio import wait as w", True),
        ("import builtins\nbuiltins.set()", True),
        ("x = set()", True),
        ("x = {1, 2}", True),
    ],
)
def test_what_may_go_through_a_set_is_told_by_the_text(source, meets):
    assert may_meet_sets(source, cancels=False) is meets


MEETS = """
import asyncio, weakref
async def work(n):
    await asyncio.sleep(1)
    if n == {failing}:
        raise ValueError(n)
async def main():
    {body}
try:
    asyncio.run(main())
except BaseException as error:
    print(type(error).__name__)
"""
LOOPED = "ts = [asyncio.create_task(work(n)) for n in range(3)]\n    "
GROUPED = "async with asyncio.TaskGroup() as group:\n        "


@pytest.mark.parametrize(
    ("body", "failing", "meets"),
    [
        ("await asyncio.gather(work(0), work(1), work(2))", None, False),
        (
            LOOPED + "ts[0].cancel()\n    await asyncio.gather(*ts, return_exceptions=True)",
            1,
            False,
        ),
        (LOOPED + "await asyncio.gather(*ts)\n    asyncio.all_tasks()", None, False),
        (LOOPED + "asyncio.all_tasks()\n    await asyncio.gather(*ts)", None, True),
        (LOOPED + "s = weakref.WeakSet(ts)\n    await asyncio.gather(*ts)", None, True),
        (LOOPED + "s = frozenset(ts)\n    await asyncio.gather(*ts)", None, True),
        (LOOPED + "await asyncio.wait(ts)", None, True),
        (LOOPED + "await ts[0]", None, True),  # two are left, and cancelled at the end
        ("await asyncio.gather(work(0), work(1), work(2))", 1, True),
        (GROUPED + "[group.create_task(work(n)) for n in range(3)]", None, False),
        (GROUPED + "[group.create_task(work(n)) for n in range(3)]", 1, True),
        (GROUPED + "[group.create_task(work(n)) for n in range(2)]", 1, False),
    ],
)
def test_whether_the_order_of_a_set_of_tasks_may_show_is_noted_as_it_runs(body, failing, meets):
    text = MEETS.format(body=body, failing=failing)

    *_, ran = Running(Plain.of(text, "program.py", 0), "late").go_on(5.0)

    assert (ran.complete, len(ran.in_sets) > 1) == (True, meets)


def test_no_orders_of_sets_are_tried_where_none_shows(monkeypatch):
    text = MEETS.format(
        body=LOOPED + "ts[0].cancel()\n    await asyncio.gather(*ts, return_exceptions=True)",
        failing=None,
    )
    tried = []
    monkeypatch.setattr(
        set_order_checks, "other_orders", lambda *tasks: tried.append(tasks) or iter(())
    )

    answer = explore(text)

    assert (answer.complete, tried) == (True, [])


SOME_IN_A_SET = """
import asyncio
async def work(n):
    await asyncio.sleep(1)
    return n
async def main():
    others = asyncio.gather(*(asyncio.sleep(0) for _ in range(3)))
    done, _ = await asyncio.wait([asyncio.create_task(work(n)) for n in range(3)])
    await others
    return {left}
asyncio.run(main())
"""


def test_only_tasks_that_may_be_in_sets_have_other_orders_tried():
    answer = explore(SOME_IN_A_SET.format(left="sum(task.result() for task in done)"))

    assert (answer.complete, answer.doubts) == (True, [])


def test_another_end_in_another_order_of_some_tasks_is_found():
    answer = explore(SOME_IN_A_SET.format(left="[task.result() for task in done]"))

    results = {row.result for row in answer.outcomes}
    assert (answer.complete, results) == (True, {str(list(p)) for p in permutations(range(3))})


MORE_IN_ANOTHER_ORDER = """
import asyncio
async def work(n):
    await asyncio.sleep(1)
    return n
async def main():
    first = [asyncio.create_task(work(n)) for n in range(2)]
    more = [asyncio.create_task(work(n)) for n in (2, 3)]
    done, _ = await asyncio.wait(first)
    found = [task.result() for task in done]
    if found == [1, 0]:
        done, _ = await asyncio.wait(more)
        assert [task.result() for task in done] != [3, 2]
    await asyncio.gather(*more)
asyncio.run(main())
"""


def test_tasks_that_come_into_a_set_only_in_another_order_are_taken_up():
    answer = explore(MORE_IN_ANOTHER_ORDER)

    failed = [row for row in answer.outcomes if row.status == "failed"]
    assert (answer.complete, len(failed)) == (True, 1)
    assert len(failed[0].set_order) == 4


def test_where_all_orders_were_run_the_estimate_is_their_number():
    running = Running(Plain.of(programs.bank(3), "program.py", 0), "folded")
    *_, ran = running.go_on(5.0)

    assert ran.complete
    assert round(running.estimate) == ran.executions == 90


def test_running_one_by_one_is_soon_given_up_where_there_are_far_more_orders(monkeypatch):
    begun = []
    monkeypatch.setattr(
        StateByState, "answer_for_equals", lambda states, _: begun.append(_executions(states))
    )
    monkeypatch.setattr(StateByState, "answer", lambda *_: False)

    explore(programs.bank(5), max_runs=80)

    assert begun == [executed.SURE]


def _executions(states):
    return states._session.running.ran.executions


UNWATCHED_FAILURE = """
import asyncio
seen = []
async def fail(pause):
    await pause()
    raise ValueError
async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: seen.append(str(context["exception"])))
    asyncio.create_task(fail({pause}))
    await asyncio.sleep(1)
    await asyncio.sleep(2)
    return len(seen)
print(asyncio.run(main()))
"""


@pytest.mark.parametrize(
    "pause",
    ["lambda: asyncio.sleep(2)", "lambda: asyncio.wait_for(asyncio.sleep(9), 2)"],
    ids=["a sleep and its step as one", "besides timeouts"],
)
def test_a_failed_task_goes_as_soon_as_on_stock_in_whatever_way_it_is_run(pause):
    answer = explore(UNWATCHED_FAILURE.format(pause=pause))

    assert (answer.complete, answer.doubts) == (True, [])
    assert {row.result for row in answer.outcomes} == {"0", "1"}


ONE_OF_THREE_CANCELLED = """
import asyncio
total = 0
async def work(n):
    global total
    await asyncio.sleep(1)
    seen = total
    await asyncio.sleep(1)
    total = seen + n
async def main():
    ts = [asyncio.create_task(work(n)) for n in (1, 2, 4)]
    await asyncio.sleep(1)
    ts[0].cancel()
    await asyncio.gather(*ts, return_exceptions=True)
    return total
asyncio.run(main())
"""


def test_what_little_is_left_to_run_is_run_where_to_count_it_would_take_more():
    answer = explore(ONE_OF_THREE_CANCELLED)

    assert (answer.complete, answer.interleavings, answer.executed) == (True, 450, 450)
    assert answer.transitions is None  # nothing but runs
    assert answer.runs < 900  # 1,195 where they were counted state by state


def test_when_gather_counts_a_cancelled_task_is_no_choice_and_no_order_is_lost_by_that():
    text = """
import asyncio
log = []
async def work(n):
    await asyncio.sleep(1)
    log.append((n, both.done()))
async def main():
    global both
    ts = [asyncio.create_task(work(n)) for n in "ab"]
    both = asyncio.gather(*ts, return_exceptions=True)
    await asyncio.sleep(1)
    ts[0].cancel()
    log.append(both.done())
    return [type(each) for each in await both], log
asyncio.run(main())
"""
    running = Running(Plain.of(text, "program.py", 0), "folded")
    *_, ran = running.go_on(5.0)
    true = every_order(text)

    assert (running.mode, ran.complete) == ("partly", True)
    assert {ending[:2] for ending in ran.arrivals} == true.endings
    assert len(ran.orders) == len({word for word, _, _ in true.orders})
    assert ran.executions <= 12  # 13 where it was one


def test_running_goes_on_past_its_share_where_little_seems_to_be_left(monkeypatch):
    passed = itertools.count(0, 0.1)  # seconds, whenever somebody looks: a slow machine
    monkeypatch.setattr(budget, "_now", lambda: next(passed))

    answer = explore(programs.bank(3), seconds=30)

    assert (answer.complete, answer.executed, answer.transitions) == (True, 90, None)
