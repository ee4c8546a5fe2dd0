"""`build.py test`: every check and every test, cheapest first; the first failure stops.

What cannot be done on this machine is left out, said where it would have been done, and said again
at the end.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import pipeline
from .browser import fault_of_firefox, find_chromium
from .chosen_tests import QUICK
from .node import BuildError

# Two at a time; the tests of a file stay together, since they share what is slow to make.
_PYTEST = ["-n", "2", "--dist", "loadfile"]
PYTHON = ["build.py", "py", "tests"]
BIOME = "@biomejs/biome/bin/biome"


class LeftOut(Exception):
    """A step that this machine has not what it takes for; the message says what and why."""


@dataclass(frozen=True)
class Step:
    what: str
    run: Callable[[Path], bool]


def check(root: Path, quick: bool = False) -> int:
    """Run every check and every test, or, to be quick, all but those marked as slow."""
    return run_steps(root, steps(quick))


def run_steps(root: Path, steps: Sequence[Step]) -> int:
    """Return 0 when all have passed; the first that fails raises BuildError."""
    began = time.monotonic()
    left_out = []
    for number, step in enumerate(steps, 1):
        print(f"build.py: [{number}/{len(steps)}] {step.what}", flush=True)
        try:
            passed = step.run(root)
        except LeftOut as reason:
            left_out.append(f"{step.what} left out: {reason}.")
            print(f"build.py:   {left_out[-1]}", flush=True)
            continue
        if not passed:
            raise BuildError(f"{step.what} failed; its words are above.")
    took = f"({time.monotonic() - began:.0f} s)"
    everything = "all that can be tried here" if left_out else "everything"
    print("\n".join(f"build.py: {line}" for line in [*left_out, f"{everything} passed {took}."]))
    return 0


def _python(*arguments: str, **variables: str) -> Callable[[Path], bool]:
    return _command(sys.executable, "-m", *arguments, **variables)


def _node_tool(path: str, *arguments: str) -> Callable[[Path], bool]:
    return _command("node", f"node_modules/{path}", *arguments)


def _command(*command: str, **variables: str) -> Callable[[Path], bool]:
    env = os.environ | variables
    return lambda root: subprocess.run(command, cwd=root, env=env, check=False).returncode == 0


def _javascript_tests(root: Path) -> bool:
    """Named one by one: what a folder means to `node --test` differs between versions."""
    files = sorted(str(path.relative_to(root)) for path in root.glob("tests/js/**/*.test.js"))
    return _command("node", "--test", "--test-reporter=spec", *files)(root)


def _build(root: Path) -> bool:
    pipeline.build(root, root / "dist", lambda what: print(f"build.py:   {what}", flush=True))
    return True


def _chromium(_root: Path) -> bool:
    print(f"build.py:   {find_chromium()}", flush=True)
    return True


def _firefox(tests: Callable[..., Callable[[Path], bool]]) -> Callable[[Path], bool]:
    """The tests that are for every engine, in Firefox."""

    def run(root: Path) -> bool:
        fault = fault_of_firefox()
        if fault:
            raise LeftOut(fault)
        return tests("tests/browser", LOCKSTEP_ENGINE="firefox")(root)

    return run


LINT = (
    Step("Python lint (ruff check)", _python("ruff", "check", *PYTHON)),
    Step("Python format (ruff format --check)", _python("ruff", "format", "--check", *PYTHON)),
    Step("Python types (mypy --strict)", _python("mypy")),
    Step(
        "JavaScript and CSS lint and format (biome)",
        _node_tool(BIOME, "ci", "--error-on-warnings", "--colors=off", "."),
    ),
    Step("JavaScript types (tsc)", _node_tool("typescript/bin/tsc", "-p", ".")),
)


def steps(quick: bool = False) -> tuple[Step, ...]:
    """All there is to check, cheapest first."""

    def tests(*folders: str, **variables: str) -> Callable[[Path], bool]:
        return _python("pytest", *_PYTEST, *(QUICK if quick else ()), *folders, **variables)

    return (
        *LINT,
        Step("JavaScript unit tests (node --test)", _javascript_tests),
        Step("engine tests (pytest)", tests("tests/oracle", "tests/fuzz", "tests/engine")),
        Step("the site (dist/)", _build),
        Step("build tests, doors among them (pytest)", tests("tests/build")),
        Step("a Chromium for the browser tests", _chromium),
        # a process of its own: Playwright keeps an event loop running in the thread of its tests
        Step("browser tests (pytest)", tests("tests/browser")),
        Step("browser tests in Firefox (pytest)", _firefox(tests)),
    )
