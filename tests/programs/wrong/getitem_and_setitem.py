"""lost-update"""

import asyncio


class A:
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d.get(k, 0)  # here
    def __setitem__(self, k, v): self.d[k] = v  # here
a = A()
async def work(i):
    v = a['x']
    await asyncio.sleep(0.1)
    a['x'] = v + 1

async def main():
    await asyncio.gather(*(work(i) for i in range(2)))
    print(a['x'])
asyncio.run(main())
