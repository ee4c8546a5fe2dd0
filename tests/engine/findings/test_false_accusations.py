"""Kinds of right program that look wrong: nothing is said of any of them."""

import pytest

from lockstep.run import run

HEAD = "import asyncio\n"

OWNER = """
owner, turn = None, asyncio.Event()
async def hold(name):
    global owner
    if owner is not None:
        await turn.wait()
    owner = name
    await asyncio.sleep(0.01)
    owner = None
    turn.set()
async def main():
    await asyncio.gather(hold("a"), hold("b"))
asyncio.run(main())
"""
OTHER_ELEMENT = """
seen = {seen}
async def crawl(url):
    if url not in seen:
        await asyncio.sleep(0.01)
        {keep}
async def main():
    await asyncio.gather(crawl("a"), crawl("b"))
asyncio.run(main())
"""
EARLIER_CALL = """
buffer, lock = [], asyncio.Lock()
async def add(item):
    async with lock:
        buffer.append(item)
        if len(buffer) >= 3:
            buffer.clear()
async def flush():
    async with lock:
        sent = buffer[:]
        buffer.clear()
        return sent
async def main():
    task = asyncio.create_task(flush())
    await add("x")
    await asyncio.sleep(0.02)
    assert await task + await flush() == ["x"]
asyncio.run(main())
"""
CACHE = """
cache = {}
async def load(key):
    data = cache.get(key)
    if data is None:
        data = await asyncio.sleep(0.01, key * 2)
        cache[key] = data
    return data
async def main():
    assert await asyncio.gather(load(1), load(1)) == [2, 2]
asyncio.run(main())
"""
STILL_ENOUGH = """
stock = 100
async def buy(amount):
    global stock
    if stock >= amount:
        await asyncio.sleep(0.01)
        stock -= amount
async def main():
    await asyncio.gather(buy(10), buy(20))
    assert stock == 70
asyncio.run(main())
"""
COMPARE_AND_SWAP = """
value = 0
async def add():
    global value
    while True:
        seen = value
        await asyncio.sleep(0.01)
        if value == seen:
            value = seen + 1
            return
async def main():
    await asyncio.gather(add(), add(), add())
    assert value == 3
asyncio.run(main())
"""
TURNS = """
value, turns = 0, [asyncio.Event(), asyncio.Event(), asyncio.Event()]
async def add(n):
    global value
    await turns[n].wait()
    seen = value
    await asyncio.sleep(0.01)
    value = seen + 1
    if n < 2:
        turns[n + 1].set()
async def main():
    turns[0].set()
    await asyncio.gather(add(0), add(1), add(2))
    assert value == 3
asyncio.run(main())
"""
IN_FLIGHT = """
flying, most = 0, 2
async def fetch():
    global flying
    if flying >= most:
        return "busy"
    flying += 1
    try:
        await asyncio.sleep(0.01)
        return "done"
    finally:
        flying -= 1
async def main():
    assert sorted(await asyncio.gather(*(fetch() for _ in range(3)))) == ["busy", "done", "done"]
asyncio.run(main())
"""
DOUBLE_CHECKED = """
token, lock = None, asyncio.Lock()
async def get():
    global token
    if token is None:
        async with lock:
            if token is None:
                token = await asyncio.sleep(0.01, "t")
    return token
async def main():
    assert await asyncio.gather(get(), get()) == ["t", "t"]
asyncio.run(main())
"""
ROWS = """
import sqlite3
db = sqlite3.connect(":memory:", isolation_level=None)
db.execute("CREATE TABLE account (id TEXT PRIMARY KEY, money INTEGER)")
db.executemany("INSERT INTO account VALUES (?, ?)", [("ann", 0), ("bob", 0)])
async def deposit(who):
    (money,) = db.execute("SELECT money FROM account WHERE id = ?", (who,)).fetchone()
    await asyncio.sleep(0.01)
    db.execute("UPDATE account SET money = ? WHERE id = ?", (money + 1, who))
async def main():
    await asyncio.gather(deposit("ann"), deposit("bob"))
asyncio.run(main())
"""
ATOMIC_GROUP = """
lock, chunks = asyncio.Lock(), []
async def write(name):
    async with lock:
        chunks.append(name + "1")
        await asyncio.sleep(0.01)
        chunks.append(name + "2")
async def main():
    await asyncio.gather(write("a"), write("b"))
asyncio.run(main())
"""

KINDS = {
    "a blind write of an owner's name": OWNER,
    "another element of a set": OTHER_ELEMENT.format(seen="set()", keep="seen.add(url)"),
    "another key of a dict": OTHER_ELEMENT.format(seen="{}", keep="seen[url] = 1"),
    "a check of an earlier call, which governs nothing here": EARLIER_CALL,
    "a cache filled twice with the same": CACHE,
    "a check that still holds when it is acted on": STILL_ENOUGH,
    "a write only if nothing has changed": COMPARE_AND_SWAP,
    "turns passed on by events": TURNS,
    "a count that goes down again, behind a check that was acted on": IN_FLIGHT,
    "a second check under the lock": DOUBLE_CHECKED,
    "rows of a table": ROWS,
    "two changes in one hold": ATOMIC_GROUP,
}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_said_of(kind):
    trace = run(HEAD + KINDS[kind])
    assert (trace.status, trace.findings) == ("ok", [])


WAITS = {
    "Waiting for the lock: work 2 0 s and work 3 0 s.": (
        "lock = asyncio.Lock()",
        "async with lock:\n        await asyncio.sleep(0)",
    ),
    "Waiting for the semaphore gate: work 2 0.1 s and work 3 0.2 s.": (
        "gate = asyncio.Semaphore(1)",
        "async with gate:\n        await asyncio.sleep(0.1)",
    ),
    "Waiting for the event go: work 1 0.5 s, work 2 0.5 s and work 3 0.5 s.": (
        "go = asyncio.Event()",
        "asyncio.get_running_loop().call_later(0.5, go.set)\n    await go.wait()",
    ),
}


@pytest.mark.parametrize("sentence", WAITS)
def test_who_had_to_wait_is_told_whatever_for_and_however_short(sentence):
    setup, body = WAITS[sentence]
    trace = run(
        f"import asyncio\n{setup}\nasync def work():\n    {body}\n"
        "async def main():\n    await asyncio.gather(work(), work(), work())\nasyncio.run(main())\n"
    )
    assert trace.verdict["text"] == sentence
