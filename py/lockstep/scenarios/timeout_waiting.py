"""Giving up

`asyncio.timeout` round the acquire limits how long a task waits. The one whose patience ends is
taken out of the queue, wherever it stands, and the lock goes on to the next as if it had never
been there.

Question: Does the impatient one ever hold the lock?
Answer: No. Its `acquire()` ends with an exception, so there is nothing to give back.
Watch: served
Expect: "A, C"
Findings: none
Outcomes: 'A, C' | 'A, B, C'
Chapter: 7
Order: 76
"""

import asyncio

MS = 150  # 50 to 1000 (patience, ms): B's


async def patient(lock, name, served):
    async with lock:
        print(f"{name}: has the lock, as number {len(served) + 1}")
        await asyncio.sleep(0.2)
        served.append(name)


async def impatient(lock, name, served):
    try:
        async with asyncio.timeout(MS / 1000):
            async with lock:
                served.append(name)
    except TimeoutError:
        print(f"{name}: gave up")


async def main():
    lock = asyncio.Lock()
    served = []
    async with asyncio.TaskGroup() as group:
        group.create_task(patient(lock, "A", served), name="A")
        group.create_task(impatient(lock, "B", served), name="B")
        group.create_task(patient(lock, "C", served), name="C")
    print(f"served: {', '.join(served)}")
    return ", ".join(served)


if __name__ == "__main__":
    asyncio.run(main())
