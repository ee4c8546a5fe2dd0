"""lost-update"""

import asyncio
import copy

state = {"n": 0}


async def add():
    global state
    new = copy.deepcopy(state)  # here
    new["n"] = new["n"] + 1
    await asyncio.sleep(0.01)
    state = new  # here


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())
