"""Run by the Python that has frontrun, never imported: one exploration, its answer as JSON."""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
import time
from typing import Any

frontrun: Any = importlib.import_module("frontrun")


class Account:
    """What the deposits share."""

    def __init__(self) -> None:
        self.balance = 0
        self.lock = asyncio.Lock()


async def unlocked(account: Account) -> None:
    """Deposit."""
    await asyncio.sleep(0.1)
    value = account.balance
    await asyncio.sleep(0.1)
    account.balance = value + 100


async def locked(account: Account) -> None:
    """Deposit under the lock."""
    await asyncio.sleep(0.1)
    async with account.lock:
        value = account.balance
        await asyncio.sleep(0.1)
        account.balance = value + 100


async def explored(asked: dict[str, Any]) -> dict[str, Any]:
    """Explore as asked."""
    ends: set[int] = set()

    def is_right(account: Account) -> bool:
        ends.add(account.balance)
        return bool(account.balance == asked["count"] * 100)

    ways: dict[str, Any] = {}
    if asked["everything"]:
        ways = {"preemption_bound": None, "stop_on_first": False, "reproduce_on_failure": 0}
    began = time.perf_counter()
    found = await frontrun.explore(
        setup=Account,
        workers=locked if asked["locked"] else unlocked,
        count=asked["count"],
        invariant=is_right,
        total_timeout=asked["limit"],
        **ways,
    )
    seconds = time.perf_counter() - began
    return {
        "seconds": seconds,
        "runs": found.num_explored,
        "holds": found.property_holds,
        "ends": sorted(ends),
        "is_cut": seconds >= asked["limit"],
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(explored(json.loads(sys.argv[1])))))
