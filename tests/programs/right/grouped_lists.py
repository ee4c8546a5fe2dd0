import asyncio

groups = {}


async def put(key, item):
    await asyncio.sleep(0.01)
    groups.setdefault(key, []).append(item)


async def main():
    await asyncio.gather(put("x", 1), put("x", 2), put("y", 3))
    assert sorted(groups["x"]) == [1, 2]


asyncio.run(main())
