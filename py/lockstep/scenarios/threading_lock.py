"""A `threading.Lock` held across an `await`

One ATM at a time may use the line. A lock for threads makes the *thread* wait, and asyncio has only
one: `ATM-A` holds it and waits for the bank; `ATM-B` asks for it, and with `ATM-B` the whole loop
stands still: the answer that `ATM-A` waits for can never be handed to it. `asyncio.Lock` makes only
the task wait.

Question: Is `threading.Lock` always wrong in async code?
Answer: Not if no await comes while it is held, and only then is it of use, between a thread and
    the loop. Within one loop it guards what needs no guard.
Watch: balance
Expect: 200
Update: deposit
Findings: deadlock
Outcomes: 200 | deadlock
Compare: THREADING = False
Chapter: 3
Order: 34
"""

import asyncio
import threading

THREADING = True  # (threading.Lock): used

balance = 0


async def pay_in(atm):
    global balance
    print(f"{atm}: has the line")
    await asyncio.sleep(0.3)
    balance += 100
    print(f"{atm}: paid in, {balance}")


async def deposit(lock, atm, delay):
    await asyncio.sleep(delay)
    if THREADING:
        with lock:
            await pay_in(atm)
    else:
        async with lock:
            await pay_in(atm)


async def main():
    lock = threading.Lock() if THREADING else asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(deposit(lock, "ATM-A", 0.1), name="ATM-A")
        group.create_task(deposit(lock, "ATM-B", 0.2), name="ATM-B")
    print(f"final balance {balance}")
    return balance


if __name__ == "__main__":
    asyncio.run(main())
