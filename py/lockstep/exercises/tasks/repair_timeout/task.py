"""Give up, and give nothing back

B waits 100 milliseconds for the printer and then goes. What it gives back then is not its own.
Change `impatient` so that A and C print in every order.

Kind: repair
Order: 110
Lesson: timeout-waiting
Watch: printed
Fixed: use_printer, patient, main
Right: (False, ['A', 'C']) | (False, ['A', 'B', 'C'])
Within: 0.7 s
Hint: Does B have the lock when its patience ends?
Hint: Only who has acquired may release: put the two into one block that is not entered after a
    timeout.
Hint: Return in `except TimeoutError`, and only then `try: await use_printer(name)` with `finally:
    lock.release()`.
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
        lock.release()


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(patient("A"), name="A")
        group.create_task(impatient("B"), name="B")
        group.create_task(patient("C"), name="C")
    return lock.locked(), sorted(printed)


if __name__ == "__main__":
    asyncio.run(main())
