"""What hashes of strings decide: they are others in every process, and so is the order of a set.

Inside one process it is the same in every run, so a program that goes through a set of strings
repeats. The command line asks for seed 0 where that could show, so that an answer is the same in
every process, too; what other seeds would give is a doubt.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterable, Iterator

#: Functions, and methods, that take a set as a whole.
_ORDERLESS = frozenset(
    "sorted len sum min max any all set frozenset union update difference intersection isinstance "
    "issubset issuperset isdisjoint get setdefault add discard remove hash bool id type".split()
)


def fix_seed(source: str) -> None:
    """Begin this process anew with hash seed 0, if a program may depend on it and it is another."""
    try:
        may_depend = goes_through_sets(source) or asks_for_hashes(source)
    except (SyntaxError, ValueError, RecursionError):
        return  # which is said when the program is compiled
    if sys.flags.hash_randomization and may_depend:
        sys.stdout.flush()
        os.execve(sys.executable, sys.orig_argv, {**os.environ, "PYTHONHASHSEED": "0"})


def asks_for_hashes(source: str) -> bool:
    """Return whether a program calls `hash`, other than to tell a hash of its own."""
    tree = ast.parse(source)
    own = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == "__hash__"
        for inner in ast.walk(node)
    }
    return any(
        isinstance(node, ast.Call) and getattr(node.func, "id", None) == "hash"
        for node in ast.walk(tree)
        if id(node) not in own
    )


def orders_by_address(source: str) -> bool:
    """Return whether a program puts objects in the order of their `id`.

    That is whether it gives `id` away, other than to make a set, as a key to sort by, tells which
    is less, or goes through a set of them.
    """
    nodes = list(ast.walk(ast.parse(source)))
    ids = [node for node in nodes if isinstance(node, ast.Name) and node.id == "id"]
    if any(not isinstance(node.ctx, ast.Load) for node in ids) or any(
        isinstance(node, ast.arg) and node.arg == "id" for node in nodes
    ):
        return False  # a name of its own
    sets = [node for node in nodes if _is_set(node, set())]
    in_sets = _inside(sets)
    if any(id(node) in in_sets for node in ids) and goes_through_sets(source):
        return True
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    called |= {id(mapped) for node in sets for mapped in _mapped(node)}
    ordered = _inside(filter(_puts_in_order, nodes))
    return any(id(node) not in called or id(node) in ordered for node in ids)


def _inside(nodes: Iterable[ast.AST]) -> set[int]:
    return {id(inner) for node in nodes for inner in ast.walk(node)}


def _mapped(node: ast.AST) -> list[ast.expr]:
    """Return what `set(map(...))` calls for each."""
    made = [arg for arg in getattr(node, "args", []) if isinstance(arg, ast.Call)]
    return [each.args[0] for each in made if getattr(each.func, "id", None) == "map" and each.args]


def _puts_in_order(node: ast.AST) -> bool:
    if isinstance(node, ast.Compare):
        return any(isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in node.ops)
    return isinstance(node, ast.keyword) and node.arg == "key"


def has_texts(source: str) -> bool:
    """Return whether a set of several strings stands in a program's text."""
    return any(
        isinstance(node, ast.Set)
        and sum(isinstance(each, ast.Constant) and type(each.value) is str for each in node.elts)
        > 1
        for node in ast.walk(ast.parse(source))
    )


def goes_through_sets(source: str) -> bool:
    """Return whether a program's text takes the elements of a set in their order."""
    tree = ast.parse(source)
    sets = {name for node in ast.walk(tree) for name in _names_of_sets(node)}
    return any(_is_set(one, sets) for node in ast.walk(tree) for one in _taken_in_order(node))


def _names_of_sets(node: ast.AST) -> Iterator[str]:
    value = getattr(node, "value", None)
    if isinstance(node, ast.Assign | ast.AnnAssign) and value is not None and _is_set(value, set()):
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            name = getattr(target, "attr", None) or getattr(target, "id", None)
            if name:
                yield name


def _is_set(node: ast.AST, names: set[str]) -> bool:
    if isinstance(node, ast.Call):
        return getattr(node.func, "id", None) in ("set", "frozenset")
    name = getattr(node, "attr", None) or getattr(node, "id", None)
    return isinstance(node, ast.Set | ast.SetComp) or name in names


def _taken_in_order(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.For | ast.comprehension):
        return [node.iter]
    if isinstance(node, ast.FormattedValue | ast.Starred):
        return [node.value]
    if not isinstance(node, ast.Call):
        return []
    called = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
    if called == "pop" and isinstance(node.func, ast.Attribute):
        return [node.func.value]
    return [] if called in _ORDERLESS else list(node.args)
