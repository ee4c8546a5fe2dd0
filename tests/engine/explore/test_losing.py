"""How many orders lose an update, where others end alike without losing one."""

import pytest

import lockstep
from lockstep.explore.report import text
from lockstep.explore.report.exploration import Exploration, Outcome

MIXED = """
import asyncio
balance = 0
async def deposit(amount):
    global balance
    await asyncio.sleep(0.01)
    before = balance
    await asyncio.sleep(0.01)
    balance = before + amount
async def audit():
    global balance
    await asyncio.sleep(0.01)
    balance = 5
async def main():
    global balance
    await asyncio.gather(deposit(5), audit())
    balance = 5
asyncio.run(main())
"""
BANK = """
import asyncio
balance = 0
async def deposit():
    global balance
    await asyncio.sleep(0.01)
    before = balance
    await asyncio.sleep(0.01)
    balance = before + 1
async def main():
    await asyncio.gather(deposit(), deposit())
asyncio.run(main())
"""


def test_a_row_says_in_how_many_of_its_orders_an_update_is_lost():
    answer = lockstep.explore(MIXED)
    (row,) = answer.outcomes
    assert (row.interleavings, row.losing, row.loses, row.tone) == (3, 1, True, "wrong")
    assert text.losing(row, "update") == "; in 1 of them an update is lost"
    assert answer.verdict["headline"] == "1 of 3 orders loses an update."


def test_rows_whose_orders_all_lose_or_all_do_not_say_so():
    answer = lockstep.explore(BANK)
    counts = {row.state["balance"]: (row.interleavings, row.losing) for row in answer.outcomes}
    assert counts == {"1": (4, 4), "2": (2, 0)}
    assert [text.losing(row, "update") for row in answer.outcomes] == ["", ""]
    assert answer.verdict["headline"] == "4 of 6 orders lose an update."


def _row(**more):
    return Outcome("ok", "None", {}, 300, 9, "written", 0, True, "wrong", "end well", **more)


@pytest.mark.parametrize(
    ("row", "headline"),
    [
        (_row(loses=True, losing=None), "All 300 orders end as one does that loses an update."),
        (_row(loses=True, losing=300), "All 300 orders lose an update."),
        (_row(loses=True, losing=7), "7 of 300 orders lose an update."),
        (_row(loses=True, misses=True, losing=None), "All 300 orders do not end as expected."),
        (_row(loses=True, misses=True, losing=7), "All 300 orders do not end as expected."),
        (_row(loses=True, misses=True, losing=300), "All 300 orders lose an update."),
    ],
)
def test_a_headline_counts_what_it_says(row, headline):
    found = Exploration("3.13.0", tried_all=True, complete=True, interleavings=300, classes=9)
    found.outcomes, found.executed = [row], 300
    assert text.verdict(found)["headline"] == headline


OUTDATED = """\
import asyncio
balance = 100
async def withdraw():
    global balance
    if balance >= 100:
        await asyncio.sleep(0.1)
        balance -= 100
async def main():
    await asyncio.gather(withdraw(), withdraw())
asyncio.run(main())
"""


def test_orders_in_which_a_check_is_out_of_date_are_as_wrong_as_the_run_itself():
    answer = lockstep.explore(OUTDATED)
    (row,) = answer.outcomes
    assert lockstep.run(OUTDATED).to_dict()["verdict"]["tone"] == "wrong"
    assert (row.is_outdated, row.loses, row.tone) == (True, False, "wrong")
    assert (
        answer.verdict["headline"] == "Both orders end as one does that acts on an outdated check."
    )
