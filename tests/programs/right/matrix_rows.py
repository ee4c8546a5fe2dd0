import asyncio

grid = [[0, 0], [0, 0]]


async def fill(row):
    for column in range(2):
        before = grid[row][column]
        await asyncio.sleep(0.01)
        grid[row][column] = before + row + 1


async def main():
    await asyncio.gather(fill(0), fill(1))
    assert grid == [[1, 1], [2, 2]]


asyncio.run(main())
