"""lost-update"""

import asyncio


class Meter:
    def __init__(self):
        self._n = 0

    @property
    def n(self):
        return self._n  # here

    async def bump(self):
        seen = self.n
        await asyncio.sleep(0.01)
        self._n = seen + 1  # here


async def main():
    meter = Meter()
    await asyncio.gather(meter.bump(), meter.bump())


asyncio.run(main())
