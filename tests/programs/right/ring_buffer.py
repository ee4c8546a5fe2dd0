import asyncio


class Ring:
    def __init__(self, size):
        self.slots, self.head, self.size = [None] * size, 0, size

    def push(self, value):
        self.slots[self.head % self.size] = value
        self.head += 1


async def feed(ring, values):
    for value in values:
        await asyncio.sleep(0.001)
        ring.push(value)


async def main():
    ring = Ring(2)
    await asyncio.gather(feed(ring, (1, 2)), feed(ring, (3, 4)))
    assert ring.head == 4


asyncio.run(main())
