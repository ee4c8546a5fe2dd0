"""Arrivals: at every boundary any ordered subset of what is pending, behind what is queued."""

import asyncio
import itertools

import pytest

from lockstep.clock import Clock
from lockstep.loop import VirtualLoop
from lockstep.schedulers import as_written


class Script:
    """Delivers what a table says at each boundary, else as written; remembers the boundaries."""

    def __init__(self, table=None, default=as_written):
        self.table, self.default, self.met = table or {}, default, []

    def begin(self):
        pass

    def arrivals(self, boundary):
        self.met.append((boundary.number, boundary.idle, sorted(boundary.pending)))
        return self.table.get(boundary.number) or self.default(boundary)

    def end(self):
        pass


def ran(main, scheduler) -> list:
    log: list = []
    with asyncio.Runner(loop_factory=lambda: VirtualLoop(Clock(), scheduler)) as runner:
        runner.run(main(log))
    return log


async def three_sleepers(log):
    async def work(name, seconds):
        await asyncio.sleep(seconds)
        log.append(name)

    await asyncio.gather(work("a", 1), work("b", 2), work("c", 3))


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))])
def test_completions_arrive_in_any_order_that_is_chosen(order):
    assert ran(three_sleepers, Script({0: order})) == ["abc"[n] for n in order]


@pytest.mark.parametrize("chosen", [(2,), (1, 0), (2, 0)])
def test_completions_that_are_not_chosen_stay_pending(chosen):
    script = Script({0: chosen})
    left = [n for n in range(3) if n not in chosen]
    assert ran(three_sleepers, script) == ["abc"[n] for n in (*chosen, *left)]
    assert script.met[1][2] == left


def test_a_boundary_comes_before_every_batch_while_something_is_pending():
    async def main(log):
        sleeper = asyncio.create_task(asyncio.sleep(5))
        for _ in range(4):
            await asyncio.sleep(0)
        await sleeper

    script = Script()
    ran(main, script)
    assert [idle for _, idle, _ in script.met] == [False, False, False, True]
    assert all(pending == [0] for _, _, pending in script.met)


def test_a_completion_that_arrives_early_goes_behind_what_is_queued():
    async def main(log):
        async def sleeper():
            await asyncio.sleep(5)
            log.append("slept")

        async def spins():
            for n in range(4):
                log.append(n)
                await asyncio.sleep(0)

        await asyncio.gather(sleeper(), spins())

    assert ran(main, Script({0: (0,)})) == [0, 1, 2, "slept", 3]
    assert ran(main, Script()) == [0, 1, 2, 3, "slept"]


def test_the_lost_update_of_io_read_yield_write_needs_two_arrivals_at_one_boundary():
    async def main(log):
        balance = 0

        async def deposit():
            nonlocal balance
            await asyncio.sleep(1)
            value = balance
            await asyncio.sleep(0)
            balance = value + 1

        await asyncio.gather(deposit(), deposit())
        log.append(balance)

    one_at_a_time = Script(default=lambda boundary: [min(boundary.pending)] * boundary.idle)
    assert ran(main, one_at_a_time) == [2]
    assert ran(main, Script({0: (0, 1)})) == [1]


def test_what_never_comes_is_not_offered():
    async def main(log):
        await asyncio.wait([asyncio.ensure_future(asyncio.sleep(float("inf")))], timeout=1)

    script = Script()
    ran(main, script)
    assert {tuple(pending) for _, _, pending in script.met} == {(0,)}


@pytest.mark.parametrize(
    ("answer", "wording"),
    [
        ((), "boundary 0 is idle: at least one completion must arrive"),
        ((7,), "completion 7 cannot arrive at boundary 0: pending once each are 0, 1, 2"),
        ((1, 1), "completion 1 cannot arrive at boundary 0: pending once each are 0, 1, 2"),
    ],
)
def test_an_impossible_answer_of_a_scheduler_is_refused_by_name(answer, wording):
    with pytest.raises(ValueError, match=wording):
        ran(three_sleepers, Script(default=lambda boundary: answer))
