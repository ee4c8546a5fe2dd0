"""Turn the learner's text into observed code with the learner's own line numbers.

Every access to what tasks could share (attributes, container elements, globals that change,
closure cells that change) is replaced by a call on the probe, which does the same operation
and reports it. The order of evaluation stays what Python's reference says it is: in
``self.balance += await io()`` the balance is read before the await and written after it.
"""

from __future__ import annotations

import ast
import contextlib
import sys
from collections.abc import Iterator
from types import CodeType
from typing import Any, TypeVar

from lockstep.library import NAMES, TAKERS
from lockstep.scopes import SCOPES, Scope, Scopes

PROBE = "__lockstep__"
_END_OF_LINE = 9999
_NESTING = 50_000

#: Builtins that look into a container they are given, without changing it.
_READERS = frozenset(
    "len sum sorted min max list tuple set frozenset dict any all print repr str enumerate zip "
    "map filter reversed iter bool".split()
)
_PLACES = (ast.Name, ast.Attribute, ast.Subscript)
_GROWING = (ast.Add, ast.Mult, ast.BitOr, ast.BitAnd, ast.BitXor, ast.Sub)
_MAKERS = (ast.Call, ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)

N = TypeVar("N", bound=ast.AST)


class SourceError(ValueError):
    """The learner's text is no Python program.

    Attributes:
        line: the line in question, from 1, or None.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def instrument(source: str, filename: str) -> CodeType:
    """Compile ``source`` so that running it reports to the probe called ``__lockstep__``.

    Raises:
        SourceError: it does not compile, or is nested too deeply to be observed.
    """
    try:
        compile(source, filename, "exec", dont_inherit=True)
        with _room_for_nesting():
            module = ast.parse(source, filename)
            observed = ast.fix_missing_locations(_Observe(Scopes(module)).visit(module))
            return compile(observed, filename, "exec", dont_inherit=True)
    except SyntaxError as error:
        where = f"{filename}:{error.lineno}: " if error.lineno else f"{filename}: "
        raise SourceError(f"{where}{type(error).__name__}: {error.msg}", error.lineno) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise SourceError(f"{filename}: cannot be compiled: {error}") from None


@contextlib.contextmanager
def _room_for_nesting() -> Iterator[None]:
    # a hundred elifs are a hundred levels of the tree, and several of our calls each
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _NESTING))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


class _Observe(ast.NodeTransformer):
    def __init__(self, scopes: Scopes) -> None:
        self._scopes = scopes
        self._path: list[Scope] = []

    # --- where we are ---------------------------------------------------------------------

    def visit(self, node: ast.AST) -> Any:
        if not isinstance(node, SCOPES):
            return super().visit(node)
        self._path.append(self._scopes.of[node])
        try:
            return super().visit(node)
        finally:
            self._path.pop()

    @property
    def _here(self) -> Scope:
        return self._path[-1]

    def _outside(self, nodes: list[Any]) -> list[Any]:
        """Visit what belongs to a function's text but is evaluated around it."""
        inner = self._path.pop()
        visited = [node and self.visit(node) for node in nodes]
        self._path.append(inner)
        return visited

    def _mangled(self, name: str) -> str:
        if not name.startswith("__") or name.endswith("__"):
            return name
        for scope in reversed(self._path):
            if isinstance(scope.node, ast.ClassDef):
                return f"_{scope.node.name.lstrip('_')}{name}"
        return name

    # --- definitions: annotations are left alone -------------------------------------------

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        node.decorator_list = self._outside(node.decorator_list)
        self._defaults(node.args)
        node.body = self._body(node.body)
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = _function

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        self._defaults(node.args)
        node.body = self.visit(node.body)
        return node

    def _defaults(self, args: ast.arguments) -> None:
        args.defaults = self._outside(args.defaults)
        args.kw_defaults = self._outside(args.kw_defaults)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.decorator_list = self._outside(node.decorator_list)
        node.bases = self._outside(node.bases)
        node.keywords = self._outside(node.keywords)
        node.body = self._body(node.body)
        return node

    def _untouched(self, node: ast.AST) -> ast.AST:
        return node

    visit_MatchValue = visit_MatchClass = visit_MatchMapping = _untouched
    visit_TypeAlias = _untouched

    def _body(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        result: list[ast.stmt] = []
        for statement in statements:
            seen = self.visit(statement)
            result.extend(seen if isinstance(seen, list) else [seen])
        return result

    # --- reads ----------------------------------------------------------------------------

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if self._is_plain(node):
            return self.generic_visit(node)
        place = _own_line(node)
        where = [self.visit(node.value), ast.Constant(self._mangled(node.attr)), _line(place)]
        if isinstance(node.ctx, ast.Load):
            return _at(place, _call("get", *where))
        return _at(place, ast.Attribute(_call("slot", *where), "value", node.ctx))

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
        value, key = self.visit(node.value), self._key(node)
        if isinstance(node.ctx, ast.Load):
            return _at(node, _call("item", value, key, _line(node)))
        entry = _call("entry", value, key, _line(node))
        return _at(node, ast.Attribute(entry, "value", node.ctx))

    def _key(self, node: ast.Subscript) -> ast.expr:
        key: ast.expr = self.visit(node.slice)
        parts = key.elts if isinstance(key, ast.Tuple) else [key]
        if any(isinstance(part, ast.Slice | ast.Starred) for part in parts):
            return ast.Subscript(_probe("key"), key, ast.Load())
        return key

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if not isinstance(node.ctx, ast.Load):
            return node
        kind = self._here.kind_of(node.id)
        if kind == "global":
            return _at(node, _call("name", node, ast.Constant(node.id), _line(node)))
        if kind == "cell":
            return _at(node, _call("cell", node, _cell(node), ast.Constant(node.id), _line(node)))
        return node

    # --- looking into a container -----------------------------------------------------------

    def visit_Call(self, node: ast.Call) -> ast.AST:
        node_name = getattr(node.func, "id", getattr(node.func, "attr", None))
        reads = isinstance(node.func, ast.Name) and node_name in _READERS
        if isinstance(node.func, ast.Name) and self._here.owner(node.func.id) is not None:
            reads = False
        if isinstance(node.func, ast.Attribute) and not self._is_plain(node.func):
            if not _is_open(node):  # Python reports such a call at the line of the method's name
                ast.copy_location(node, _own_line(node.func, node))
            node.func = self._method(node.func)
            reads = node_name in TAKERS
        else:
            node.func = self.visit(node.func)
        if node_name in NAMES:
            node.func = _at(node.func, _call("function", node.func, _line(node.func)))
        node.args = [self._look(arg) if reads else self.visit(arg) for arg in node.args]
        node.keywords = [self.visit(keyword) for keyword in node.keywords]
        return node

    def _method(self, node: ast.Attribute) -> ast.expr:
        name, place = ast.Constant(self._mangled(node.attr)), _own_line(node)
        return _at(place, _call("method", self.visit(node.value), name, _line(place)))

    def _look(self, node: ast.expr) -> ast.expr:
        seen: ast.expr = self.visit(node)
        return _at(node, _call("look", seen, _line(node))) if isinstance(node, _PLACES) else seen

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

    # --- writes ---------------------------------------------------------------------------

    def visit_Assign(self, node: ast.Assign) -> Any:
        unpacks = any(isinstance(target, ast.Tuple | ast.List) for target in node.targets)
        seen = self._look(node.value) if unpacks else self.visit(node.value)
        node.value = self._named(node.targets, seen, node.value)
        notes = self._notes(node.targets)
        node.targets = [self.visit(target) for target in node.targets]
        return [node, *notes]

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        if node.value is not None:
            node.value = self._named([node.target], self.visit(node.value), node.value)
        notes = self._notes([node.target]) if node.value is not None else []
        node.target = self.visit(node.target)
        return [node, *notes]

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
        inside = self._here.node
        prefix = f"{inside.name}." if isinstance(inside, ast.ClassDef) else ""
        return _at(value, _call("named", seen, ast.Constant(prefix + target.id), _line(value)))

    def _notes(self, targets: list[ast.expr]) -> list[ast.stmt]:
        """Statements that report what was just bound to names that can be shared."""
        names = [n for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)]
        return [
            _at(name, ast.Expr(note))
            for name in names
            if isinstance(name.ctx, ast.Store) and (note := self._note(name))
        ]

    def _note(self, name: ast.Name, value: ast.expr | None = None) -> ast.expr | None:
        kind, loaded = self._here.kind_of(name.id), ast.Name(name.id, ast.Load())
        if kind == "local":
            return None
        what, which = value or loaded, [ast.Constant(name.id), _line(name)]
        if kind == "global":
            return _at(name, _call("wrote_name", what, *which))
        return _at(name, _call("wrote_cell", what, _cell(loaded), *which))

    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.AST:
        node.value = self.visit(node.value)
        return self._note(node.target, node) or node

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        target, value = node.target, self.visit(node.value)
        operator = ast.Constant(type(node.op).__name__)
        if isinstance(target, ast.Attribute):
            name = ast.Constant(self._mangled(target.attr))
            begun = _call("slot", self.visit(target.value), name, _line(_own_line(target)))
        elif isinstance(target, ast.Subscript):
            begun = _call("entry", self.visit(target.value), self._key(target), _line(target))
        elif self._here.kind_of(target.id) == "local":
            node.value = value
            return [node, *_grown(node, target)]
        else:
            return self._augment_name(node, target, value, operator)
        started = _at(_own_line(target), _call_on(begun, "begin", operator))
        return _at(node, ast.Expr(_call_on(started, "finish", value)))

    def _augment_name(
        self, node: ast.AugAssign, target: ast.Name, value: ast.expr, operator: ast.expr
    ) -> list[ast.AST]:
        read = self.visit(_at(target, ast.Name(target.id, ast.Load())))
        result = _call_on(_call("begin", read, operator, _line(target)), "finish", value)
        return [_at(node, ast.Assign([target], result)), *self._notes([target])]

    def _for(self, node: ast.For | ast.AsyncFor) -> ast.AST:
        node.iter = self._look(node.iter) if isinstance(node, ast.For) else self.visit(node.iter)
        notes = self._notes([node.target])
        node.target = self.visit(node.target)
        node.body = [*notes, *self._body(node.body)]
        node.orelse = self._body(node.orelse)
        return node

    visit_For = visit_AsyncFor = _for

    def _with(self, node: ast.With | ast.AsyncWith) -> ast.AST:
        targets = [item.optional_vars for item in node.items if item.optional_vars]
        notes = self._notes(targets)
        node.items = [self.visit(item) for item in node.items]
        node.body = [*notes, *self._body(node.body)]
        return node

    visit_With = visit_AsyncWith = _with


