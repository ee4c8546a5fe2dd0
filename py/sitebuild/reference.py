"""The reference of `asyncio.Lock`: every row is a claim, a snippet, and what the snippet does.

A snippet runs inside a coroutine, after `import asyncio` and `lock = asyncio.Lock()`. The tests
run each one with plain Python and compare it with `gives`. `PROGRAMS` is the file from which the
playground opens a snippet as its reader's own program; running it is left to the reader.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import cache

from .prose import plain

_PROGRAM = '''\
"""{title}

{claim}
"""

import asyncio


async def main():
    lock = asyncio.Lock()
{body}


asyncio.run(main())
'''


@dataclass(frozen=True)
class Row:
    name: str  # its anchor on the page
    title: str
    claim: str
    snippet: str
    gives: str  # what it prints, or the exception that ends it; "…" stands for any text
    scenario: str  # the lesson that shows it at work

    @property
    def raises(self) -> bool:
        return self.gives.partition(":")[0].endswith("Error")

    @property
    def needs_threads(self) -> bool:
        """Whether only a Python outside the browser can run it."""
        return "to_thread" in self.snippet

    @property
    def program(self) -> str:
        """The snippet as a file of its own, as the playground opens it."""
        return _PROGRAM.format(
            title=plain(self.title),
            claim=textwrap.fill(plain(self.claim), 88),
            body=textwrap.indent(self.snippet, "    "),
        )


@dataclass(frozen=True)
class Part:
    title: str
    rows: tuple[Row, ...]


_WORDS = (
    Row(
        "create",
        "`asyncio.Lock()`",
        "Makes a lock that is free. It needs no running loop, so a class may make one in "
        "`__init__` and a module at its top.",
        "lock = asyncio.Lock()\nprint(lock.locked())",
        "False",
        "per-object-lock",
    ),
    Row(
        "async-with",
        "`async with lock:`",
        "Takes the lock, waiting if it must, and gives it back when the block is left, in whatever "
        "way. The form to use unless you have a reason.",
        "async with lock:\n    print(lock.locked())",
        "True",
        "async-with",
    ),
    Row(
        "acquire",
        "`await lock.acquire()`",
        "Waits until the lock is free, takes it and returns `True`. It has no other answer, and "
        "no time limit of its own.",
        "print(await lock.acquire())\nprint(lock.locked())",
        "True\nTrue",
        "manual",
    ),
    Row(
        "release",
        "`lock.release()`",
        "Gives the lock back and wakes the first who waits. No `await`: it is a plain call and "
        "returns `None`.",
        "await lock.acquire()\nprint(lock.release(), lock.locked())",
        "None False",
        "across-functions",
    ),
    Row(
        "locked",
        "`lock.locked()`",
        "Says whether the lock is held, without waiting. Who holds it is not known to the lock. "
        "By the time you act on the answer after an `await`, it may be another.",
        "async with lock:\n    print(lock.locked())\nprint(lock.locked())",
        "True\nFalse",
        "first-come",
    ),
)

_RULES = (
    Row(
        "exception",
        "An exception gives it back",
        "`async with` gives the lock back also when its block raises; the exception goes on.",
        "try:\n    async with lock: 1 / 0\nexcept ZeroDivisionError:\n    print(lock.locked())",
        "False",
        "manual-leak",
    ),
    Row(
        "held-across-await",
        "An `await` does not give it back",
        "The lock stays held while its holder waits for something else. Only those who want the "
        "lock wait with it.",
        "async with lock:\n    await asyncio.sleep(0)\n    print(lock.locked())",
        "True",
        "await-inside",
    ),
    Row(
        "free",
        "A free lock lets nobody in between",
        "Taking a free lock does not go back to the loop: no other task runs before the next line.",
        'asyncio.get_running_loop().call_soon(print, "others")\n'
        'await lock.acquire()\nprint("me first")',
        "me first\nothers",
        "free-lock-no-switch",
    ),
    Row(
        "fair",
        "First come, first served",
        "Those who wait get the lock in the order in which they asked.",
        "async def use(name):\n    async with lock: await asyncio.sleep(0)\n    print(name)\n"
        'await asyncio.gather(use("A"), use("B"), use("C"))',
        "A\nB\nC",
        "first-come",
    ),
    Row(
        "promised",
        "Free, but promised",
        "After `release()` the lock is promised to the first who waits, though `locked()` already "
        "says `False`. Whoever asks now goes to the end of the queue.",
        "await lock.acquire()\nwaiter = asyncio.create_task(lock.acquire())\n"
        "await asyncio.sleep(0)\nlock.release()\nprint(lock.locked(), waiter.done())\n"
        "await waiter\nprint(lock.locked())",
        "False False\nTrue",
        "first-come",
    ),
    Row(
        "no-owner",
        "Nobody owns it",
        "The lock does not remember who took it, so anybody may give it back, in another function "
        "or another task.",
        "await lock.acquire()\nasyncio.get_running_loop().call_soon(lock.release)\n"
        "print(await lock.acquire())",
        "True",
        "across-functions",
    ),
)

_MISTAKES = (
    Row(
        "release-unlocked",
        "Giving back what is free",
        "`release()` of a lock that nobody holds raises `RuntimeError`.",
        "lock.release()",
        "RuntimeError: Lock is not acquired.",
        "manual",
    ),
    Row(
        "twice",
        "Taking it twice",
        "A task that holds the lock and asks for it again waits for itself, for ever. Here a time "
        "limit ends it.",
        "async with lock, asyncio.timeout(0.01):\n    await lock.acquire()",
        "TimeoutError",
        "not-reentrant",
    ),
    Row(
        "cancelled",
        "Cancelled while it waits",
        "A task that is cancelled while it waits leaves the queue and does not have the lock, so "
        "it has nothing to give back. The others keep their places.",
        "await lock.acquire()\nwaiter = asyncio.create_task(lock.acquire())\n"
        "await asyncio.sleep(0)\nwaiter.cancel()\nawait waiter",
        "CancelledError",
        "timeout-waiting",
    ),
    Row(
        "no-await",
        "`acquire()` without `await`",
        "Takes nothing: it only makes a coroutine, and Python warns that it was never awaited.",
        "lock.acquire()\nprint(lock.locked())",
        "False",
        "manual",
    ),
    Row(
        "plain-with",
        "`with` without `async`",
        "Is a `TypeError`: to wait for the lock the block has to be an asynchronous one.",
        "with lock:\n    pass",
        "TypeError: …",
        "async-with",
    ),
    Row(
        "one-loop",
        "One lock, two loops",
        "A lock belongs to the first event loop in which a task had to wait for it. Whoever has "
        "to wait in another loop gets a `RuntimeError`.",
        "await lock.acquire()\nwaiter = asyncio.create_task(lock.acquire())\n"
        "await asyncio.sleep(0)\nawait asyncio.to_thread(asyncio.run, lock.acquire())",
        "RuntimeError: <asyncio.locks.Lock object at … [locked, waiters:1]> is bound to a "
        "different event loop",
        "threads",
    ),
    Row(
        "threads",
        "Threads",
        "An `asyncio.Lock` is not thread safe. Nothing stops another thread from giving it back, "
        "and a release from there may wake nobody. Between threads use `threading.Lock`.",
        "await lock.acquire()\nawait asyncio.to_thread(lock.release)\nprint(lock.locked())",
        "False",
        "threads",
    ),
)

PARTS = (
    Part("The five words", _WORDS),
    Part("What you can count on", _RULES),
    Part("What goes wrong", _MISTAKES),
)

#: Where the programs are, below the site's root.
PROGRAMS = "reference/programs"


@cache
def programs() -> dict[str, str]:
    """The program of each row, by the row's name."""
    return {row.name: row.program for part in PARTS for row in part.rows}
