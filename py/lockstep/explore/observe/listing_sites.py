"""Where a program's text goes through what may be a set of tasks: it is compiled so that it tells.

What is not known to leave a set alone counts as going through it (`listings` says what follows).
"""

from __future__ import annotations

import ast
import builtins
import itertools
from collections import Counter, deque
from collections.abc import Callable, Collection
from typing import TypeVar

from lockstep.explore.observe.listings import Listings

#: Methods that give a set other elements; to take some away does not move those that stay.
_CHANGES = frozenset(
    "add update clear intersection_update difference_update symmetric_difference_update "
    "__ior__ __iand__ __isub__ __ixor__ __init__".split()
)
#: Methods of a set that go through it.
_LISTS = frozenset({"pop", "__iter__", "__repr__", "__str__", "__format__", "__reduce__"})
#: What is called with sets and does not show their order: builtins, by name.
_ORDERLESS = frozenset("set frozenset len bool isinstance type id callable issubclass".split())
#: The same, by the name of a method, of asyncio's or of a set.
_ORDERLESS_METHODS = frozenset(
    "wait as_completed union difference intersection symmetric_difference issubset issuperset "
    "isdisjoint update difference_update intersection_update symmetric_difference_update "
    "WeakSet".split()
)
#: What goes through a set and leaves it as it is.
_READS = frozenset(
    "list sorted tuple sum any all enumerate iter map filter zip print repr str min max dict "
    "gather extend join fromkeys append put put_nowait".split()
)
#: What carries out text that is not the program's own.
_OTHER_TEXT = frozenset("exec eval compile __import__ importlib runpy".split())
_CONTAINERS = (list, dict, set, frozenset, tuple, str, deque, Counter, itertools, builtins)
_METHODS_OF_CONTAINERS = frozenset(name for each in _CONTAINERS for name in dir(each))
_IN_PLACE = ast.BitOr | ast.BitAnd | ast.Sub | ast.BitXor
_HOW = "listed read passed changed operand escaping".split()
_Node = TypeVar("_Node", bound=ast.AST)


def functions(listings: Listings) -> dict[str, Callable[[object], object]]:
    """Return what a program needs as builtins that was compiled by `reporting_listings`."""
    return {f"@{how}": _function(listings, how) for how in _HOW}


def _function(listings: Listings, how: str) -> Callable[[object], object]:
    report: Callable[[object], object] = getattr(listings, how)

    def reporting(value: object) -> object:
        return report(value)

    reporting.__name__ = f"@{how}"
    return reporting


def reporting_listings(tree: ast.Module) -> ast.Module:
    """Return a program that tells a `Listings` when it may go through a set."""
    changed: ast.Module = _Reporting(tree).visit(tree)
    return ast.fix_missing_locations(changed)


def hides_listings(source: str) -> bool:
    """Return whether a program may have text that is not compiled so that it tells."""
    nodes = ast.walk(ast.parse(source))
    return any(isinstance(node, ast.Name) and node.id in _OTHER_TEXT for node in nodes)


