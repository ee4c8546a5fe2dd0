"""`build.py bench`, what a page costs its readers: Lighthouse, and a PyScript editor side by side.

Both come from npm by a list of their own, installed at the first bench: nothing else needs them.
"""

from __future__ import annotations

from pathlib import Path

from . import lighthouse, pyscript, tools


def bench(root: Path, dist: Path) -> int:
    """Print the rows.

    Raises:
        BuildError: npm could not install what is needed, or Lighthouse gave no answer.
    """
    modules = tools.ensure(root)
    lighthouse.report(lighthouse.scores(modules, dist))
    pyscript.report(*pyscript.side_by_side(root, modules, dist))
    return 0
