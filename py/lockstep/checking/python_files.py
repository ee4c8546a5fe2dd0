"""Claims in Python files: of the whole file, in its docstring or first comment, and marked blocks
in the docstrings of its functions and classes.

Of the file: lines such as ``Outcomes: 1 | 2``, ``Findings: lost-update`` and ``Verified:`` in the
module's docstring, beside ``Watch:`` and ``Expect:``; or the same in the comment it begins with.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from lockstep.checking import restructured
from lockstep.checking.blocks import Block

_FIELD = re.compile(
    r"^[ \t]*:?(?P<name>Outcomes|Findings|Verified|outcomes|findings|verified):"
    r"(?P<value>.*(?:\n[ \t]+(?!:?[A-Z][A-Za-z-]*:)\S.*)*)$",
    re.MULTILINE,
)
_COMMENT = re.compile(r"(?:#.*\n|[ \t]*\n)+")


def blocks(text: str) -> Iterator[Block]:
    """Yield the file itself, if it claims anything, and the marked blocks in its docstrings."""
    try:
        module = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        yield from _broken(text)
        return
    own, marked = _of_module(module, text)
    if own is not None:
        yield own
    yield from marked
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _marked(node)


def _of_module(module: ast.Module, text: str) -> tuple[Block | None, list[Block]]:
    """A mark without a program of its own, in the file's docstring, speaks of the file."""
    marked = list(_marked(module))
    empty = [each for each in marked if not each.code.strip() and "scenario" not in each.given]
    rest = [each for each in marked if each not in empty]
    fields = [*_in_comment(text), *_in_docstring(module)]
    given = {name: value for each in empty for name, value in each.given.items()}
    given |= {name: value for _, name, value in fields}
    if not given:
        return None, rest
    line = min([line for line, _, _ in fields] + [each.line for each in empty])
    return Block(line, given, text, 1), rest


def _in_comment(text: str) -> list[tuple[int, str, str]]:
    found = _COMMENT.match(text if text.endswith("\n") else f"{text}\n")
    if found is None:
        return []
    return _fields(re.sub(r"^# ?", "", found[0], flags=re.MULTILINE), 1)


def _in_docstring(module: ast.Module) -> list[tuple[int, str, str]]:
    line, words = _docstring(module)
    return _fields(_without_marks(words), line)


def _without_marks(words: str) -> str:
    """The options of a mark are its own."""
    lines = words.splitlines()
    for block in restructured.blocks(words):
        last = block.code_line - 1 + block.code.count("\n")
        lines[block.line - 1 : last] = [""] * (last - block.line + 1)
    return "\n".join(lines)


def _fields(words: str, first_line: int) -> list[tuple[int, str, str]]:
    return [
        (
            first_line + words.count("\n", 0, found.start("name")),
            found["name"].lower(),
            " ".join(found["value"].split()),
        )
        for found in _FIELD.finditer(words)
    ]


def _broken(text: str) -> Iterator[Block]:
    """A file that does not compile can still claim something; what it claims is not so."""
    fields = _fields(re.sub(r"^# ?", "", text, flags=re.MULTILINE), 1)
    if fields:
        yield Block(fields[0][0], {name: value for _, name, value in fields}, text, 1)


def _marked(
    node: ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef,
) -> Iterator[Block]:
    line, words = _docstring(node)
    for each in restructured.blocks(words):
        shift = line - 1
        yield Block(each.line + shift, each.given, each.code, each.code_line + shift)


def _docstring(node: ast.AST) -> tuple[int, str]:
    """Its first line in the file and its text, with the lines where the file has them."""
    body = getattr(node, "body", [])
    first = body[0] if body else None
    if not isinstance(first, ast.Expr) or not isinstance(first.value, ast.Constant):
        return 1, ""
    text = first.value.value
    return first.lineno, text if isinstance(text, str) else ""
