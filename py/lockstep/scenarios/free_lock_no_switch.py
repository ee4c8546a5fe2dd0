"""Taking a free lock lets nobody in

`await lock.acquire()` looks like a place where others may run. With the lock free it is not:
ATM-A takes it and reads the balance before ATM-B has so much as asked. Logs that show all
three asking first, and one getting it afterwards, were not printed by asyncio.

Question: Can you make the three ask first?
Answer: With an `await asyncio.sleep(0)` after the asking: then each lets the others have their turn
    before it takes the lock.
Watch: balance
Expect: 300
Findings: none
Outcomes: 300
Update: deposit
Chapter: 2
Order: 22
"""

import asyncio

balance = 0


async def deposit(lock, atm):
    global balance
    print(f"{atm}: asks")
    async with lock:
        value = balance
        print(f"{atm}: has the lock, read {value}")
        await asyncio.sleep(0.1)
        balance = value + 100


async def main():
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        for name in "ABC":
            group.create_task(deposit(lock, f"ATM-{name}"), name=f"ATM-{name}")
    print(f"final balance {balance}")
    return balance


if __name__ == "__main__":
    asyncio.run(main())
