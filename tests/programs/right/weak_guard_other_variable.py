import asyncio

open_files, limit = 0, 5


async def use():
    global open_files
    if open_files < limit:
        open_files += 1
        await asyncio.sleep(0.01)
        open_files -= 1


async def main():
    await asyncio.gather(*(use() for _ in range(4)))
    assert open_files == 0


asyncio.run(main())
