"""Programs made by chance, small enough that every order of them can be run."""

from __future__ import annotations

import textwrap

from hypothesis import strategies as st

HEAD = """\
import asyncio

class Account:
    def __init__(self):
        self.balance = 0

account, items, table, x, y = Account(), [], {"k": 0}, 0, 0
first, second, event = asyncio.Lock(), asyncio.Lock(), asyncio.Event()
tasks = []
"""

WAITS = """\
await asyncio.sleep(0.1)
await asyncio.sleep(0)
await event.wait()
await tasks[0]
await tasks[-1]
await asyncio.shield(tasks[0])
await asyncio.wait([tasks[-1]], timeout=0.1)
await asyncio.wait_for(asyncio.sleep(0.1), 0.1)
""".splitlines()

ACTS = """\
value = x
x = value + 1
x += 1
value = y
y = value + 1
value = account.balance
account.balance = value + 1
account.balance += 1
items.append(value)
value = len(items)
table["k"] = value + 1
value = table["k"]
event.set()
event.clear()
raise ValueError("by chance")
tasks[0].cancel()
value = tasks[0].done()
value = first.locked()
""".splitlines()

AROUND = """\
async with first:
async with second:
async with asyncio.timeout(0.1):
if value == 0:
""".splitlines()

HARNESSES = """\
await asyncio.gather(*tasks)
await asyncio.gather(*tasks, return_exceptions=True)
for task in tasks: await task
await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
""".splitlines()

GROUP = """\
async with asyncio.TaskGroup() as group:
    tasks.extend(group.create_task(work()) for work in WORKERS)"""

PLAIN = """\
tasks.extend(asyncio.create_task(work()) for work in WORKERS)
HARNESS"""

TAIL = """
async def main():
{body}
    return x, y, account.balance, items, table["k"]

asyncio.run(main())
"""


def _worker(number, statements):
    body = textwrap.indent("\n".join(["global x, y", "value = 0", *statements]), "    ")
    return f"async def worker_{number}():\n{body}\n"


@st.composite
def _statements(draw, most):
    found = draw(st.lists(st.sampled_from(ACTS), min_size=1, max_size=most))
    waits = st.one_of(st.sampled_from(WAITS[:2]), st.sampled_from(WAITS))
    for wait in draw(st.lists(waits, min_size=1, max_size=2)):
        found.insert(draw(st.integers(0, len(found))), wait)
    if draw(st.integers(0, 3)) == 0:
        begin = draw(st.integers(0, len(found) - 1))
        head = draw(st.sampled_from(AROUND))
        found[begin:] = [head, *(textwrap.indent(line, "    ") for line in found[begin:])]
    return found


@st.composite
def programs(draw, tasks=3, acts=3):
    """Return the source of a program of two or three tasks."""
    bodies = draw(st.lists(_statements(acts), min_size=2, max_size=tasks))
    names = ", ".join(f"worker_{number}" for number in range(len(bodies)))
    plain = st.sampled_from(HARNESSES).map(lambda line: PLAIN.replace("HARNESS", line))
    harness = draw(st.one_of(plain, plain, st.just(GROUP)))
    main = textwrap.indent(harness.replace("WORKERS", f"({names})"), "    ")
    workers = [_worker(number, body) for number, body in enumerate(bodies)]
    return "\n".join([HEAD, *workers, TAIL.format(body=main)])
