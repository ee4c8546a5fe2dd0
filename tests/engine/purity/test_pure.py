"""A run is a pure function of source, schedule and seed."""

import ast
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lockstep
from lockstep import catalogue
from lockstep.directives import Directives
from lockstep.environment import library_state, own_modules
from lockstep.findings import dataflow
from lockstep.instrument import compiled
from lockstep.run import read_text
from tests.engine import generate
from tests.engine.chance import ByChance
from tests.engine.support import run

SCENARIOS = {entry["name"]: entry["source"] for entry in catalogue.load()}
QUICK = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_gives_the_same_trace_twice(name):
    source = SCENARIOS[name]
    assert lockstep.run(source).to_json() == lockstep.run(source).to_json()


@QUICK
@given(generate.programs())
def test_a_program_made_by_chance_gives_the_same_trace_twice(source):
    assert lockstep.run(source).to_dict() == lockstep.run(source).to_dict()


@QUICK
@given(generate.programs(), st.integers(0, 999), st.sampled_from([0.1, 0.5, 1.0]))
def test_the_recorded_schedule_of_any_order_replays_to_an_equal_trace(source, seed, share):
    first = lockstep.run(source, scheduler=ByChance(seed, share))
    assert lockstep.run(source, first.schedule).to_dict() == first.to_dict()


@pytest.mark.parametrize("seed", range(8))
def test_the_orders_of_the_unlocked_bank_replay_to_equal_traces(seed):
    source = SCENARIOS["unlocked"]
    first = lockstep.run(source, scheduler=ByChance(seed))
    assert (
        lockstep.run(source, lockstep.Schedule.parse(first.schedule)).to_dict() == first.to_dict()
    )


def test_a_schedule_that_changes_nothing_is_written_as_written():
    trace = lockstep.run(SCENARIOS["unlocked"], "any-3.12:0=0.1.2")
    assert trace.schedule == "written"


LEAVES_TRACES = """
import asyncio, atexit, builtins, decimal, logging, random, sys, warnings
logging.basicConfig(level=logging.DEBUG, stream=sys.stdout, format="%(message)s")
logging.getLogger("asyncio").setLevel(logging.ERROR)
logging.getLogger("mine").addHandler(logging.NullHandler())
decimal.getcontext().prec = 3
sys.setrecursionlimit(500)
sys.path.insert(0, "/nowhere")
builtins.leftover = 1
random.seed(99)
warnings.simplefilter("error")
asyncio.set_event_loop(asyncio.new_event_loop())
atexit.register(print, "at exit")
print("left")
"""
LOOKS = """
import asyncio, builtins, decimal, logging, random, sys
def log(text):
    logging.warning(text)
    logging.info("unseen")
log("to stderr")
print(decimal.getcontext().prec, sys.getrecursionlimit() == LIMIT, "/nowhere" in sys.path)
print(hasattr(builtins, "leftover"), random.random())
loop = asyncio.get_event_loop_policy().get_event_loop()
print(loop.run_until_complete(asyncio.sleep(1, "slept")), loop.time())
loop.close()
"""


def test_nothing_of_an_earlier_run_is_left():
    import sys

    looks = LOOKS.replace("LIMIT", str(sys.getrecursionlimit()))
    before = lockstep.run(looks)
    left = lockstep.run(LEAVES_TRACES)
    assert (left.status, left.stdout) == ("ok", "left\nat exit\n")
    assert lockstep.run(looks).to_dict() == before.to_dict()
    assert before.stdout.startswith("28 True False\nFalse 0.8444218515250481\n")
    assert before.stdout.endswith("slept 1.0\n")
    assert "WARNING:root:to stderr" in before.stderr.splitlines()
    assert "unseen" not in before.stderr


def test_the_process_is_left_as_it_was():
    import asyncio
    import logging
    import random
    import sys
    import threading
    import time
    import warnings

    def surroundings():
        loop = asyncio.events.new_event_loop, type(asyncio.get_event_loop_policy())
        kept = time.time, time.sleep, threading.Thread.start, sys.stdout, sys.modules["__main__"]
        logs = (
            logging.root.level,
            list(logging.root.handlers),
            sorted(logging.root.manager.loggerDict),
        )
        tools = [sys.monitoring.get_tool(n) for n in range(6)]
        filters = list(warnings.filters), random.getstate()
        return loop, kept, logs, tools, filters

    before = surroundings()
    lockstep.run(LEAVES_TRACES)
    lockstep.run("while True: pass", limits=lockstep.Limits(seconds=0.1))
    assert surroundings() == before


