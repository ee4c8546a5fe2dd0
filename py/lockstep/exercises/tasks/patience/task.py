"""Patience of 150 milliseconds

A holds the lock while it waits for the network, which as a rule takes 200 milliseconds. B gives
up after 150. Is B served?

Kind: predict
Order: 55
Lesson: timeout-waiting
Watch: served
Option: never 'A, B' | You took the numbers for a promise. The network may be faster than usual,
    or the timeout late.
Option: always 'A, B' | You thought that who stands in the queue is served. A timeout takes a task
    out of it.
Option: sometimes 'A, B'
Hint: What decides who is first: the lock, or what comes first from outside?
Hint: Which of the two comes first is not up to the program: B is sometimes served.
"""

import asyncio

served = []


async def patient(lock):
    async with lock:
        await asyncio.sleep(0.2)
        served.append("A")


async def impatient(lock):
    try:
        async with asyncio.timeout(0.15):
            async with lock:
                served.append("B")
    except TimeoutError:
        pass


async def main():
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(patient(lock), name="A")
        group.create_task(impatient(lock), name="B")
    return ", ".join(served)


if __name__ == "__main__":
    asyncio.run(main())
