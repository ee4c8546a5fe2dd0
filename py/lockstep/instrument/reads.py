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
from lockstep.instrument.where import Where

#: Builtins that look into a container they are given, without changing it.
_READERS = frozenset(
    "len sum sorted min max list tuple set frozenset dict any all print repr str enumerate zip "
    "map filter reversed iter bool".split()
)
_PLACES = (ast.Name, ast.Attribute, ast.Subscript)


class Reads(Where):
    """Replaces what reads."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if self._is_plain(node):
            return self.generic_visit(node)
        place = own_line(node)
        if isinstance(node.ctx, ast.Load) and can_inline(node.value):
            return self._attribute("got", node)
        where = [self.visit(node.value), ast.Constant(self._mangled(node.attr)), line_of(place)]
        if isinstance(node.ctx, ast.Load):
            return at(place, call("get", *where))
        return at(place, ast.Attribute(call("slot", *where), "value", node.ctx))

    def _attribute(self, report: str, node: ast.Attribute, *more: ast.expr) -> ast.expr:
        """Load ``node`` where it stands, and give the probe's method ``report`` what was found."""
        place, value = own_line(node), self.visit(node.value)
        loaded = ast.copy_location(ast.Attribute(held("obj"), node.attr, ast.Load()), node)
        name = ast.Constant(self._mangled(node.attr))
        reported = call(report, held("obj"), name, loaded, line_of(place), *more)
        return at(place, inline(reported, {"obj": value}))

    def _element(self, report: str, node: ast.Subscript, *more: ast.expr) -> ast.expr:
        """The same for ``obj[key]``."""
        values = {"obj": self.visit(node.value), "key": self._key(node)}
        loaded = ast.copy_location(ast.Subscript(held("obj"), held("key"), ast.Load()), node)
        reported = call(report, held("obj"), held("key"), loaded, line_of(node), *more)
        return at(node, inline(reported, values))

    def _is_plain(self, node: ast.Attribute) -> bool:
        if node.attr.startswith("__") and node.attr.endswith("__"):
            return True
        if not isinstance(node.value, ast.Name):
            return False
        owner = self._here.owner(node.value.id)  # math.pi: an imported name is not shared state
        return isinstance(node.ctx, ast.Load) and owner is not None and self._imports(owner, node)

    def _imports(self, owner: Scope, node: ast.Attribute) -> bool:
        assert isinstance(node.value, ast.Name)
        return node.value.id in owner.fixed and node.value.id in _imported(owner)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        if isinstance(node.ctx, ast.Load) and can_inline(node.value, node.slice):
            return self._element("got_item", node)
        value, key = self.visit(node.value), self._key(node)
        if isinstance(node.ctx, ast.Load):
            return at(node, call("item", value, key, line_of(node)))
        entry = call("entry", value, key, line_of(node))
        return at(node, ast.Attribute(entry, "value", node.ctx))

    def _key(self, node: ast.Subscript) -> ast.expr:
        key: ast.expr = self.visit(node.slice)
        parts = key.elts if isinstance(key, ast.Tuple) else [key]
        if any(isinstance(part, ast.Slice | ast.Starred) for part in parts):
            return ast.Subscript(probe("key"), key, ast.Load())
        return key

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if not isinstance(node.ctx, ast.Load):
            return node
        kind = self._here.kind_of(node.id)
        if kind == "global":
            return at(node, call("name", node, ast.Constant(node.id), line_of(node)))
        if kind == "cell":
            return at(node, call("cell", node, cell_of(node), ast.Constant(node.id), line_of(node)))
        return node

    # --- looking into a container -----------------------------------------------------------

    def visit_Call(self, node: ast.Call) -> ast.AST:
        node_name = getattr(node.func, "id", getattr(node.func, "attr", None))
        reads = isinstance(node.func, ast.Name) and node_name in _READERS
        if isinstance(node.func, ast.Name) and self._here.owner(node.func.id) is not None:
            reads = False
        if isinstance(node.func, ast.Attribute) and not self._is_plain(node.func):
            if not is_open(node):  # Python reports such a call at the line of the method's name
                ast.copy_location(node, own_line(node.func, node))
            node.func = self._method(node.func)
            reads = node_name in TAKERS
        else:
            node.func = self.visit(node.func)
        if node_name in NAMES:
            node.func = at(node.func, call("function", node.func, line_of(node.func)))
        node.args = [self._look(arg) if reads else self.visit(arg) for arg in node.args]
        node.keywords = [self.visit(keyword) for keyword in node.keywords]
        return node

    def _method(self, node: ast.Attribute) -> ast.expr:
        if can_inline(node.value):
            return self._attribute("got_method", node)
        name, place = ast.Constant(self._mangled(node.attr)), own_line(node)
        return at(place, call("method", self.visit(node.value), name, line_of(place)))

    def _look(self, node: ast.expr) -> ast.expr:
        seen: ast.expr = self.visit(node)
        return at(node, call("look", seen, line_of(node))) if isinstance(node, _PLACES) else seen

    def visit_Starred(self, node: ast.Starred) -> ast.AST:
        is_read = isinstance(node.ctx, ast.Load)
        node.value = self._look(node.value) if is_read else self.visit(node.value)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        node.iter = self._look(node.iter) if not node.is_async else self.visit(node.iter)
        node.target = self.visit(node.target)
        node.ifs = [self._look(test) for test in node.ifs]
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        node.left = self._look(node.left)
        node.comparators = [self._look(other) for other in node.comparators]
        return node

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        node.value = self._look(node.value)
        if node.format_spec:
            node.format_spec = self.visit(node.format_spec)
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        node.operand = self._look(node.operand)
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        node.values = [self._look(value) for value in node.values]
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        node.test = self._look(node.test)
        node.body, node.orelse = self.visit(node.body), self.visit(node.orelse)
        return node

    def _test(self, node: ast.If | ast.While) -> ast.AST:
        node.test = self._look(node.test)
        node.body, node.orelse = self._body(node.body), self._body(node.orelse)
        return node

    visit_If = visit_While = _test


def _imported(scope: Scope) -> set[str]:
    body = getattr(scope.node, "body", [])
    statements = body if isinstance(body, list) else []
    imports = [s for s in statements if isinstance(s, ast.Import | ast.ImportFrom)]
    return {(a.asname or a.name).split(".")[0] for s in imports for a in s.names}
