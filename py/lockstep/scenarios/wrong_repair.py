"""A lock in the wrong places

Here every access is under the lock, and money is lost all the same. The lock is taken for the
read, given back, and taken again for the write; between the two anybody may come. What has to
be kept together must lie in *one* hold of the lock.

Question: How would you find this in a review?
Answer: Ask of every value that is written back where it was read, and whether the lock was given
    back in between.
Watch: balance
Expect: ATMS * 100
Findings: lost-update
Outcomes: 100
Update: deposit
Chapter: 2
Order: 28
"""

import asyncio

ATMS = 3  # 1 to 8 (ATMs): how many pay in

balance = 0


async def deposit(lock, atm):
    global balance
    async with lock:
        value = balance
    print(f"{atm}: read {value}")
    await asyncio.sleep(0.1)
    async with lock:
        balance = value + 100
    print(f"{atm}: wrote {value + 100}")


async def main():
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        for n in range(1, ATMS + 1):
            group.create_task(deposit(lock, f"ATM-{n}"), name=f"ATM-{n}")
    print(f"final balance {balance}, expected {ATMS * 100}")
    return balance


if __name__ == "__main__":
    asyncio.run(main())
