"""Refresh the token once

The lock lets one client refresh at a time, and still each of them does. Change `call` so that the
token is refreshed once, in every order.

Kind: repair
Order: 95
Lesson: token-refreshed-twice
Watch: token
Fixed: refresh, main
Right: (1, ['A with token-1', 'B with token-1', 'C with token-1'])
Within: 0.3 s
Hint: What does the second client know when its turn comes, and since when?
Hint: Look again under the lock: `if token == "expired":` inside `async with lock:` as well.
"""

import asyncio

token = "expired"
refreshed = 0
lock = asyncio.Lock()


async def refresh():
    global token, refreshed
    await asyncio.sleep(0.2)
    refreshed += 1
    token = f"token-{refreshed}"


async def call(calls, name):
    await asyncio.sleep(0.1)
    if token == "expired":
        async with lock:
            await refresh()
    calls.append(f"{name} with {token}")


async def main():
    calls = []
    async with asyncio.TaskGroup() as group:
        for name in ("A", "B", "C"):
            group.create_task(call(calls, name), name=name)
    return refreshed, sorted(calls)


if __name__ == "__main__":
    asyncio.run(main())
