import asyncio

busy = set()


async def exclusive(name, seconds):
    await asyncio.sleep(seconds)
    if name in busy:
        return "skipped"
    busy.add(name)
    try:
        await asyncio.sleep(0.01)
    finally:
        busy.discard(name)
    return "done"


async def main():
    results = await asyncio.gather(exclusive("x", 0.01), exclusive("x", 0.011))
    assert "done" in results and not busy


asyncio.run(main())
