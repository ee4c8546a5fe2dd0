import asyncio


class Progress:
    def __init__(self, total):
        self.done, self.total = 0, total

    def advance(self, task):
        self.done += 1

    @property
    def part(self):
        return self.done / self.total


async def work(n):
    await asyncio.sleep(n / 100)


async def main():
    progress = Progress(3)
    async with asyncio.TaskGroup() as group:
        for n in range(3):
            group.create_task(work(n)).add_done_callback(progress.advance)
    await asyncio.sleep(0)
    assert progress.part == 1


asyncio.run(main())
