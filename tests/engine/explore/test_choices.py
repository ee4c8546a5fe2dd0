"""What can be chosen next is what the recorded orders go on with, and every order is a real run."""

import json
import time
from collections import Counter

import pytest

from lockstep import catalogue, page
from lockstep.explore import explore
from lockstep.explore.choices import (
    Unreachable,
    explore_and_count,
    record_beginnings,
    record_orders,
)
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


BY_THE_CLOCK = """
import asyncio, time
times = []
async def work():
    for _ in range(3):
        await asyncio.sleep(1)
        times.append(time.monotonic() - sum(times) > 2)
async def main():
    await asyncio.gather(work(), work(), work())
asyncio.run(main())
"""


def test_orders_that_take_long_to_find_are_not_looked_for_beyond_the_time_that_is_given():
    began = time.monotonic()

    orders = record_orders(BY_THE_CLOCK, seconds=0.5)

    assert (len(orders.orders), orders.complete) == (0, False)
    assert time.monotonic() - began < 10


def test_where_not_all_orders_could_be_found_the_page_is_told_what_came_first():
    four = LESSONS["sometimes"].replace('"ATM-C"', '"ATM-C", "ATM-D"')
    unknown = four.replace("    value = ", "    random.random()\n    value = ")
    asked = {"source": unknown.replace("import asyncio", "import asyncio, random"), "seconds": 0.5}
    found = json.loads(page.orders(json.dumps(asked), lambda reported: None))["orders"]
    assert (found["complete"], found["tree"], found["orders"]) == (False, None, [])
    assert found["doubt"]


def test_progress_counts_the_orders_found_and_then_those_recorded_so_far():
    received = []
    record_orders(LESSONS["unlocked"], progress=lambda *counts: received.append(counts))

    sought = [found for found, recorded in received if recorded == 0]
    assert sought == sorted(sought)
    assert sorted(set(sought)) == [1, 2, 3, 4, 5, 6]
    assert received[len(sought) :] == [(6, recorded) for recorded in range(1, 7)]


# --- too many to be recorded ---------------------------------------------------------------------


def words(tree, node=0):
    """Return every word of a tree, by the names of its letters, with what it ends as."""
    ending, *pairs = tree.nodes[node]
    found = [([], ends_as(tree.endings[ending]))] if ending >= 0 else []
    for letter, after in zip(pairs[::2], pairs[1::2], strict=True):
        found += [([tree.letters[letter], *word], end) for word, end in words(tree, after)]
    return found


def as_words(orders):
    """Return the same of orders that were recorded."""
    return [
        ([orders.names[letter] for letter in orders.orders[at].word], ends_as(orders.trace(at)))
        for at in every(orders)
    ]


def ends_as(trace):
    return trace["status"], trace["result"], tuple(sorted(trace["state"].items()))


#: A program that prints what it comes to, and returns nothing.
PRINTS = LESSONS["sometimes"].replace("return account.balance", "print(account.balance)")


@pytest.mark.parametrize(
    "source",
    [*(LESSONS[name] for name in ("sometimes-async-with", "timeout-waiting", "semaphore")), PRINTS],
    ids=["sometimes-async-with", "timeout-waiting", "semaphore", "prints"],
)
def test_the_counted_tree_has_the_words_and_ends_of_the_recorded_orders(source):
    _, counted = explore_and_count(source)

    assert sorted(words(counted.tree)) == sorted(as_words(recorded(source)))


def test_2520_orders_are_counted_and_the_first_choices_recorded():
    answer, orders = explore_and_count(programs.bank(4))

    assert answer.interleavings == orders.tree.total == len(words(orders.tree)) == 2520
    assert Counter(end for _, end in words(orders.tree)) == {
        ends_as(vars(row)): row.interleavings for row in answer.outcomes
    }
    assert [word[:6] for word, _ in as_words(orders)] == list(orders.tree.beginnings(1))


@pytest.mark.parametrize("text", ["print('hi')", "import aiohttp", programs.bank(1)])
def test_of_a_program_with_one_order_that_order_is_recorded(text):
    answer, orders = explore_and_count(text)

    assert answer.interleavings == orders.tree.total == len(orders.orders) == 1
    assert as_words(orders) == words(orders.tree)


@pytest.mark.parametrize("name", ["sometimes", "timeout-waiting", "cache-stampede", "semaphore"])
def test_an_order_is_found_again_by_the_names_of_its_letters(name):
    wanted = [word for word, _ in as_words(recorded(LESSONS[name]))]

    found = record_beginnings(LESSONS[name], wanted)

    assert sorted(word for word, _ in as_words(found)) == sorted(wanted)


def test_a_beginning_that_was_asked_for_goes_on_as_written():
    first, *_ = record_beginnings(LESSONS["sometimes"], [[]]).orders

    assert first.chosen == 0
    assert record_beginnings(LESSONS["sometimes"], [[]]).trace(0)["deviations"] == []


def test_one_order_serves_all_beginnings_that_it_has():
    word, _ = as_words(record_beginnings(LESSONS["sometimes"], [[]]))[0]

    assert len(record_beginnings(LESSONS["sometimes"], [[], word[:3], word]).orders) == 1


def test_no_order_begins_as_none_can():
    with pytest.raises(Unreachable, match="no order was found that begins with o.0 nobody"):
        record_beginnings(LESSONS["sometimes"], [["o+0", "nobody"]])
