import asyncio


class Job:
    def __init__(self):
        self.status = "new"

    async def run(self):
        if self.status != "new":
            return "already"
        self.status = "running"
        await asyncio.sleep(0.01)
        self.status = "done"
        return "ran"


async def main():
    job = Job()
    assert await asyncio.gather(job.run(), job.run()) == ["ran", "already"]
    assert job.status == "done"


asyncio.run(main())
