"""A wait of the only thread for what only it could give is a deadlock, told at once."""

import asyncio
import threading

import pytest

import lockstep
from tests.engine.support import run


def headline(trace):
    return trace.status, trace.verdict["text"]


def test_a_lock_of_threads_held_across_an_await_is_named_with_its_holder_and_both_lines():
    trace = run(
        """
        import asyncio
        import threading

        lock = threading.Lock()

        async def work():
            with lock:
                await asyncio.sleep(0.01)

        async def main():
            await asyncio.gather(work(), work())

        asyncio.run(main())
        """
    )
    assert headline(trace) == (
        "deadlock",
        "The event loop's only thread waits at line 7 for lock, a threading.Lock, that work 1 "
        "holds since line 7: nothing else can run meanwhile.",
    )
    assert trace.error["line"] == 7
    assert trace.error["traceback"].count("program.py") == 2


def test_a_lock_taken_twice_by_one_task_is_said_to_be_its_own():
    trace = run(
        """
        import asyncio
        from threading import Lock

        class Account:
            def __init__(self):
                self.guard = Lock()

        async def main():
            account = Account()
            account.guard.acquire()
            account.guard.acquire()

        asyncio.run(main())
        """
    )
    assert headline(trace) == (
        "deadlock",
        "The event loop's only thread waits at line 11 for account.guard, a threading.Lock, that "
        "main itself holds since line 10: nothing else can run meanwhile.",
    )


WAITS = {
    "threading.Event": "thing = threading.Event()\nthing.wait()",
    "threading.Condition": "thing = threading.Condition()\nwith thing: thing.wait()",
    "threading.Semaphore": "thing = threading.Semaphore(0)\nthing.acquire()",
    "threading.BoundedSemaphore": "thing = threading.BoundedSemaphore()\nwith thing, thing: pass",
    "threading.Barrier": "thing = threading.Barrier(2)\nthing.wait()",
    "queue.Queue": "thing = queue.Queue(1)\nthing.put(1); thing.put(2)",
    "queue.LifoQueue": "thing = queue.LifoQueue()\nthing.get()",
    "queue.SimpleQueue": "thing = queue.SimpleQueue()\nthing.get()",
    "concurrent.futures.Future": "thing = concurrent.futures.Future()\nthing.result()",
}


@pytest.mark.parametrize("kind", WAITS)
def test_every_wait_for_a_thread_is_named_as_what_it_is(kind):
    trace = lockstep.run(f"import concurrent.futures, queue, threading\n{WAITS[kind]}\n")
    assert headline(trace) == (
        "deadlock",
        f"The program's only thread waits at line 3 for thing, a {kind}: only this thread could "
        "end the wait, and it stands still.",
    )


def test_a_coroutine_sent_to_the_own_loop_and_awaited_by_the_thread_is_a_deadlock():
    trace = run(
        """
        import asyncio

        async def answer():
            return 42

        async def main():
            asyncio.run_coroutine_threadsafe(answer(), asyncio.get_running_loop()).result()

        asyncio.run(main())
        """
    )
    assert trace.status == "deadlock"
    assert "waits at line 7 for a concurrent.futures.Future" in trace.verdict["text"]


def test_a_wait_with_a_timeout_takes_virtual_time_and_fails():
    trace = run(
        """
        import asyncio, queue, threading

        async def main():
            loop = asyncio.get_running_loop()
            lock = threading.Lock()
            print(lock.acquire(), lock.acquire(False), lock.acquire(timeout=2), loop.time())
            print(threading.Event().wait(3), loop.time())
            try:
                queue.Queue().get(timeout=4)
            except queue.Empty:
                print("empty", loop.time())

        asyncio.run(main())
        """
    )
    assert (trace.status, trace.stdout) == ("ok", "True False False 2.0\nFalse 5.0\nempty 9.0\n")


def test_locks_that_nobody_holds_work_as_always():
    trace = run(
        """
        import asyncio, queue, threading

        lock, again, items = threading.Lock(), threading.RLock(), queue.Queue()
        done = threading.Condition()

        async def work(number):
            with lock:
                items.put(number)
            with again, again:
                await asyncio.sleep(0.01)
            with done:
                done.notify_all()

        async def main():
            await asyncio.gather(work(1), work(2))
            print(items.get(), items.get(), lock.locked(), repr(lock).split(" at ")[0])
            try:
                lock.release()
            except RuntimeError as error:
                print(error)

        asyncio.run(main())
        """
    )
    assert (trace.status, trace.stdout) == (
        "ok",
        "1 2 False <unlocked _thread.lock object\nrelease unlocked lock\n",
    )


def test_a_program_that_catches_everything_ends_all_the_same():
    trace = run(
        """
        import asyncio, threading

        async def main():
            lock = threading.Lock()
            while True:
                try:
                    lock.acquire()
                except BaseException:
                    pass

        asyncio.run(main())
        """
    )
    assert trace.status == "deadlock"


def test_exploring_finds_the_orders_in_which_the_thread_stands_still():
    exploration = lockstep.explore(
        "import asyncio, threading\n"
        "lock = threading.Lock()\n"
        "async def work(pause):\n"
        "    await asyncio.sleep(pause)\n"
        "    with lock:\n"
        "        await asyncio.sleep(1)\n"
        "async def main():\n"
        "    await asyncio.gather(work(1), work(5))\n"
        "asyncio.run(main())\n",
        seconds=20,
    )
    assert {outcome.status for outcome in exploration.outcomes} == {"ok", "deadlock"}
    wording = next(o.text for o in exploration.outcomes if o.status == "deadlock")
    assert "waits at line 5 for lock, a threading.Lock, that work 1 holds since line 5" in wording


def test_after_a_run_threads_have_their_own_locks_again():
    before = threading.Lock
    run("import threading; threading.Lock().acquire()")
    assert threading.Lock is before
    assert asyncio.run(asyncio.to_thread(threading.Lock().acquire))
