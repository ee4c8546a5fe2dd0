"""A wrong answer

Mistake: released-twice
"""

import asyncio

printed = []
lock = asyncio.Lock()


async def use_printer(name):
    await asyncio.sleep(0.3)
    printed.append(name)


async def patient(name):
    async with lock:
        await use_printer(name)


async def impatient(name):
    try:
        async with asyncio.timeout(0.1):
            await lock.acquire()
        await use_printer(name)
    except TimeoutError:
        pass
    finally:
        if lock.locked():
            lock.release()


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(patient("A"), name="A")
        group.create_task(impatient("B"), name="B")
        group.create_task(patient("C"), name="C")
    return lock.locked(), sorted(printed)


if __name__ == "__main__":
    asyncio.run(main())
