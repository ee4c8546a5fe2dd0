"""Values as a trace shows them, read back; and tests worked out on them.

A trace keeps the ``repr`` of a value. Numbers, strings and the containers of such are read back
whole; of anything else only that it is an object. Where a test cannot be worked out for certain
it is `Unknown`, and nothing may be concluded from it.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction


class Unknown(Exception):
    """It cannot be worked out from what the trace shows."""


class Opaque:
    """Some object; two of them may or may not be the same."""

    def __bool__(self) -> bool:
        return True


#: What a name or an operator does; it raises TypeError for what it does not take.
_Operation = Callable[..., object]

_OBJECT = re.compile(r"<[^<>]*>")
_MAKERS: dict[str, _Operation] = {
    "set": set, "frozenset": frozenset, "deque": lambda items, **_: list(items),
    "Decimal": Decimal, "Fraction": Fraction, "bytearray": bytearray,
}  # fmt: skip


def parsed(text: str | None) -> object:
    """Return the value that ``text`` is the ``repr`` of.

    Raises:
        Unknown: it was cut, or is not known.
    """
    if text is None:
        raise Unknown
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        pass
    if "..." in text:
        raise Unknown
    try:
        return _built(ast.parse(_OBJECT.sub("OBJECT", text), mode="eval").body)
    except (SyntaxError, ValueError, TypeError, RecursionError, ArithmeticError):
        raise Unknown from None


def _built(node: ast.expr) -> object:
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        items = [_built(each) for each in node.elts]
        return _COLLECTIONS[type(node)](items)
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return {_built(key): _built(value) for key, value in pairs if key is not None}
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MAKERS:
        return _MAKERS[node.func.id](*(_built(each) for each in node.args))
    if isinstance(node, ast.Name | ast.Attribute | ast.Call):
        return Opaque()  # <Conn>, Colour.RED, a data class
    return ast.literal_eval(node)


_COLLECTIONS: dict[type[ast.expr], Callable[[list[object]], object]] = {
    ast.List: list, ast.Tuple: tuple, ast.Set: set,
}  # fmt: skip
_COMPARE: dict[type[ast.cmpop], _Operation] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
    ast.Is: lambda a, b: a is b, ast.IsNot: lambda a, b: a is not b,
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], _Operation] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv, ast.Div: operator.truediv, ast.Mod: operator.mod,
}  # fmt: skip
_UNARY: dict[type[ast.unaryop], _Operation] = {
    ast.Not: operator.not_, ast.USub: operator.neg, ast.UAdd: operator.pos,
    ast.Invert: operator.invert,
}  # fmt: skip
_LOOKS: dict[str, _Operation] = {
    "len": len, "bool": bool, "abs": abs, "sum": sum, "min": min, "max": max, "any": any,
    "all": all, "list": list, "set": set, "sorted": sorted,
}  # fmt: skip
_METHODS = frozenset(("values", "keys", "items", "get", "count", "index"))
_PLAIN = (int, float, str, bytes, bool, type(None), Decimal, Fraction)

Look = Callable[[ast.expr], object]


def element(whole: object, key: object) -> object:
    """Return an element of a container.

    Raises:
        Unknown: it is none that was read back whole, or has no such element.
    """
    try:
        if isinstance(whole, dict):
            return whole[key]
        if isinstance(whole, list | tuple | str | bytes) and isinstance(key, int | slice):
            return whole[key]
    except (LookupError, TypeError):
        pass
    raise Unknown


def worked_out(node: ast.expr, place: Look) -> object:
    """Return the value of an expression.

    Args:
        place: returns the value of a name, attribute or element, or raises Unknown.

    Raises:
        Unknown: a part of it is not known.
    """
    try:
        return _value(node, place)
    except Unknown:
        raise
    except Exception:
        raise Unknown from None


def _value(node: ast.expr, place: Look) -> object:
    handler = _HANDLERS.get(type(node))
    if handler is None:
        raise Unknown
    return handler(node, place)


def _several(node: ast.Tuple | ast.List | ast.Set, place: Look) -> list[object]:
    return [_value(each, place) for each in node.elts]


def _boolean(node: ast.BoolOp, place: Look) -> bool:
    stops = isinstance(node.op, ast.Or)
    unknown = False
    for each in node.values:
        try:
            if bool(_value(each, place)) is stops:
                return stops
        except Unknown:
            unknown = True
    if unknown:
        raise Unknown
    return not stops


def _compared(node: ast.Compare, place: Look) -> bool:
    left = _value(node.left, place)
    for op, right_node in zip(node.ops, node.comparators, strict=True):
        right = _value(right_node, place)
        if not _comparable(op, left, right):
            raise Unknown
        if not _COMPARE[type(op)](left, right):
            return False
        left = right
    return True


def _comparable(op: ast.cmpop, left: object, right: object) -> bool:
    if isinstance(op, ast.Is | ast.IsNot):
        return left is None or right is None or (type(left) is type(right) is bool)
    if isinstance(op, ast.In | ast.NotIn):
        return isinstance(left, _PLAIN) and not _has_object(right)
    return not isinstance(left, Opaque) and not isinstance(right, Opaque)


def _has_object(value: object) -> bool:
    """Return whether what is looked for in ``value`` may be an object that is only known as one."""
    if isinstance(value, str | bytes):
        return False
    if isinstance(value, Iterable):
        return any(isinstance(each, Opaque) for each in value)
    return isinstance(value, Opaque)


def _called(node: ast.Call, place: Look) -> object:
    if node.keywords:
        raise Unknown
    arguments = [_value(each, place) for each in node.args]
    if isinstance(node.func, ast.Name) and node.func.id in _LOOKS:
        return _LOOKS[node.func.id](*arguments)
    if isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
        holder = _value(node.func.value, place)
        if isinstance(holder, dict | list | tuple | str):
            found = getattr(holder, node.func.attr)(*arguments)
            return list(found) if node.func.attr in ("values", "keys", "items") else found
    raise Unknown


_HANDLERS: dict[type[ast.expr], _Operation] = {
    ast.Constant: lambda node, _: node.value,
    ast.Name: lambda node, place: place(node),
    ast.Attribute: lambda node, place: place(node),
    ast.Subscript: lambda node, place: place(node),
    ast.NamedExpr: lambda node, place: _value(node.value, place),
    ast.UnaryOp: lambda node, place: _UNARY[type(node.op)](_value(node.operand, place)),
    ast.BinOp: lambda node, place: _ARITHMETIC[type(node.op)](
        _value(node.left, place), _value(node.right, place)
    ),
    ast.BoolOp: _boolean,
    ast.Compare: _compared,
    ast.Tuple: _several,
    ast.List: _several,
    ast.Set: _several,
    ast.Call: _called,
}
