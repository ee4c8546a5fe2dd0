"""Equal tasks are taken for one only where nobody can tell which of them is which."""

import itertools
from collections import Counter

import pytest

from lockstep.explore import explore
from lockstep.explore.model.memory import Memory
from lockstep.explore.observe.names import Names
from lockstep.explore.observe.plain import Plain
from lockstep.explore.observe.symmetry import Asymmetric
from lockstep.explore.search.audit import draw
from lockstep.explore.search.by_running import Running
from lockstep.explore.search.state_graph import Graph
from tests.engine.explore.shared_unseen import program


def grown(text, is_renaming=True):
    graph = Graph(
        Plain.of(text, "program.py", 0), Names(Memory(True)), "folded", is_renaming=is_renaming
    )
    for _ in graph.grow(5.0):
        pass
    return graph


def orders_of(graph):
    *_, orders = graph.counting().count(10_000)
    return orders


def ends(by_endings):
    found = Counter()
    for endings, count in by_endings.items():
        for ending in {each[:2] for each in endings}:
            found[ending] += count
    return found


def by_running(text):
    *_, ran = Running(Plain.of(text, "program.py", 0), "folded").go_on(5.0)
    assert ran.complete
    return ends(Counter(frozenset(order.endings) for order in ran.orders.values()))


def deposits(count, body, before="", made="work() for _ in range({})", after=""):
    """Return a program of equal tasks; ``body`` is what each does between two waits."""
    return f"""
import asyncio
x = 0
{before}
async def work():
    global x
    await asyncio.sleep(1)
{body}
async def main():
    found = await asyncio.gather(*({made.format(count)}))
{after}
    return x
print(asyncio.run(main()))
"""


