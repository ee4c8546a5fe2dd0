"""Three deposits, no lock

Each ATM asks the bank, reads the balance, asks again and writes what it read plus 100. The
answers come in any order. How does it end?

Kind: predict
Order: 10
Lesson: sometimes
Watch: balance
Expect: 300
Option: always 300 | You took each deposit for one step. It is two, and between them the others
    run.
Option: never 300 | You took the usual order for the only one. An order in which each ATM writes
    before the next one reads loses nothing.
Option: sometimes 300
Hint: Between which two lines can another ATM come in?
Hint: If the answers of ATM-A come one straight after the other, has anybody come in between?
Hint: It sometimes ends at 300: in 6 of 90 orders, those in which each ATM reads what the one
    before it wrote.
"""

import asyncio

balance = 0


async def network():
    await asyncio.sleep(0.1)


async def deposit(amount):
    global balance
    await network()
    value = balance
    await network()
    balance = value + amount


async def main():
    async with asyncio.TaskGroup() as group:
        for atm in ("ATM-A", "ATM-B", "ATM-C"):
            group.create_task(deposit(100), name=atm)
    return balance


if __name__ == "__main__":
    asyncio.run(main())
