"""A wrong answer

Mistake: none
"""

import asyncio

document = 0
saved = 0


async def write_file():
    global saved
    version = document
    await asyncio.sleep(0.3)
    saved = version


async def save(lock):
    async with lock:
        if lock.locked():
            return
        await write_file()


async def edit(lock, delay):
    global document
    await asyncio.sleep(delay)
    document += 1
    await save(lock)


async def main():
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(edit(lock, 0.1), name="first edit")
        group.create_task(edit(lock, 0.2), name="second edit")
    return document, saved


if __name__ == "__main__":
    asyncio.run(main())
