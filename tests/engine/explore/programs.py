"""The programs whose orders and classes others have counted (EXPLORER.md, section 5).

In the published ones, one access is one step: ``access; await io()``, after an arrival
``await io()``. ``io`` is a sleep of unknown length.
"""

from __future__ import annotations

HEAD = """
import asyncio
async def io():
    await asyncio.sleep(0.1)
"""
GATHER = """
async def main():
    await asyncio.gather(*TASKS)
    return RESULT
print(asyncio.run(main()))
"""


def program(body, tasks, result="None"):
    return HEAD + body + GATHER.replace("TASKS", tasks).replace("RESULT", result)


def readers(n):
    return program(
        """
x = 0
idx = [0] * N
async def writer():
    global x
    await io()
    x = 42
    await io()
async def reader(i):
    await io()
    idx[i]
    await io()
    x
    await io()
""".replace("N", str(n)),
        f"[writer(), *(reader(i) for i in range({n}))]",
    )


def lastzero(n):
    return program(
        """
a = [0] * (N + 1)
async def reader():
    await io()
    i = N
    while True:
        found = a[i]
        await io()
        if found == 0:
            break
        i -= 1
async def writer(j):
    await io()
    below = a[j - 1]
    await io()
    a[j] = below + 1
    await io()
""".replace("N", str(n)),
        f"[reader(), *(writer(j + 1) for j in range({n}))]",
    )


def rw(n):
    return program(
        """
x = 0
async def work():
    global x
    await io()
    v = x
    await io()
    x = v + 1
""",
        f"[work() for _ in range({n})]",
        "x",
    )


bank = rw


def ainc(n):
    return program(
        """
x = 0
async def work():
    global x
    await io()
    x += 1
    await io()
""",
        f"[work() for _ in range({n})]",
        "x",
    )


def binc(n):
    return program(
        """
x = y = 0
async def work():
    global x, y
    await io()
    x += 1
    await io()
    y += 1
    await io()
""",
        f"[work() for _ in range({n})]",
        "x, y",
    )


def casrot(n):
    return program(
        """
x = 0
async def work(i):
    global x
    await io()
    if x == i - 1:
        x = i
    await io()
""",
        f"[work(i + 1) for i in range({n})]",
        "x",
    )


def wcas(n):
    return program(
        """
x = 0
async def writer():
    global x
    await io()
    x = 2
    await io()
async def work():
    global x
    await io()
    if x == 2:
        x = 3
    await io()
""",
        f"[writer(), *(work() for _ in range({n}))]",
        "x",
    )


def lockinc(n):
    return program(
        """
x = 0
lock = asyncio.Lock()
async def work():
    global x
    await io()
    async with lock:
        x += 1
    await io()
""",
        f"[work() for _ in range({n})]",
        "x",
    )


def indexer(n):
    """Tasks that share nothing: one class."""
    return program(
        """
cells = [0] * N
async def work(i):
    await io()
    cells[i] = 1
    await io()
    cells[i] = 2
    await io()
""".replace("N", str(n)),
        f"[work(i) for i in range({n})]",
    )


def _three(body, count=3):
    return program(body, f"[work() for _ in range({count})]", "bal")


NO_ARRIVAL = _three("""
bal = 0
async def work():
    global bal
    v = bal
    await io()
    bal = v + 1
""")
SLEEP_ZERO = _three("""
bal = 0
async def work():
    global bal
    await io()
    v = bal
    await asyncio.sleep(0)
    bal = v + 1
""")
LOCK_NO_ARRIVAL = _three("""
bal = 0
lock = asyncio.Lock()
async def work():
    global bal
    async with lock:
        v = bal
        await io()
        bal = v + 1
""")
LOCK = _three("""
bal = 0
lock = asyncio.Lock()
async def work():
    global bal
    await io()
    async with lock:
        v = bal
        await io()
        bal = v + 1
""")
WRONG_REPAIR = _three("""
bal = 0
lock = asyncio.Lock()
async def work():
    global bal
    await io()
    async with lock:
        v = bal
    await io()
    async with lock:
        bal = v + 1
""")


def opposite(arrival, between=True):
    return program(
        f"""
a, b = asyncio.Lock(), asyncio.Lock()
async def work(first, second):
    {"await io()" if arrival else "pass"}
    async with first:
        {"await io()" if between else "pass"}
        async with second:
            {"pass" if between else "await io()"}
""",
        "[work(a, b), work(b, a)]",
    )


HOLDER = program(
    """
a, b = asyncio.Lock(), asyncio.Lock()
async def work(first, second):
    await io()
    async with first:
        async with second:
            await io()
async def holder():
    await io()
    async with a:
        await io()
""",
    "[work(a, b), work(b, a), holder()]",
)


def dining(n):
    return program(
        f"""
forks = [asyncio.Lock() for _ in range({n})]
async def philosopher(i):
    async with forks[i]:
        await io()
        async with forks[(i + 1) % {n}]:
            pass
""",
        f"[philosopher(i) for i in range({n})]",
    )
