"""A smaller program with the same trouble: statements are deleted while it stays."""

from __future__ import annotations

import ast
import time
from collections.abc import Callable, Iterator


def shrink(source: str, is_bad: Callable[[str], bool], seconds: float = 120) -> str:
    """Delete statements, and unwrap compound ones, as long as ``is_bad`` holds."""
    until = time.monotonic() + seconds
    best, progress = source, True
    while progress:
        progress = False
        for candidate in _smaller(best):
            if time.monotonic() > until:
                return best
            if len(candidate) < len(best) and _compiles(candidate) and is_bad(candidate):
                best, progress = candidate, True
                break
    return best


def _smaller(source: str) -> Iterator[str]:
    """Yield programs with one statement less, the largest statements first."""
    places = [
        (len(ast.unparse(statement)), where, number)
        for where, block in enumerate(_blocks(ast.parse(source)))
        for number, statement in enumerate(block)
    ]
    for _, where, number in sorted(places, reverse=True):
        for put in (_nothing, _its_body):
            tree = ast.parse(source)
            block = list(_blocks(tree))[where]
            block[number : number + 1] = put(block[number])
            if not block:
                block.append(ast.Pass())
            yield ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def _blocks(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and block:
                yield block


def _nothing(_statement: ast.stmt) -> list[ast.stmt]:
    return []


def _its_body(statement: ast.stmt) -> list[ast.stmt]:
    is_scope = isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    return [] if is_scope else list(getattr(statement, "body", []))


def _compiles(source: str) -> bool:
    try:
        compile(source, "program.py", "exec")
    except (SyntaxError, ValueError):
        return False
    return True
