"""Every transition between states is taken; the orders counted in that graph are all there are."""

import array
import collections
import contextvars
import functools
import hashlib
import io
import itertools
import operator
import os
import queue
import random
import re
import sqlite3
import types
from collections import Counter

import pytest

from lockstep.explore import explore
from lockstep.explore.model.memory import Memory
from lockstep.explore.observe import digest
from lockstep.explore.observe.names import Names
from lockstep.explore.observe.plain import Plain
from lockstep.explore.search.audit import draw
from lockstep.explore.search.by_running import Running
from lockstep.explore.search.state_graph import Contradiction, Graph, Unsuited
from tests.engine.explore import programs
from tests.engine.explore.shared_unseen import OVERWRITTEN, last_writer, program
from tests.engine.explore.shared_unseen import PROGRAMS as UNSEEN


def grown(text, mode="folded"):
    graph = Graph(Plain.of(text, "program.py", 0), Names(Memory(mode == "folded")), mode)
    for _ in graph.grow(5.0):
        pass
    return graph


def counted(graph):
    *_, orders = graph.counting().count(10_000)
    return orders


def by_graph(text, mode="folded"):
    """Return how many orders end how, by taking every transition."""
    found = Counter()
    for endings, count in counted(grown(text, mode)).by_endings.items():
        for ending in {each[:2] for each in endings}:
            found[ending] += count
    return found


def by_running(text, mode="folded"):
    """Return the same, by running every order from end to end."""
    *_, ran = Running(Plain.of(text, "program.py", 0), mode).go_on(5.0)
    assert ran.complete
    return Counter(
        ending for order in ran.orders.values() for ending in {each[:2] for each in order.endings}
    )


CANCELS = """
import asyncio
log = []
async def work(name):
    try:
        async with asyncio.timeout(1):
            await asyncio.sleep(1)
            log.append(name)
    except TimeoutError:
        log.append(name.upper())
async def main():
    await asyncio.gather(work("a"), work("b"))
    return log
asyncio.run(main())
"""


#: What the first run returned lies on the stack below the second, where no digest sees it.
TWICE = """
import asyncio
log = []
async def say(word):
    await asyncio.sleep(1)
    log.append(word)
async def main(words):
    await asyncio.gather(*map(say, words))
    last = log[-1]
    log.clear()
    return last
print(asyncio.run(main("abc")) + asyncio.run(main("xy")))
"""

#: A timer is pending while `asyncio.run` cleans up.
LEFT = """
import asyncio
log = []
async def say(word):
    await asyncio.sleep(1)
    log.append(word)
async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(say("a"))
    loop.call_later(1, task.cancel)
    loop.call_later(1, log.append, "left")
    await asyncio.gather(task, say("b"), return_exceptions=True)
    return log
asyncio.run(main())
"""


#: Tasks have begun before any step of theirs is queued.
EAGER = """
import asyncio
log = []
async def work(name):
    await asyncio.sleep(1)
    log.append(name)
async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    await asyncio.gather(work("a"), work("b"))
    return log
asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        (programs.bank(3), "folded"),
        (programs.bank(3), "late"),
        (programs.SLEEP_ZERO, "folded"),
        (programs.HOLDER, "folded"),
        (programs.opposite(True), "late"),
        (CANCELS, "late"),
        (CANCELS, "partly"),
        (TWICE, "folded"),
        (LEFT, "partly"),
        (EAGER, "late"),
    ],
    ids=[
        *("bank", "bank, late", "sleep(0)", "holder", "opposite", "timeouts", "timeouts, partly"),
        *("run twice", "a timer is left", "eager"),
    ],
)
def test_orders_counted_in_the_graph_are_those_that_running_finds(text, mode):
    assert by_graph(text, mode) == by_running(text, mode)


def test_what_a_run_has_returned_is_part_of_the_states_of_the_next():
    graph = grown(TWICE)

    assert counted(graph).total == 12
    assert len({edge.ending for node in graph.nodes.values() for edge in node.edges.values()}) == 7
    assert graph.executions < 30


def test_merging_leaves_far_fewer_executions_than_orders():
    graph = grown(programs.bank(4))

    assert counted(graph).total == 2_520
    assert graph.executions < 500


#: What a program does that its orders do not depend on.
OF_NO_ACCOUNT = [
    "import sys",
    "import sys\nout = sys.stdout",
    "import warnings\nwarnings.warn('old')",
]


@pytest.mark.parametrize("before", OF_NO_ACCOUNT)
def test_what_is_not_the_programs_keeps_no_states_apart(before):
    plain, more = programs.bank(3), f"{before}\n{programs.bank(3)}"

    assert grown(more).executions == grown(plain).executions


NAMED_LIKE_MODULES = """
import asyncio
tasks, locks, events, futures, queues, runners = [], [], [], [], [], []
async def work(n):
    await asyncio.sleep(1)
    locks.append(n)
    await asyncio.sleep(1)
    tasks.append(n)
async def main():
    await asyncio.gather(work(0), work(1), work(2))
    return len(tasks)
