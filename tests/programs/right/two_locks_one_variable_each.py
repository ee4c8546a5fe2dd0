import asyncio

left = {"n": 0, "lock": asyncio.Lock()}
right = {"n": 0, "lock": asyncio.Lock()}


async def add(side):
    async with side["lock"]:
        n = side["n"]
        await asyncio.sleep(0.01)
        side["n"] = n + 1


async def main():
    await asyncio.gather(add(left), add(right), add(left))
    assert (left["n"], right["n"]) == (2, 1)


asyncio.run(main())
