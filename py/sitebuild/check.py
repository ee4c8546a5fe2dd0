"""`build.py test`: every check and every test, cheapest first; the first failure stops."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import pipeline
from .browser import find_chromium
from .node import BuildError

# Two at a time; the tests of a file stay together, since they share what is slow to make.
_PYTEST = ["-n", "2", "--dist", "loadfile"]
_PYTHON = ["build.py", "py", "tests"]


@dataclass(frozen=True)
class Step:
    what: str
    run: Callable[[Path], bool]


def check(root: Path) -> int:
    began = time.monotonic()
    for number, step in enumerate(STEPS, 1):
        print(f"build.py: [{number}/{len(STEPS)}] {step.what}", flush=True)
        if not step.run(root):
            raise BuildError(f"{step.what} failed; its words are above.")
    print(f"build.py: everything passed ({time.monotonic() - began:.0f} s).")
    return 0


def _python(*arguments: str) -> Callable[[Path], bool]:
    return _command(sys.executable, "-m", *arguments)


def _node_tool(path: str, *arguments: str) -> Callable[[Path], bool]:
    return _command("node", f"node_modules/{path}", *arguments)


def _command(*command: str) -> Callable[[Path], bool]:
    return lambda root: subprocess.run(command, cwd=root, check=False).returncode == 0


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


STEPS = (
    Step("Python lint (ruff check)", _python("ruff", "check", *_PYTHON)),
    Step("Python format (ruff format --check)", _python("ruff", "format", "--check", *_PYTHON)),
    Step("Python types (mypy --strict)", _python("mypy")),
    Step(
        "JavaScript and CSS lint and format (biome)",
        _node_tool("@biomejs/biome/bin/biome", "ci", "--error-on-warnings", "--colors=off", "."),
    ),
    Step("JavaScript types (tsc)", _node_tool("typescript/bin/tsc", "-p", ".")),
    Step("JavaScript unit tests (node --test)", _javascript_tests),
    Step(
        "engine tests (pytest)",
        _python("pytest", *_PYTEST, "tests/oracle", "tests/fuzz", "tests/engine"),
    ),
    Step("the site (dist/)", _build),
    Step("build tests, doors among them (pytest)", _python("pytest", *_PYTEST, "tests/build")),
    Step("a Chromium for the browser tests", _chromium),
    # a process of its own: Playwright keeps an event loop running in the thread of its tests
    Step("browser tests (pytest)", _python("pytest", *_PYTEST, "tests/browser")),
)
