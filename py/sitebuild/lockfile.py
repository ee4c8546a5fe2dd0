"""A small Pyodide lock file: Pyodide's own `info` (its ABI must match), our wheels and no others.

Pyodide's lock names hundreds of packages in 119 kB; a learner's run needs none of them.
"""

from __future__ import annotations

import json
from pathlib import Path

from pyodide_lock import PyodideLockSpec
from pyodide_lock.utils import add_wheels_to_spec


def small_lock(pyodide_lock: Path, wheels: list[Path]) -> str:
    """JSON of a lock whose files are looked for beside it."""
    stock = PyodideLockSpec.from_json(pyodide_lock)
    empty = PyodideLockSpec(info=stock.info, packages={})
    ours = add_wheels_to_spec(empty, wheels)
    return json.dumps(ours.to_dict(), sort_keys=True)
