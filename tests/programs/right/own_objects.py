import asyncio


class Meter:
    def __init__(self):
        self.value = 0


async def count(meter):
    for _ in range(3):
        seen = meter.value
        await asyncio.sleep(0.01)
        meter.value = seen + 1


async def main():
    meters = [Meter(), Meter()]
    await asyncio.gather(*(count(meter) for meter in meters))
    assert [meter.value for meter in meters] == [3, 3]


asyncio.run(main())