def test_the_seed_decides_what_random_gives():
    source = (
        "import random\nprint(random.random(), random.choice('abc'), random.sample(range(9), 3))"
    )
    outputs = [lockstep.run(source, seed=seed).stdout for seed in (0, 0, 1)]
    assert outputs[0] == outputs[1]
    assert outputs[0] != outputs[2]


def test_a_run_inside_a_running_loop_does_not_disturb_it():
    import asyncio

    async def main():
        trace = lockstep.run(SCENARIOS["async-with"])
        return trace.result, asyncio.get_running_loop().is_running()

    assert asyncio.run(main()) == ("300", True)


def test_what_asyncio_run_cancels_at_the_end_goes_in_the_order_of_creation():
    trace = lockstep.run("""
import asyncio
async def work(n, seconds):
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        print(n, end=" ")
        raise
async def main():
    kept = [asyncio.create_task(work(n, 9 if n % 7 == 0 else 0.1)) for n in range(60)]
    await asyncio.sleep(1)
asyncio.run(main())
""")
    assert trace.stdout == "0 7 14 21 28 35 42 49 56 "


def test_the_clean_up_of_a_generator_left_open_does_not_hide_what_main_returned():
    trace = lockstep.run("""
import asyncio
async def numbers():
    for n in range(9):
        yield n
async def main():
    async for n in numbers():
        if n == 2:
            break
    return n
asyncio.run(main())
""")
    assert trace.result == "2"


DEEP = """
import asyncio, sys

class Node:
    depth = 0

    @property
    def down(self):
        self.depth += 1
        return self.down

    def __getitem__(self, key):
        self.depth += 1
        return self[key]

def count(n=0):
    try:
        return count(n + 1)
    except RecursionError:
        return n

def falls(operation):
    node = Node()
    try:
        operation(node)
    except RecursionError:
        return node.depth

async def main():
    return [count(), falls(lambda node: node.down), falls(lambda node: node[1])]

print(sys.getrecursionlimit(), count(), *asyncio.run(main()))
sys.setrecursionlimit(400)
print(sys.getrecursionlimit(), count(), *asyncio.run(main()))
"""


def test_a_program_recurses_as_deep_as_in_a_process_of_its_own(tmp_path):
    path = tmp_path / "deep.py"
    path.write_text(DEEP)
    stock = subprocess.run([sys.executable, path], capture_output=True, text=True, check=True)
    here = run(DEEP).stdout
    for mine, plain in zip(map(int, here.split()), map(int, stock.stdout.split()), strict=True):
        assert abs(mine - plain) <= 3, (here, stock.stdout)


def test_the_text_of_a_result_is_kept_when_the_program_lets_go_of_it():
    trace = run(
        """
        import asyncio

        class Result:
            def __del__(self):
                print("gone")

            def __repr__(self):
                print("shown")
                return "a result"

        async def main():
            return Result()

        print(asyncio.run(main()) is not None)
        print("end")
        """
    )
    assert (trace.stdout, trace.result) == ("gone\nTrue\nend\n", "a result")


def _forget_texts():
    for kept in (
        compiled.instrument,
        dataflow.of,
        Directives.of,
        own_modules.imported_by,
        library_state.reach_of,
    ):
        kept.cache_clear()


@pytest.mark.parametrize("name", ["unlocked", "async-with", "deadlock"])
def test_a_text_that_has_been_read_is_parsed_by_none_of_its_runs(name, monkeypatch):
    source = f"{SCENARIOS[name]}\n# read before it is run"
    first = lockstep.run(source).to_json()
    _forget_texts()
    read_text(source, "program.py")
    parse = ast.parse
    parsed = []

    def noted(text, *rest, **options):
        parsed.append(text)
        return parse(text, *rest, **options)

    monkeypatch.setattr(ast, "parse", noted)

    assert lockstep.run(source).to_json() == first
    assert source not in parsed