def _grown(node: ast.AugAssign, target: ast.Name) -> list[ast.stmt]:
    """A statement that tells of ``items += more`` where ``items`` is a local name of a list."""
    if isinstance(node.value, ast.Constant | ast.JoinedStr) or not isinstance(node.op, _GROWING):
        return []
    note = _call("grown", ast.Name(target.id, ast.Load()), _line(target))
    return [_at(node, ast.Expr(note))]


def _imported(scope: Scope) -> set[str]:
    body = getattr(scope.node, "body", [])
    statements = body if isinstance(body, list) else []
    imports = [s for s in statements if isinstance(s, ast.Import | ast.ImportFrom)]
    return {(a.asname or a.name).split(".")[0] for s in imports for a in s.names}


def _at[N: ast.AST](place: ast.AST, node: N) -> N:
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


def _own_line(node: ast.expr, whole: ast.expr | None = None) -> ast.expr:
    """Return a location for ``whole``, by default ``node``: an attribute's is its name's line."""
    whole = whole or node
    if not isinstance(node, ast.Attribute) or node.lineno == node.end_lineno:
        return whole
    place = ast.copy_location(ast.Constant(None), whole)
    place.lineno = node.end_lineno or node.lineno
    place.col_offset = max(0, (node.end_col_offset or 0) - len(node.attr))
    return place


def _is_open(node: ast.Call) -> bool:
    """Return whether a call has arguments behind stars."""
    starred = any(isinstance(argument, ast.Starred) for argument in node.args)
    return starred or any(keyword.arg is None for keyword in node.keywords)


def _line(node: ast.expr) -> ast.expr:
    return ast.Constant(node.lineno)


def _probe(name: str) -> ast.expr:
    return ast.Attribute(ast.Name(PROBE, ast.Load()), name, ast.Load())


def _call(name: str, *args: ast.expr) -> ast.expr:
    return ast.Call(_probe(name), list(args), [])


def _call_on(value: ast.expr, name: str, *args: ast.expr) -> ast.expr:
    return ast.Call(ast.Attribute(value, name, ast.Load()), list(args), [])


def _cell(name: ast.Name) -> ast.expr:
    """A lambda that captures ``name`` and is never called: its closure is the very cell."""
    nothing = ast.arguments([], [], None, [], [], None, [])
    return ast.Lambda(nothing, ast.Name(name.id, ast.Load()))
