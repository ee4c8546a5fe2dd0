"""An event: wait until it has happened

An event is a flag that tasks can wait for. When it is set, all who wait are woken, and whoever
comes later does not wait at all. It protects nothing: it says that something is ready, such
as a connection, and leaves it at that.

Question: When is an event not enough?
Answer: When only one of the waiting may go on, or when what they waited for can be undone
    meanwhile. Then take a condition.
Watch: *
Expect: GUESTS
Findings: none
Outcomes: 3
Chapter: 7
Order: 72
"""

import asyncio

GUESTS = 3  # 1 to 8 (guests): at the door

entered = 0


async def guest(opened, name):
    global entered
    print(f"{name}: waits at the door")
    await opened.wait()
    entered += 1
    print(f"{name}: is in")


async def porter(opened):
    await asyncio.sleep(0.2)
    print("porter: opens")
    opened.set()


async def main():
    opened = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for n in range(1, GUESTS + 1):
            group.create_task(guest(opened, f"guest-{n}"), name=f"guest-{n}")
        group.create_task(porter(opened), name="porter")
    print(f"{entered} guests are in")
    return entered


if __name__ == "__main__":
    asyncio.run(main())
