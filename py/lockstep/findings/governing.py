"""Which test a write was only reached through, and what it would say at another moment."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

from lockstep.findings.base import Event
from lockstep.findings.contents import value_before
from lockstep.findings.dataflow import Function, Test
from lockstep.findings.moments import Link, Meeting, Moments
from lockstep.findings.values import Look, Unknown, element, parsed, worked_out

#: Local names that stand for one another, one after the other.
_MAX_DEPTH = 8


@dataclass(frozen=True)
class Check:
    """A read that a test was made of, and the test by which it decided that a write was reached."""

    read: Event
    test: Test
    meeting: Meeting


def governing(moments: Moments, read: Event, write: Event) -> Check | None:
    """Return the innermost test made of ``read`` that ``write`` was reached through, if any.

    Both lie in one call of the function that holds the test, or below it.
    """
    meeting = moments.meeting(read, write)
    if meeting is None:
        return None
    function = moments.program.function(meeting.first[0].line)
    if function is None or not all(_is_returned(moments, link) for link in meeting.first[1:]):
        return None
    for test in reversed(function.governs.get(meeting.second[0].line, ())):
        if meeting.first[0].line in test.sources:
            return Check(read, test, meeting)
    return None


def _is_returned(moments: Moments, link: Link) -> bool:
    function = moments.program.function(link.line)
    return function is not None and link.line in function.returned


def is_checked_again(moments: Moments, write: Event) -> bool:
    """Return whether the task looked at anything shared, in the step of the write, before it.

    That is: at the variable itself, or at whatever decided that the write was reached.
    """
    step, mine = moments.step[write["i"]], set(moments.overlapping(write["object"]))
    index = write["i"] - 1
    while index >= 0 and moments.events[index]["kind"] != "step-began":
        event = moments.events[index]
        is_read = event["kind"] == "read" and moments.step[index] == step
        if is_read and (event["object"] in mine or governing(moments, event, write) is not None):
            return True
        index -= 1
    return False


def is_outdated(moments: Moments, check: Check, index: int) -> bool:
    """Return whether the test came out otherwise if it were made just before the event ``index``.

    Where one half of an ``and`` had to be true and certainly is not, the other half need not be
    known. What cannot be worked out is not outdated.
    """
    then = _Names(moments, check, check.read["i"] + 1).value
    now = _Names(moments, check, index).value
    try:
        condition = _condition(moments, check)
    except Unknown:
        return False
    return any(
        _is(part, wanted, then) and _is(part, not wanted, now)
        for part, wanted in _parts(condition, check.test.wanted)
    )


def _parts(node: ast.expr, wanted: bool) -> Iterator[tuple[ast.expr, bool]]:
    """Yield the conditions that must all come out as said for ``node`` to come out ``wanted``."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield from _parts(node.operand, not wanted)
    elif isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) is wanted:
        for each in node.values:
            yield from _parts(each, wanted)
    else:
        yield node, wanted


def _is(node: ast.expr, wanted: bool, place: Look) -> bool:
    """Return whether a condition certainly comes out ``wanted``."""
    try:
        return bool(worked_out(node, place)) is wanted
    except Unknown:
        return False


def _condition(moments: Moments, check: Check) -> ast.expr:
    """Return the test with calls of the program's own functions replaced by what they return."""
    expression = check.test.expression
    for inner in check.meeting.first[1:]:
        function = moments.program.function(inner.line)
        if function is None or len(function.returns) != 1:
            raise Unknown
        expression = _Inlined(function).visit(copy.deepcopy(expression))
    return expression


class _Inlined(ast.NodeTransformer):
    """Puts what a function returns in place of the calls of it."""

    def __init__(self, function: Function) -> None:
        self._name = getattr(function.node, "name", "")
        self._returned = function.returns[0]

    def visit_Await(self, node: ast.Await) -> ast.AST:
        return self.visit(node.value) if isinstance(node.value, ast.Call) else node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        called = getattr(node.func, "id", getattr(node.func, "attr", None))
        return self._returned if called == self._name else node


class _Names:
    """What names, attributes and elements of a test stand for, at one moment."""

    def __init__(self, moments: Moments, check: Check, index: int) -> None:
        self._moments, self._index, self._depth = moments, index, 0
        self._locals = moments.local_values(check.read)
        self._function = moments.program.function(check.meeting.first[-1].line)
        self._candidates = self._read_with(check)

    def _read_with(self, check: Check) -> list[int]:
        """Return the variables that were read for the same test, in the same step and call."""
        moments, read = self._moments, check.read
        call = moments.chain(read)[-1].call
        lines = {read["line"]} | (check.test.sources if len(check.meeting.first) == 1 else set())
        alike = [
            e["object"]
            for e in moments.reads_in_step(read)
            if e["line"] in lines and any(link.call == call for link in moments.chain(e)[-1:])
        ]
        return list(dict.fromkeys(alike))

    def value(self, node: ast.expr) -> object:
        """Return what ``node`` stands for; raise Unknown."""
        if isinstance(node, ast.Name) and node.id in self._locals:
            return parsed(self._locals[node.id])
        if isinstance(node, ast.Name) and (assigned := self._assigned(node.id)) is not None:
            return self._through(assigned)
        if isinstance(node, ast.Name) and (fixed := self._moments.program.constant(node.id)):
            return worked_out(fixed, self.value)
        found = self._matching(node)
        if found is not None:
            return value_before(self._moments, found, self._index)
        if isinstance(node, ast.Subscript):
            return element(self.value(node.value), worked_out(node.slice, self.value))
        raise Unknown

    def _assigned(self, local: str) -> ast.expr | None:
        function = self._function
        if function is None or local not in function.local_names:
            return None
        values = function.values.get(local, [])
        return values[0] if len(values) == 1 else None

    def _through(self, node: ast.expr) -> object:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise Unknown
        value = worked_out(node, self.value)
        self._depth -= 1
        return value

    def _matching(self, node: ast.expr) -> int | None:
        """Return the one variable of those read that ``node`` can mean."""
        named = [n for n in self._candidates if self._is_named(n, node)]
        wholes = [n for n in named if self._moments.is_whole(n)]
        if len(wholes) == 1:
            return wholes[0]
        if len(named) == 1:
            return named[0]
        if not named and len(self._candidates) == 1 and not isinstance(node, ast.Subscript):
            only = self._candidates[0]
            return only if self._moments.is_whole(only) else None
        return None

    def _is_named(self, variable: int, node: ast.expr) -> bool:
        part = self._moments.part(variable)
        name = str(self._moments.trace["objects"][variable]["name"]).partition("#")[0]
        is_whole = self._moments.is_whole(variable)
        if isinstance(node, ast.Name):
            return part == node.id or (is_whole and name == node.id)
        if isinstance(node, ast.Attribute):
            return part == f".{node.attr}" or (is_whole and name.endswith(f".{node.attr}"))
        return part.startswith("[") and not is_whole
