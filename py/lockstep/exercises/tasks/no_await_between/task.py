"""A read and a write, and no await between

The same three deposits; this time each ATM waits first, and then reads and writes at once. How
does it end?

Kind: predict
Order: 20
Lesson: no-await
Watch: balance
Expect: 300
Option: sometimes 300 | You thought that asyncio may switch between any two lines, as threads do.
    It switches at an await only.
Option: never 300 | You thought that three tasks that share a variable always lose something. They
    do if they can come between read and write.
Option: always 300
Hint: Which lines can another task run between?
Hint: There is no await between the read and the write: it always ends at 300.
"""

import asyncio

balance = 0


async def network():
    await asyncio.sleep(0.1)


async def deposit(amount):
    global balance
    await network()
    value = balance
    balance = value + amount


async def main():
    async with asyncio.TaskGroup() as group:
        for atm in ("ATM-A", "ATM-B", "ATM-C"):
            group.create_task(deposit(100), name=atm)
    return balance


if __name__ == "__main__":
    asyncio.run(main())
