import asyncio

value, version = 0, 0


async def add():
    global value, version
    while True:
        seen, at = value, version
        await asyncio.sleep(0.01)
        if version == at:
            value, version = seen + 1, version + 1
            return


async def main():
    await asyncio.gather(add(), add(), add())
    assert value == 3


asyncio.run(main())
