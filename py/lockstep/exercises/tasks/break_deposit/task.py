"""Make it lose a deposit

As the clock is set, ATM-A is done before ATM-B begins, and both deposits arrive: a test would
find nothing. The network keeps to no clock. Find an order in which one is lost.

Kind: break
Order: 60
Lesson: sometimes
Watch: balance
Expect: 200
Break: 100
Hint: A deposit is lost if the other reads before it is written.
Hint: Let the first answers of both come before the second answer of either.
"""

import asyncio

balance = 0


async def deposit(amount, delay):
    global balance
    await asyncio.sleep(delay)
    value = balance
    await asyncio.sleep(0.1)
    balance = value + amount


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(deposit(100, 0.1), name="ATM-A")
        group.create_task(deposit(100, 0.4), name="ATM-B")
    return balance


if __name__ == "__main__":
    asyncio.run(main())
