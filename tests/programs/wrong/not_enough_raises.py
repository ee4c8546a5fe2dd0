"""check-then-act"""

import asyncio

balance = 100


async def pay(n):
    global balance
    if n > balance:  # here
        raise ValueError(n)
    await asyncio.sleep(0.01)
    balance -= n  # here


async def main():
    await asyncio.gather(pay(60), pay(60))


asyncio.run(main())