asyncio.run(main())
"""


def test_a_programs_names_keep_no_states_apart_though_asyncio_has_modules_of_these_names():
    other = NAMED_LIKE_MODULES
    for name in ("tasks", "locks", "events", "futures", "queues", "runners"):
        other = other.replace(name, f"my_{name}")

    assert len(grown(NAMED_LIKE_MODULES).nodes) == len(grown(other).nodes)


@pytest.mark.parametrize("before", [*OF_NO_ACCOUNT, "import logging\nh = logging.StreamHandler()"])
def test_what_is_not_the_programs_keeps_no_ends_apart(before):
    text = f"{before}\n{programs.bank(3)}"

    *_, ran = Running(Plain.of(text, "program.py", 0), "folded").go_on(5.0)

    assert len(ran.arrivals) == 3


def test_where_histories_meet_the_second_one_goes_on_and_is_compared():
    graph = grown(programs.bank(3))

    met = [node for node in graph.nodes.values() if node.is_confirmed]
    assert len(met) >= 5


def test_a_drawn_order_goes_step_by_step_as_it_was_counted():
    graph = grown(programs.bank(3))
    orders = counted(graph)

    for drawn in itertools.islice(draw(orders, graph.counting().expand), 30):
        done = graph.run_drawn(graph.path_of(drawn.letters), 5.0)
        assert (done.letters, done.ending in drawn.endings) == (drawn.letters, True)


@pytest.mark.parametrize("name", sorted(UNSEEN))
def test_state_that_no_text_shows_is_part_of_the_state(name):
    text = program(name, tasks=3)

    assert by_graph(text) == by_running(text)


@pytest.mark.parametrize("name", sorted(OVERWRITTEN))
def test_state_that_is_overwritten_unseen_is_part_of_the_state(name):
    text = last_writer(name)

    found = by_graph(text)

    assert found == by_running(text)
    assert len(found) >= 2


@pytest.mark.parametrize("name", ["a bound method in a partial", "a closure in a default"])
def test_what_the_summaries_do_not_see_is_no_part_of_the_answer(name):
    """Four tasks have 2,520 orders: too many to run them all first."""
    text = program(name, tasks=4)

    answer = explore(text)

    found = {(row.status, row.result): row.interleavings for row in answer.outcomes}
    assert (answer.complete, found) == (True, dict(by_running(text)))
    assert answer.transitions is not None


@pytest.fixture
def blind(monkeypatch):
    """Without what suspended coroutines hold, states that differ look equal."""

    def visit(self, x, kind):
        self._code(x.cr_code)

    monkeypatch.setitem(digest._HOW, types.CoroutineType, visit)


@pytest.mark.usefixtures("blind")
def test_a_digest_that_misses_something_is_found_out():
    with pytest.raises(Contradiction):
        grown(programs.bank(4))


@pytest.mark.usefixtures("blind")
def test_a_contradicted_graph_is_dropped_and_the_answer_is_right_all_the_same():
    answer = explore(programs.bank(4))

    found = {row.result: row.interleavings for row in answer.outcomes}
    assert found == {"1": 1152, "2": 1056, "3": 288, "4": 24}
    assert (answer.complete, answer.transitions) == (True, None)


def exact(*roots):
    found = digest.Digest(exact=True)
    return found.of(*roots), found.opaque


@pytest.mark.parametrize(
    "made",
    [
        lambda x: functools.partial(print, x),
        operator.itemgetter,
        lambda x: iter([x]),
        lambda x: {0: x}.__getitem__,
        lambda x: collections.OrderedDict(k=x),
        lambda x: collections.defaultdict(list, k=x),
        lambda x: collections.deque([0], maxlen=x),
        lambda x: collections.Counter(k=x),
        lambda x: types.SimpleNamespace(k=x),
        lambda x: array.array("i", [x]),
        lambda x: memoryview(bytes([x])),
        lambda x: io.StringIO(str(x)),
        lambda x: contextvars.ContextVar("var", default=(x,)),
        itertools.count,
        ValueError,
        lambda x: lambda: x,
        lambda x: property(lambda self: x),
        lambda x: type("Made", (), {"k": x})(),
        random.Random,
        lambda x: re.match("a*", "a" * x),
    ],
)
def test_what_an_object_holds_is_in_its_digest_wherever_it_is_kept(made):
    one, two = exact(made(1)), exact(made(2))

    assert one != two
    assert (one, one[1]) == (exact(made(1)), set())


@pytest.mark.parametrize(
    "opaque",
    [
        lambda: sqlite3.connect(":memory:"),
        lambda: itertools.cycle("ab"),
        hashlib.sha256,
        queue.SimpleQueue,
    ],
)
def test_an_object_that_cannot_be_seen_into_is_named(opaque):
    _, names = exact([opaque()])
    assert len(names) == 1


DEADLINE = """
import asyncio, time
async def work():
    before = time.monotonic()
    await asyncio.sleep(1)
    return time.monotonic() - before < 5
async def main():
    return await asyncio.gather(work(), work())
asyncio.run(main())
"""


def test_where_time_decides_states_do_not():
    with pytest.raises(Unsuited):
        grown(DEADLINE)


CHANCE = """
import asyncio, random
async def work():
    await asyncio.sleep(1)
    return random.random()
async def main():
    return await asyncio.gather(work(), work(), work())
asyncio.run(main())
"""


def test_what_cannot_be_seen_into_is_told_by_its_history():
    assert by_graph(CHANCE) == by_running(CHANCE)
    assert len(by_graph(CHANCE)) == 6


def test_what_an_execution_leaves_in_the_environment_is_not_there_in_the_next(monkeypatch):
    monkeypatch.delenv("LEFT_BEHIND", raising=False)
    text = program("the environment", tasks=2).replace("LEFT", "LEFT_BEHIND")

    explore(text)

    assert "LEFT_BEHIND" not in os.environ
