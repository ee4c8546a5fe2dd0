"""Two locks, taken in opposite order

A takes the lock of the savings and then that of the giro account, B the other way round. Does it
come to an end?

Kind: predict
Order: 50
Lesson: deadlock
Option: always 'done' | You thought that whoever waits for a lock gets it in the end. Not if the
    holder waits for you.
Option: always deadlock | You thought that opposite orders must meet. If one has both locks before
    the other takes its first, they do not.
Option: sometimes deadlock
Hint: What does each of them hold while it waits for the second?
Hint: If A has both before B takes its first, nothing happens; otherwise neither can go on.
    Sometimes.
"""

import asyncio

savings = asyncio.Lock()
giro = asyncio.Lock()


async def network():
    await asyncio.sleep(0.1)


async def transfer(source, target):
    await network()
    async with source:
        await network()
        async with target:
            pass


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(transfer(savings, giro), name="A")
        group.create_task(transfer(giro, savings), name="B")
    return "done"


if __name__ == "__main__":
    asyncio.run(main())
