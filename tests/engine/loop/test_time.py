"""Virtual time: whole microseconds that move only when nothing is ready."""

import asyncio

import pytest

import lockstep
from lockstep import clock


@pytest.fixture
def loop():
    loop = lockstep.new_event_loop()
    yield loop
    loop.close()


def test_a_loop_begins_at_zero_and_time_stands_still_while_something_is_ready(loop):
    async def main():
        times = [loop.time()]
        for _ in range(3):
            await asyncio.sleep(0)
            times.append(loop.time())
        return times

    assert loop.run_until_complete(main()) == [0.0, 0.0, 0.0, 0.0]


def test_an_hour_of_sleep_takes_no_time(loop):
    async def main():
        await asyncio.sleep(3600)
        return loop.time()

    assert loop.run_until_complete(main()) == 3600.0


def test_many_small_sleeps_add_up_exactly(loop):
    async def main():
        for _ in range(1000):
            await asyncio.sleep(0.1)
        return loop.clock.now_us

    assert loop.run_until_complete(main()) == 100_000_000


def test_deadlines_are_respected(loop):
    log = []
    for seconds in (3, 1, 2):
        loop.call_later(seconds, log.append, seconds)
    loop.run_until_complete(asyncio.sleep(4))
    assert log == [1, 2, 3]


def test_equal_deadlines_come_in_the_order_in_which_they_were_armed(loop):
    log = []
    for n in range(9):
        loop.call_at(1, log.append, n)
    loop.run_until_complete(asyncio.sleep(2))
    assert log == [0, 1, 2, 3, 4, 5, 6, 7, 8]


def test_a_deadline_in_the_past_comes_at_the_next_boundary(loop):
    async def main():
        log = []
        await asyncio.sleep(1)
        loop.call_at(0.5, log.append, "past")
        loop.call_later(-1, log.append, "before")
        log.append("main")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return log, loop.time()

    assert loop.run_until_complete(main()) == (["main", "before", "past"], 1.0)


def test_a_cancelled_timer_neither_fires_nor_moves_time(loop):
    log = []
    timer = loop.call_later(5, log.append, "never")
    loop.call_later(1, timer.cancel)
    loop.call_later(2, log.append, "last")
    loop.run_until_complete(asyncio.sleep(2))
    assert (log, loop.time(), timer.cancelled()) == (["last"], 2.0, True)


def test_a_timer_cancelled_after_it_has_arrived_does_not_run(loop):
    log = []
    loop.call_at(1, lambda: second.cancel())  # noqa: PLW0108 - bound later
    second = loop.call_at(1, log.append, "never")
    loop.run_until_complete(asyncio.sleep(2))
    assert log == []


@pytest.mark.parametrize(
    ("seconds", "us"),
    [(0.1, 100_000), (1e-6, 1), (1e-9, 0), (float("inf"), clock.NEVER), (1e30, clock.NEVER)],
)
def test_seconds_become_whole_microseconds(seconds, us):
    assert clock.to_us(seconds) == us


@pytest.mark.parametrize(
    ("us", "wording"), [(0, "0 s"), (100_000, "0.1 s"), (3_600_000_000, "3600 s")]
)
def test_a_time_is_said_without_needless_digits(us, wording):
    assert clock.duration_text(us) == wording


def test_a_clock_never_goes_back():
    time = clock.Clock()
    assert (time.move_to(5), time.move_to(3), time.now_us) == (0, 5, 5)


def test_the_time_module_is_on_the_virtual_clock_inside_a_run_and_real_again_afterwards():
    import time

    before = time.monotonic
    source = """
import asyncio, time
async def main():
    await asyncio.sleep(1.5)
    time.sleep(0.25)
    print(time.monotonic(), time.perf_counter_ns(), time.time() - 1767225600, time.time_ns())
asyncio.run(main())
"""
    assert lockstep.run(source).stdout == "1.75 1750000000 1.75 1767225601750000000\n"
    assert time.monotonic is before
