"""Programs made by chance: two or three tasks with locks, sleeps, shared state, failures."""

from __future__ import annotations

import textwrap
from typing import Any

from hypothesis import strategies as st

HEAD = """\
import asyncio, time

class Account:
    def __init__(self):
        self.balance = 0

account, items, table, counter = Account(), [], {"k": 0}, 0
first, second, event = asyncio.Lock(), asyncio.Lock(), asyncio.Event()
semaphore, queue, condition = asyncio.Semaphore(1), asyncio.Queue(1), asyncio.Condition()
tasks = []

async def later(n):
    await asyncio.sleep(0.1 * n)
    return n
"""

PLAIN = """\
value = account.balance
account.balance = value + 1
account.balance += 1
account.balance += await later(1)
counter += 1
counter += await later(2)
items.append(value)
table["k"] = table["k"] + 1
print("value", value, account.balance)
await asyncio.sleep(0)
await asyncio.sleep(0.1)
await asyncio.sleep(0.2)
await later(0)
time.sleep(0.05)
event.set()
event.clear()
await event.wait()
await queue.put(value)
items.append(await queue.get())
raise ValueError("by chance")
tasks[0].cancel()
tasks[-1].cancel()
await asyncio.gather(later(1), later(2))
await asyncio.wait([asyncio.ensure_future(later(1))], timeout=0.05)
await asyncio.shield(later(1))
await asyncio.wait_for(first.acquire(), 0.1)
first.release()
await asyncio.wait_for(asyncio.sleep(0.3), 0.1)
asyncio.get_running_loop().call_later(0.1, event.set)
""".splitlines()

AROUND = """\
async with first:
async with second:
async with semaphore:
async with condition:
async with asyncio.timeout(0.15):
for _ in range(2):
async with asyncio.TaskGroup() as group:
""".splitlines()

INSIDE_CONDITION = ["condition.notify()", "await condition.wait()", "condition.notify_all()"]
INSIDE_GROUP = ["group.create_task(later(1))", "group.create_task(deposit())"]

MAIN = """\
await asyncio.gather(*tasks)
print(await asyncio.gather(*tasks, return_exceptions=True))
await asyncio.wait(tasks, timeout=0.25)
await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
for done in asyncio.as_completed(tasks): await done
await asyncio.sleep(0.3)
""".splitlines()

TAIL = """
async def deposit():
    value = account.balance
    await asyncio.sleep(0.1)
    account.balance = value + 1

async def main():
    tasks.extend(asyncio.create_task(function(), name=function.__name__) for function in FUNCTIONS)
    MAIN
    return account.balance

asyncio.run(main())
"""


def _block(depth: int) -> st.SearchStrategy[str]:
    plain = st.sampled_from(PLAIN)
    if depth == 0:
        return plain
    statement = st.one_of(plain, plain, _nested(depth), _handled(depth))
    return st.lists(statement, min_size=1, max_size=4).map("\n".join)


def _nested(depth: int) -> st.SearchStrategy[str]:
    def join(head: str, body: str, extra: str) -> str:
        if head.endswith("condition:"):
            body = f"{body}\n{extra}"
        elif head.endswith("group:"):
            body = f"{INSIDE_GROUP[len(body) % 2]}\n{body}"
        return f"{head}\n{textwrap.indent(body, '    ')}"

    inside = st.sampled_from(INSIDE_CONDITION)
    return st.builds(join, st.sampled_from(AROUND), _block(depth - 1), inside)


def _handled(depth: int) -> st.SearchStrategy[str]:
    def join(body: str, kind: str, handler: str) -> str:
        body, handler = textwrap.indent(body, "    "), textwrap.indent(handler, "    ")
        return f"try:\n{body}\n{kind}:\n{handler}"

    kinds = ["except Exception as error", "finally", "except (TimeoutError, ValueError)"]
    return st.builds(join, _block(depth - 1), st.sampled_from(kinds), _block(0))


def _function(number: int, body: str) -> str:
    lines = f"global counter\nvalue = 0\n{body}"
    return f"async def worker_{number}():\n{textwrap.indent(lines, '    ')}\n"


@st.composite
def programs(draw: Any) -> str:
    """Return the source of a program that compiles; it may fail, hang or be cut short."""
    bodies = draw(st.lists(_block(2), min_size=2, max_size=3))
    functions = [_function(number, body) for number, body in enumerate(bodies)]
    names = ", ".join(f"worker_{number}" for number in range(len(bodies)))
    tail = TAIL.replace("FUNCTIONS", f"({names})").replace("MAIN", draw(st.sampled_from(MAIN)))
    return "\n".join([HEAD, *functions, tail])
