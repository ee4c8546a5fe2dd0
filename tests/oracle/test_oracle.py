"""The oracle is right: held to counts of others, to an earlier enumeration, and to itself."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tests.engine.explore import programs as p
from tests.oracle import cases
from tests.oracle.enumeration import every_order

HERE = Path(__file__).parent
#: sets of coroutines or of strings: their order is that of addresses and of the process
UNREPEATABLE = {"as_completed_coroutines.py", "str_set_order.py"}

#: program -> interleavings by ending (EXPLORER.md, section 5), and runs in which timers are
#: chosen late and at once (its section 2)
COUNTED = {
    "bank(2)": (p.bank(2), {"1": 4, "2": 2}, 32, 74),
    "bank(3)": (p.bank(3), {"1": 48, "2": 36, "3": 6}, 2_772, 13_674),
    "bank(3) without arrival": (p.NO_ARRIVAL, {"1": 6}, 54, 96),
    "bank(3) with sleep(0)": (p.SLEEP_ZERO, {"1": 6, "2": 12, "3": 6}, 96, 150),
    "a lock round the body, no arrival": (p.LOCK_NO_ARRIVAL, {"3": 1}, 1, 1),
    "a lock round the body": (p.LOCK, {"3": 36}, 282, 888),
    "opposite order of locks, no arrival": (p.opposite(False), {"deadlock": 2}, 4, 6),
    "opposite order of locks": (p.opposite(True), {"deadlock": 4, "None": 2}, 24, 56),
    "opposite order, no await between": (p.opposite(True, False), {"None": 4}, 12, 22),
    "a third task holds a lock": (p.HOLDER, {"None": 34, "deadlock": 2}, 282, 894),
    "dining(3)": (p.dining(3), {"deadlock": 6}, 24, 54),
}


@pytest.mark.parametrize("name", COUNTED)
def test_it_counts_what_others_counted(name):
    program, expected, late, _ = COUNTED[name]

    truth = every_order(program)

    assert (_by_ending(truth), truth.is_full, truth.runs) == (expected, True, late)


@pytest.mark.parametrize("name", [name for name in COUNTED if COUNTED[name][3] < 1_000])
def test_choosing_timers_late_loses_and_invents_no_order(name):
    program, _, _, runs = COUNTED[name]

    plain = every_order(program, late=False)

    assert (plain.orders, plain.runs) == (every_order(program).orders, runs)


@pytest.mark.parametrize("name", sorted(set(cases.WITH_OUTCOMES) - UNREPEATABLE))
def test_it_finds_of_every_case_what_an_earlier_enumeration_found(name):
    source, runs = cases.source(name), cases.CASES[name].get("oracle_runs", 0)

    truth = every_order(source, late=runs > 200)

    assert (truth.endings, truth.is_full) == (cases.outcomes(name), True)
    if 0 < runs <= 200:
        assert truth.runs == runs


def test_the_order_of_a_set_of_tasks_is_tried_too():
    source = """
import asyncio
async def work(name):
    return name
async def main():
    done, _ = await asyncio.wait([asyncio.create_task(work(name)) for name in "abc"])
    return "".join(task.result() for task in done)
asyncio.run(main())
"""
    assert {result for _, result in every_order(source).endings} == {"'abc'"}
    results = {result for _, result in every_order(source, task_orders=True).endings}
    assert results == {"'abc'", "'acb'", "'bac'", "'bca'", "'cab'", "'cba'"}


@pytest.mark.parametrize(
    "body, ending",
    [
        ("return [1]", ("ok", "[1]")),
        ("assert False, 'no'", ("failed", "AssertionError('no')")),
        ("raise KeyError('k')", ("error", "KeyError('k')")),
        ("raise SystemExit('stopped')", ("error", "SystemExit('stopped')")),
        ("raise SystemExit(0)", ("ok", "None")),
        ("await asyncio.Event().wait()", ("deadlock", None)),
        ("while True: await asyncio.sleep(0)", ("limit", None)),
        ("return object()", ("ok", "<object object>")),
    ],
)
def test_it_calls_endings_what_the_contract_calls_them(body, ending):
    source = f"import asyncio\nasync def main():\n    {body}\nasyncio.run(main())\n"

    assert every_order(source).endings == {ending}


def test_it_says_when_it_has_not_tried_everything():
    truth = every_order(p.bank(3), most=100)

    assert (truth.is_full, truth.runs) == (False, 100)


def test_eager_tasks_are_numbered_as_in_a_new_process():
    source = """
import asyncio
async def work():
    name = asyncio.current_task().get_name()
    await asyncio.sleep(1)
    return name
async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    return await asyncio.gather(work(), work())
asyncio.run(main())
"""
    assert every_order(source).endings == {("ok", "['Task-2', 'Task-3']")}


def test_sets_list_eager_tasks_in_every_order_too():
    source = """
import asyncio
async def work(n):
    return n
async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    tasks = [asyncio.create_task(work(n)) for n in "ab"]
    return [await one for one in asyncio.as_completed(tasks)]
asyncio.run(main())
"""
    either = {("ok", "['a', 'b']"), ("ok", "['b', 'a']")}
    assert every_order(source, task_orders=True).endings == either


def test_a_run_finds_no_module_that_an_earlier_one_has_made_up():
    source = """
import asyncio, sys, types
async def main():
    await asyncio.gather(asyncio.sleep(1), asyncio.sleep(1))
    module = sys.modules.setdefault("made_up", types.ModuleType("made_up"))
    module.runs = getattr(module, "runs", 0) + 1
    return module.runs
asyncio.run(main())
"""
    assert every_order(source).endings == {("ok", "1")}


def test_it_shares_no_code_with_what_it_judges():
    """An explorer and an oracle with one root share their mistakes."""
    wanted = {path.name: _imports(path) for path in HERE.glob("*.py") if path != Path(__file__)}
    allowed = {*sys.stdlib_module_names, "tests.oracle"}

    strangers = {
        name: [one for one in modules if not _is_within(one, allowed)]
        for name, modules in wanted.items()
    }
    assert not any(strangers.values()), strangers


def _by_ending(truth):
    return {
        result if status == "ok" else status: orders
        for (status, result), orders in truth.outcomes.items()
    }


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def _is_within(module, allowed):
    return module.split(".")[0] in allowed or any(module.startswith(a) for a in allowed)
