"""The explorer's answer, and with it what its orders can be chosen from."""

from __future__ import annotations

from lockstep.explore.choices.beginnings import Unreachable
from lockstep.explore.choices.orders import Orders, Unrepeatable, record_beginnings
from lockstep.explore.choices.stretches import Misaligned
from lockstep.explore.choices.tree import tree_of
from lockstep.explore.explorer import Explorer, Progress, ShowRun
from lockstep.explore.observe.watched_run import Program
from lockstep.explore.report.exploration import Exploration


def explore_and_count(
    source: str,
    *,
    seed: int = 0,
    filename: str = "program.py",
    levels: int = 1,
    latency: str = "any",
    max_runs: int | None = None,
    seconds: float | None = None,
    progress: Progress | None = None,
    show_run: ShowRun | None = None,
) -> tuple[Exploration, Orders | None]:
    """Explore a program; of the orders that were counted, record what can be chosen first.

    Args:
        source: the text of an ordinary Python program.
        seed: for the ``random`` module.
        filename: what tracebacks call the program.
        levels: so many choices deep.
        latency, max_runs, seconds, progress: as of `explore`.
        show_run: as of `Explorer`.

    Returns:
        The answer; the orders, or None where it does not count them, or they cannot be recorded.

    Raises:
        SourceError: the text does not compile.
        ValueError: ``latency`` is neither of the two.
    """
    program = Program.of(source, filename, seed)
    explorer = Explorer(program, latency, max_runs, seconds, progress, show_run=show_run)
    found = explorer.explore()
    tree = tree_of(explorer) if found.latency == "any" else None
    if tree is None:
        return found, None
    try:
        beginnings = tree.beginnings(levels)
        orders = record_beginnings(source, beginnings, seed=seed, filename=filename, tree=tree)
    except (Unreachable, Unrepeatable, Misaligned):
        return found, None
    return found, orders
