import asyncio

value, lock = 0, asyncio.Lock()


async def add():
    global value
    await lock.acquire()
    try:
        seen = value
        await asyncio.sleep(0.01)
        value = seen + 1
    finally:
        lock.release()


async def main():
    await asyncio.gather(add(), add(), add())
    assert value == 3


asyncio.run(main())
