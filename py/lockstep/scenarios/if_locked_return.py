"""`if lock.locked(): return`

A save is under way, so the next one is skipped: is it not being saved already? What is being saved
is what the document was when that save began. The edit that came meanwhile is in no file, and
nobody will save it.

Question: Can somebody take the lock between `locked()` and `async with`?
Answer: No: there is no await between the two, and a free lock is taken at once. What is skipped
    is the trouble here, not the look. Let the one who is saving look whether there is more to do.
Watch: saved, document
Expect: 2
Findings: none
Outcomes: 1 | 2
Compare: SAVE_AGAIN = True
Chapter: 5
Order: 59
"""

import asyncio

SAVE_AGAIN = False  # (save again): if newer

document = 0
saved = 0


async def write_file():
    global saved
    version = document
    print(f"saving version {version}")
    await asyncio.sleep(0.3)
    saved = version


async def save(lock):
    if lock.locked():
        print("somebody is saving: skipped")
        return
    async with lock:
        await write_file()
        while SAVE_AGAIN and saved != document:
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
    print(f"document: version {document}, saved: version {saved}")
    return saved


if __name__ == "__main__":
    asyncio.run(main())
