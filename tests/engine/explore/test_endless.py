"""Where no end of orders is in sight that is said, with the line that a task comes back to."""

import pytest

from lockstep.explore import explore
from lockstep.explore.search.endless import ROUNDS, Endless, endless
from tests.engine.explore.programs import bank

HEAD = "import asyncio, itertools\nready, beats = False, 0\n"
SETTER = """
async def setter():
    global ready
    await asyncio.sleep(1); ready = True
"""
BOTH = "async def main(): await asyncio.gather(work(), setter())\nasyncio.run(main())\n"
ROUND = {
    "asks again and again": "while not ready:\n        await asyncio.sleep(0.1)  # here",
    "counts meanwhile": "for _ in itertools.count():\n        if ready: break\n"
    "        await asyncio.sleep(0.1)  # here",
    "waits with a timeout": "event = asyncio.Event()\n    while not ready:\n        try:\n"
    "            await asyncio.wait_for(event.wait(), 0.1)  # here\n"
    "        except TimeoutError: pass",
}
BEATS = """
async def beat():
    global beats
    while True:
        await asyncio.sleep(1); beats += 1
async def main():
    task = asyncio.create_task(beat())
    await asyncio.sleep(3)
    return beats
asyncio.run(main())
"""
TRIES_AGAIN = """
async def fetch(): await asyncio.sleep(1)
async def get():
    while True:
        try: return await asyncio.wait_for(fetch(), 2)
        except TimeoutError: await asyncio.sleep(0.1)
asyncio.run(get())
"""
ENDS = {
    "counts to nine": "n = 0\n    while n < 9:\n        await asyncio.sleep(1); n += 1",
    "tries three times": "for _ in range(3):\n        try: await asyncio.wait_for(setter(), 2)\n"
    "        except TimeoutError: pass\n    while False: pass",
    "spins, which is another doubt": "while not ready: await asyncio.sleep(0)",
}


def _endless(source):
    return endless(source, "program.py", 0, lambda: 10.0)


def _working(loop):
    return f"{HEAD}{SETTER}async def work():\n    {loop}\n{BOTH}"


@pytest.mark.parametrize("name", ROUND)
def test_a_task_goes_round_while_another_sleep_lasts_that(name):
    source = _working(ROUND[name])
    here = 1 + next(at for at, line in enumerate(source.split("\n")) if "# here" in line)

    found = _endless(source)

    asks = name != "counts meanwhile"
    assert found == Endless("work", here, found.rounds, "while setter's sleep (line 6) lasts", asks)
    assert found.rounds >= ROUNDS


def test_a_task_that_beats_until_it_is_cancelled_has_no_end():
    assert _endless(HEAD + BEATS) == Endless("beat", 7, 1499, "while main's sleep (line 10) lasts")


def test_neither_has_one_that_tries_again_after_each_timeout():
    assert _endless(HEAD + TRIES_AGAIN) == Endless(
        "get", 7, 500, "as its own sleep (line 4) may last each time"
    )


@pytest.mark.parametrize("name", ENDS)
def test_it_is_not_said_of_a_task_that(name):
    assert _endless(_working(ENDS[name])) is None


def test_a_program_without_such_a_loop_is_not_run_for_that():
    assert endless(bank(4), "program.py", 0, pytest.fail) is None


def test_the_answer_says_so_first_and_tries_orders_with_few_deviations():
    answer = explore(HEAD + BEATS, max_runs=200)

    assert (answer.complete, len(answer.outcomes) > 4) == (False, True)
    assert answer.doubts[0].startswith("no end of orders is in sight: beat comes back to line 7 ")
    assert answer.verdict["text"] == f"N{answer.doubts[0][1:]}."
    assert "--latency written" in " ".join(answer.notes)
    assert "asyncio.Event" not in " ".join(answer.notes)  # it waits for nothing


def test_an_event_is_advised_to_a_loop_that_waits_for_what_others_set():
    answer = explore(_working(ROUND["asks again and again"]), max_runs=100)

    advice = "Instead of asking again and again (line 9), work could wait for an asyncio.Event."
    assert advice in answer.notes


@pytest.mark.parametrize(
    "loop",
    [
        "n = 0\n    while not ready and n < 5_000:\n        await asyncio.sleep(0.1); n += 1",
        "while not (ready and next(iter([1]))):\n        await asyncio.sleep(0.1)",
        "while not ready:\n        await asyncio.sleep(0.1)\n        if beats: break",
    ],
    ids=["counts, too", "calls something", "may be left otherwise"],
)
def test_it_is_not_advised_to_a_loop_that(loop):
    found = _endless(_working(loop))

    assert found is not None
    assert not found.asks


def test_nothing_but_what_was_seen_is_said_of_a_loop_that_has_an_end_far_off():
    found = _endless(
        _working(
            "n = 0\n    while not ready and n < 5_000:\n        await asyncio.sleep(0.1); n += 1"
        )
    )

    assert str(found) == (
        "work comes back to line 10 again and again (1498 times in a run that was stopped then), "
        "while setter's sleep (line 6) lasts"
    )


def test_sleeps_as_long_as_written_have_an_end():
    answer = explore(HEAD + BEATS, latency="written")

    assert (answer.complete, "no end" in " ".join(answer.notes)) == (True, False)
