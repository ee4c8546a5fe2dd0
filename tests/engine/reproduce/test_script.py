"""What a script is: readable, alone, and honest where there is nothing to show."""

import subprocess
import sys
import textwrap

import pytest

from lockstep import catalogue
from lockstep.reproduce import NothingToReproduce, script
from lockstep.run import run
from lockstep.schedulers import BadSchedule, Misfit, Schedule
from tests.engine.reproduce.stock import play

HERE = Schedule().python
THREE = """
import asyncio
order = []
async def work(n):
    await asyncio.sleep(n)
    order.append(n)
async def main():
    await asyncio.gather(work(1), work(2), work(3))
    return order
asyncio.run(main())
"""


def written(source, schedule="written"):
    return script(textwrap.dedent(source).lstrip("\n"), schedule, filename="program.py")


def answer(source, schedule="written"):
    return play([written(source, schedule)])[0]


def both(source, schedule="written"):
    """Return status, result and stdout by the script, and by Lockstep."""
    source = textwrap.dedent(source).lstrip("\n")
    got, trace = answer(source, schedule), run(source, schedule)
    reported = got["outcome"] or {"status": None, "result": got["stderr"]}
    return (
        (reported["status"], reported["result"], got["stdout"]),
        (trace.status, trace.result, trace.stdout),
    )


