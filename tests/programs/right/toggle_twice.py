import asyncio

lamp = False


async def toggle(seconds):
    global lamp
    await asyncio.sleep(seconds)
    lamp = not lamp


async def main():
    await asyncio.gather(toggle(0.01), toggle(0.02))
    assert lamp is False


asyncio.run(main())
