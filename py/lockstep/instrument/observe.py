"""The whole: definitions walked as Python evaluates them, what reads, and what writes."""

from __future__ import annotations

import ast

from lockstep.instrument.reads import Reads
from lockstep.instrument.scopes import Scopes
from lockstep.instrument.where import Walk
from lockstep.instrument.writes import Writes


def observed(module: ast.Module) -> ast.Module:
    """Turn a module into observed code, in place."""
    walk = Walk(Scopes(module))
    reads = Reads(walk)
    for part in (Definitions(walk), reads, Writes(walk, reads)):
        walk.add(part)
    walk.visit(module)
    return ast.fix_missing_locations(module)


class Definitions:
    """Walks definitions in Python's order, and leaves alone what is no code that runs."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        node.decorator_list = self._walk.outside(node.decorator_list)
        self._defaults(node.args)
        node.body = self._walk.body(node.body)
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = _function

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        self._defaults(node.args)
        node.body = self._walk.visit(node.body)
        return node

    def _defaults(self, args: ast.arguments) -> None:
        args.defaults = self._walk.outside(args.defaults)
        args.kw_defaults = self._walk.outside(args.kw_defaults)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.decorator_list = self._walk.outside(node.decorator_list)
        node.bases = self._walk.outside(node.bases)
        node.keywords = self._walk.outside(node.keywords)
        node.body = self._walk.body(node.body)
        return node

    def _untouched(self, node: ast.AST) -> ast.AST:
        return node

    visit_MatchValue = visit_MatchClass = visit_MatchMapping = _untouched

    visit_TypeAlias = _untouched
