"""Our side: one task in one process, which says how long it took and how much memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from lockstep.explore import engines

_SCRIPT = Path(__file__).parent / "lockstep_run.py"
LONGEST = 300  # seconds for one task

Found = dict[str, Any]


def bounds() -> str:
    """Return what bounds the explorer's memory, in words."""
    return (
        f"{engines.MOST_NODES:,} nodes for the orders and {engines.MOST_TRACE_NODES:,} for the "
        f"classes; {engines.MOST_REDUCED:,} orders by the reduction."
    )


def measured(root: Path, task: str, source: str, seconds: float | None = None) -> Found:
    """Do a task in a new process.

    Raises:
        subprocess.TimeoutExpired: it took far too long.
    """
    print(f"build.py: explorer, {task}", file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, str(_SCRIPT)],
        input=json.dumps({"task": task, "source": source, "seconds": seconds}),
        env={**os.environ, "PYTHONPATH": str(root / "py")},
        stdout=subprocess.PIPE,
        text=True,
        timeout=LONGEST,
        check=True,
    )
    found: Found = json.loads(done.stdout)
    return found
