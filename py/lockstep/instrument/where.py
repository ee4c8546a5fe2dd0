"""Through a program's text: the scopes around a node, how names are spelt there, whose it is."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from lockstep.instrument.scopes import SCOPES, Scope, Scopes


class Walk(ast.NodeTransformer):
    """Visits every node, tracks its scopes, and leaves each kind to the part with a rule for it.

    A part is an object with a method ``visit_KIND`` for each kind of node that it replaces, as an
    `ast.NodeVisitor` has them; what is inside a node it visits through this walk.
    """

    def __init__(self, scopes: Scopes) -> None:
        self._scopes = scopes
        self._path: list[Scope] = []
        self._rules: dict[str, Callable[[ast.AST], object]] = {}

    def add(self, part: object) -> None:
        """Let ``part`` replace the kinds of nodes for which it has a method."""
        for name in dir(part):
            if name.startswith("visit_"):
                assert name not in self._rules, f"two parts have a rule {name}"
                self._rules[name] = getattr(part, name)

    # Any: an expression becomes an expression, a statement one or several; no type of ast's says so
    def visit(self, node: ast.AST) -> Any:
        """Return what ``node`` becomes."""
        rule = self._rules.get(f"visit_{type(node).__name__}", self.generic_visit)
        if not isinstance(node, SCOPES):
            return rule(node)
        self._path.append(self._scopes.of[node])
        try:
            return rule(node)
        finally:
            self._path.pop()

    @property
    def here(self) -> Scope:
        """The innermost scope around what is visited."""
        return self._path[-1]

    def outside[N: ast.AST | None](self, nodes: Sequence[N]) -> list[N]:
        """Visit what belongs to a function's text but is evaluated around it."""
        inner = self._path.pop()
        visited = [node if node is None else self.visit(node) for node in nodes]
        self._path.append(inner)
        return visited

    def mangled(self, name: str) -> str:
        """Return a private name of a class as Python spells it."""
        if not name.startswith("__") or name.endswith("__"):
            return name
        for scope in reversed(self._path):
            if isinstance(scope.node, ast.ClassDef):
                inside = scope.node.name.lstrip("_")
                return f"_{inside}{name}" if inside else name
        return name

    def body(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        """Return what statements become, one after another."""
        result: list[ast.stmt] = []
        for statement in statements:
            seen = self.visit(statement)
            result.extend(seen if isinstance(seen, list) else [seen])
        return result
