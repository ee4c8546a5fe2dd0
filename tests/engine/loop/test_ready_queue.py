"""The ready queue: strictly first in, first out, as CPython's."""

import asyncio

import lockstep


def ran(main) -> list:
    log: list = []
    with asyncio.Runner(loop_factory=lockstep.new_event_loop) as runner:
        runner.run(main(log))
    return log


def test_tasks_start_in_the_order_in_which_they_were_created():
    async def main(log):
        async def work(n):
            log.append(n)

        await asyncio.gather(*(work(n) for n in range(5)))

    assert ran(main) == [0, 1, 2, 3, 4]


def test_creating_a_task_does_not_start_it():
    async def main(log):
        async def work():
            log.append("task")

        task = asyncio.create_task(work())
        log.append("main")
        await task

    assert ran(main) == ["main", "task"]


def test_what_is_posted_during_a_batch_runs_in_the_next_one():
    async def main(log):
        loop = asyncio.get_running_loop()
        loop.call_soon(lambda: (log.append("a"), loop.call_soon(log.append, "c")))
        loop.call_soon(log.append, "b")
        await asyncio.sleep(0)
        log.append("main")
        await asyncio.sleep(0)

    assert ran(main) == ["a", "b", "main", "c"]


def test_yielding_tasks_take_turns():
    async def main(log):
        async def work(name):
            for n in range(3):
                log.append(f"{name}{n}")
                await asyncio.sleep(0)

        await asyncio.gather(work("a"), work("b"))

    assert ran(main) == ["a0", "b0", "a1", "b1", "a2", "b2"]


def test_a_cancelled_handle_does_not_run():
    async def main(log):
        loop = asyncio.get_running_loop()
        handle = loop.call_soon(log.append, "never")
        loop.call_soon(log.append, "runs")
        handle.cancel()
        await asyncio.sleep(0)

    assert ran(main) == ["runs"]


def test_the_order_is_that_of_cpythons_own_loop():
    async def main(log):
        lock, event, queue = asyncio.Lock(), asyncio.Event(), asyncio.Queue(1)

        async def locked(n):
            async with lock:
                log.append(("locked", n))
                await asyncio.sleep(0)
                log.append(("unlocks", n))
            await queue.put(n)
            event.set()

        async def waits(n):
            await event.wait()
            log.append(("woken", n, await queue.get()))

        await asyncio.gather(*(locked(n) for n in range(3)), *(waits(n) for n in range(3)))

    stock: list = []
    asyncio.run(main(stock))
    assert ran(main) == stock


def test_tasks_of_an_aborted_group_are_cancelled_in_the_same_order_in_every_run():
    async def main(log):
        async def sleeper(n):
            try:
                await asyncio.sleep(9)
            except asyncio.CancelledError:
                log.append(n)
                raise

        async def fails():
            await asyncio.sleep(1)
            raise ValueError

        try:
            async with asyncio.TaskGroup() as group:
                for n in range(20):
                    group.create_task(sleeper(n))
                group.create_task(fails())
        except* ValueError:
            pass

    runs = [ran(main) for _ in range(5)]
    assert runs == [runs[0]] * 5
    assert sorted(runs[0]) == list(range(20))
