"""A wrong answer

Mistake: lock-made-anew
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
    async with asyncio.Lock():
        if token == "expired":
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
