"""lost-update"""

import asyncio
import dataclasses



@dataclasses.dataclass(frozen=True)
class State:
    n: int = 0

current = State()


async def add():
    global current
    seen = current  # here
    await asyncio.sleep(0.01)
    current = dataclasses.replace(seen, n=seen.n + 1)  # here


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())
