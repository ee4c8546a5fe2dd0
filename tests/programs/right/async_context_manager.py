import asyncio


class Session:
    open = 0

    async def __aenter__(self):
        await asyncio.sleep(0.01)
        Session.open += 1
        return self

    async def __aexit__(self, *error):
        await asyncio.sleep(0.01)
        Session.open -= 1


async def main():
    async def use():
        async with Session():
            await asyncio.sleep(0.02)
    await asyncio.gather(use(), use())
    assert Session.open == 0


asyncio.run(main())
