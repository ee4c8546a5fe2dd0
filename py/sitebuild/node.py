"""Run the project's Node programs. Their words go to the terminal; a failure stops the build."""

from __future__ import annotations

import subprocess
from pathlib import Path


class BuildError(Exception):
    """The site cannot be built; the message says at which step and why."""


def node(root: Path, *arguments: str, stdin: str = "", what: str) -> str:
    """Run a Node program from the root and return what it printed."""
    result = subprocess.run(
        ["node", *arguments], cwd=root, input=stdin, stdout=subprocess.PIPE, text=True, check=False
    )
    if result.returncode:
        raise BuildError(f"{what} failed (exit code {result.returncode}); see its words above.")
    return result.stdout
