import asyncio

totals = {}


async def add(name, numbers):
    totals[name] = 0
    for n in numbers:
        seen = totals[name]
        await asyncio.sleep(0.01)
        totals[name] = seen + n


async def main():
    await asyncio.gather(add("a", [1, 2]), add("b", [3, 4]))
    assert totals == {"a": 3, "b": 7}


asyncio.run(main())
