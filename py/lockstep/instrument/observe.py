"""The whole transformer: definitions, walked as Python evaluates them; annotations left alone."""

from __future__ import annotations

import ast

from lockstep.instrument.writes import Writes


class Observe(Writes):
    """Turns a module into observed code."""

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        node.decorator_list = self._outside(node.decorator_list)
        self._defaults(node.args)
        node.body = self._body(node.body)
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = _function

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        self._defaults(node.args)
        node.body = self.visit(node.body)
        return node

    def _defaults(self, args: ast.arguments) -> None:
        args.defaults = self._outside(args.defaults)
        args.kw_defaults = self._outside(args.kw_defaults)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.decorator_list = self._outside(node.decorator_list)
        node.bases = self._outside(node.bases)
        node.keywords = self._outside(node.keywords)
        node.body = self._body(node.body)
        return node

    def _untouched(self, node: ast.AST) -> ast.AST:
        return node

    visit_MatchValue = visit_MatchClass = visit_MatchMapping = _untouched

    visit_TypeAlias = _untouched
