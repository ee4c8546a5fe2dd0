"""Ask plain Python what a script does; find schedules to make scripts of."""

import json
import subprocess
import sys
from pathlib import Path

from lockstep.run import run
from tests.engine.chance import ByChance

ROOT = Path(__file__).parents[3]
FORKING = Path(__file__).with_name("forking.py")
IN_NODE = ROOT / "tests" / "pyodide" / "scripts_in_node.mjs"


def play(scripts, python=sys.executable):
    """Return what each script printed, how it ended and its exit code; see `forking`."""
    return _answers([python, "-I", "-X", "utf8", FORKING], scripts)


def play_in_pyodide(scripts):
    """Return the same from the Python of Pyodide."""
    return _answers(["node", IN_NODE], scripts)


def _answers(command, scripts):
    done = subprocess.run(
        command,
        input=json.dumps(list(scripts)),
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return json.loads(done.stdout)


def outcome(trace):
    """Return what two runs with one outcome agree in."""
    return trace.status, trace.result, tuple(trace.state.items())


def by_chance(source, filename, most, seeds):
    """Return traces of different schedules: ``most`` at most, all outcomes that came up first."""
    traces = {}
    for seed in seeds:
        trace = run(source, scheduler=ByChance(seed), filename=filename)
        traces.setdefault(trace.schedule, trace)
    distinct = {outcome(trace): trace for trace in reversed(traces.values())}
    chosen = {trace.schedule: trace for trace in [*distinct.values(), *traces.values()]}
    return list(chosen.values())[:most]
