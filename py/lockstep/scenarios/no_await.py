"""No await, no switch, no lock

asyncio changes from one task to another at an `await` and nowhere else. With none between the
read and the write, the two cannot be parted, and no lock is needed. Put one there, and it
breaks.

Question: Is `balance += 100` safe?
Answer: Without an await on its right-hand side, yes. `balance += await price()` reads first, waits
    then and writes last: it can lose an update.
Watch: balance
Expect: ATMS * 100
Findings: none
Outcomes: 300
Update: deposit
Chapter: 6
Order: 60
"""

import asyncio

ATMS = 3  # 1 to 8 (ATMs): how many pay in
AWAIT = False  # (await between): the two

balance = 0


async def deposit(atm):
    global balance
    await asyncio.sleep(0.1)
    value = balance
    if AWAIT:
        await asyncio.sleep(0)
    balance = value + 100
    print(f"{atm}: {value} -> {balance}")


async def main():
    async with asyncio.TaskGroup() as group:
        for n in range(1, ATMS + 1):
            group.create_task(deposit(f"ATM-{n}"), name=f"ATM-{n}")
    print(f"final balance {balance}, expected {ATMS * 100}")
    return balance


if __name__ == "__main__":
    asyncio.run(main())
