import asyncio
import contextvars

request = contextvars.ContextVar("request", default=0)


async def handle(n):
    request.set(n)
    await asyncio.sleep(0.01)
    return request.get()


async def main():
    assert await asyncio.gather(handle(1), handle(2)) == [1, 2]


asyncio.run(main())
