"""Instrumentation does not change what a program does: with and without it, the same."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import lockstep
from tests.engine.faithful import programs

PROGRAMS = programs.load()


@pytest.fixture(scope="module")
def plainly() -> dict[str, dict]:
    script = Path(__file__).with_name("plain.py")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", script],
        input=json.dumps(list(PROGRAMS.values())),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(PROGRAMS, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_does_the_same_under_lockstep_as_under_plain_python(name, plainly):
    trace = lockstep.run(PROGRAMS[name])
    assert trace.status != "limit", trace.verdict
    error = trace.error and [trace.error[key] for key in ("type", "message", "line")]
    assert (trace.stdout, error) == (plainly[name]["stdout"], plainly[name]["error"])
    if error is None:
        assert trace.result == str(plainly[name]["result"])
    assert [f for f in trace.findings if f["kind"] == "recording-incomplete"] == []
