"""Making nodes of the syntax tree: calls on the probe, placed where Python would report an error.

The places are CPython's, to the column: a traceback of observed code is that of the plain code.
"""

from __future__ import annotations

import ast

PROBE = "__lockstep__"
#: A column that no text has.
END_OF_LINE = 9999


class Inlined(ast.Call):
    """The element of a comprehension of ours: its backward jump, which lies where the element
    lies, is no loop's, and can be distinguished from all others by END_OF_LINE."""


def at[N: ast.AST](place: ast.AST, node: N) -> N:
    """Give ``place``'s location to what was generated, so that errors are reported there."""
    for child in ast.walk(node):
        if isinstance(child, ast.expr | ast.stmt) and not hasattr(child, "lineno"):
            ast.copy_location(child, place)
            if isinstance(child, ast.Attribute):
                _end_where_it_begins(child)
            elif isinstance(child, Inlined):
                child.end_lineno, child.end_col_offset = child.lineno, END_OF_LINE
    return node


def _end_where_it_begins(node: ast.Attribute) -> None:
    # Python reports a call, and a store, at the last line of the attribute that is called
    if node.end_lineno != node.lineno:
        node.end_lineno, node.end_col_offset = node.lineno, END_OF_LINE


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


def call(name: str, *args: ast.expr) -> ast.Call:
    """Return ``__lockstep__.name(*args)``."""
    return ast.Call(probe(name), list(args), [])


def call_on(value: ast.expr, name: str, *args: ast.expr) -> ast.expr:
    """Return ``value.name(*args)``."""
    return ast.Call(ast.Attribute(value, name, ast.Load()), list(args), [])


def held(name: str, context: ast.expr_context | None = None) -> ast.Name:
    """A name that holds a value for the length of an expression; see `inline`."""
    return ast.Name(f"{PROBE}{name}", context or ast.Load())


def inline(
    element: ast.Call, values: dict[str, ast.expr], *stores: tuple[ast.expr, ast.expr]
) -> ast.expr:
    """``[element for names in (values,) for target in (value,) ...][0]``.

    Python runs such a comprehension in the frame around it, and what it binds is seen nowhere
    else. So each of ``values`` is computed once, in order, and can be used several times; the
    program's own operations on it are carried out by the program's own code, with no frame of
    ours in a traceback, in the depth of recursion or under a warning; and nothing keeps it alive.

    Args:
        element: the result, made of `held` names.
        values: what the names hold.
        stores: targets, and the values that are stored to them, one after another.
    """
    names: list[ast.expr] = [held(name, ast.Store()) for name in values]
    given = list(values.values())
    bundle = len(names) > 1
    target = ast.Tuple(names, ast.Store()) if bundle else names[0]
    first = ast.Tuple(given, ast.Load()) if bundle else given[0]
    steps = [(target, first), *stores]
    whole = Inlined(element.func, element.args, element.keywords)
    turns = [ast.comprehension(to, ast.Tuple([of], ast.Load()), [], 0) for to, of in steps]
    return ast.Subscript(ast.ListComp(whole, turns), ast.Constant(0), ast.Load())


def can_inline(*nodes: ast.AST | None) -> bool:
    """Return whether these can stand where `inline` puts them: Python allows no ``:=`` there."""
    inside = (part for node in nodes if node is not None for part in ast.walk(node))
    return not any(isinstance(part, ast.NamedExpr) for part in inside)


def cell_of(name: ast.Name) -> ast.expr:
    """A lambda that captures ``name`` and is never called: its closure is the very cell."""
    nothing = ast.arguments([], [], None, [], [], None, [])
    return ast.Lambda(nothing, ast.Name(name.id, ast.Load()))
