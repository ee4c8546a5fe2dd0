"""What is written: targets of every kind, and the names that statements bind."""

from __future__ import annotations

import ast

from lockstep.instrument.nodes import (
    at,
    call,
    call_on,
    can_inline,
    cell_of,
    held,
    inline,
    line_of,
    own_line,
)
from lockstep.instrument.reads import Reads
from lockstep.instrument.where import Walk

_GROWING = (ast.Add, ast.Mult, ast.BitOr, ast.BitAnd, ast.BitXor, ast.Sub)
_MAKERS = (ast.Call, ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)


class Writes:
    """Replaces what writes, and adds notes of what was bound."""

    def __init__(self, walk: Walk, reads: Reads) -> None:
        self._walk, self._reads = walk, reads

    def visit_Assign(self, node: ast.Assign) -> object:
        unpacks = any(isinstance(target, ast.Tuple | ast.List) for target in node.targets)
        seen = self._reads.look(node.value) if unpacks else self._walk.visit(node.value)
        node.value = self._named(node.targets, seen, node.value)
        if len(node.targets) == 1 and (stored := self._stored(node, node.targets[0], node.value)):
            return stored
        notes = self._notes(node.targets)
        node.targets = [self._walk.visit(target) for target in node.targets]
        return [node, *notes]

    def visit_AnnAssign(self, node: ast.AnnAssign) -> object:
        if node.value is not None:
            node.value = self._named([node.target], self._walk.visit(node.value), node.value)
            in_function = isinstance(self._walk.here.node, ast.FunctionDef | ast.AsyncFunctionDef)
            if in_function and (stored := self._stored(node, node.target, node.value)):
                return stored
        notes = self._notes([node.target]) if node.value is not None else []
        node.target = self._walk.visit(node.target)
        return [node, *notes]

    def _stored(self, node: ast.stmt, target: ast.expr, value: ast.expr) -> ast.stmt | None:
        """``target = value`` where it stands, if target is an attribute or an element."""
        if not can_inline(target, value):
            return None
        if isinstance(target, ast.Attribute):
            where = own_line(target)
            values = {"value": value, "obj": self._walk.visit(target.value)}
            part: ast.expr = ast.Constant(self._walk.mangled(target.attr))
            place: ast.expr = ast.Attribute(held("obj"), target.attr, ast.Store())
            report = "stored"
        elif isinstance(target, ast.Subscript):
            where, part, report = target, held("key"), "stored_item"
            values = {
                "value": value,
                "obj": self._walk.visit(target.value),
                "key": self._reads.key(target),
            }
            place = ast.Subscript(held("obj"), held("key"), ast.Store())
        else:
            return None
        element = call(report, held("obj"), part, held("value"), line_of(where))
        store = ast.copy_location(place, target), held("value")
        return at(node, ast.Expr(at(where, inline(element, values, store))))

    def _named(self, targets: list[ast.expr], seen: ast.expr, value: ast.expr) -> ast.expr:
        target = targets[0]
        if isinstance(target, ast.Tuple) and isinstance(seen, ast.Tuple | ast.List):
            assert isinstance(value, ast.Tuple | ast.List)
            if len(target.elts) == len(seen.elts):  # a, b = Lock(), Lock()
                pairs = zip(target.elts, seen.elts, value.elts, strict=True)
                seen.elts = [self._named([name], each, old) for name, each, old in pairs]
            return seen
        if not isinstance(target, ast.Name) or not isinstance(value, _MAKERS):
            return seen
        inside = self._walk.here.node
        prefix = f"{inside.name}." if isinstance(inside, ast.ClassDef) else ""
        return at(value, call("named", seen, ast.Constant(prefix + target.id), line_of(value)))

    def _notes(self, targets: list[ast.expr]) -> list[ast.stmt]:
        """Statements that report what was just bound to names that can be shared."""
        names = [n for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)]
        return [
            at(name, ast.Expr(note))
            for name in names
            if isinstance(name.ctx, ast.Store) and (note := self._note(name))
        ]

    def _note(self, name: ast.Name, value: ast.expr | None = None) -> ast.expr | None:
        kind, loaded = self._walk.here.kind_of(name.id), ast.Name(name.id, ast.Load())
        if kind == "local":
            return None
        what, which = value or loaded, [ast.Constant(name.id), line_of(name)]
        if kind == "global":
            return at(name, call("wrote_name", what, *which))
        return at(name, call("wrote_cell", what, cell_of(loaded), *which))

    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.AST:
        node.value = self._walk.visit(node.value)
        return self._note(node.target, node) or node

    def visit_AugAssign(self, node: ast.AugAssign) -> object:
        if can_inline(node.target, node.value):
            return self._augment(node)
        target, value = node.target, self._walk.visit(node.value)
        operator = ast.Constant(type(node.op).__name__)
        if isinstance(target, ast.Attribute):
            name = ast.Constant(self._walk.mangled(target.attr))
            begun = call("slot", self._walk.visit(target.value), name, line_of(own_line(target)))
        elif isinstance(target, ast.Subscript):
            begun = call(
                "entry", self._walk.visit(target.value), self._reads.key(target), line_of(target)
            )
        elif self._walk.here.kind_of(target.id) == "local":
            node.value = value
            return [node, *_grown(node, target)]
        else:
            return self._augment_name(node, target, value, operator)
        started = at(own_line(target), call_on(begun, "begin", operator))
        return at(node, ast.Expr(call_on(started, "finish", value)))

    def _augment(self, node: ast.AugAssign) -> object:
        """``target += value`` where it stands: read, evaluate, operate, store, report."""
        target, value = node.target, self._walk.visit(node.value)
        operator = ast.Constant(type(node.op).__name__)
        begun, obj = held("begun"), ast.Attribute(held("begun"), "obj", ast.Load())
        if isinstance(target, ast.Attribute):
            read = self._reads.attribute("begin_attribute", target, operator)
            place: ast.expr = ast.Attribute(obj, target.attr, ast.Store())
        elif isinstance(target, ast.Subscript):
            read = self._reads.element("begin_item", target, operator)
            key = ast.Attribute(held("begun"), "part", ast.Load())
            place = ast.Subscript(obj, key, ast.Store())
        elif self._walk.here.kind_of(target.id) == "local":
            node.value = value
            return [node, *_grown(node, target)]
        else:
            loaded = self._walk.visit(at(target, ast.Name(target.id, ast.Load())))
            read = at(target, call("begin", loaded, operator, line_of(target)))
            place = held("new", ast.Store())
        old = ast.Attribute(held("begun"), "old", ast.Load())
        new = call_on(begun, "operate", old, held("value"))
        steps: list[tuple[ast.expr, ast.expr]] = [(held("new", ast.Store()), new)]
        if not isinstance(target, ast.Name):
            steps.append((ast.copy_location(place, target), held("new")))
        report = call("finished", begun, held("new"))
        result = at(node, inline(report, {"begun": read, "value": value}, *steps))
        if isinstance(target, ast.Name):
            return [at(node, ast.Assign([target], result)), *self._notes([target])]
        return at(node, ast.Expr(result))

    def _augment_name(
        self, node: ast.AugAssign, target: ast.Name, value: ast.expr, operator: ast.expr
    ) -> list[ast.AST]:
        read = self._walk.visit(at(target, ast.Name(target.id, ast.Load())))
        result = call_on(call("begin", read, operator, line_of(target)), "finish", value)
        return [at(node, ast.Assign([target], result)), *self._notes([target])]

    def _for(self, node: ast.For | ast.AsyncFor) -> ast.AST:
        node.iter = (
            self._reads.look(node.iter)
            if isinstance(node, ast.For)
            else self._walk.visit(node.iter)
        )
        notes = self._notes([node.target])
        node.target = self._walk.visit(node.target)
        node.body = [*notes, *self._walk.body(node.body)]
        node.orelse = self._walk.body(node.orelse)
        return node

    visit_For = visit_AsyncFor = _for

    def _with(self, node: ast.With | ast.AsyncWith) -> ast.AST:
        targets = [item.optional_vars for item in node.items if item.optional_vars]
        notes = self._notes(targets)
        node.items = [self._walk.visit(item) for item in node.items]
        node.body = [*notes, *self._walk.body(node.body)]
        return node

    visit_With = visit_AsyncWith = _with

    def visit_match_case(self, node: ast.match_case) -> ast.AST:
        notes = self._notes(
            [capture for capture in map(_captured, ast.walk(node.pattern)) if capture]
        )
        node.guard = node.guard and self._reads.look(node.guard)
        node.body = [*notes, *self._walk.body(node.body)]
        return node


def _grown(node: ast.AugAssign, target: ast.Name) -> list[ast.stmt]:
    """A statement that reports ``items += more`` where ``items`` is a local name of a list."""
    if isinstance(node.value, ast.Constant | ast.JoinedStr) or not isinstance(node.op, _GROWING):
        return []
    note = call("grown", ast.Name(target.id, ast.Load()), line_of(target))
    return [at(node, ast.Expr(note))]


def _captured(pattern: ast.AST) -> ast.expr | None:
    """Return what a part of a pattern binds, as a name that is stored to."""
    name = getattr(pattern, "rest" if isinstance(pattern, ast.MatchMapping) else "name", None)
    if not isinstance(name, str):
        return None
    return ast.copy_location(ast.Name(name, ast.Store()), pattern)
