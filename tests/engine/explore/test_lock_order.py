"""Locks taken in a circle: confirmed by a schedule, or refuted by every order."""

from lockstep.explore import explore
from tests.engine.explore.programs import HEAD, opposite, program

GATED = program(
    """
a, b, gate = asyncio.Lock(), asyncio.Lock(), asyncio.Lock()
async def work(first, second):
    await io()
    async with gate:
        async with first:
            await io()
            async with second:
                pass
""",
    "[work(a, b), work(b, a)]",
)
IN_TURN = (
    HEAD
    + """
a, b = asyncio.Lock(), asyncio.Lock()
async def work(first, second):
    async with first:
        await io()
        async with second:
            pass
async def main():
    await asyncio.create_task(work(a, b), name="one")
    await asyncio.create_task(work(b, a), name="two")
asyncio.run(main())
"""
)


def test_a_circle_that_deadlocks_is_confirmed_by_a_schedule():
    found = explore(opposite(arrival=True))
    assert found.notes == [
        "The locks are taken in a circle, a -> b -> a, and that deadlocks: schedule written."
    ]


def test_a_circle_that_no_order_closes_is_refuted():
    found = explore(IN_TURN)
    assert found.notes == [
        "The locks are taken in a circle, a -> b -> a, but no deadlock follows in the only order."
    ]


def test_a_circle_behind_one_gate_is_none():
    found = explore(GATED)
    assert (found.notes, {o.status for o in found.outcomes}) == ([], {"ok"})
