"""lost-update"""

import asyncio

balance = 0


async def deposit(amount):
    global balance
    before = balance  # here
    await asyncio.sleep(0.01)
    balance = before + amount  # here


async def main():
    await asyncio.gather(deposit(1), deposit(2))


asyncio.run(main())
