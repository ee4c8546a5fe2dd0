"""First come, first served

Those who wait for a lock stand in a queue. `release()` unlocks the lock and wakes the first of
them; until that one runs, the lock is unlocked *but promised*. A asks again in just that moment,
finds the lock unlocked, and still goes to the end of the queue.

Question: What does `lock.locked()` say while the lock is promised?
Answer: `False`. It is not a promise that you would get it at once: look at A.
Watch: order
Expect: "A, B, C, A"
Findings: none
Outcomes: 'A, B, C, A'
Chapter: 2
Order: 24
"""

import asyncio


async def customer(lock, name, order):
    print(f"{name}: asks")
    async with lock:
        print(f"{name}: has it, as number {len(order) + 1}")
        await asyncio.sleep(0.1)
        order.append(name)


async def twice(lock, name, order):
    await customer(lock, name, order)
    print(f"{name}: gave it back and wants it again; locked: {lock.locked()}")
    await customer(lock, name, order)


async def main():
    lock = asyncio.Lock()
    order = []
    async with asyncio.TaskGroup() as group:
        group.create_task(twice(lock, "A", order), name="A")
        group.create_task(customer(lock, "B", order), name="B")
        group.create_task(customer(lock, "C", order), name="C")
    print(", ".join(order))
    return ", ".join(order)


if __name__ == "__main__":
    asyncio.run(main())
