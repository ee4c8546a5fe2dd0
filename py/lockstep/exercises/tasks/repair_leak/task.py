"""Give it back whatever happens

One payment is refused, and whoever comes after it waits for ever. The other two are to arrive,
and the refusal is to be told to the caller as before.

Kind: repair
Order: 105
Lesson: manual-leak
Watch: balance
Fixed: network, main
Right: (150, ['NoneType', 'ValueError', 'NoneType'])
Within: 0.3 s
Hint: Which line is not reached when the bank refuses?
Hint: What runs however a block is left?
Hint: `async with lock:` round the three lines gives it back in any case; so does `release()` in a
    `finally`.
"""

import asyncio

balance = 0
lock = asyncio.Lock()


async def network(amount):
    await asyncio.sleep(0.1)
    if amount < 0:
        raise ValueError("the bank refuses")


async def deposit(amount):
    global balance
    await lock.acquire()
    value = balance
    await network(amount)
    balance = value + amount
    lock.release()


async def main():
    tasks = [
        asyncio.create_task(deposit(amount), name=f"pays {amount}") for amount in (100, -5, 50)
    ]
    await asyncio.gather(*tasks, return_exceptions=True)
    return balance, [type(task.exception()).__name__ for task in tasks]


if __name__ == "__main__":
    asyncio.run(main())