class _Reporting(ast.NodeTransformer):
    def __init__(self, tree: ast.Module) -> None:
        nodes = list(ast.walk(tree))
        bound = Counter(name for node in nodes for name in _bound(node))
        self._bound = bound
        defined = {n.name for n in nodes if isinstance(n, _DEFINITIONS)}
        self._own = {name for name in defined if bound[name] == 1}
        self._own_methods = defined - _METHODS_OF_CONTAINERS
        self._modules = {n for node in nodes if isinstance(node, ast.Import) for n in _bound(node)}

    def visit_For(self, node: ast.For) -> ast.AST:
        return self._wrap(node, "iter")

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        return self.generic_visit(node) if node.is_async else self._wrap(node, "iter")

    def visit_SetComp(self, node: ast.SetComp) -> ast.AST:
        """To choose some of a set into another one does not show an order."""
        (first, *others), asked = node.generators, [*ast.walk(node.elt)]
        asked += [
            inner for each in node.generators for test in each.ifs for inner in ast.walk(test)
        ]
        if others or first.is_async or not all(map(_is_harmless, asked)):
            return self.generic_visit(node)
        first.iter = self.visit(first.iter)
        return node

    def visit_Starred(self, node: ast.Starred) -> ast.AST:
        is_read = isinstance(node.ctx, ast.Load)
        return self._wrap(node, "value") if is_read else self.generic_visit(node)

    def visit_YieldFrom(self, node: ast.YieldFrom) -> ast.AST:
        return self._wrap(node, "value")

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        return self._wrap(node, "value", "read")

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        is_text = isinstance(node.op, ast.Mod)
        return self._wrap(node, "right", "read") if is_text else self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        taken_apart = ast.Tuple | ast.List | ast.Subscript
        is_taken = any(isinstance(target, taken_apart) for target in node.targets)
        return self._wrap(node, "value") if is_taken else self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        return self._wrap(node, "value", "operand" if isinstance(node.op, _IN_PLACE) else "listed")

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if node.attr in _CHANGES and isinstance(node.ctx, ast.Load):
            return self._wrap(node, "value", "escaping")
        return self._wrap(node, "value") if node.attr in _LISTS else self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        how = self._how(node.func)
        if isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGES:
            self._wrap(node.func, "value", "changed")  # by this call, and not at any time
        else:
            node.func = self.visit(node.func)
        node.args = [self._argument(each, how) for each in node.args]
        node.keywords = [self._argument(each, how) for each in node.keywords]
        return node

    def _argument(self, node: _Node, how: str | None) -> _Node:
        if isinstance(node, ast.keyword):
            node.value = self._argument(node.value, how)
            return node
        visited: _Node = self.visit(node)
        if how is None or isinstance(node, ast.Starred | ast.Constant):
            return visited
        return _called(how, visited)  # type: ignore[arg-type, return-value]  # an expression

    def _how(self, called: ast.expr) -> str | None:
        """Return what is told of the arguments of a call: nothing where it leaves sets alone."""
        if isinstance(called, ast.Name):
            name, is_known = called.id, called.id not in self._bound
            if name in self._own or (is_known and name in _ORDERLESS):
                return None
            if name in ("wait", "as_completed", "WeakSet") and self._bound[name] <= 1:
                return None  # imported
            is_read = (is_known and name in _READS) or name == "gather"
            return "read" if is_read else "passed"
        if not isinstance(called, ast.Attribute):
            return "passed"
        name, is_of_module = called.attr, getattr(called.value, "id", None) in self._modules
        if name in _ORDERLESS_METHODS or (name in self._own_methods and not is_of_module):
            return None
        return "read" if name in _READS or name in _CHANGES else "passed"

    def _wrap(self, node: _Node, field: str, how: str = "listed") -> _Node:
        self.generic_visit(node)
        value = getattr(node, field)
        if not isinstance(value, ast.Constant):
            setattr(node, field, _called(how, value))
        return node


def _is_harmless(node: ast.AST) -> bool:
    """Return whether nothing can happen by what is asked of a task."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in ("done", "cancelled")
    return not isinstance(node, ast.Await | ast.NamedExpr | ast.Yield | ast.YieldFrom)


_DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _called(how: str, value: ast.expr) -> ast.expr:
    """Return the call that tells of a value; it has no text of its own (see `same_code`)."""
    name = ast.Name(f"@{how}", ast.Load())
    call = ast.copy_location(ast.Call(name, [value], []), value)
    call.end_lineno, call.end_col_offset = call.lineno, call.col_offset
    ast.copy_location(name, call)
    return call


def _bound(node: ast.AST) -> Collection[str]:
    """Return the names that a node gives a meaning."""
    if isinstance(node, ast.Name):
        return [] if isinstance(node.ctx, ast.Load) else [node.id]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [each.asname or each.name.partition(".")[0] for each in node.names]
    if isinstance(node, ast.arg):
        return [node.arg]
    name = getattr(node, "name", None) if not isinstance(node, ast.alias) else None
    return [name] if isinstance(name, str) else []
