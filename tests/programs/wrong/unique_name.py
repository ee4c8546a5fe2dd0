"""check-then-act"""

import asyncio

names = set()
owners = []


async def register(name, who):
    if name in names:  # here
        return
    await asyncio.sleep(0.01)
    names.add(name)  # here
    owners.append(who)


async def main():
    await asyncio.gather(register("x", "a"), register("x", "b"))
    assert len(owners) == 1


asyncio.run(main())
