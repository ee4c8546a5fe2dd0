"""Futures and tasks, as the room `cpython` takes them for granted."""

from __future__ import annotations

import asyncio
import contextvars
import gc

from lockstep.cpython import (
    futures,
    joins,
)
from lockstep.loop import VirtualLoop, new_event_loop
from tests.engine.cpython.checks.checking import asynchronous, check, must, run


@asynchronous
async def a_suspended_task_keeps_the_future_it_waits_on() -> None:
    future = asyncio.get_running_loop().create_future()

    async def waits() -> None:
        await future

    task = asyncio.create_task(waits())
    must(futures.waiter_of(task) is None, "Task._fut_waiter is None before the first step")
    await asyncio.sleep(0)
    must(futures.waiter_of(task) is future, "Task._fut_waiter is what it waits on")
    must(not futures.is_cancel_due(task), "Task._must_cancel is false at first")
    future.set_result(None)
    await task


@asynchronous
async def a_task_that_is_cancelled_before_its_step_must_be_cancelled() -> None:
    task = asyncio.create_task(asyncio.sleep(1))
    task.cancel()
    must(futures.is_cancel_due(task), "Task._must_cancel is true until the next step")
    await asyncio.gather(task, return_exceptions=True)


@check
def result_and_error_can_be_read_without_marking_the_error_as_retrieved() -> None:
    reported: list[str] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: reported.append(context["message"]))
        good, bad = loop.create_future(), loop.create_future()
        good.set_result(3)
        error = ValueError("x")
        bad.set_exception(error)
        must(futures.result_of(good) == 3, "Future._result is its result")
        must(futures.error_of(bad) is error, "Future._exception is what ended it")
        must(futures.error_of(good) is None, "Future._exception is None without one")
        del good, bad, error
        gc.collect()

    run(main())
    must(reported == ["Future exception was never retrieved"], f"asyncio complains: {reported}")


@asynchronous
async def all_that_a_future_or_a_task_keeps_can_be_read_at_once() -> None:
    future = asyncio.get_running_loop().create_future()
    must(futures.insides_of(future) == ("PENDING", None, None, None), "what a new future keeps")
    must(not futures.is_awaited(future), "Future._asyncio_future_blocking is false at first")
    context = contextvars.copy_context()
    future.add_done_callback(print, context=context)
    must(futures.insides_of(future)[3] == [(print, context)], "Future._callbacks has contexts")
    future.remove_done_callback(print)
    step = iter(future.__await__())
    must(next(step) is future and futures.is_awaited(future), "it is true while it is handed on")
    future.set_result(3)
    must(futures.insides_of(future)[:2] == ("FINISHED", 3), "Future._state and _result")
    bad, gone = asyncio.Future[int](), asyncio.Future[int]()
    bad.set_exception(ValueError("x"))
    must(futures.is_error_unseen(bad), "Future._log_traceback until somebody asks")
    bad.exception()
    must(not futures.is_error_unseen(bad), "and not after that")
    gone.cancel("why")
    must(futures.insides_of(gone)[0] == "CANCELLED", "Future._state of a cancelled one")
    must(futures.insides_of(gone)[2] == "why", "Future._cancel_message is what cancel() was told")
    coroutine = asyncio.sleep(1)
    task = asyncio.create_task(coroutine)
    must(futures.task_insides_of(task) == (False, coroutine, None), "a task before its first step")
    await asyncio.sleep(0)
    waited = futures.waiter_of(task)
    must(futures.task_insides_of(task) == (False, coroutine, waited), "and once it waits")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@asynchronous
async def the_attributes_that_hold_a_time_or_the_loop_are_there() -> None:
    loop = asyncio.get_running_loop()
    timer = loop.call_later(1, print)
    found = {name for name in futures.UNSEEN_ATTRIBUTES if hasattr(timer, name)}
    future = asyncio.futures._PyFuture()  # type: ignore[attr-defined]
    found |= {name for name in futures.UNSEEN_ATTRIBUTES if hasattr(future, name)}
    must(found == futures.UNSEEN_ATTRIBUTES, f"futures and timers have {sorted(found)}")
    must(getattr(future, futures.LOOP) is loop, "Future._loop is its loop")
    timer.cancel()


@asynchronous
async def the_list_in_which_gather_holds_a_task_is_found_from_the_task() -> None:
    one, two = (asyncio.create_task(asyncio.sleep(0)) for _ in "ab")
    gathering = asyncio.gather(one, two)
    must([*futures.gathered_with(one)] == [[one, two]], "the callback closes over `children`")
    must([*futures.gathered_with(asyncio.create_task(asyncio.sleep(0)))] == [], "else none")
    await gathering


@asynchronous
async def a_future_of_ours_can_be_what_gather_returns() -> None:
    class Ours(futures.GatheringFuture):  # type: ignore[misc, valid-type]
        pass

    with futures.gathering_by(Ours):
        made = asyncio.gather(asyncio.sleep(0))
    must(type(made) is Ours, "gather looks up tasks._GatheringFuture when it is called")
    await made
    after = asyncio.gather(asyncio.sleep(0))
    must(type(after) is futures.GatheringFuture, "and it is put back")
    await after


