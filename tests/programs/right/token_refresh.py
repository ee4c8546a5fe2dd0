import asyncio

token, expires, refreshes, lock = "old", 0, 0, asyncio.Lock()


async def current(now):
    global token, expires, refreshes
    async with lock:
        if now >= expires:
            await asyncio.sleep(0.01)
            refreshes += 1
            token, expires = f"token {refreshes}", now + 10
        return token


async def main():
    assert await asyncio.gather(current(1), current(2), current(3)) == ["token 1"] * 3


asyncio.run(main())
