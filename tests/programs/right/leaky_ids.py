import asyncio

next_id = 0


async def register(name):
    global next_id
    mine, next_id = next_id, next_id + 1
    await asyncio.sleep(0.01)
    return name, mine


async def main():
    assert await asyncio.gather(register("a"), register("b")) == [("a", 0), ("b", 1)]


asyncio.run(main())
