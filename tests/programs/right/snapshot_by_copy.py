import asyncio

prices = {"a": 1, "b": 2}


async def total():
    view = dict(prices)
    await asyncio.sleep(0.01)
    return sum(view.values())


async def raise_all():
    await asyncio.sleep(0.005)
    for name in prices:
        prices[name] += 1


async def main():
    found, _ = await asyncio.gather(total(), raise_all())
    assert found in (3, 5)


asyncio.run(main())
