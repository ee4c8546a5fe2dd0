import asyncio


class Level:
    def __init__(self):
        self._value, self.lock = 0, asyncio.Lock()

    @property
    def value(self):
        return self._value

    @value.setter
    def value(self, new):
        self._value = new


async def lift(level):
    async with level.lock:
        seen = level.value
        await asyncio.sleep(0.01)
        level.value = seen + 1


async def main():
    level = Level()
    await asyncio.gather(lift(level), lift(level))
    assert level.value == 2


asyncio.run(main())
