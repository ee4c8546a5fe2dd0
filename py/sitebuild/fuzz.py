"""`build.py fuzz`: the tests' fuzzer, for as long as one likes."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path


def fuzz(root: Path, options: argparse.Namespace) -> int:
    """Return 0 if no fault was found, 1 if one was, 2 for what cannot be asked."""
    command = [sys.executable, "-m", "tests.fuzz", f"--minutes={options.minutes}"]
    command += [f"--seed={options.seed}", f"--seconds={options.seconds}"]
    command += ["--strict"] if options.strict else []
    command += [f"--keep={options.keep}"] if options.keep else []
    environment = {**os.environ, "PYTHONPATH": str(root / "py")}
    return subprocess.run(command, cwd=root, env=environment, check=False).returncode
