"""What is read: attributes, elements, names that change, and containers that are looked into."""

from __future__ import annotations

import ast

from lockstep.instrument.nodes import (
    at,
    call,
    can_inline,
    cell_of,
    held,
    inline,
    is_open,
    line_of,
    own_line,
    probe,
)
from lockstep.instrument.scopes import Scope
from lockstep.instrument.stdlib_effects import NAMES, TAKERS
from lockstep.instrument.where import Walk

#: Builtins that look into a container they are given, without changing it.
_READERS = frozenset(
    "len sum sorted min max list tuple set frozenset dict any all print repr str enumerate zip "
    "map filter reversed iter bool".split()
)
_PLACES = (ast.Name, ast.Attribute, ast.Subscript)


class Reads:
    """Replaces what reads."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if self._is_plain(node):
            return self._walk.generic_visit(node)
        place = own_line(node)
        if isinstance(node.ctx, ast.Load) and can_inline(node.value):
            return self.attribute("got", node)
        where = [
            self._walk.visit(node.value),
            ast.Constant(self._walk.mangled(node.attr)),
            line_of(place),
        ]
        if isinstance(node.ctx, ast.Load):
            return at(place, call("get", *where))
        return at(place, ast.Attribute(call("slot", *where), "value", node.ctx))

    def attribute(self, report: str, node: ast.Attribute, *more: ast.expr) -> ast.expr:
        """Load ``node`` where it stands, and give the probe's method ``report`` what was found."""
        place, value = own_line(node), self._walk.visit(node.value)
        loaded = ast.copy_location(ast.Attribute(held("obj"), node.attr, ast.Load()), node)
        name = ast.Constant(self._walk.mangled(node.attr))
        reported = call(report, held("obj"), name, loaded, line_of(place), *more)
        return at(place, inline(reported, {"obj": value}))

    def element(self, report: str, node: ast.Subscript, *more: ast.expr) -> ast.expr:
        """The same for ``obj[key]``."""
        values = {"obj": self._walk.visit(node.value), "key": self.key(node)}
        loaded = ast.copy_location(ast.Subscript(held("obj"), held("key"), ast.Load()), node)
        reported = call(report, held("obj"), held("key"), loaded, line_of(node), *more)
        return at(node, inline(reported, values))

    def _is_plain(self, node: ast.Attribute) -> bool:
        if node.attr.startswith("__") and node.attr.endswith("__"):
            return True
        if not isinstance(node.value, ast.Name):
            return False
        owner = self._walk.here.owner(
            node.value.id
        )  # math.pi: an imported name is not shared state
        return isinstance(node.ctx, ast.Load) and owner is not None and self._imports(owner, node)

    def _imports(self, owner: Scope, node: ast.Attribute) -> bool:
        assert isinstance(node.value, ast.Name)
        return node.value.id in owner.fixed and node.value.id in _imported(owner)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        if isinstance(node.ctx, ast.Load) and can_inline(node.value, node.slice):
            return self.element("got_item", node)
        value, key = self._walk.visit(node.value), self.key(node)
        if isinstance(node.ctx, ast.Load):
            return at(node, call("item", value, key, line_of(node)))
        entry = call("entry", value, key, line_of(node))
        return at(node, ast.Attribute(entry, "value", node.ctx))

    def key(self, node: ast.Subscript) -> ast.expr:
        """Return the key of ``obj[key]``; a slice is made by the probe."""
        key: ast.expr = self._walk.visit(node.slice)
        parts = key.elts if isinstance(key, ast.Tuple) else [key]
        if any(isinstance(part, ast.Slice | ast.Starred) for part in parts):
            return ast.Subscript(probe("key"), key, ast.Load())
        return key

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if not isinstance(node.ctx, ast.Load):
            return node
        kind = self._walk.here.kind_of(node.id)
        if kind == "global":
            return at(node, call("name", node, ast.Constant(node.id), line_of(node)))
        if kind == "cell":
            return at(node, call("cell", node, cell_of(node), ast.Constant(node.id), line_of(node)))
        return node

    # --- looking into a container -----------------------------------------------------------

    def visit_Call(self, node: ast.Call) -> ast.AST:
        node_name = getattr(node.func, "id", getattr(node.func, "attr", None))
        reads = isinstance(node.func, ast.Name) and node_name in _READERS
        if isinstance(node.func, ast.Name) and self._walk.here.owner(node.func.id) is not None:
            reads = False
        if isinstance(node.func, ast.Attribute) and not self._is_plain(node.func):
            if not is_open(node):  # Python reports such a call at the line of the method's name
                ast.copy_location(node, own_line(node.func, node))
            node.func = self._method(node.func)
            reads = node_name in TAKERS
        else:
            node.func = self._walk.visit(node.func)
        if node_name in NAMES:
            node.func = at(node.func, call("function", node.func, line_of(node.func)))
        node.args = [self.look(arg) if reads else self._walk.visit(arg) for arg in node.args]
        node.keywords = [self._walk.visit(keyword) for keyword in node.keywords]
        return node

    def _method(self, node: ast.Attribute) -> ast.expr:
        if can_inline(node.value):
            return self.attribute("got_method", node)
        name, place = ast.Constant(self._walk.mangled(node.attr)), own_line(node)
        return at(place, call("method", self._walk.visit(node.value), name, line_of(place)))

    def look(self, node: ast.expr) -> ast.expr:
        """Visit an expression whose value is looked into."""
        seen: ast.expr = self._walk.visit(node)
        return at(node, call("look", seen, line_of(node))) if isinstance(node, _PLACES) else seen

    def visit_Starred(self, node: ast.Starred) -> ast.AST:
        is_read = isinstance(node.ctx, ast.Load)
        node.value = self.look(node.value) if is_read else self._walk.visit(node.value)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        node.iter = self.look(node.iter) if not node.is_async else self._walk.visit(node.iter)
        node.target = self._walk.visit(node.target)
        node.ifs = [self.look(test) for test in node.ifs]
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        node.left = self.look(node.left)
        node.comparators = [self.look(other) for other in node.comparators]
        return node

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        node.value = self.look(node.value)
        if node.format_spec:
            node.format_spec = self._walk.visit(node.format_spec)
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        node.operand = self.look(node.operand)
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        node.values = [self.look(value) for value in node.values]
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        node.test = self.look(node.test)
        node.body, node.orelse = self._walk.visit(node.body), self._walk.visit(node.orelse)
        return node

    def _test(self, node: ast.If | ast.While) -> ast.AST:
        node.test = self.look(node.test)
        node.body, node.orelse = self._walk.body(node.body), self._walk.body(node.orelse)
        return node

    visit_If = visit_While = _test


def _imported(scope: Scope) -> set[str]:
    body = getattr(scope.node, "body", [])
    statements = body if isinstance(body, list) else []
    imports = [s for s in statements if isinstance(s, ast.Import | ast.ImportFrom)]
    return {(a.asname or a.name).split(".")[0] for s in imports for a in s.names}
