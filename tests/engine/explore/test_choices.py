"""What can be chosen next is what the recorded orders go on with, and every order is a real run."""

import pytest

from lockstep import catalogue
from lockstep.explore import explore
from lockstep.explore.choices import record_orders
from lockstep.run import run
from tests.engine.explore import programs
from tests.engine.explored import ends, every, recorded

LESSONS = {entry["name"]: entry["source"] for entry in catalogue.load()}


def left(orders, beginning):
    return [order for order in orders.orders if order.word[: len(beginning)] == beginning]


def after(orders, *tasks):
    """Return how many orders are left when these tasks' answers come first, choice by choice."""
    found, beginning = [len(orders.orders)], _until_a_choice(orders, [])
    for task in tasks:
        words = left(orders, beginning)
        (letter,) = {
            order.word[len(beginning)]
            for order in words
            if _task(orders, order, len(beginning)) == task
        }
        beginning = _until_a_choice(orders, [*beginning, letter])
        found.append(len(left(orders, beginning)))
    return found


def _until_a_choice(orders, beginning):
    while True:
        following = {tuple(o.word[: len(beginning) + 1]) for o in left(orders, beginning)}
        if len(following) != 1 or following == {tuple(beginning)}:
            return beginning
        beginning = list(following.pop())


def _task(orders, order, place):
    began = [e for e in orders.texts[order.stretches[place]] if e["kind"] == "step-began"]
    return orders.values[order.trace["tasks"]][began[0]["task"]]["name"]


@pytest.mark.parametrize("name", ["sometimes", "sometimes-async-with", "timeout-waiting"])
def test_every_order_is_the_run_that_its_schedule_gives(name):
    orders = recorded(LESSONS[name])

    for at in every(orders):
        trace = orders.trace(at)
        assert trace == run(LESSONS[name], trace["schedule"]).to_dict()


def test_three_choices_of_the_lesson_of_choices_leave_30_then_12_then_3_of_90_orders():
    orders = recorded(LESSONS["sometimes"])

    assert after(orders, "ATM-A", "ATM-B", "ATM-A") == [90, 30, 12, 3]


def test_the_same_three_choices_with_the_lock_leave_12_then_4_then_3_of_36():
    orders = recorded(LESSONS["sometimes-async-with"])

    assert after(orders, "ATM-A", "ATM-B", "ATM-A") == [36, 12, 4, 3]


def test_a_task_that_stands_in_the_ready_queue_may_run_before_an_answer_or_after_it():
    orders = record_orders(programs.SLEEP_ZERO)

    assert (len(orders.orders), ends(orders)) == (24, {("ok", r): n for r, n in SLEEP_ZERO})


SLEEP_ZERO = [("1", 6), ("2", 12), ("3", 6)]


def test_a_future_that_a_timer_resolves_is_a_step_of_its_own():
    orders = record_orders(RESOLVED)

    assert len(orders.orders) == explore(RESOLVED).interleavings > 1
    assert all(orders.texts[place] for place in orders.orders[0].stretches[:3])


RESOLVED = """
import asyncio

log = []


async def waits(future):
    log.append(await future)


async def sleeps():
    await asyncio.sleep(0.1)
    log.append("slept")


async def main():
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.2, future.set_result, "answered")
    await asyncio.gather(waits(future), sleeps())
    return log


asyncio.run(main())
"""


def test_beyond_the_bound_no_order_is_recorded_and_they_are_not_called_complete():
    orders = record_orders(programs.bank(3), most=10)

    assert (len(orders.orders), orders.complete) == (0, False)


def test_progress_counts_the_orders_recorded_so_far():
    heard = []
    record_orders(LESSONS["unlocked"], progress=heard.append)

    assert heard == [1, 2, 3, 4, 5, 6]
