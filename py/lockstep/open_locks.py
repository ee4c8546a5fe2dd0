"""A program's text in which a lock keeps nobody waiting: what it would do without that lock.

In the lock's place stands a semaphore that can be taken a million times, which is ordinary Python.
Every other character of the program stays in its line.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

#: Takers that an open lock has room for.
_ROOM = "1_000_000"
#: Who calls what is given, to make a lock for each of several.
_MAKERS = frozenset(("defaultdict", "field"))


class LockSite(NamedTuple):
    """A line of a program that makes locks.

    Attributes:
        line: its number, from 1.
        name: what the locks are assigned to; '' where that is nothing.
    """

    line: int
    name: str

    @property
    def words(self) -> str:
        """What to call the locks made there."""
        return f"the lock of line {self.line}" + (f" ({self.name})" if self.name else "")


class NoSuchLock(ValueError):
    """The line makes no lock; says which lines do."""


class CannotOpen(ValueError):
    """The program looks at its locks, which an open one does not answer as a lock does."""


class _Maker(NamedTuple):
    """An expression that makes a lock, or is called to make some."""

    site: LockSite
    node: ast.expr
    module: str
    is_call: bool


def lock_sites(source: str) -> list[LockSite]:
    """Return the lines that make an ``asyncio.Lock``, in their order.

    Raises:
        SyntaxError: the text is no program.
    """
    return sorted({maker.site for maker in _makers(ast.parse(source))})


def with_open_locks(source: str, lines: frozenset[int]) -> str:
    """Return the program in which the locks made in ``lines`` keep nobody waiting.

    Raises:
        NoSuchLock: one of the lines makes none.
        CannotOpen: the program asks a lock whether it is held, makes a condition with one, or does
            something else with the class than to make locks.
        SyntaxError: the text is no program.
    """
    tree = ast.parse(source)
    makers = _makers(tree)
    known = sorted({maker.site.line for maker in makers})
    for line in sorted(lines - set(known)):
        others = f": lines that do: {', '.join(map(str, known))}" if known else ""
        raise NoSuchLock(f"line {line} makes no asyncio.Lock{others}")
    _look_for_lookers(tree)
    _look_for_class(tree, makers)
    rows = source.encode().splitlines(keepends=True)
    for maker in sorted(makers, key=lambda maker: (-maker.node.lineno, -maker.node.col_offset)):
        if maker.site.line in lines:
            _replace(rows, maker)
    return b"".join(rows).decode()


def _replace(rows: list[bytes], maker: _Maker) -> None:
    node = maker.node
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    before, after = rows[first][: node.col_offset], rows[last][node.end_col_offset :]
    ends = "\n" * (last - first)
    opened = f"{maker.module}.Semaphore({_ROOM}{ends})"
    text = opened if maker.is_call else f"(lambda: {opened})"
    rows[first : last + 1] = (before + text.encode() + after).splitlines(keepends=True)


def _look_for_lookers(tree: ast.Module) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "locked":
            raise CannotOpen(f"line {node.lineno} asks whether a lock is held (locked())")
        if isinstance(node, ast.Call) and _last_name(node.func) == "Condition" and _given(node):
            raise CannotOpen(f"line {node.lineno} makes a condition with a lock")


def _look_for_class(tree: ast.Module, makers: list[_Maker]) -> None:
    """An open lock is of another class, which `isinstance` and the like would tell."""
    modules, locks = _imported(tree)
    known = {id(m.node.func if isinstance(m.node, ast.Call) else m.node) for m in makers}
    for statement in _statements(tree):
        for node in _own_expressions(statement):
            if not isinstance(node, ast.expr) or id(node) in known:
                continue
            if _module_of(node, modules, locks):
                raise CannotOpen(f"line {node.lineno} does more with the class than to make locks")


def _given(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _makers(tree: ast.Module) -> list[_Maker]:
    modules, locks = _imported(tree)
    found: list[_Maker] = []
    for statement in _statements(tree):
        name = _assigned(statement)
        for node in _own_expressions(statement):
            if not isinstance(node, ast.Call):
                continue
            if module := _module_of(node.func, modules, locks):
                found.append(_Maker(LockSite(node.lineno, name), node, module, True))
            elif _last_name(node.func) in _MAKERS:
                for given in _given(node):
                    if module := _module_of(given, modules, locks):
                        site = LockSite(given.lineno, name)
                        found.append(_Maker(site, given, module, False))
    return found


def _imported(tree: ast.Module) -> tuple[set[str], set[str]]:
    """Return what the program calls the module asyncio, and what it calls its Lock."""
    modules, locks = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {a.asname or a.name for a in node.names if a.name == "asyncio"}
        elif isinstance(node, ast.ImportFrom) and node.module == "asyncio":
            locks |= {a.asname or a.name for a in node.names if a.name == "Lock"}
    return modules, locks


def _module_of(node: ast.expr, modules: set[str], locks: set[str]) -> str | None:
    """Return the text that gives asyncio where ``node`` is its Lock, else None."""
    match node:
        case ast.Attribute(value=ast.Name(id=module), attr="Lock") if module in modules:
            return module
        case ast.Name(id=name) if name in locks:
            return '__import__("asyncio")'
    return None


def _last_name(node: ast.expr) -> str:
    return getattr(node, "attr", getattr(node, "id", ""))


def _statements(tree: ast.Module) -> Iterator[ast.stmt]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.stmt))


def _own_expressions(statement: ast.stmt) -> Iterator[ast.AST]:
    """Yield what a statement evaluates itself: neither annotations nor the statements in it."""
    todo: list[ast.AST] = [statement]
    while todo:
        node = todo.pop()
        yield node
        for name, value in ast.iter_fields(node):
            if name not in ("annotation", "returns"):
                inner = value if isinstance(value, list) else [value]
                todo += [
                    each for each in inner if isinstance(each, ast.AST) and not _is_statement(each)
                ]


def _is_statement(node: ast.AST) -> bool:
    return isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case)


def _assigned(statement: ast.stmt) -> str:
    match statement:
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
            return ast.unparse(target)
    return ""
