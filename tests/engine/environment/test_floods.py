"""Too much of something: what was recorded until then is kept, whole and in order."""

import pytest

from lockstep.environment.limits import Limits
from lockstep.run import run
from tests.engine import conform


def ending(trace):
    conform.check(trace)
    return trace.status, trace.events[-1]["kind"], trace.events[-1].get("limit")


def test_of_one_enormous_print_as_much_as_fits_is_kept():
    echoed: list = []
    trace = run(
        "print('first')\nprint('x' * 10_000_000)",
        limits=Limits(output=1000),
        echo=lambda stream, text: echoed.append(text),
    )
    assert ending(trace) == ("limit", "limit", "output")
    assert trace.stdout == "".join(echoed) == "first\n" + "x" * 994
    assert [e["text"] for e in trace.events if e["kind"] == "printed"] == ["first", "x" * 994]


def test_a_flood_of_prints_keeps_every_line_up_to_the_bound():
    source = "n = 0\nwhile True:\n    print(n)\n    n += 1\n"
    trace = run(source, limits=Limits(output=500))
    lines = trace.stdout.splitlines()
    assert ending(trace) == ("limit", "limit", "output")
    assert len(trace.stdout) == 500
    assert lines[:-1] == [str(n) for n in range(len(lines) - 1)]


def test_parts_of_a_line_are_put_together_however_many_they_are():
    trace = run("for _ in range(20_000): print('ab', end='')\nprint()")
    assert [e["text"] for e in trace.events if e["kind"] == "printed"] == ["ab" * 20_000]


def test_a_sleep_beyond_the_bound_of_virtual_time_is_named():
    trace = run("import asyncio\nasyncio.run(asyncio.sleep(10**9))")
    assert ending(trace) == ("limit", "limit", "virtual_seconds")
    assert "virtual time went beyond 31,536,000 s" in trace.events[-1]["message"]


def test_more_events_than_the_bound_end_the_run_with_the_event_that_says_so():
    source = "import asyncio\nasync def main():\n    while True: await asyncio.sleep(0)\n"
    source += "asyncio.run(main())"
    trace = run(source, limits=Limits(events=100))
    assert ending(trace) == ("limit", "limit", "events")
    assert len(trace.events) == 101


@pytest.mark.parametrize(
    "handler",
    [
        "except BaseException: pass",
        "except BaseException: continue",
        "except: print('caught')",
        "finally: await asyncio.sleep(0)",
    ],
)
def test_no_handler_of_the_programs_outlives_a_bound(handler):
    trace = run(
        f"""
import asyncio
async def main():
    while True:
        try:
            await asyncio.sleep(1)
        {handler}
asyncio.run(main())
print("never")
""",
        limits=Limits(steps=30),
    )
    assert ending(trace) == ("limit", "limit", "steps")
    assert (trace.stdout, trace.events[-1]["line"] in (6, 7)) == ("", True)


def test_tasks_without_end_are_stopped_by_the_number_of_steps():
    trace = run(
        """
import asyncio
async def again():
    asyncio.create_task(again())
async def main():
    asyncio.create_task(again())
    await asyncio.sleep(1)
asyncio.run(main())
""",
        limits=Limits(steps=100),
    )
    assert ending(trace) == ("limit", "limit", "steps")


def test_a_function_at_exit_without_end_is_stopped_too():
    source = """
import atexit
@atexit.register
def forever():
    while True: pass
print("end")
"""
    trace = run(source, limits=Limits(seconds=0.2))
    assert (ending(trace), trace.stdout) == (("limit", "limit", "seconds"), "end\n")


@pytest.mark.parametrize(
    "source",
    [
        "def f(): return f()\nf()",
        "class A:\n    @property\n    def x(self): return self.x\nA().x",
        "class A:\n    def __getitem__(self, k): return self[k]\nA()[1]",
        "class A:\n    def __repr__(self): return repr(self)\nrepr(A())",
        "import asyncio\nasync def f(): await f()\nasyncio.run(f())",
    ],
)
def test_recursion_without_end_is_an_error_of_the_program(source):
    trace = run(source)
    assert (trace.status, trace.error["type"]) == ("error", "RecursionError")
    assert trace.error["line"] is not None


def test_a_task_that_spins_lets_the_sleep_of_another_come_to_its_end():
    trace = run("""
import asyncio
done = False
async def sleeper():
    global done
    await asyncio.sleep(0.1)
    done = True
async def spins():
    while not done:
        await asyncio.sleep(0)
async def main():
    await asyncio.gather(sleeper(), spins())
asyncio.run(main())
""")
    assert (trace.status, trace.duration_us) == ("ok", 100_000)


@pytest.mark.parametrize(
    "source",
    [
        "raise ValueError('x' * 10_000_000)",
        """
import asyncio
async def f(): pass
async def main(): await asyncio.create_task(f(), name='n' * 10_000_000)
asyncio.run(main())
""",
        """
import asyncio
async def f(): raise ValueError('x' * 10_000_000)
async def main():
    asyncio.create_task(f())
    await asyncio.sleep(1)
asyncio.run(main())
""",
    ],
    ids=["an error's text", "a task's name", "an error that nobody retrieves"],
)
def test_what_a_program_says_at_length_is_shortened_at_the_source(source):
    assert len(run(source, limits=Limits(output=20_000)).to_json()) < 100_000


def test_a_queue_that_grows_without_end_ends_the_run_before_the_trace_is_a_monster():
    source = """
import asyncio
lock = asyncio.Lock()
async def f():
    async with lock:
        await asyncio.sleep(0)
async def main(): await asyncio.gather(*(f() for _ in range(100)))
asyncio.run(main())
"""
    trace = run(source, limits=Limits(entries=1000))
    assert ending(trace) == ("limit", "limit", "entries")
    assert "1,000 entries of queues were recorded" in trace.events[-1]["message"]
