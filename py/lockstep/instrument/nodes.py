"""Making nodes of the syntax tree: calls on the probe, placed where Python would report an error.

The places are CPython's, to the column: a traceback of observed code is that of the plain code.
"""

from __future__ import annotations

import ast

PROBE = "__lockstep__"
_END_OF_LINE = 9999


def at[N: ast.AST](place: ast.AST, node: N) -> N:
    """Give ``place``'s location to what was generated, so that errors are reported there."""
    for child in ast.walk(node):
        if isinstance(child, ast.expr | ast.stmt) and not hasattr(child, "lineno"):
            ast.copy_location(child, place)
            if isinstance(child, ast.Attribute):
                _end_where_it_begins(child)
    return node


def _end_where_it_begins(node: ast.Attribute) -> None:
    # Python reports a call, and a store, at the last line of the attribute that is called
    if node.end_lineno != node.lineno:
        node.end_lineno, node.end_col_offset = node.lineno, _END_OF_LINE


def own_line(node: ast.expr, whole: ast.expr | None = None) -> ast.expr:
    """Return a location for ``whole``, by default ``node``: an attribute's is its name's line."""
    whole = whole or node
    if not isinstance(node, ast.Attribute) or node.lineno == node.end_lineno:
        return whole
    place = ast.copy_location(ast.Constant(None), whole)
    place.lineno = node.end_lineno or node.lineno
    place.col_offset = max(0, (node.end_col_offset or 0) - len(node.attr))
    return place


def is_open(node: ast.Call) -> bool:
    """Return whether a call has arguments behind stars."""
    starred = any(isinstance(argument, ast.Starred) for argument in node.args)
    return starred or any(keyword.arg is None for keyword in node.keywords)


def line_of(node: ast.expr) -> ast.expr:
    """Return the line of ``node`` as a constant."""
    return ast.Constant(node.lineno)


def probe(name: str) -> ast.expr:
    """Return ``__lockstep__.name``."""
    return ast.Attribute(ast.Name(PROBE, ast.Load()), name, ast.Load())


def call(name: str, *args: ast.expr) -> ast.expr:
    """Return ``__lockstep__.name(*args)``."""
    return ast.Call(probe(name), list(args), [])


def call_on(value: ast.expr, name: str, *args: ast.expr) -> ast.expr:
    """Return ``value.name(*args)``."""
    return ast.Call(ast.Attribute(value, name, ast.Load()), list(args), [])


def cell_of(name: ast.Name) -> ast.expr:
    """A lambda that captures ``name`` and is never called: its closure is the very cell."""
    nothing = ast.arguments([], [], None, [], [], None, [])
    return ast.Lambda(nothing, ast.Name(name.id, ast.Load()))
