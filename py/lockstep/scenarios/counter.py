"""A hundred increments that end at 95

A hundred tasks each add one to a counter. Most of them read and write without a pause; a few,
chosen by chance, have to wait between the read and the write, and whoever comes in that gap is
forgotten. A race need not fail every time, or by much: that is why tests miss it.

Question: Why does the same seed always lose the same number?
Answer: The seed decides who waits, and asyncio's order does the rest; nothing else is left to
    chance. On a real network the pauses would differ from run to run, and so would the loss.
Watch: counter
Expect: TASKS
Findings: lost-update
Outcomes: 95
Update: increment
Chapter: 1
Order: 12
"""

import asyncio
import random

TASKS = 100  # 2 to 200 (tasks): adding one
SEED = 10  # 0 to 9999 (seed): who waits
LOCKED = False  # (lock): round read, write

counter = 0


async def increment(lock):
    global counter
    if LOCKED:
        async with lock:
            await add_one()
    else:
        await add_one()


async def add_one():
    global counter
    value = counter
    if random.random() < 0.05:
        await pause()
    counter = value + 1


async def pause():
    await asyncio.sleep(0)  # others run
    await asyncio.sleep(0)


async def main():
    random.seed(SEED)
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        for _ in range(TASKS):
            group.create_task(increment(lock))
            await asyncio.sleep(0)
    print(f"counter {counter}, expected {TASKS}")
    return counter


if __name__ == "__main__":
    asyncio.run(main())
