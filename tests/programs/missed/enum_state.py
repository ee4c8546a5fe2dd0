import asyncio
import enum


class S(enum.Enum):
    FREE = 1
    BUSY = 2
state = S.FREE
used = []
async def work(i):
    global state
    if state is S.FREE:
        await asyncio.sleep(0.1)
        state = S.BUSY
        used.append(i)

async def main():
    await asyncio.gather(*(work(i) for i in range(2)))
    print(used)
asyncio.run(main())
