"""The text of a test's file as a program: what only means something to pytest is blanked out.

Every line stays where it is, so that what is said of a line is said of the file's.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

#: What the last part of a decorator's name may be: ours, and those of pytest and pytest-asyncio
#: that make a fixture of a function.
_OURS, _OF_FIXTURES = "every_order", "fixture"
_RELATIVE = re.compile(rb"from(\s+)(\.+)(\s*)")


def as_program(text: str, package: str, called: str) -> str:
    """Return the text of a module so that it runs by itself.

    Args:
        text: the module's.
        package: that the module lies in, for its relative imports; empty for none.
        called: the name of the test that is called: other tests are blanked out.

    Decorators that make a fixture or a test for us, and what runs only as a script, are blanked
    out; so is the import of `lockstep`, unless the module uses it otherwise.
    """
    text = _without_other_tests(text, called)
    lines = _Lines(text)
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in filter(_is_blanked, node.decorator_list):
                lines.blank_decorator(decorator)
        elif isinstance(node, ast.ImportFrom) and node.level:
            lines.make_absolute(node, package)
    for node in tree.body:
        if isinstance(node, ast.If) and _asks_for_main(node.test):
            lines.blank(node)
    used = _names(ast.parse(str(lines)))  # once all is blanked out that may be
    for node in tree.body:
        if _imports_only_ours(node, used):
            lines.blank(node)
    return str(lines)


def _without_other_tests(text: str, called: str) -> str:
    """Blank out what pytest would collect besides, unless something else names it."""
    tree, lines = ast.parse(text), text.split("\n")
    named = {getattr(node, "id", getattr(node, "attr", "")) for node in ast.walk(tree)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name.startswith("test") and node.name not in {called, *named}:
            first, last = _first_line(node), node.end_lineno or node.lineno
            lines[first - 1 : last] = [""] * (last - first + 1)
            lines[first - 1] = " " * node.col_offset + "pass"
    return "\n".join(lines)


def lifted(text: str, name: str, line: int) -> str:
    """Return a module's text with a function, which stands inside of another one, in its place.

    Args:
        text: the module's, as it is.
        name: of the function.
        line: where it begins, from 1.

    It keeps its lines and its indentation, below a statement that does nothing.
    """
    lines = text.split("\n")
    for outer in ast.parse(text).body:
        inner = next((f for f in _functions(outer) if (f.name, f.lineno) == (name, line)), None)
        if inner is None or inner is outer:
            continue
        first, last = _first_line(outer), outer.end_lineno or outer.lineno
        kept = lines[inner.lineno - 1 : inner.end_lineno]
        lines[first - 1 : last] = [""] * (last - first + 1)
        lines[inner.lineno - 1 : inner.lineno - 1 + len(kept)] = kept
        lines[first - 1] = "if True:"
        return "\n".join(lines)
    raise ValueError(f"no coroutine function {name} begins in line {line}")


def _functions(node: ast.AST) -> list[ast.AsyncFunctionDef]:
    return [each for each in ast.walk(node) if isinstance(each, ast.AsyncFunctionDef)]


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorators)])


class _Lines:
    """Lines of a module, in bytes, as the syntax tree counts columns."""

    def __init__(self, text: str) -> None:
        self._lines = [line.encode() for line in text.split("\n")]

    def __str__(self) -> str:
        return b"\n".join(self._lines).decode()

    def blank(self, node: ast.stmt | ast.expr) -> None:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        for number in range(node.lineno, node.end_lineno + 1):
            line = self._lines[number - 1]
            start = node.col_offset if number == node.lineno else 0
            end = node.end_col_offset if number == node.end_lineno else len(line)
            self._lines[number - 1] = line[:start] + b" " * (end - start) + line[end:]

    def blank_decorator(self, node: ast.expr) -> None:
        self.blank(node)
        line = self._lines[node.lineno - 1]
        self._lines[node.lineno - 1] = (
            line[: node.col_offset].replace(b"@", b" ") + line[node.col_offset :]
        )

    def make_absolute(self, node: ast.ImportFrom, package: str) -> None:
        """Say which module is meant: a program lies in no package."""
        above = package.split(".")[: len(package.split(".")) - node.level + 1]
        line = self._lines[node.lineno - 1]
        prefix = ".".join(above).encode() + (b"." if node.module else b"")
        rest = _RELATIVE.sub(rb"from\g<1>%b" % prefix, line[node.col_offset :], count=1)
        self._lines[node.lineno - 1] = line[: node.col_offset] + _spaced(rest)


def _spaced(line: bytes) -> bytes:
    """``from .import x`` is Python, too."""
    return re.sub(rb"^(from\s+[\w.]*\w)import\b", rb"\1 import", line)


def _is_blanked(decorator: ast.expr) -> bool:
    return last_name(decorator) in (_OURS, _OF_FIXTURES)


def last_name(expression: ast.expr) -> str:
    """Return the last part of what is named, or called: ``fixture`` of ``pytest.fixture()``."""
    if isinstance(expression, ast.Call):
        return last_name(expression.func)
    return str(getattr(expression, "attr", None) or getattr(expression, "id", ""))


def _asks_for_main(test: ast.expr) -> bool:
    return ast.unparse(test) in ("__name__ == '__main__'", "'__main__' == __name__")


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _imports_only_ours(node: ast.stmt, used: set[str]) -> bool:
    if isinstance(node, ast.Import):
        is_ours = all(alias.name.partition(".")[0] == "lockstep" for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        is_ours = not node.level and str(node.module).partition(".")[0] == "lockstep"
    else:
        return False
    return is_ours and not any(name in used for name in _bound(node))


def _bound(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    for alias in node.names:
        yield alias.asname or alias.name.partition(".")[0]
