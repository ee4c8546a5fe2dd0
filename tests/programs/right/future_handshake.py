import asyncio


async def main():
    loop = asyncio.get_running_loop()
    box = {"value": 0}
    ready = loop.create_future()

    async def first():
        seen = box["value"]
        await asyncio.sleep(0.01)
        box["value"] = seen + 1
        ready.set_result(None)

    async def second():
        await ready
        seen = box["value"]
        await asyncio.sleep(0.01)
        box["value"] = seen + 1

    await asyncio.gather(second(), first())
    assert box["value"] == 2


asyncio.run(main())
