"""lost-update"""

import asyncio

value = 0


class Draft:
    def __init__(self, n):
        self.n = n


async def add():
    global value
    draft = Draft(value)  # here
    await asyncio.sleep(0.01)
    value = draft.n + 1  # here


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())