class Joining(VirtualLoop):
    """Keeps what is known of each callback that counts the end of a task, before it does."""

    def __init__(self) -> None:
        super().__init__()
        self.joins: list[joins.Join] = []
        self.only_count: list[bool] = []

    def _step(self, handle: asyncio.Handle, batch: int) -> None:
        if (join := joins.join_of(handle)) is not None:
            self.joins.append(join)
            self.only_count.append(joins.only_counts([handle]))
        super()._step(handle, batch)


@check
def the_callbacks_that_count_ends_of_tasks_are_known_and_count() -> None:
    async def grouped() -> None:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(asyncio.sleep(0)) for _ in "ab"]
            must(set(futures.tasks_of_group(group) or ()) == set(tasks), "TaskGroup._tasks")

    async def gathered() -> None:
        await asyncio.gather(asyncio.sleep(0), asyncio.sleep(0))

    async def waited() -> None:
        await asyncio.wait([asyncio.create_task(asyncio.sleep(0)) for _ in "ab"])

    for counting in (grouped, gathered, waited):
        loop = Joining()
        loop.run_until_complete(loop.create_task(counting()))
        loop.close()
        name = counting.__name__
        must(len(loop.joins) == 2, f"two ends are counted where tasks are {name}: {loop.joins}")
        must(all(join.is_well for join in loop.joins), f"none of them failed ({name})")
        wanted = [name != "waited", False]  # what `asyncio.wait` has counted cannot be read
        must(loop.only_count == wanted, f"which only count where {name}: {loop.only_count}")
    must(futures.tasks_of_group(object()) is None, "what is no group has no tasks")


@check
def gather_only_counts_a_cancelled_task_where_it_returns_exceptions() -> None:
    async def gathered(returns: bool) -> None:
        tasks = [asyncio.create_task(asyncio.sleep(0)) for _ in "ab"]
        tasks[0].cancel()
        both = asyncio.gather(*tasks, return_exceptions=returns)
        await asyncio.wait([both])
        must(both.exception() is None or not returns, "it returns exceptions")

    for returns in (True, False):
        loop = Joining()
        loop.run_until_complete(loop.create_task(gathered(returns)))
        loop.close()
        first = loop.only_count[0]
        must(first == returns, f"the first only counts: {first}, {returns=}")


@asynchronous
async def a_future_keeps_its_callbacks() -> None:
    future = asyncio.get_running_loop().create_future()
    must(futures.callbacks_of(future) == [], "Future._callbacks is empty at first")
    future.add_done_callback(print)
    future.add_done_callback(repr)
    must(futures.callbacks_of(future) == [print, repr], "Future._callbacks has them in order")


@asynchronous
async def what_gather_and_shield_return_leads_to_what_they_wait_for() -> None:
    loop = asyncio.get_running_loop()
    one, two = loop.create_future(), loop.create_future()
    gathering = asyncio.gather(one, two)
    must(isinstance(gathering, futures.GatheringFuture), "gather returns a _GatheringFuture")
    must(list(futures.gathered_by(gathering)) == [one, two], "_children is what is gathered")
    must(list(futures.gathered_by(one)) == [], "a plain future gathers nothing")
    shield = asyncio.shield(one)
    must(futures.shielded_by(shield) is one, "shield's callback closes over `inner`")
    must(futures.shielded_by(two) is None, "a plain future shields nothing")
    one.set_result(None)
    two.set_result(None)
    await asyncio.gather(gathering, shield)


@check
def attributes_of_futures_are_found_though_they_have_no_dict() -> None:
    class Slotted(asyncio.Future):  # type: ignore[type-arg]
        __slots__ = ("held",)

    loop = new_event_loop()
    for future in (loop.create_future(), asyncio.Future(loop=loop), Slotted(loop=loop)):
        must(futures.attributes_of(future) == {}, "a new future has no attributes")
        future.place = [1]  # type: ignore[attr-defined]
        must(futures.attributes_of(future) == {"place": [1]}, "what was set on a future")
    future.held = 2
    must(futures.attributes_of(future) == {"place": [1], "held": 2}, "and its slots")
    must("__slotnames__" not in vars(Slotted), "nothing is left at the class")
    loop.close()


@check
def a_pending_task_can_be_destroyed_without_a_complaint() -> None:
    reported: list[object] = []
    loop = new_event_loop()
    loop.set_exception_handler(lambda _, context: reported.append(context["message"]))
    for quietly in (False, True):
        task = loop.create_task(asyncio.sleep(0))
        if quietly:
            futures.end_quietly(task)
        task.get_coro().close()
        loop._ready.clear()
        del task
        gc.collect()
        must(len(reported) == 1, f"only Task._log_destroy_pending decides: {reported}")
    loop.close()
