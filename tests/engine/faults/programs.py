"""The programs that checks are about: each has something that a fault would spoil."""

from __future__ import annotations

import textwrap

from tests.engine.explore import programs as known
from tests.oracle import cases

HEAD = "import asyncio\nlog = []\n"


def main(body: str, before: str = "") -> str:
    """Return a program with this body of its main function."""
    body, before = textwrap.dedent(body), textwrap.dedent(before)
    lines = textwrap.indent(body.strip("\n"), "    ")
    return f"{HEAD}{before}\nasync def main():\n{lines}\nasyncio.run(main())\n"


SPEAK = """
async def say(word, delay=1):
    await asyncio.sleep(delay)
    log.append(word)
"""

PROGRAMS = {
    "readers": known.readers(2),
    "bank": known.bank(2),
    "bank, sleep(0)": known.SLEEP_ZERO,
    "three deposits": known.bank(3),
    "four deposits": known.bank(4),
    "lock": known.LOCK,
    "opposite": known.opposite(True),
    "dining": known.dining(3),
    "timer before stop": f"""{HEAD}
loop = asyncio.new_event_loop()
loop.call_later(1, log.append, "late")
loop.stop()
loop.run_forever()
loop.close()
raise ValueError(log)
""",
    "starts": main(
        """
        async def now(word):
            log.append(word)
        await asyncio.gather(now("a"), now("b"))
        return log
        """
    ),
    "behind": main(
        """
        task = asyncio.create_task(say("late"))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_soon(log.append, "soon")
        await task
        return log
        """,
        SPEAK,
    ),
    "between": main(
        """
        task = asyncio.create_task(say("io"))
        for n in range(7):
            log.append(n)
            await asyncio.sleep(0)
        await task
        return log
        """,
        SPEAK,
    ),
    "cancelled asleep": main(
        """
        async def stubborn():
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                log.append("no")
        task = asyncio.create_task(stubborn())
        await asyncio.sleep(1)
        asyncio.get_running_loop().call_soon(log.append, "soon")
        task.cancel()
        await asyncio.sleep(0)
        log.append("next")
        await task
        return log
        """
    ),
    "posts and a sleeper": main(
        """
        event = asyncio.Event()
        async def wait():
            await event.wait()
            log.append("set")
        asyncio.get_running_loop().call_later(1, event.set)
        await asyncio.gather(wait(), say("a"))
        return log
        """,
        SPEAK,
    ),
    "overslept": main(
        """
        import time
        tasks = [asyncio.create_task(say("b", 2)), asyncio.create_task(say("a"))]
        await asyncio.sleep(0)
        time.sleep(5)
        await asyncio.wait(tasks)
        return log
        """,
        SPEAK,
    ),
    "owner": cases.source("false_lost_owner.py"),
    "cancelled handle": main(
        """
        asyncio.get_running_loop().set_exception_handler(lambda *_: log.append("error"))
        handle = asyncio.get_running_loop().call_soon(log.append, "never")
        handle.cancel()
        await asyncio.sleep(0)
        return log
        """
    ),
    "cancel race": main(
        """
        task = asyncio.create_task(say("slept"))
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.gather(task, say("b"), return_exceptions=True)
        return log
        """,
        SPEAK,
    ),
    "table": main(
        """
        await asyncio.gather(put("a"), put("b"), look())
        return log
        """,
        """
        table = {}
        async def put(key):
            await asyncio.sleep(1)
            table[key] = 1
        async def look():
            await asyncio.sleep(1)
            log.append(len(table))
        """,
    ),
    "two and a timeout": main(
        """
        async with asyncio.timeout(9):
            await asyncio.gather(say("a"), say("b"))
        return log
        """,
        SPEAK,
    ),
    "cancelled sleep": main(
        """
        task = asyncio.create_task(say("never"))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.sleep(0)
        await asyncio.Event().wait()
        """,
        SPEAK,
    ),
    "posted meanwhile": main(
        """
        async def hop(word):
            await asyncio.sleep(1)
            await asyncio.sleep(0)
            log.append(word)
        await asyncio.gather(hop("hop"), say("once"))
        return log
        """,
        SPEAK,
    ),
    "ties": main("await asyncio.gather(*(say(w) for w in 'abc'))\nreturn log", SPEAK),
    "two ties": main(
        "await asyncio.gather(say('a'), say('b'), say('c', 2), say('d', 2))\nreturn log", SPEAK
    ),
    "deadlines": main("await asyncio.gather(say('b', 2), say('a'))\nreturn log", SPEAK),
    "clock": main("await asyncio.sleep(2)\nreturn asyncio.get_running_loop().time()"),
    "for ever": main("await asyncio.sleep(1e18)"),
    "names": main(
        """
        first = asyncio.create_task(say(1), name="own")
        second = asyncio.create_task(say(2))
        return second.get_name()
        """,
        SPEAK,
    ),
    "set of tasks": main(
        """
        tasks = [asyncio.create_task(say(n)) for n in range(3)]
        done, _ = await asyncio.wait(tasks)
        return [tasks.index(task) for task in done]
        """,
        SPEAK,
    ),
    "poll": main(
        """
        task = asyncio.create_task(say("done"))
        while not log:
            await asyncio.sleep(0)
        return log
        """,
        SPEAK,
    ),
    "nobody": main("await asyncio.Event().wait()"),
    "itself": main(
        """
        lock = asyncio.Lock()
        async with lock:
            async with lock:
                pass
        """
    ),
    "never released": main(
        "await asyncio.create_task(take())\n",
        """
lock = asyncio.Lock()
async def take():
    await lock.acquire()
""",
    ),
    "released": main(
        "await asyncio.gather(take(), take())\n",
        """
lock, n = asyncio.Lock(), 0
async def take():
    global n
    async with lock:
        v = n
        await asyncio.sleep(1)
        n = v + 1
""",
    ),
    "one after the other": main(
        "await add(); await asyncio.create_task(add())\n",
        """
n = 0
async def add():
    global n
    v = n
    await asyncio.sleep(1)
    n = v + 1
""",
    ),
    "timeout": main(
        """
        try:
            async with asyncio.timeout(1):
                await asyncio.sleep(1)
            return "slept"
        except TimeoutError:
            return "timeout"
        """
    ),
}
PROGRAMS["order of a dict"] = main(
    "await asyncio.gather(put('a'), put('b'), put('c'))\nreturn list(d)\n",
    """
d = {}
async def put(key):
    await asyncio.sleep(1)
    d[key] = 1
    await asyncio.sleep(1)
""",
)
PROGRAMS["deleted cell"] = main(
    """
    mark = 1
    async def look():
        await asyncio.sleep(1)
        await asyncio.sleep(0)
        return try_name(lambda: mark)
    async def drop():
        nonlocal mark
        await asyncio.sleep(1)
        del mark
        await asyncio.sleep(1)
    return await asyncio.gather(look(), drop())
    """,
    """
def try_name(read):
    try:
        return read()
    except NameError:
        pass
""",
)
PROGRAMS["a callback or not"] = main(
    """
    tasks.extend(asyncio.create_task(work()) for work in (ends, adds, nothing))
    for task in tasks:
        await task
    """,
    """
tasks, stops = [], []
async def ends():
    asyncio.current_task().cancel()
async def adds():
    await asyncio.sleep(1)
    tasks[0].add_done_callback(stops.append)
    tasks[0].cancel()
async def nothing():
    pass
""",
)
LOST = main(
    "await asyncio.gather(add(), add())\nreturn n\n",
    """
n = 0
async def add():
    global n
    v = n
    await asyncio.sleep(1)
    n = v + 1
""",
)
PROGRAMS["lost"] = LOST

DEPOSIT = """
x = 0
async def deposit(box=None):
    global x
    await asyncio.sleep(1)
    v = x
    await asyncio.sleep(1)
    x = v + 1
"""
EQUAL = "await asyncio.gather(*(deposit() for _ in range(3)))\nreturn x"
PROGRAMS["equal deposits"] = main(EQUAL, DEPOSIT)
PROGRAMS["told apart by name"] = main(
    EQUAL,
    f"""{DEPOSIT}
    if asyncio.current_task().get_name() == "Task-3" and v == 1:
        x = 10
""",
)
PROGRAMS["results of equal tasks"] = main(
    "return await asyncio.gather(*(deposit() for _ in range(3)))", f"{DEPOSIT}    return v\n"
)
PROGRAMS["boxes of equal tasks"] = main(
    "await asyncio.gather(*(deposit([n]) for n in range(3)))\nreturn x",
    f"{DEPOSIT}    x += box[0]\n",
)
