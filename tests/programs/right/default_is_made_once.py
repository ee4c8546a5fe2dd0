import asyncio

registry = {}


async def get(name):
    box = registry.setdefault(name, [])
    await asyncio.sleep(0.01)
    box.append(name)
    return box


async def main():
    one, two = await asyncio.gather(get("a"), get("a"))
    assert one is two and one == ["a", "a"]


asyncio.run(main())
