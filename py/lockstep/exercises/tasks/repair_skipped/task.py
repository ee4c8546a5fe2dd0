"""Skip nothing that is new

While a save is under way the next one is skipped; an edit that came meanwhile is in no file then.
Change `save` so that the newest version is saved in every order.

Kind: repair
Order: 97
Lesson: if-locked-return
Watch: document, saved
Fixed: write_file, edit, main
Right: (2, 2)
Within: 0.7 s
Hint: Which version does `write_file` save, and which one is there when it has ended?
Hint: Who waits for the lock can look afterwards whether there is anything left to save.
Hint: No look at `lock.locked()`; under the lock, `if saved != document:` and only then
    `await write_file()`.
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
    if lock.locked():
        return
    async with lock:
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
