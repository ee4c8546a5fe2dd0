import asyncio

beats = {}


async def beat(name):
    for n in range(3):
        beats[name] = n
        await asyncio.sleep(0.01)


async def watch():
    while len(beats) < 2 or min(beats.values()) < 2:
        await asyncio.sleep(0.02)


async def main():
    await asyncio.gather(beat("a"), beat("b"), watch())


asyncio.run(main())
