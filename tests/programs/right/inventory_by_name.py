import asyncio

stock = {"a": 3, "b": 1}


async def take(name, n):
    if stock.get(name, 0) >= n:
        await asyncio.sleep(0.01)
        stock[name] -= n


async def main():
    await asyncio.gather(take("a", 1), take("b", 1), take("a", 2))


asyncio.run(main())
