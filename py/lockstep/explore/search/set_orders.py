"""The order of a set of tasks: on CPython addresses decide it (of strings: `hash_order`).

A task group aborts its children in that order, `asyncio.wait` returns sets, a program can have
some of its own. Runs take the order of creation, so that they repeat. Every order of steps is run
once more for each other order that is given here, to see whether the program can end otherwise.
"""

from __future__ import annotations

import ast
import itertools
import math
import random
from collections.abc import Collection, Iterable, Iterator, Sequence

from lockstep.environment.library_state import is_passed_on, root_of

#: Tasks in sets up to which all orders of them are tried; beyond, only if that takes no more
#: executions than these, else some.
ALL, MOST_EXECUTIONS, SOME = 4, 20_000, 6
#: Places in the smallest of CPython's sets.
SMALLEST = 8

_NAMES = frozenset("wait as_completed all_tasks set frozenset WeakSet".split())
#: Names that methods of events, conditions, barriers and context variables have, too.
_METHODS_TOO = frozenset({"wait", "set"})
_CANCELLED_IN_SETS = frozenset("TaskGroup create_task ensure_future Task".split())


def may_meet_sets(source: str, cancels: bool) -> bool:
    """Return whether a program may go through a set of tasks.

    Args:
        source: its text, which may speak of sets, or of what gives them.
        cancels: whether any order cancels a task: only then does a task group, or the end of
            ``asyncio.run``, go through its set (CPython's ``TaskGroup._abort`` and
            ``_cancel_all_tasks``), and only then does it matter in what order.
    """
    names = _NAMES | _CANCELLED_IN_SETS if cancels else _NAMES
    nodes = list(ast.walk(ast.parse(source)))
    aliases = [alias for n in nodes if isinstance(n, ast.Import) for alias in n.names]
    modules = {alias.asname or alias.name.partition(".")[0] for alias in aliases}
    is_plain = not is_passed_on(nodes, modules)
    return any(
        isinstance(node, ast.Set | ast.SetComp)
        or (_named(node) in names and not (is_plain and _is_method(node, modules)))
        for node in nodes
    )


def _named(node: ast.AST) -> str | None:
    named = (getattr(node, word, None) for word in ("attr", "id", "name"))
    return next((name for name in named if isinstance(name, str)), None)


def _is_method(node: ast.AST, modules: set[str]) -> bool:
    """Return whether a name is that of a method of something else, as in ``event.set()``."""
    return (
        isinstance(node, ast.Attribute)
        and node.attr in _METHODS_TOO
        and root_of(node.value) not in modules
    )


def is_tried_in_full(tasks: Collection[int], executions: int) -> bool:
    """Return whether all orders are tried of these tasks, which may be in sets.

    Args:
        tasks: their numbers; the main task, which is 0, comes on top of how many there may be.
        executions: what one order of them takes.
    """
    others = len(set(tasks) - {0})
    return others <= ALL or math.factorial(len(tasks)) * executions <= MOST_EXECUTIONS


def other_orders(tasks: Iterable[int], is_full: bool) -> Iterator[tuple[int, ...]]:
    """Yield orders in which sets can list tasks, the most different from their creation first.

    That of their creation is among them only where a set would not list them so: CPython's sets
    go by the last bits of a hash, for up to four elements by three.

    Args:
        tasks: the numbers of those that may be in sets; all others keep their place.
        is_full: all of their orders, else some.
    """
    inside = sorted(tasks)
    orders: Iterator[Sequence[int]] = itertools.permutations(inside[::-1])
    if not is_full:
        chance = random.Random(0)
        some = (chance.sample(inside, len(inside)) for _ in range(SOME - 1))
        orders = itertools.chain([inside[::-1]], some)
    for order in orders:
        if list(order) != inside or inside[-1] >= SMALLEST:
            yield tuple(order)
