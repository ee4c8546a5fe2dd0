"""check-then-act"""

import asyncio

seats = {}


async def book(seat, who):
    if who in seats.values():  # here
        return
    await asyncio.sleep(0.01)
    seats[seat] = who  # here


async def main():
    await asyncio.gather(book("1", "ann"), book("2", "ann"))


asyncio.run(main())
