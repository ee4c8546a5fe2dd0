"""``complete`` is never said of an answer that is not all that asyncio can do."""

import pytest

from lockstep.explore import explore, explorer
from lockstep.explore.observe.shared_uses import SharedUses
from tests.engine.every_order import every_outcome
from tests.engine.explore.programs import bank

HEAD = "import asyncio, collections, itertools, queue, time\nx = 0\n"
TWO = """
async def main():
    await asyncio.gather(work(0), work(1))
    return x
asyncio.run(main())
"""
SHARED = {
    "a stdlib queue": ("q = queue.Queue(); q.put(0); q.put(1)", "q.get_nowait()"),
    "an itertools.count": ("c = itertools.count()", "next(c)"),
    "a generator": ("g = (n for n in range(9))", "next(g)"),
    "a list": ("q = [0, 1]", "q.pop()"),
    "a Counter": ("c = collections.Counter()", "c.update('k') or c['k']"),
}


@pytest.mark.parametrize("name", SHARED)
def test_every_outcome_of_what_tasks_take_from_a_shared_object_is_found_and_proved(name):
    setup, take = SHARED[name]
    work = f"async def work(i):\n global x\n await asyncio.sleep(0.1)\n n = {take}\n if i: x = n"
    source = f"{HEAD}{setup}\n{work}{TWO}"

    answer = explore(source)

    found = {(outcome.status, outcome.result) for outcome in answer.outcomes}
    assert (answer.complete, answer.interleavings, found) == (True, 2, every_outcome(source))


NO_PROOF = {
    "spins": "async def work(i):\n global x\n while i and not x: await asyncio.sleep(0)\n"
    " await asyncio.sleep(0.1)\n x = 1",
    "reads the clock": "async def work(i):\n global x\n await asyncio.sleep(0.1)\n"
    " x = time.time_ns() & 4096",
    "uses threads": "async def work(i):\n await asyncio.to_thread(int)",
}


@pytest.mark.parametrize("name", NO_PROOF)
def test_no_answer_is_complete_of_a_program_that(name):
    answer = explore(f"{HEAD}{NO_PROOF[name]}{TWO}", seconds=3)

    assert not answer.complete
    assert answer.notes


NEEDS, READS = "it needs what a run does not have: ", "it reads from stdin, which is empty here"
REFUSED = {
    "await asyncio.to_thread(int)": f"{NEEDS}threads",
    "await loop.run_in_executor(None, int)": f"{NEEDS}threads",
    "threading.Thread(target=print).start()": f"{NEEDS}threads",
    "loop.add_signal_handler(2, print)": f"{NEEDS}add_signal_handler()",
    "await loop.getaddrinfo('localhost', 80)": f"{NEEDS}getaddrinfo()",
    "await asyncio.open_connection('localhost', 80)": f"{NEEDS}create_connection()",
    "await asyncio.create_subprocess_exec('true')": f"{NEEDS}subprocess_exec()",
    "open('/tmp/elsewhere', 'w')": f"{NEEDS}the file '/tmp/elsewhere'",
    "input()": READS,
    "sys.stdin.buffer.read()": READS,
    "next(sys.stdin, '')": READS,
    "list(sys.stdin.buffer)": READS,
    "sys.stdin.buffer.readlines()": READS,
    "sys.stdin.buffer.peek()": READS,
}


@pytest.mark.parametrize("asks", REFUSED)
def test_what_a_run_does_not_have_is_a_doubt_though_the_program_goes_on_without(asks):
    answer = explore(
        "import asyncio, contextlib, sys, threading\n"
        "async def main():\n    loop = asyncio.get_running_loop()\n"
        f"    with contextlib.suppress(Exception):\n        {asks}\n"
        "asyncio.run(main())\n"
    )

    assert (answer.complete, [o.status for o in answer.outcomes]) == (False, ["ok"])
    assert REFUSED[asks] in answer.doubts


def test_a_program_that_raises_at_import_has_one_order():
    answer = explore("raise ValueError('at import')")

    assert (answer.complete, answer.interleavings) == (True, 1)
    assert [outcome.result for outcome in answer.outcomes] == ["ValueError('at import')"]


def test_what_is_verified_by_running_needs_no_watching(monkeypatch):
    def fails(*_):
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(SharedUses, "accessed", fails)
    answer = explore(bank(2))
    assert (answer.complete, answer.interleavings, answer.executed) == (True, 6, 6)
    assert answer.classes is None


THREE_TIMEOUTS = """
import asyncio
n = 0
async def work():
    global n
    try:
        async with asyncio.timeout(1):
            await asyncio.sleep(1)
            n += 1
    except TimeoutError:
        n -= 1
async def main():
    await asyncio.gather(work(), work(), work())
    return n
asyncio.run(main())
"""


@pytest.mark.parametrize("few", [200, 40])
def test_there_are_never_more_classes_than_orders(monkeypatch, few):
    monkeypatch.setattr(explorer, "FEW", few)
    answer = explore(THREE_TIMEOUTS)

    assert (answer.complete, answer.interleavings) == (True, 186)
    assert answer.classes == {200: 48, 40: None}[few]  # 3! ways to change n, each up or down
    assert (few == 40) == any("cannot be said" in note for note in answer.notes)
