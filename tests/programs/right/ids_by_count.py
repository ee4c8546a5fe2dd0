import asyncio
import itertools

ids, taken = itertools.count(), {}


async def register(name):
    number = next(ids)
    await asyncio.sleep(0.01)
    taken[number] = name


async def main():
    await asyncio.gather(register("a"), register("b"))
    assert taken == {0: "a", 1: "b"}


asyncio.run(main())
