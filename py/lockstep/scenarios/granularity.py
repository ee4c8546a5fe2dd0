"""Hold a lock no longer than you must

Each worker has slow work of its own, and a short moment in which it changes what all share.
With the slow work inside the lock everybody waits for everybody's work; outside it, only the
short moments take turns. The result is the same, the time is not.

Question: Why is it safe to do the slow work outside?
Answer: It touches nothing that another task can see. Only the read and the write of the total
    belong together.
Watch: total
Expect: WORKERS
Compare: LONG = False
Findings: none
Outcomes: 3
Chapter: 3
Order: 32
"""

import asyncio

WORKERS = 3  # 1 to 8 (workers): in all
LONG = True  # (work inside the lock): held

total = 0


async def slow_work():
    await asyncio.sleep(0.3)


async def add_one():
    global total
    value = total
    await asyncio.sleep(0.05)
    total = value + 1


async def work(lock):
    if LONG:
        async with lock:
            await slow_work()
            await add_one()
    else:
        await slow_work()
        async with lock:
            await add_one()


async def main():
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        for n in range(1, WORKERS + 1):
            group.create_task(work(lock), name=f"worker-{n}")
    print(f"total {total}, expected {WORKERS}")
    return total


if __name__ == "__main__":
    asyncio.run(main())
