import asyncio

busy = False


async def run():
    global busy
    if busy:
        return "skipped"
    busy = True
    try:
        await asyncio.sleep(0.01)
        return "ran"
    finally:
        busy = False


async def main():
    assert await asyncio.gather(run(), run()) == ["ran", "skipped"]


asyncio.run(main())
