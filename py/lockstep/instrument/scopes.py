"""Which names of a program can be shared between tasks: globals and closure cells.

Python's scoping rules, for the names that the instrumentation has to distinguish. A name that
is bound only once (an import, a function, a parameter never assigned again) cannot change
under anybody and is left alone.
"""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass, field

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
ScopeNode = ast.Module | ast.ClassDef | Function | Comprehension

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
SCOPES = (ast.Module, ast.ClassDef, *_FUNCTIONS, *_COMPREHENSIONS)


@dataclass
class Scope:
    """One scope: what it binds, how often, and what it declares to lie elsewhere."""

    node: ScopeNode
    parent: Scope | None
    bound: Counter[str] = field(default_factory=Counter)
    fixed: set[str] = field(default_factory=set)
    global_names: set[str] = field(default_factory=set)
    nonlocal_names: set[str] = field(default_factory=set)
    captured: set[str] = field(default_factory=set)

    def owner(self, name: str) -> Scope | None:
        """Return the scope that ``name`` lives in when used here; None for a builtin."""
        if name in self.global_names:
            return self.module()
        if name in self.bound and name not in self.nonlocal_names:
            return self
        scope = self.parent
        while scope is not None:
            visible = not isinstance(scope.node, ast.ClassDef)
            if visible and name in scope.global_names:
                return self.module()
            if visible and name in scope.bound and name not in scope.nonlocal_names:
                return scope
            scope = scope.parent
        return None

    def module(self) -> Scope:
        """Return the outermost scope."""
        return self if self.parent is None else self.parent.module()

    def kind_of(self, name: str) -> str:
        """Return 'global', 'cell' or 'local' for a name whose value may change, else 'local'."""
        owner = self.owner(name)
        if owner is None or owner.bound[name] < 2 or name in owner.fixed:
            return "local"
        if isinstance(owner.node, ast.Module):
            return "global"
        is_function = isinstance(owner.node, _FUNCTIONS)
        return "cell" if is_function and name in owner.captured else "local"


class Scopes(ast.NodeVisitor):
    """All scopes of a module, by their node."""

    def __init__(self, module: ast.Module) -> None:
        self.of: dict[ast.AST, Scope] = {}
        self._uses: list[tuple[Scope, str]] = []
        self._bindings: list[tuple[Scope, str, int, bool]] = []
        self._loops = 0  # a name bound once, but in a loop, changes all the same
        self._here = Scope(module, None)
        self.of[module] = self._here
        self.generic_visit(module)
        self._settle()

    def _settle(self) -> None:
        # declarations may follow a nested use in the text, so resolve when all are known
        for scope, name, _, _ in self._bindings:
            if name not in scope.global_names | scope.nonlocal_names:
                scope.bound[name] += 0
        for scope, name, times, fixed in self._bindings:
            owner = scope.owner(name) or scope.module()
            owner.bound[name] += times
            if fixed:
                owner.fixed.add(name)
        for scope, name in self._uses:
            home = scope.owner(name)
            if home is not None and _function_of(home) is not _function_of(scope):
                home.captured.add(name)

    def _bind(self, name: str, times: int = 1, fixed: bool = False) -> None:
        self._bindings.append((self._here, name, times + self._loops, fixed))
        self._uses.append((self._here, name))

    def _enter(self, node: ScopeNode, children: list[ast.AST]) -> None:
        outer, self._here = self._here, Scope(node, self._here)
        loops, self._loops = self._loops, 0
        self.of[node] = self._here
        if isinstance(node, _FUNCTIONS):
            for argument in _arguments(node.args):
                self._bind(argument.arg)
        for child in children:
            self.visit(child)
        self._here, self._loops = outer, loops

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._bind(node.name, fixed=True)
        self._outer_parts(node)
        self._enter(node, list(node.body))

    def _outer_parts(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        decorators = [] if isinstance(node, ast.Lambda) else node.decorator_list
        for part in [*decorators, *node.args.defaults, *node.args.kw_defaults]:
            if part is not None:
                self.visit(part)

    visit_FunctionDef = visit_AsyncFunctionDef = _function

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._outer_parts(node)
        self._enter(node, [node.body])

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._bind(node.name, fixed=True)
        for part in [*node.decorator_list, *node.bases, *node.keywords]:
            self.visit(part)
        self._enter(node, list(node.body))

    def _comprehension(self, node: Comprehension) -> None:
        self._enter(node, list(ast.iter_child_nodes(node)))

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While) -> None:
        self._loops += 1
        self.generic_visit(node)
        self._loops -= 1

    visit_For = visit_AsyncFor = visit_While = _loop

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self._uses.append((self._here, node.id))
        else:
            self._bind(node.id)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        inner, self._here = self._here, _function_of(self._here)
        self._bind(node.target.id)
        self._here = inner
        self.visit(node.value)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self._bind(node.target.id, times=2)
        self.generic_visit(node)

    def visit_Global(self, node: ast.Global) -> None:
        self._here.global_names.update(node.names)
        for name in node.names:  # `global x` in a function means: x changes after the start
            self._bindings.append((self._here, name, 1, False))

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        self._here.nonlocal_names.update(node.names)

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            self._bind((alias.asname or alias.name).split(".")[0], fixed=True)

    visit_Import = visit_ImportFrom = _import

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self._bind(node.name)
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        if node.name:
            self._bind(node.name)
        self.generic_visit(node)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        if node.name:
            self._bind(node.name)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        if node.rest:
            self._bind(node.rest)
        self.generic_visit(node)


def _function_of(scope: Scope) -> Scope:
    # a comprehension is run in place: it captures nothing
    while isinstance(scope.node, _COMPREHENSIONS) and scope.parent:
        scope = scope.parent
    return scope


def _arguments(args: ast.arguments) -> list[ast.arg]:
    extra = [a for a in (args.vararg, args.kwarg) if a]
    return [*args.posonlyargs, *args.args, *args.kwonlyargs, *extra]
