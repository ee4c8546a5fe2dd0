"""Where in the program's text a visitor is: the scopes around it, and how names are spelt there."""

from __future__ import annotations

import ast
from typing import Any

from lockstep.instrument.scopes import SCOPES, Scope, Scopes


class Where(ast.NodeTransformer):
    """A transformer that tracks its scopes."""

    def __init__(self, scopes: Scopes) -> None:
        self._scopes = scopes
        self._path: list[Scope] = []

    def visit(self, node: ast.AST) -> Any:
        if not isinstance(node, SCOPES):
            return super().visit(node)
        self._path.append(self._scopes.of[node])
        try:
            return super().visit(node)
        finally:
            self._path.pop()

    @property
    def _here(self) -> Scope:
        return self._path[-1]

    def _outside(self, nodes: list[Any]) -> list[Any]:
        """Visit what belongs to a function's text but is evaluated around it."""
        inner = self._path.pop()
        visited = [node and self.visit(node) for node in nodes]
        self._path.append(inner)
        return visited

    def _mangled(self, name: str) -> str:
        if not name.startswith("__") or name.endswith("__"):
            return name
        for scope in reversed(self._path):
            if isinstance(scope.node, ast.ClassDef):
                inside = scope.node.name.lstrip("_")
                return f"_{inside}{name}" if inside else name
        return name

    def _body(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        result: list[ast.stmt] = []
        for statement in statements:
            seen = self.visit(statement)
            result.extend(seen if isinstance(seen, list) else [seen])
        return result
