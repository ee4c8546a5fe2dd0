"""What a program puts into builtins, modules or asyncio's classes is gone when it has ended."""

import asyncio
import builtins
import math
import sys
import types

import pytest

import lockstep
from lockstep.cli import run as command
from lockstep.cli.main import main

TWO = """
async def work():
    global total
    await asyncio.sleep(1)
    seen = total
    await asyncio.sleep(1)
    total = seen + 1
async def main():
    await asyncio.gather(work(), work())
    return total
total = 0
print(asyncio.run(main()))
"""

#: What a program does to what it shares with its process -> what it then prints in every run.
CHANGES = {
    "import math\nmath.hits = getattr(math, 'hits', 0) + 1\nprint(math.hits)": "1",
    "import sys, types\nm = sys.modules.setdefault('kept', types.ModuleType('kept'))\n"
    "m.n = getattr(m, 'n', 0) + 1\nprint(m.n)": "1",
    "import asyncio\nreal = asyncio.sleep\nasync def sleep(s):\n    await real(s)\n"
    "asyncio.sleep = sleep\nprint(real.__module__)": "asyncio.tasks",
    "import asyncio\nLock = asyncio.Lock\nLock.acquire = None\nLock.taken = 3\nprint(1)": "1",
    "def patch(m):\n    m.hits = getattr(m, 'hits', 0) + 1\n    return m.hits\n"
    "import math\nprint(patch(math))": "1",
    "import colorsys\ncolorsys.n = getattr(colorsys, 'n', 0) + 1\nprint(colorsys.n)": "1",
    "import builtins\nbuiltins.shared = getattr(builtins, 'shared', 0) + 1\nprint(shared)": "1",
    "import sys\nsys.modules['json'] = None\nprint(1)": "1",
    "import textwrap\nprint(textwrap.indent.__defaults__)\ntextwrap.indent.__defaults__ = (0,)": (
        "(None,)"
    ),
    "import getopt\nf = getopt.long_has_args\nf.n = getattr(f, 'n', 0) + 1\nprint(f.n)": "1",
    "import asyncio\nf = asyncio.Lock.locked\nprint(f.__doc__)\nf.__doc__ = 'x'": (
        "Return True if lock is acquired."
    ),
    "import json\nd = json.dumps.__kwdefaults__\nprint(d['indent'])\nd['indent'] = 1": "None",
    "import copy\nf = copy.copy\nprint(f.__code__.co_argcount)\n"
    "f.__code__ = (lambda: 0).__code__": "1",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_run_finds_modules_and_classes_as_the_first_one_did(change):
    before = vars(math).copy(), vars(asyncio.Lock).copy(), vars(builtins).copy()

    printed = [lockstep.run(change).stdout for _ in range(3)]

    assert printed == [f"{CHANGES[change]}\n"] * 3
    assert before == (vars(math), vars(asyncio.Lock), vars(builtins))
    assert sys.modules.get("kept") is None
    assert sys.modules["json"] is not None


def test_orders_do_not_see_what_earlier_ones_left_in_a_module():
    source = f"import asyncio, math\nif not hasattr(math, 'n'): math.n = 0\nmath.n += 1{TWO}"
    answer = lockstep.explore(source.replace("return total", "return math.n"))

    assert answer.complete
    assert {row.result for row in answer.outcomes} == {"1"}


def test_a_module_that_somebody_has_emptied_is_left_alone(monkeypatch):
    emptied = types.ModuleType("emptied")
    vars(emptied).clear()
    monkeypatch.setitem(sys.modules, "emptied", emptied)

    assert lockstep.run("import math\nmath.tau = 6\nprint(math.tau)").stdout == "6\n"


REPLACED = ["isinstance", "len", "list", "next", "repr", "Exception"]


@pytest.mark.parametrize("name", REPLACED)
def test_a_builtin_that_all_use_ends_in_no_traceback_of_ours_and_no_claim(name):
    source = f"import asyncio, builtins\nbuiltins.{name} = None{TWO}"

    trace = lockstep.run(source)
    answer = lockstep.explore(source, seconds=5)

    assert trace.status in ("ok", "error")
    assert [
        x for x in trace.stderr.splitlines() if x.startswith('  File "') and "py/lockstep" in x
    ] == []
    assert not answer.complete
    assert answer.doubts
    assert getattr(builtins, name) is not None


def test_who_first_imports_multiprocessing_leaves_no_main_module_of_its_own(monkeypatch):
    monkeypatch.delitem(sys.modules, "multiprocessing", raising=False)
    monkeypatch.delitem(sys.modules, "__mp_main__", raising=False)

    assert lockstep.run("import multiprocessing\nprint(1)").stdout == "1\n"
    assert sys.modules["__mp_main__"] is sys.modules["__main__"]


#: A lock beside waits, and what follows each of them: much of asyncio's is asked for builtins.
LOCKED = """
total, lock = 0, asyncio.Lock()
async def work():
    global total
    await asyncio.sleep(0.1)
    async with lock:
        seen = total
        await asyncio.sleep(0.1)
        total = seen + 1
async def main():
    await asyncio.gather(work(), work())
asyncio.run(main())
"""


@pytest.mark.parametrize("name", ["list", "next"])
def test_an_order_that_does_not_repeat_without_a_builtin_is_a_doubt_and_no_failure_of_ours(name):
    answer = lockstep.explore(f"import asyncio, builtins\nbuiltins.{name} = None{LOCKED}")

    assert not answer.complete
    assert not any("Lockstep itself failed" in doubt for doubt in answer.doubts), answer.doubts
    assert any(f"it replaces the builtin {name}" in doubt for doubt in answer.doubts)


COUNTED = """
import asyncio, builtins
calls, real = [], builtins.{name}
def counted(*given):
    calls.append(1)
    return real(*given)
builtins.{name} = counted
async def work():
    await asyncio.sleep(1)
    return calls.count(0)
async def main():
    return await asyncio.gather(work(), work())
asyncio.run(main())
"""


@pytest.mark.parametrize("name", ["len", "isinstance"])
def test_a_builtin_that_counts_its_calls_makes_no_program_that_is_not_deterministic(name):
    answer = lockstep.explore(COUNTED.format(name=name))

    assert (answer.deterministic, answer.complete) == (True, False)
    assert [doubt for doubt in answer.doubts if "Lockstep itself failed" in doubt] == []
    assert any(f"it replaces the builtin {name}" in doubt for doubt in answer.doubts)


ANSWERING = """
import asyncio, builtins
real = builtins.{name}
builtins.{name} = {stand_in}
async def work(n):
    await asyncio.sleep(1)
    return {name}(n)
async def main():
    return await asyncio.gather(work(1), work(2))
asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("name", "stand_in", "result"),
    [
        ("id", "lambda x: 7", "[7, 7]"),
        ("type", "lambda *given: real(*given)", "[<class 'int'>, <class 'int'>]"),
        ("hash", "lambda x: 1", "[1, 1]"),
    ],
)
def test_who_replaces_a_builtin_that_we_use_too_gets_its_own_outcome(name, stand_in, result):
    source = ANSWERING.format(name=name, stand_in=stand_in)

    trace, answer = lockstep.run(source), lockstep.explore(source)

    assert (trace.status, trace.result) == ("ok", result)
    found = [(row.status, row.result, row.interleavings) for row in answer.outcomes]
    assert found == [("ok", result, 2)]


def test_a_program_may_have_a_print_of_its_own():
    source = f"import asyncio, builtins\nbuiltins.print = lambda *a: None{TWO}"

    assert lockstep.explore(source).complete


def test_a_failure_of_ours_is_a_sentence_and_exit_code_2(monkeypatch, tmp_path, capfd):
    def fails(*_, **__):
        raise ZeroDivisionError("ours")

    program = tmp_path / "program.py"
    program.write_text("print(1)\n")
    monkeypatch.setattr(command, "run_program", fails)
    monkeypatch.setattr(command.watchdog, "within", lambda _seconds, work, *_: work())

    assert main(["run", str(program)]) == 2
    wording = capfd.readouterr().err
    assert "Lockstep itself failed (ZeroDivisionError: ours)" in wording
    assert "Traceback" not in wording


#: Builtins that our watching calls, too: what is observed in the program's stand-in is no access.
COUNTING = """
import builtins
real, calls = builtins.{name}, 0
def stand_in(*given):
    global calls
    calls += 1
    return real(*given)
builtins.{name} = stand_in
"""


@pytest.mark.parametrize("name", ["len", "isinstance", "getattr", "hasattr", "callable"])
def test_a_builtin_replaced_by_a_function_that_is_observed_does_not_call_itself(name):
    trace = lockstep.run(f"import asyncio{COUNTING.format(name=name)}{TWO}")

    assert (trace.status, trace.stdout) == ("ok", "1\n")
