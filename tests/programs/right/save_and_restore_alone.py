import asyncio

depth = 0


async def nested(levels):
    global depth
    before = depth
    depth = before + 1
    if levels:
        await nested(levels - 1)
    depth = before


async def main():
    await asyncio.gather(nested(2), nested(1))
    assert depth == 0


asyncio.run(main())
