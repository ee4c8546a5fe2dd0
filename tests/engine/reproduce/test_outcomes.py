"""A script gives, on stock asyncio in a fresh process, the outcome that Lockstep saw."""

import shutil

import pytest

from lockstep import catalogue
from lockstep.reproduce import script
from lockstep.run import run
from tests.engine.purity.test_other_pythons import chance_programs, other_python
from tests.engine.reproduce.stock import ROOT, by_chance, play, play_in_pyodide

SCENARIOS = {entry["name"]: entry["source"] for entry in catalogue.load()}
CHANCE = {f"by chance {n}": source for n, source in enumerate(chance_programs(20))}
#: Shared state outside of Python, which a script does not look into.
OUTSIDE = ("shared-file", "shared-database")
#: Stock asyncio's thread stands still for good: a script of it says no more, as the lesson teaches.
FREEZES = ("threading-lock",)


def runs_of(programs, most):
    """Return the runs of each program: as written, and by up to ``most`` other schedules."""
    return {
        name: [
            run(source, filename=f"{name}.py"),
            *by_chance(source, f"{name}.py", most, range(5)),
        ]
        for name, source in programs.items()
    }


def played(runs, play=play, **options):
    """Return the same, each run with what its script did."""
    scripts = [
        script(trace.source, trace.schedule, filename=trace.filename)
        for traces in runs.values()
        for trace in traces
    ]
    answers = iter(play(scripts, **options))
    return {name: [(t, next(answers)) for t in traces] for name, traces in runs.items()}


@pytest.fixture(scope="module")
def lesson_runs():
    return runs_of(SCENARIOS, 3)


@pytest.fixture(scope="module")
def scenarios(lesson_runs):
    return played(lesson_runs)


@pytest.fixture(scope="module")
def two_each(lesson_runs):
    return {
        name: [trace for trace in traces[:2] if not freezes(name, trace)]
        for name, traces in lesson_runs.items()
    }


@pytest.fixture(scope="module")
def programs_by_chance():
    return played(runs_of(CHANCE, 2))


def wording(answer):
    return answer["outcome"] and (answer["outcome"]["status"], answer["outcome"]["result"])


def freezes(name, trace):
    return name in FREEZES and trace.status == "deadlock"


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_lessons_script_ends_on_stock_asyncio_as_the_replayed_run_did(name, scenarios):
    for trace, answer in scenarios[name]:
        if freezes(name, trace):
            assert (answer["outcome"], answer["code"]) == (None, None), trace.schedule
            continue
        assert wording(answer) == (trace.status, trace.result), (trace.schedule, answer["stderr"])
        assert answer["stdout"] == trace.stdout, trace.schedule
        assert answer["code"] == (0 if trace.status == "ok" else 1)


@pytest.mark.parametrize("name", [name for name in SCENARIOS if name not in OUTSIDE])
def test_a_lessons_script_says_the_last_values_of_what_is_watched(name, scenarios):
    for trace, answer in scenarios[name]:
        if freezes(name, trace):
            continue
        assert answer["outcome"]["state"] == trace.state, trace.schedule


@pytest.mark.parametrize("name", CHANCE)
def test_a_program_by_chance_ends_on_stock_asyncio_as_the_replayed_run_did(
    name, programs_by_chance
):
    for trace, answer in programs_by_chance[name]:
        assert wording(answer) == (trace.status, trace.result), (trace.schedule, answer["stderr"])
        assert answer["stdout"] == trace.stdout, trace.schedule


def agree(lessons):
    for name, seen in lessons.items():
        for trace, answer in seen:
            assert wording(answer) == (trace.status, trace.result), (name, trace.schedule)
            assert answer["stdout"] == trace.stdout, (name, trace.schedule)


def test_the_script_of_one_python_gives_the_same_outcome_with_another(two_each):
    agree(played(two_each, python=other_python()))


def test_the_script_gives_the_same_outcome_on_the_asyncio_of_python_3_14_in_pyodide(two_each):
    if shutil.which("node") is None or not (ROOT / "node_modules" / "pyodide").exists():
        pytest.skip("Node.js or node_modules/pyodide is missing: run `python3 build.py setup`")
    agree(played(two_each, play=play_in_pyodide))