UNLOCKED = "    v = x\n    await asyncio.sleep(1)\n    x = v + 1"
LOCKED = "    async with lock:\n        v = x\n        await asyncio.sleep(1)\n        x = v + 1"
GROUP = """
import asyncio
x = 0
async def work():
    global x
    await asyncio.sleep(1)
    v = x
    await asyncio.sleep(1)
    x = v + 1
async def main():
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(work())
    return x
asyncio.run(main())
"""
EQUAL = {
    "unlocked": deposits(3, UNLOCKED),
    "locked": deposits(3, LOCKED, "lock = asyncio.Lock()"),
    "two at a time": deposits(3, LOCKED, "lock = asyncio.Semaphore(2)"),
    "in a group": GROUP,
    "of two kinds": deposits(
        2,
        UNLOCKED,
        "async def twice():\n    global x\n    await asyncio.sleep(1)\n    x *= 2",
        "[*(work() for _ in range({})), twice(), twice()]",
    ),
    "who came last is kept": deposits(
        3, "    global last\n    last = [asyncio.current_task()]\n" + UNLOCKED, "last = []",
        after="    last.clear()",
    ),
    "one lot after another": deposits(
        3, UNLOCKED, after="    await asyncio.gather(work(), work())"
    ),
    "in a helper": deposits(
        3,
        "    await put(x)",
        "async def put(v):\n    global x\n    await asyncio.sleep(1)\n    x = v + 1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EQUAL)
def test_the_orders_of_equal_tasks_are_those_that_running_finds(name):
    graph = grown(EQUAL[name])

    assert graph.has_renamed
    assert ends(orders_of(graph).by_endings) == by_running(EQUAL[name])


def test_tasks_that_are_gathered_with_a_future_are_counted_all_the_same():
    text = deposits(
        3,
        UNLOCKED,
        "def ready():\n    future = asyncio.get_running_loop().create_future()\n"
        "    future.set_result(None)\n    return future",
        "[*(work() for _ in range({})), ready()]",
    )

    assert ends(orders_of(grown(text)).by_endings) == by_running(text)


#: Ways to share state that tell equal tasks apart only by what each holds.
HIDDEN = ("a generator", "a finaliser", "a heap", "an iterator", "a context", "a view")


@pytest.mark.parametrize("name", HIDDEN)
def test_what_equal_tasks_share_unseen_is_part_of_the_state(name):
    text = program(name, tasks=3).replace("range(3)", "(0, 0, 0)")

    assert ends(orders_of(grown(text)).by_endings) == by_running(text)


def test_tasks_with_other_arguments_are_not_taken_for_one():
    text = program("the order of a dict", tasks=3)

    graph = grown(text)
    assert len(graph.nodes) == len(grown(text, is_renaming=False).nodes)
    assert not graph.has_renamed


NAMED = "    if asyncio.current_task().get_name() == 'Task-3' and x == 1:\n        x = 10"
DISTINGUISHED = {
    "a name": deposits(3, f"{UNLOCKED}\n{NAMED}"),
    "a name, asked of the class": deposits(
        3, f"{UNLOCKED}\n{NAMED}".replace("asyncio.current_task().get_name()",
                                          "asyncio.Task.get_name(asyncio.current_task())"),
    ),
    "a repr": deposits(3, UNLOCKED + "\n    x += 'Task-4' in repr(asyncio.current_task())"),
    "a text": deposits(3, UNLOCKED + "\n    x += 'Task-4' in f'{asyncio.current_task()}'"),
    "a set": deposits(
        3,
        UNLOCKED + "\n    seen.add(asyncio.current_task())\n    x += len(seen) % 2",
        "seen = set()",
    ),
    "all tasks": deposits(3, UNLOCKED + "\n    x += len(asyncio.all_tasks()) % 2"),
    "results": deposits(3, UNLOCKED + "\n    return v", after="    return found"),
    "exceptions": deposits(
        3,
        UNLOCKED + "\n    assert v",
        made="work() for _ in range({})), return_exceptions=True, *(",
        after="    return [type(each).__name__ for each in found]",
    ),
    "what is left": deposits(
        3, "    global last\n    last = asyncio.current_task()\n" + UNLOCKED, "last = None"
    ),
    "children of theirs": deposits(
        2,
        "    await asyncio.gather(inner(), inner())",
        "async def inner():\n    global x\n    v = x\n    await asyncio.sleep(1)\n    x = v + 1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DISTINGUISHED)
def test_where_somebody_tells_equal_tasks_apart_they_are_not_taken_for_one(name):
    with pytest.raises(Asymmetric):
        grown(DISTINGUISHED[name])


def test_a_task_that_is_told_apart_in_one_rare_order_has_its_orders_counted():
    text = deposits(4, f"{LOCKED}\n{NAMED}", "lock = asyncio.Lock()")

    answer = explore(text)
    found = {(row.status, row.result): row.interleavings for row in answer.outcomes}
    assert (answer.complete, answer.alike, found) == (True, False, dict(by_running(text)))


def test_a_drawn_order_goes_step_by_step_as_it_was_counted():
    graph = grown(EQUAL["of two kinds"])
    orders = orders_of(graph)

    for drawn in itertools.islice(draw(orders, graph.counting().expand), 40):
        done = graph.run_drawn(graph.path_of(drawn.letters), 5.0)
        assert (done.letters, done.ending in drawn.endings) == (drawn.letters, True)


def test_five_equal_deposits_are_verified_by_few_executions():
    answer = explore(deposits(5, UNLOCKED))

    assert (answer.complete, answer.interleavings, answer.classes) == (True, 113_400, 14_400)
    assert {row.result: row.interleavings for row in answer.outcomes} == {
        "1": 46_080, "2": 48_000, "3": 16_800, "4": 2_400, "5": 120,
    }  # fmt: skip
    assert answer.alike
    assert answer.runs < 700
    assert "and every step of the rest, equal tasks taken for one; " in answer.verdict["text"]
    assert all(row.is_shortest for row in answer.outcomes)


def test_where_each_state_is_new_to_the_summaries_distinct_orders_are_not_counted():
    answer = explore(deposits(4, LOCKED, "lock = asyncio.Lock()"))

    assert (answer.complete, answer.interleavings, answer.classes) == (True, 552, None)
    assert [note for note in answer.notes if "distinct" in note] == [
        "How many of the orders are distinct cannot be said: that would take longer than all the "
        "rest."
    ]
