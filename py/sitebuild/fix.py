"""`build.py fix`: lint, format and generated files, mended; `--check` only looks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from lockstep.embedding import options
from lockstep.share import format as link_format
from lockstep.trace import schema

from . import check as whole
from . import rooms_drawing
from .node import BuildError

#: What is made of tables and kept beside what is written by hand.
GENERATED: dict[str, Callable[[], str]] = {
    "site/js/trace/schema.gen.js": schema.javascript,
    "site/js/trace/states.gen.js": schema.javascript_states,
    "site/js/embed/options.gen.js": options.javascript,
    "site/js/share/format.gen.js": link_format.javascript,
    "docs/trace-format.md": schema.markdown,
    "docs/rooms.svg": rooms_drawing.svg,
}


def fix(root: Path) -> int:
    """Return 0 if nothing is left to mend by hand; the tools say what is."""
    for name, text in GENERATED.items():
        (root / name).write_text(text(), encoding="utf-8")
    codes = [
        _python(root, "ruff", "check", "--fix", *whole.PYTHON),
        _python(root, "ruff", "format", *whole.PYTHON),
        _call(root, "node", f"node_modules/{whole.BIOME}", "check", "--write", "."),
    ]
    return int(any(codes))


def check(root: Path) -> int:
    """Return 0 if there is nothing to mend, and all types are right."""
    stale = [
        name
        for name, text in GENERATED.items()
        if (root / name).read_text(encoding="utf-8") != text()
    ]
    if stale:
        raise BuildError(f"{', '.join(stale)} is stale: run python3 build.py fix")
    return whole.run_steps(root, whole.LINT)


def _python(root: Path, *command: str) -> int:
    return _call(root, sys.executable, "-m", *command)


def _call(root: Path, *command: str) -> int:
    return subprocess.run(command, cwd=root, check=False).returncode
