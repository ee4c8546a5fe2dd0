"""Lost updates: actual, possible, and none."""

import time

from lockstep.findings import Moments, find
from lockstep.run import run

DEPOSIT = """
balance = 0
{setup}
async def deposit():
    global balance
{body}
async def main():
    async with asyncio.TaskGroup() as group:
        for name in "ABC"[:{tasks}]:
            group.create_task(deposit(), name=name)
asyncio.run(main())
"""


def program(body, setup="", tasks=3):
    indented = "\n".join(f"    {line}" for line in body.splitlines())
    return DEPOSIT.format(body=indented, setup=setup, tasks=tasks)


def kinds(trace):
    return sorted(finding["kind"] for finding in trace.findings)


def test_a_write_over_a_write_that_came_after_the_read_is_a_lost_update(ran):
    trace = ran(program("v = balance\nawait asyncio.sleep(0.1)\nbalance = v + 1", tasks=2))
    (found,) = trace.findings
    assert found["kind"] == "lost-update"
    assert (found["tasks"], found["lines"], found["count"]) == ([2, 1], [7, 9], 1)
    assert [trace.events[i]["kind"] for i in found["events"]] == ["read", "write", "write"]
    assert found["text"] == (
        "B wrote 1 over A's 1: it had read balance as 0 (line 7) before A wrote (line 9), "
        "and wrote at line 9 without looking again."
    )


def test_every_lost_write_is_counted_once(ran):
    trace = ran(program("v = balance\nawait asyncio.sleep(0.1)\nbalance = v + 1"))
    assert [finding["count"] for finding in trace.findings] == [1, 1]
    assert trace.verdict["headline"] == "Two updates were lost."


def test_a_write_that_covers_two_others_counts_two(ran):
    body = """\
v = balance
await asyncio.sleep(0.3 if asyncio.current_task().get_name() == "A" else 0)
balance = v + 1"""
    trace = ran(program(body))
    assert trace.verdict["headline"] == "Two updates were lost."
    assert trace.findings[0]["count"] + trace.findings[1]["count"] == 2


def test_an_augmented_assignment_that_awaits_between_read_and_write_loses_updates(ran):
    trace = ran(program("balance += await asyncio.sleep(0.1, 1)", tasks=2))
    assert (kinds(trace), trace.state) == (["lost-update"], {"balance": "1"})


def test_a_lock_round_the_read_and_another_hold_round_the_write_lose_updates(ran):
    body = """\
async with lock:
    v = balance
await asyncio.sleep(0.1)
async with lock:
    balance = v + 1"""
    trace = ran(program(body, "lock = asyncio.Lock()", tasks=2))
    assert kinds(trace) == ["lost-update"]


def test_one_hold_round_read_and_write_loses_nothing_and_nothing_is_possible(ran):
    body = """\
async with lock:
    v = balance
    await asyncio.sleep(0.1)
    balance = v + 1"""
    trace = ran(program(body, "lock = asyncio.Lock()"))
    assert (kinds(trace), trace.state) == ([], {"balance": "3"})


def test_read_and_write_in_one_step_lose_nothing(ran):
    trace = ran(program("await asyncio.sleep(0.1)\nbalance += 1"))
    assert (kinds(trace), trace.state) == ([], {"balance": "3"})


def test_looking_again_in_the_step_of_the_write_loses_nothing(ran):
    trace = ran(program("v = balance\nawait asyncio.sleep(0.1)\nv = balance\nbalance = v + 1"))
    assert kinds(trace) == []


def test_updates_that_went_well_by_luck_are_possible_losses(ran):
    body = """\
await asyncio.sleep({"A": 0, "B": 0.5}[asyncio.current_task().get_name()])
v = balance
await asyncio.sleep(0.1)
balance = v + 1"""
    trace = ran(program(body, tasks=2))
    assert (kinds(trace), trace.state) == (["lost-update-possible"], {"balance": "2"})
    assert trace.findings[0]["severity"] == "warning"


def test_more_lost_updates_than_anyone_reads_are_told_as_one_with_a_count(ran):
    source = program("v = balance\nawait asyncio.sleep(0.1)\nbalance = v + 1")
    trace = ran(source.replace('"ABC"[:3]', "map(str, range(150))"))
    assert (len(trace.findings), trace.findings[-1]["count"]) == (101, 49)
    assert trace.verdict["headline"] == "149 updates were lost."


def test_a_balance_that_begins_as_an_attribute_of_the_class_is_the_accounts_own():
    trace = run("""
import asyncio
class Account:
    balance = 0
account = Account()
async def deposit():
    value = account.balance
    await asyncio.sleep(0.1)
    account.balance = value + 100
async def main():
    await asyncio.gather(deposit(), deposit())
asyncio.run(main())
""")
    assert [f["kind"] for f in trace.findings] == ["lost-update"]
    assert trace.state == {"account.balance": "100"}


def test_findings_of_a_long_run_are_drawn_in_a_time_that_grows_as_the_run_does():
    trace = run("""
import asyncio
value, seen = 0, {}
async def add():
    global value
    for n in range(1200):
        before = value
        await asyncio.sleep(0)
        value = before + 1
        if n not in seen:
            await asyncio.sleep(0)
            seen[n] = value
async def main():
    await asyncio.gather(add(), add())
asyncio.run(main())
""").to_dict()
    began = time.process_time()
    find(Moments(trace))
    assert len(trace["events"]) > 20_000
    assert time.process_time() - began < 15  # pair by pair it would be minutes
