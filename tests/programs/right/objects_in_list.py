import asyncio


class Cell:
    def __init__(self):
        self.n = 0

cells = [Cell(), Cell()]


async def bump(index):
    cell = cells[index]
    seen = cell.n
    await asyncio.sleep(0.01)
    cell.n = seen + 1


async def main():
    await asyncio.gather(bump(0), bump(1))
    assert [cell.n for cell in cells] == [1, 1]


asyncio.run(main())