def test_a_script_runs_alone_with_python_s_isolated_mode(tmp_path):
    file = tmp_path / "shown.py"
    file.write_text(written(THREE, f"any-{HERE}:0=2,1=1.0"), encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", file], capture_output=True, text=True, cwd="/")
    assert done.returncode == 0
    last = done.stderr.splitlines()[-1]
    assert last == '{"status": "ok", "result": "[3, 2, 1]", "state": {"order": "[3, 2, 1]"}}'


def test_a_script_imports_nothing_but_the_standard_library():
    lines = written(THREE).splitlines()
    imported = {
        line.split()[1].split(".")[0] for line in lines if line.startswith(("import", "from"))
    }
    assert imported <= sys.stdlib_module_names


def test_the_header_says_the_outcome_the_schedule_and_the_python():
    text = written(THREE, f"any-{HERE}:0=2,1=1.0")
    assert text.startswith("# program.py on stock asyncio: it ends with ok, [3, 2, 1].\n")
    assert f"# Schedule:  any-{HERE}:0=2,1=1.0\n" in text
    assert ".".join(map(str, sys.version_info[:3])) in text.split('"""')[0]


def test_the_table_names_what_ends_at_a_boundary_and_what_would_as_written():
    text = written(THREE, f"any-{HERE}:0=2")
    assert "    0: [2],  # Task-4's sleep (as written: Task-2's sleep)\n" in text


def test_the_program_as_written_needs_no_table():
    assert "# Every timer ends as it is written.\nTIMERS: dict[int, list[int]] = {}\n" in written(
        THREE
    )


@pytest.mark.parametrize("name", [entry["name"] for entry in catalogue.load()])
def test_the_learners_text_is_in_the_script_as_it_is(name):
    source = catalogue.get(name)["source"]
    assert f"'''{source}'''" in script(source, filename=f"{name}.py")


@pytest.mark.parametrize(
    "source",
    [
        "print('''a''')\n",
        "print('''a''', \"\"\"b\"\"\")\n",
        "print('\\\\', r'\\n', '\\x41')\n",
        "print('no newline at the end')#\\",
        "print(1)\r\nprint('''2''')\r\n",
        "print('ü', '\\N{BULLET}', '\u2028')\n",
        "'''doc'''\nprint(__doc__, __name__, __file__)",
    ],
)
def test_any_text_is_embedded_so_that_python_reads_it_back(source):
    by_script, by_lockstep = both(source)
    assert by_script == by_lockstep


def test_a_traceback_shows_the_learners_lines_and_none_of_the_scripts():
    stderr = answer("import asyncio\nasync def main():\n    undefined\nasyncio.run(main())\n")[
        "stderr"
    ]
    assert '  File "program.py", line 3, in main\n    undefined\n' in stderr
    assert "carry_out" not in stderr


@pytest.mark.parametrize(
    "body",
    [
        "assert 1 > 2, 'too small'",
        "raise ValueError('no', 2)",
        "raise SystemExit(3)",
        "raise SystemExit",
        "await asyncio.Event().wait()",
        "await asyncio.sleep(float('inf'))",
        "await asyncio.wait_for(asyncio.sleep(5), 1)",
        "return [object(), asyncio.Lock]",
        "raise ExceptionGroup('two', [ValueError('a'), KeyError('b')])",
        "asyncio.get_running_loop().stop()",
        "asyncio.get_running_loop().call_later(1, print, 'late'); await asyncio.sleep(2)",
        "print(asyncio.get_running_loop().call_later(1, print).when())",
    ],
)
def test_every_kind_of_end_is_the_one_that_lockstep_saw(body):
    by_script, by_lockstep = both(
        f"import asyncio\nasync def main():\n    {body}\nasyncio.run(main())\n"
    )
    assert by_script == by_lockstep


def test_the_program_reads_the_clock_that_it_read_under_lockstep():
    by_script, by_lockstep = both("""
        import asyncio, time
        def now():
            return time.time(), time.time_ns(), time.monotonic(), time.perf_counter_ns()
        async def main():
            await asyncio.sleep(0.1)
            time.sleep(0.25)
            async with asyncio.timeout(0.3) as limit:
                await asyncio.sleep(0.2)
            print(now(), asyncio.get_running_loop().time(), limit.when())
        asyncio.run(main())
        print(now())
    """)
    assert by_script == by_lockstep


def test_a_sleep_that_ends_late_leaves_the_clock_where_it_is():
    by_script, by_lockstep = both(
        """
        import asyncio, time
        async def work(n):
            await asyncio.sleep(n)
            print(n, time.monotonic())
        async def main():
            await asyncio.gather(work(1), work(2), work(3))
        asyncio.run(main())
        """,
        f"any-{HERE}:0=1.2",
    )
    assert by_script == by_lockstep
    assert by_script[2] == "2 3.0\n3 3.0\n1 3.0\n"


def test_chance_is_seeded_and_several_runs_share_the_count_of_timers():
    by_script, by_lockstep = both(
        """
        import asyncio, random
        async def main():
            await asyncio.gather(*(asyncio.sleep(random.random()) for _ in range(3)))
            return asyncio.current_task().get_name(), random.random()
        print(asyncio.run(main()))
        print(asyncio.run(main()))
        """,
        f"any-{HERE}:0=1,1=2.0,3=5",
    )
    assert by_script == by_lockstep


def test_a_timer_that_is_cancelled_keeps_its_number():
    by_script, by_lockstep = both(
        """
        import asyncio
        async def work(n):
            try:
                await asyncio.sleep(n)
            finally:
                print(n)
        async def main():
            tasks = [asyncio.create_task(work(n)) for n in (1, 2, 3)]
            await asyncio.sleep(0)
            tasks[0].cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.gather(work(4), work(5))
        asyncio.run(main())
        """,
        f"any-{HERE}:1=2,2=1",
    )
    assert by_script == by_lockstep


def test_who_is_cancelled_first_does_not_hang_on_memory_addresses():
    by_script, by_lockstep = both("""
        import asyncio
        async def work(n):
            try:
                await asyncio.sleep(9)
            finally:
                print(n)
        async def fail():
            await asyncio.sleep(1)
            raise ValueError
        async def main():
            left = [asyncio.create_task(work(-n)) for n in range(20)]
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(work(n)) for n in range(40)]
                group.create_task(fail())
        asyncio.run(main())
    """)
    assert by_script == by_lockstep


def test_whoever_asks_again_and_again_sees_time_pass():
    by_script, by_lockstep = both("""
        import asyncio
        async def main():
            work, asked = asyncio.create_task(asyncio.sleep(1)), 0
            while not work.done():
                await asyncio.sleep(0)
                asked += 1
            return asked
        asyncio.run(main())
    """)
    assert by_script == by_lockstep


def test_a_deadlock_is_told_with_who_waits_where_and_ends_the_script():
    got = answer("""
        import asyncio
        async def transfer(first, second):
            async with first:
                await asyncio.sleep(0.1)
                async with second:
                    pass
        async def main():
            a, b = asyncio.Lock(), asyncio.Lock()
            await asyncio.gather(transfer(a, b), transfer(b, a))
        asyncio.run(main())
    """)
    assert (got["code"], got["outcome"]["status"]) == (1, "deadlock")
    assert "  Task-2 waits in line 5: async with second:\n" in got["stderr"]
    assert "  Task-1 waits in line 9: await asyncio.gather" in got["stderr"]


@pytest.mark.parametrize("body", ["await asyncio.sleep(0)", "await asyncio.sleep(1)"])
def test_a_program_without_an_end_is_stopped_where_lockstep_stopped_it(body):
    got = answer(f"""
        import asyncio
        async def main():
            while True:
                {body}
        asyncio.run(main())
    """)
    assert (got["code"], got["outcome"]["status"]) == (1, "limit")
    assert "It goes on and on" in got["stderr"]


def test_what_ends_with_the_process_ends_as_it_would_without_the_script():
    by_script, by_lockstep = both("""
        import atexit
        class Kept:
            def __del__(self):
                print("deleted")
        kept = Kept()
        atexit.register(print, "at exit")
    """)
    assert by_script == by_lockstep


def test_a_script_that_ends_otherwise_says_so():
    text = written(THREE).replace("work(3))", "work(0))")
    stderr = play([text])[0]["stderr"]
    assert "Not what Lockstep saw: that was ('ok', '[1, 2, 3]').\n" in stderr


@pytest.mark.parametrize(
    "body",
    [
        "await asyncio.to_thread(print)",
        "await asyncio.open_connection('localhost', 1)",
    ],
)
def test_what_lockstep_cannot_run_is_nothing_to_reproduce(body):
    source = f"import asyncio\nasync def main():\n    {body}\nasyncio.run(main())\n"
    with pytest.raises(NothingToReproduce, match="run the file with plain Python"):
        written(source)


def test_a_schedule_that_does_not_fit_makes_no_script():
    with pytest.raises(Misfit, match="completion 7"):
        written(THREE, f"any-{HERE}:0=7")
    with pytest.raises(BadSchedule):
        written(THREE, "soon")
