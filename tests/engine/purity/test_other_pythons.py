"""CPython 3.12, CPython 3.13 and Pyodide give equal traces."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from lockstep import catalogue, page
from tests.engine import generate
from tests.engine.faithful import programs
from tests.engine.support import installed_python

ROOT = Path(__file__).parents[3]
PYODIDE = ROOT / "tests" / "pyodide" / "run_in_node.mjs"
ANSWER = """
import json, sys
from lockstep import page
answers = [json.loads(page.answer(json.dumps(request))) for request in json.load(sys.stdin)]
print(json.dumps(answers))
"""

#: Of the corpus: what no Python version says differently. Messages and tracebacks change.
PORTABLE = (
    "assignments: ",
    "tasks: gather",
    "tasks: wait",
    "tasks: timeouts",
    "tasks: cancellation",
    "tasks: locks",
    "tasks: queues",
    "tasks: three ATMs",
    "containers: shared",
    "functions: async generators",
    "names: closures",
)


def chance_programs(count: int) -> list[str]:
    found: list[str] = []

    @settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(generate.programs())
    def collect(source: str) -> None:
        found.append(source)

    collect()
    return found


def requests() -> list[dict[str, str]]:
    corpus = [source for name, source in programs.load().items() if name.startswith(PORTABLE)]
    scenarios = [entry["source"] for entry in catalogue.load()]
    return [{"source": source} for source in [*scenarios, *corpus, *chance_programs(20)]]


def comparable(answer):
    """Drop what names the Python, and asyncio's own log with its paths and line numbers.

    Task-N: until Python 3.13 a task that is given a name uses up a number all the same.
    """
    trace = json.loads(re.sub(r"Task-\d+", "Task-N", json.dumps(answer["trace"])))
    if trace["error"]:
        del trace["error"]["traceback"]
    return {k: v for k, v in trace.items() if k not in ("python", "runtime", "stderr")}


def answers_here():
    return [json.loads(page.answer(json.dumps(request))) for request in requests()]


def answers_of(command, **options):
    done = subprocess.run(
        command,
        input=json.dumps(requests()),
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
        **options,
    )
    return json.loads(done.stdout)


def compare(others):
    for request, here, there in zip(requests(), answers_here(), others, strict=True):
        assert comparable(there) == comparable(here), request["source"]


def other_python() -> str:
    return installed_python("3.13" if sys.version_info[:2] == (3, 12) else "3.12")


def test_cpython_3_12_and_3_13_give_equal_traces():
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "py")}
    compare(answers_of([other_python(), "-c", ANSWER], env=environment))


def test_pyodide_gives_the_traces_of_cpython():
    if shutil.which("node") is None or not (ROOT / "node_modules" / "pyodide").exists():
        pytest.skip("Node.js or node_modules/pyodide is missing: run `python3 build.py setup`")
    answers = answers_of(["node", PYODIDE], cwd=ROOT)
    assert {answer["trace"]["runtime"] for answer in answers} == {"pyodide"}
    compare(answers)
