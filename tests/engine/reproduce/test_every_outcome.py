"""Programs with several outcomes: there is a script for each of them."""

import textwrap

import pytest

from lockstep.reproduce import script
from tests.engine.reproduce.stock import by_chance, play

BANK = """
    import asyncio
    balance = 0
    async def deposit():
        global balance
        await asyncio.sleep(0.1)
        value = balance
        await asyncio.sleep({pause})
        balance = value + 1
    async def main():
        await asyncio.gather(*(deposit() for _ in range(3)))
        return balance
    asyncio.run(main())
"""
OPPOSITE_ORDER = """
    import asyncio
    async def transfer(first, second):
        await asyncio.sleep(0.1)
        async with first:
            await asyncio.sleep(0.1)
            async with second:
                print("moved")
    async def main():
        a, b = asyncio.Lock(), asyncio.Lock()
        await asyncio.gather(transfer(a, b), transfer(b, a))
    asyncio.run(main())
"""
TOO_LATE = """
    import asyncio
    async def main():
        async with asyncio.timeout(1):
            await asyncio.sleep(2)
        return "in time"
    asyncio.run(main())
"""
CHECKED = """
    import asyncio
    seats = 1
    async def book():
        global seats
        await asyncio.sleep(0.1)
        if seats > 0:
            await asyncio.sleep(0.1)
            seats -= 1
    async def main():
        await asyncio.gather(book(), book())
        assert seats >= 0, f"{seats} seats are left"
    asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("source", "outcomes"),
    [
        (BANK.format(pause=0.1), {("ok", "1"), ("ok", "2"), ("ok", "3")}),
        (BANK.format(pause=0), {("ok", "1"), ("ok", "2"), ("ok", "3")}),
        (OPPOSITE_ORDER, {("ok", "None"), ("deadlock", None)}),
        (TOO_LATE, {("ok", "'in time'"), ("error", "TimeoutError()")}),
        (CHECKED, {("ok", "None"), ("failed", "AssertionError('-1 seats are left')")}),
    ],
)
def test_every_outcome_has_a_script_that_shows_it(source, outcomes):
    source = textwrap.dedent(source).strip()
    traces = by_chance(source, "program.py", 2 * len(outcomes), range(140))
    answers = play([script(source, t.schedule, filename="program.py") for t in traces])
    shown = [(a["outcome"]["status"], a["outcome"]["result"], a["stdout"]) for a in answers]
    assert shown == [(trace.status, trace.result, trace.stdout) for trace in traces]
    assert {(status, result) for status, result, _ in shown} == outcomes
