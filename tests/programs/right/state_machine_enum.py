import asyncio
import enum


class State(enum.Enum):
    NEW = enum.auto()
    RUNNING = enum.auto()
    DONE = enum.auto()


class Job:
    def __init__(self):
        self.state = State.NEW

    async def run(self):
        if self.state is not State.NEW:
            return False
        self.state = State.RUNNING
        await asyncio.sleep(0.01)
        self.state = State.DONE
        return True


async def main():
    job = Job()
    assert sorted(await asyncio.gather(job.run(), job.run())) == [False, True]
    assert job.state is State.DONE


asyncio.run(main())
