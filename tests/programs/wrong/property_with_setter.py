"""lost-update"""

import asyncio


class A:
    def __init__(self): self._n = 0
    @property
    def n(self): return self._n  # here
    @n.setter
    def n(self, v): self._n = v  # here
a = A()
async def work(i):
    v = a.n
    await asyncio.sleep(0.1)
    a.n = v + 1

async def main():
    await asyncio.gather(*(work(i) for i in range(2)))
    print(a.n)
asyncio.run(main())
