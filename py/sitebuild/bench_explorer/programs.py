"""The programs that are explored."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path

from lockstep import catalogue

_UNLOCKED = """\
    value = account.balance
    await asyncio.sleep(0.1)
    account.balance = value + 100
"""
_LOCKED = "    async with account.lock:\n" + "".join(
    f"    {line}\n" for line in _UNLOCKED.splitlines()
)
_DEPOSITS = """\
\"\"\"Deposits that arrive when they like

Watch: account.balance
Expect: COUNT * 100
\"\"\"
import asyncio

COUNT = {count}


class Account:
    def __init__(self):
        self.balance = 0
        self.lock = asyncio.Lock()


async def deposit(account):
    await asyncio.sleep(0.1)
{body}

async def main():
    account = Account()
    await asyncio.gather(*[deposit(account) for _ in range(COUNT)])
    return account.balance


print(asyncio.run(main()))
"""

#: It keeps something outside itself: what it does cannot be foreseen, so it is really run.
OUTSIDE = """\
import asyncio
import string as outside

outside.runs = getattr(outside, "runs", 0) + 1
x = 0


async def work():
    global x
    await asyncio.sleep(0.1)
    value = x
    if outside.runs > 2 and outside.runs % 2:
        await asyncio.sleep(0.1)
    x = value + 1


async def main():
    await asyncio.gather(*[work() for _ in range(3)])
    return x


print(asyncio.run(main()))
"""

_GROWING = """\
import asyncio

shared = [0] * {places}


async def work(i):
    for step in range({steps}):
        await asyncio.sleep(0.1)
        shared[(i + step) % {places}] += i + 1


async def main():
    await asyncio.gather(*[work(i) for i in range({tasks})])
    return shared


print(asyncio.run(main()))
"""
#: How the cost of an answer grows with tasks, with their steps, with the places that they share.
GROWTH = (
    *((tasks, 2, 1) for tasks in (2, 3, 4)),
    *((3, steps, 1) for steps in (1, 3)),
    *((3, 2, places) for places in (2, 3)),
)

_TWO_ARRIVALS = """\
import asyncio

total = 0


async def visit(lock):
    global total
    await asyncio.sleep(0.1)
    async with lock:
        value = total
        await asyncio.sleep(0.1)
        total = value + 1


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*[visit(lock) for _ in range(4)])
    return total


print(asyncio.run(main()))
"""
_QUEUE = """\
import asyncio


async def produce(queue, name):
    for item in range(2):
        await asyncio.sleep(0.1)
        await queue.put((name, item))


async def consume(queue, done):
    while True:
        item = await queue.get()
        await asyncio.sleep(0.1)
        done.append(item)
        queue.task_done()


async def main():
    queue, done = asyncio.Queue(maxsize=2), []
    consumers = [asyncio.create_task(consume(queue, done)) for _ in range(4)]
    await asyncio.gather(*[produce(queue, name) for name in range(4)])
    await queue.join()
    for task in consumers:
        task.cancel()
    return len(done)


print(asyncio.run(main()))
"""
#: Ordinary programs that are answered in so many seconds, or told how far that has come.
SOON = 10
ORDINARY = {
    "4 tasks, two arrivals and one lock each": _TWO_ARRIVALS,
    "4 producers and 4 consumers of a queue": _QUEUE,
}

#: From the suites of other model checkers, and how large.
_PUBLISHED = {
    "readers": (2, 4, 8),
    "lastzero": (3, 4, 5),
    "rw": (2, 3, 4),
    "ainc": (3, 4, 5),
    "binc": (2, 3, 4),
    "casrot": (4, 5, 6),
    "wcas": (3, 4, 5),
    "lockinc": (2, 3, 4),
    "indexer": (3, 11),
}


def deposits(count: int, *, locked: bool = False) -> str:
    """As many deposits, each after an arrival."""
    return _DEPOSITS.format(count=count, body=_LOCKED if locked else _UNLOCKED)


def growing(tasks: int, steps: int, places: int) -> str:
    """So many tasks; each waits so often, and then changes the next of so many places."""
    return _GROWING.format(tasks=tasks, steps=steps, places=places)


def lessons() -> dict[str, str]:
    """Return the text of every lesson."""
    return {entry["name"]: entry["source"] for entry in catalogue.load()}


def published(root: Path) -> Iterator[tuple[str, str]]:
    """Yield names and sources: those that the tests explore."""
    known = runpy.run_path(str(root / "tests/engine/explore/programs.py"))
    for name, sizes in _PUBLISHED.items():
        source: Callable[[int], str] = known[name]
        for size in sizes:
            yield f"{name}({size})", source(size)
