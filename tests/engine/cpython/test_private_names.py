"""What is private to CPython exists and behaves, on the Python that runs, on others, in Pyodide."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.engine.cpython import checks
from tests.engine.support import installed_python

ROOT = Path(__file__).parents[3]
IN_NODE = ROOT / "tests" / "pyodide" / "checks_in_node.mjs"


def answer(command: list[str], **options: object) -> dict[str, object]:
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, **options)
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", checks.CHECKS)
def test_it_holds_for_the_python_that_runs_the_tests(name):
    checks.CHECKS[name]()


@pytest.mark.parametrize("version", ["3.12", "3.13", "3.14"])
def test_it_holds_for_every_other_python_that_is_installed_python(version):
    asked = [installed_python(version), "-m", checks.__name__]
    found = answer(asked, cwd=ROOT, env={"PYTHONPATH": str(ROOT / "py")})
    assert str(found["python"]).startswith(version)
    assert found["failures"] == {}


def test_it_holds_in_pyodide():
    if shutil.which("node") is None or not (ROOT / "node_modules" / "pyodide").exists():
        pytest.skip("Node.js or node_modules/pyodide is missing: run `python3 build.py setup`")
    assert answer(["node", str(IN_NODE)], cwd=ROOT)["failures"] == {}


def test_what_no_longer_holds_is_told_in_a_sentence(monkeypatch):
    monkeypatch.setattr(checks.handles_hold.handles, "SLEEP", "_wake_up")
    name = "the_callbacks_of_sleep_and_timeout_have_the_names_they_are_known_by"
    with pytest.raises(AssertionError) as raised:
        checks.CHECKS[name]()
    assert "timeout and sleep arm" in str(raised.value)
