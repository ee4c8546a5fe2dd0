"""How a loop ends, or cannot go on: deadlock, stop, threads, sockets."""

import asyncio
import concurrent.futures
import threading
import time

import pytest

import lockstep
from lockstep.loop import VirtualLoop


def test_a_deadlock_is_an_error_and_not_a_hang():
    async def main():
        await asyncio.get_running_loop().create_future()

    with pytest.raises(lockstep.Deadlock, match="real asyncio would wait here for ever"):
        asyncio.run(main(), loop_factory=lockstep.new_event_loop)


def test_a_sleep_without_end_is_a_deadlock_too():
    with pytest.raises(lockstep.Deadlock):
        asyncio.run(asyncio.sleep(float("inf")), loop_factory=lockstep.new_event_loop)


def test_no_deadlock_while_a_timer_can_still_wake_someone():
    async def main():
        future = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(1e6, future.set_result, "woken")
        return await future

    assert asyncio.run(main(), loop_factory=lockstep.new_event_loop) == "woken"


def test_a_stopped_loop_can_run_again():
    loop, log = lockstep.new_event_loop(), []
    loop.call_soon(log.append, 1)
    loop.call_soon(loop.stop)
    loop.call_soon(log.append, 2)
    loop.run_forever()
    loop.call_later(1, loop.stop)
    loop.run_forever()
    loop.close()
    assert (log, loop.time()) == ([1, 2], 1.0)


def test_a_closed_loop_refuses_work():
    loop = lockstep.new_event_loop()
    loop.close()
    for refused in (lambda: loop.call_soon(print), lambda: loop.call_later(1, print)):
        with pytest.raises(RuntimeError, match="Event loop is closed"):
            refused()


def test_a_bare_loop_can_be_woken_by_another_thread():
    async def main():
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        threading.Thread(target=loop.call_soon_threadsafe, args=(future.set_result, 7)).start()
        return await future

    assert asyncio.run(main(), loop_factory=lockstep.new_event_loop) == 7


def test_a_bare_loop_runs_functions_in_threads():
    async def main():
        loop = asyncio.get_running_loop()
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            return await loop.run_in_executor(pool, str, 5), await asyncio.to_thread(int, "6")

    assert asyncio.run(main(), loop_factory=lockstep.new_event_loop) == ("5", 6)


def test_waiting_for_a_thread_lets_no_virtual_time_pass():
    async def main():
        timer = asyncio.create_task(asyncio.sleep(1000))
        await asyncio.to_thread(time.sleep, 0.01)
        timer.cancel()
        return asyncio.get_running_loop().time()

    assert asyncio.run(main(), loop_factory=lockstep.new_event_loop) == 0.0


@pytest.mark.parametrize(
    "call",
    [
        "loop.run_in_executor(None, print)",
        "asyncio.to_thread(print)",
        "asyncio.sleep(0, threading.Thread(target=print).start())",
    ],
)
def test_a_run_refuses_threads_in_one_clear_sentence(call):
    trace = lockstep.run(f"""
import asyncio, threading
async def main():
    loop = asyncio.get_running_loop()
    await {call}
asyncio.run(main())
""")
    assert trace.status == "error"
    assert trace.error["line"] == 5
    assert "Lockstep runs one thread" in trace.error["message"]
    assert "Use a task, or run the file with plain Python." in trace.error["message"]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ("asyncio.open_connection('localhost', 80)", "create_connection"),
        ("asyncio.start_server(print, port=0)", "create_server"),
        ("asyncio.create_subprocess_shell('ls')", "subprocess_shell"),
        ("loop.sock_recv(None, 1)", "sock_recv"),
        ("loop.add_signal_handler(2, print)", "add_signal_handler"),
        ("loop.getaddrinfo('localhost', 80)", "getaddrinfo"),
    ],
)
def test_sockets_processes_and_signals_are_refused_by_name(call, name):
    trace = lockstep.run(f"""
import asyncio
async def main():
    loop = asyncio.get_running_loop()
    await {call}
asyncio.run(main())
""")
    assert trace.error["type"] == "NotImplementedError"
    assert trace.error["message"] == (
        f"Lockstep's loop has no sockets, pipes, signals or subprocesses: {name}() cannot run "
        "here. Stand for the wait with asyncio.sleep(), or run the file with plain Python."
    )


def test_several_loops_of_one_run_share_clock_and_numbers():
    trace = lockstep.run("""
import asyncio
async def main(n):
    await asyncio.sleep(n)
    print(asyncio.current_task().get_name(), asyncio.get_running_loop().time())
for n in (1, 2):
    asyncio.run(main(n))
loop = asyncio.new_event_loop()
loop.run_until_complete(main(3))
loop.close()
""")
    assert trace.stdout == "Task-1 1.0\nTask-4 3.0\nTask-7 6.0\n"
    assert [task["id"] for task in trace.tasks] == [0, 1, 2]
    arrivals = [e["completion"] for e in trace.events if e["kind"] == "arrived"]
    assert (arrivals, trace.duration_us) == ([0, 1, 2], 6_000_000)


def test_two_bare_loops_know_nothing_of_each_other():
    first, second = lockstep.new_event_loop(), lockstep.new_event_loop()
    first.run_until_complete(asyncio.sleep(5))
    assert (first.time(), second.time(), isinstance(first, VirtualLoop)) == (5.0, 0.0, True)
    first.close(), second.close()
