import asyncio

log = []


async def note(text):
    size = len(log)
    await asyncio.sleep(0.01)
    log.append((size, text))


async def main():
    await asyncio.gather(note("a"), note("b"))
    assert sorted(text for _, text in log) == ["a", "b"]


asyncio.run(main())
