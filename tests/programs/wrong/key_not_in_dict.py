"""check-then-act"""

import asyncio

seats = {}


async def book(seat, who):
    if seat not in seats:  # here
        await asyncio.sleep(0.01)
        seats[seat] = who  # here


async def main():
    await asyncio.gather(book("1A", "ann"), book("1A", "bob"))


asyncio.run(main())
