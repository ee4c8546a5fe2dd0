"""lost-update"""

import asyncio
import dataclasses



@dataclasses.dataclass
class State:
    n: int = 0


async def add(state):
    n = state.n  # here
    await asyncio.sleep(0.01)
    state.n = n + 1  # here


async def main():
    state = State()
    await asyncio.gather(add(state), add(state))


asyncio.run(main())
