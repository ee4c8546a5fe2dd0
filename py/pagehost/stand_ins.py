"""What a program may ask for that cannot be here, and what to write in its place.

The page has the standard library alone, one thread and no network. On the command line a program
may have whatever is installed; this is about the page only.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NoReturn

from lockstep.environment import unsupported

AWAITED = (
    "there is no network. Let `await asyncio.sleep(...)` stand for the call, and return "
    "what it would have brought"
)
BLOCKING = (
    "there is no network. Let `time.sleep(...)` stand for the call: it holds up the whole "
    "loop, as the call would; `await asyncio.sleep(...)` would not"
)
DATABASES = "use `sqlite3`, and let `await asyncio.sleep(...)` stand for the time of a query"
FILES = "let `await asyncio.sleep(...)` stand for the time that a file takes, then use `open()`"
SERVERS = "there is no server here. Start the handler as a task: `asyncio.create_task(handler())`"
NUMBERS = "let a list and plain Python stand for its data; the order of the tasks is the same"
LOOPS = "Lockstep shows asyncio's own loop: write it with `asyncio`"
TESTS = "call the test from `main()`, and let `assert` say what must hold"
OUTPUT = "`print()` goes to the log"

#: Packages by what to write instead of them.
INSTEAD: dict[str, str] = {
    name: words
    for words, names in {
        AWAITED: "aiohttp httpx httpcore websockets aioredis redis motor aiobotocore aioboto3 "
        "aiokafka aio_pika nats grpc asyncssh aiosmtplib discord telegram openai anthropic",
        BLOCKING: "requests urllib3 pymongo boto3 botocore kafka pika paramiko stripe",
        DATABASES: "aiosqlite asyncpg aiomysql psycopg psycopg2 pymysql MySQLdb databases "
        "tortoise sqlalchemy",
        FILES: "aiofiles aiopath",
        SERVERS: "fastapi flask django starlette uvicorn hypercorn sanic quart tornado gunicorn "
        "celery",
        NUMBERS: "numpy pandas scipy polars matplotlib sklearn torch tensorflow pyarrow PIL cv2",
        LOOPS: "uvloop trio anyio curio gevent eventlet twisted nest_asyncio",
        TESTS: "pytest pytest_asyncio hypothesis",
        OUTPUT: "rich tqdm loguru structlog click typer colorama",
    }.items()
    for name in names.split()
}

#: What the standard library has and a browser has not: it fails where it is used.
_USES: list[tuple[Any, str, str]] = [
    *((socket.socket, "socket", name) for name in "connect connect_ex bind listen sendto".split()),
    *((socket, "socket", name) for name in "create_connection getaddrinfo gethostbyname".split()),
    (subprocess.Popen, "subprocess.Popen", "__init__"),
    (os, "os", "system"),
]


class StandInFinder:
    """The very last of the finders: where nothing was found it says what to write instead."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        words = INSTEAD.get(fullname.partition(".")[0])
        if words is None or not _is_import():
            return None
        message = f"No module named {fullname!r}: only the standard library runs here; {words}."
        raise ModuleNotFoundError(message, name=fullname)


def _is_import() -> bool:
    """Whether something is imported, and not merely looked for by `importlib.util.find_spec`."""
    return sys._getframe(3).f_code.co_name == "_find_and_load_unlocked"


def refuse_uses() -> None:
    """Make what needs a network or a process say so, and what to write instead."""
    for holder, place, name in _USES:
        shown = place if name == "__init__" else f"{place}.{name}"
        setattr(holder, name, _refusal(name, shown))


def _refusal(name: str, shown: str) -> Callable[..., NoReturn]:
    def refuse(*args: object, **options: object) -> NoReturn:
        raise NotImplementedError(unsupported.NETWORK.format(name=shown))

    refuse.__name__ = name
    return refuse
