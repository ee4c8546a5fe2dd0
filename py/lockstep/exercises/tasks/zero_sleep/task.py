"""A pause of no time at all

Between the read and the write stands `await asyncio.sleep(0)`, which takes no time. How does it
end?

Kind: predict
Order: 40
Lesson: no-await
Watch: balance
Expect: 300
Option: always 300 | You measured the gap in time. It is measured in turns: `sleep(0)` lets
    everybody run who is ready.
Option: never 300 | You thought that whoever lets the others run loses for sure. If nobody else is
    ready just then, nothing happens.
Option: sometimes 300
Hint: What does `await asyncio.sleep(0)` do, if it does not wait?
Hint: Two answers may come at once; then one ATM runs in the pause of the other. It sometimes ends
    at 300.
"""

import asyncio

balance = 0


async def network():
    await asyncio.sleep(0.1)


async def deposit(amount):
    global balance
    await network()
    value = balance
    await asyncio.sleep(0)
    balance = value + amount


async def main():
    async with asyncio.TaskGroup() as group:
        for atm in ("ATM-A", "ATM-B", "ATM-C"):
            group.create_task(deposit(100), name=atm)
    return balance


if __name__ == "__main__":
    asyncio.run(main())
