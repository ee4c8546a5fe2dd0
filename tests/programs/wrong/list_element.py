"""lost-update"""

import asyncio

scores = [0, 0]


async def score(player):
    now = scores[player]  # here
    await asyncio.sleep(0.01)
    scores[player] = now + 1  # here


async def main():
    await asyncio.gather(score(0), score(0), score(1))


asyncio.run(main())
