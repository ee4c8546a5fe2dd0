"""What flows where in a program's text: which reads make up a written value, which tests govern it.

A forward analysis of each function by itself, statement by statement, on its syntax tree: for
every local name the lines whose values it may hold (reaching definitions, joined where paths
join), for every assignment and every call the lines that make up its value or its arguments,
for every statement the tests that it is only reached through. Elements of containers and
attributes are followed by their spelling. What a function does with its parameters is told by
the line `PARAMETER`; calls are not followed: the caller of this knows which were made.

Source: F. Nielson, H. R. Nielson, C. Hankin, "Principles of Program Analysis", chapter 2.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

#: The line that stands for whatever a function was given.
PARAMETER = 0

Lines = frozenset[int]
Env = dict[str, Lines]
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Module
_DEFS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_NOTHING: Lines = frozenset()
#: Passes over a loop's body until what flows round it is known; names chains no longer than this.
_PASSES = 3


@dataclass(eq=False)
class Test:
    """A condition that decides whether what follows is reached.

    Attributes:
        expression: the condition.
        sources: the lines whose values it is made of.
        wanted: what it must be for what it governs to be reached.
    """

    expression: ast.expr
    sources: set[int]
    wanted: bool


@dataclass
class Function:
    """What flows in one function.

    Attributes:
        assigned: line -> (what is assigned: a name, '.attribute' or '[]'; the lines it is made of).
        passed: line -> the lines that the arguments of the calls on it are made of.
        returned: the lines that what it returns or yields is made of.
        returns: the expressions that it returns.
        governs: line -> the tests it is reached through, the innermost last.
        values: local name -> what is assigned to it, by plain assignments.
        local_names: names that live in its calls.
    """

    node: FunctionNode
    local_names: frozenset[str]
    assigned: dict[int, list[tuple[str, Lines]]] = field(default_factory=dict)
    passed: dict[int, Lines] = field(default_factory=dict)
    returned: Lines = _NOTHING
    returns: list[ast.expr] = field(default_factory=list)
    governs: dict[int, tuple[Test, ...]] = field(default_factory=dict)
    values: dict[str, list[ast.expr]] = field(default_factory=dict)

    def written(self, line: int, part: str) -> Lines | None:
        """Return what makes up the value assigned to ``part`` on ``line``; None: none is.

        Args:
            part: as in a trace's objects: a name, '.attribute', "['key']", '' for a whole.
        """
        found = self.assigned.get(line)
        if not found:
            return None
        tail = "[]" if part.startswith("[") or not part else part
        alike = [sources for target, sources in found if target == tail]
        return frozenset().union(*alike) if alike else None

    def given(self, line: int) -> Lines:
        """Return what makes up the arguments of the calls on ``line``."""
        return self.passed.get(line, _NOTHING)

    def stored(self, line: int) -> Lines:
        """Return what makes up the values that a setter or ``__setitem__`` is given on ``line``."""
        found = self.assigned.get(line, [])
        return _NOTHING.union(*(made_of for part, made_of in found if part[0] in ".["))


class Program:
    """The functions of a program, by line; empty where the text does not parse."""

    def __init__(self, source: str) -> None:
        self._nodes: list[FunctionNode] = []
        self._flows: dict[FunctionNode, Function] = {}
        self._around: dict[int, Function | None] = {}
        self._constants: dict[str, ast.expr | None] = {}
        try:
            module = ast.parse(source)
            self._nodes = [module, *(n for n in ast.walk(module) if isinstance(n, _DEFS[:2]))]
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            pass

    def function(self, line: int) -> Function | None:
        """Return the innermost function around ``line``."""
        if line in self._around:
            return self._around[line]
        around = [n for n in self._nodes if isinstance(n, ast.Module) or _spans(n, line)]
        innermost = max(around, key=lambda n: getattr(n, "lineno", 0), default=None)
        found = self._around[line] = None if innermost is None else self._flow(innermost)
        return found

    def constant(self, name: str) -> ast.expr | None:
        """Return what a global is bound to, if that is one constant and nothing binds it again."""
        if name not in self._constants:
            self._constants[name] = self._bound_once(name)
        return self._constants[name]

    def _bound_once(self, name: str) -> ast.expr | None:
        flows = [self._flow(node) for node in self._nodes]
        bound = [value for flow in flows for value in flow.values.get(name, [])
                 if name not in flow.local_names]  # fmt: skip
        targets = [target for flow in flows if name not in flow.local_names
                   for line in flow.assigned.values() for target, _ in line]  # fmt: skip
        is_one = len(bound) == 1 and targets.count(name) == 1
        return bound[0] if is_one and isinstance(bound[0], ast.Constant) else None

    def test_lines(self) -> frozenset[int]:
        """Return the lines that any test is made of."""
        flows = [self._flow(node) for node in self._nodes]
        tests = [t for flow in flows for each in flow.governs.values() for t in each]
        return frozenset().union(*(test.sources for test in tests))

    def decisive_names(self) -> dict[int, frozenset[str]]:
        """Return, for each line a test is made of, the local names that the test mentions."""
        names: dict[int, set[str]] = {}
        for node in self._nodes:
            flow = self._flow(node)
            tests = {id(t.expression): t for each in flow.governs.values() for t in each}
            for test in tests.values():
                _mention(flow, test.expression, test.sources, names)
            for returned in flow.returns:
                lines = range(returned.lineno, (returned.end_lineno or returned.lineno) + 1)
                _mention(flow, returned, lines, names)
        return {line: frozenset(found) for line, found in names.items()}

    def _flow(self, node: FunctionNode) -> Function:
        if node not in self._flows:
            try:
                self._flows[node] = _Analysis(node).run()
            except RecursionError:
                self._flows[node] = Function(node, frozenset())
        return self._flows[node]


@functools.lru_cache(maxsize=4)
def of(source: str) -> Program:
    """Return the program of a text, analysed once."""
    return Program(source)


def _spans(node: ast.FunctionDef | ast.AsyncFunctionDef, line: int) -> bool:
    return node.lineno <= line <= (node.end_lineno or node.lineno)


def _mention(
    flow: Function, expression: ast.expr, lines: Iterable[int], into: dict[int, set[str]]
) -> None:
    mentioned = {n.id for n in ast.walk(expression) if isinstance(n, ast.Name)} & flow.local_names
    if mentioned:
        for line in lines:
            into.setdefault(line, set()).update(mentioned)


def _own(node: FunctionNode) -> Iterator[ast.AST]:
    """Yield the nodes of a function without those of the functions and classes inside it."""
    todo: list[ast.AST] = list(node.body)
    while todo:
        each = todo.pop()
        yield each
        if not isinstance(each, (*_DEFS, ast.Lambda)):
            todo.extend(ast.iter_child_nodes(each))


def _parameters(node: FunctionNode) -> list[str]:
    if isinstance(node, ast.Module):
        return []
    args = node.args
    extra = [a for a in (args.vararg, args.kwarg) if a]
    return [a.arg for a in (*args.posonlyargs, *args.args, *args.kwonlyargs, *extra)]


def _local_names(node: FunctionNode) -> frozenset[str]:
    if isinstance(node, ast.Module):
        return frozenset()
    bound = set(_parameters(node))
    elsewhere: set[str] = set()
    for each in _own(node):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            bound.add(each.id)
        elif isinstance(each, ast.Global | ast.Nonlocal):
            elsewhere.update(each.names)
    return frozenset(bound - elsewhere)


def _joined(*envs: Env | None) -> Env | None:
    """Return what holds where paths join; None stands for a path that is never gone."""
    alive = [env for env in envs if env is not None]
    if not alive:
        return None
    joined: Env = {}
    for env in alive:
        for name, lines in env.items():
            joined[name] = joined.get(name, _NOTHING) | lines
    return joined


class _Analysis:
    """Walks one function in the order in which it would run."""

    def __init__(self, node: FunctionNode) -> None:
        self._found = Function(node, _local_names(node))
        self._tests: list[Test] = []
        self._test_of: dict[tuple[int, bool], Test] = {}
        self._left: list[list[Env]] = []  # of each loop around: what holds at its breaks
        self._again: list[list[Env]] = []  # ... and where it goes on with the next turn

    def run(self) -> Function:
        node = self._found.node
        names = _parameters(node)
        given = names[1:] if names[:1] in (["self"], ["cls"]) else names
        self._block(node.body, {name: frozenset((PARAMETER,)) for name in given})
        return self._found

    # --- statements -------------------------------------------------------------------------

    def _block(self, statements: list[ast.stmt], env: Env | None) -> Env | None:
        depth = len(self._tests)
        after = self._passed_through(statements, env)
        del self._tests[depth:]
        return after

    def _passed_through(self, statements: list[ast.stmt], env: Env | None) -> Env | None:
        """Walk a block that what follows is only reached through: its tests hold there too."""
        for statement in statements:
            if env is None:
                break
            env = self._statement(statement, env)
        return env

    def _statement(self, node: ast.stmt, env: Env) -> Env | None:
        self._governed(node)
        handler = getattr(self, f"_on_{type(node).__name__}", None)
        if handler is not None:
            after: Env | None = handler(node, dict(env))
            return after
        if isinstance(node, _DEFS):
            env[node.name] = self._captured(node, env)
        else:
            for each in ast.iter_child_nodes(node):
                if isinstance(each, ast.expr):
                    self._value(each, env)
        return env

    def _captured(self, node: ast.AST, env: Env) -> Lines:
        """Return what the names are made of that a function defined here may look at."""
        names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        return _NOTHING.union(*(env.get(name, _NOTHING) for name in names))

    def _governed(self, node: ast.stmt) -> None:
        body = getattr(node, "body", None) or getattr(node, "cases", None)
        last = node.end_lineno or node.lineno
        if body:
            last = max(node.lineno, getattr(body[0], "lineno", node.lineno + 1) - 1)
        for line in range(node.lineno, last + 1):
            known = self._found.governs.get(line, ())
            new = tuple(test for test in self._tests if test not in known)
            self._found.governs[line] = known + new

    def _on_Assign(self, node: ast.Assign, env: Env) -> Env:
        for target in node.targets:
            self._assign(target, node.value, env)
        return env

    def _on_AnnAssign(self, node: ast.AnnAssign, env: Env) -> Env:
        if node.value is not None:
            self._assign(node.target, node.value, env)
        return env

    def _on_AugAssign(self, node: ast.AugAssign, env: Env) -> Env:
        sources = self._value(node.value, env) | self._value(node.target, env)
        self._bind(node.target, sources, env)
        return env

    def _assign(self, target: ast.expr, value: ast.expr, env: Env) -> None:
        pairwise = isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple)
        if pairwise and len(target.elts) == len(value.elts):  # type: ignore[attr-defined]
            before = dict(env)
            for one, part in zip(target.elts, value.elts, strict=True):  # type: ignore[attr-defined]
                self._bind(one, self._value(part, before), env)
            return
        if isinstance(target, ast.Name):
            known = self._found.values.setdefault(target.id, [])
            if value not in known:
                known.append(value)
        self._bind(target, self._value(value, env), env)

    def _bind(self, target: ast.expr, sources: Lines, env: Env) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            for each in target.elts:
                self._bind(each, sources, env)
            return
        if isinstance(target, ast.Starred):
            self._bind(target.value, sources, env)
            return
        if isinstance(target, ast.Name):
            tail, path = target.id, target.id
        else:
            tail = f".{target.attr}" if isinstance(target, ast.Attribute) else "[]"
            path = ast.unparse(target)
        env[path] = sources
        for line in {target.lineno, target.end_lineno or target.lineno}:
            self._found.assigned.setdefault(line, []).append((tail, sources))

    def _on_Expr(self, node: ast.Expr, env: Env) -> Env:
        sources = self._value(node.value, env)
        call = node.value.value if isinstance(node.value, ast.Await) else node.value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            # a method may keep what it is given: seen.append(value)
            path = ast.unparse(call.func.value)
            env[path] = env.get(path, _NOTHING) | sources
        return env

    def _on_Return(self, node: ast.Return, env: Env) -> None:
        if node.value is not None:
            self._found.returned |= self._value(node.value, env)
            if node.value not in self._found.returns:
                self._found.returns.append(node.value)

    def _on_Raise(self, node: ast.Raise, env: Env) -> None:
        for part in (node.exc, node.cause):
            if part is not None:
                self._value(part, env)

    def _on_Break(self, node: ast.Break, env: Env) -> None:
        if self._left:
            self._left[-1].append(env)

    def _on_Continue(self, node: ast.Continue, env: Env) -> None:
        if self._again:
            self._again[-1].append(env)

    def _on_If(self, node: ast.If, env: Env) -> Env | None:
        yes, no = self._test(node.test, True, env), self._test(node.test, False, env)
        body = self._under(yes, node.body, env)
        other = self._under(no, node.orelse, env)
        if body is None and other is not None:
            self._tests.append(no)  # what follows is only reached if it was untrue
        elif other is None and body is not None:
            self._tests.append(yes)
        return _joined(body, other)

    def _on_While(self, node: ast.While, env: Env) -> Env | None:
        left: list[Env] = []
        around: Env | None = env
        for _ in range(_PASSES):
            assert around is not None
            yes = self._test(node.test, True, around)
            after, left = self._iteration(yes, node.body, around)
            around = _joined(around, after)
        no = self._test(node.test, False, around or env)
        other = self._under(no, node.orelse, around or env)
        is_endless = isinstance(node.test, ast.Constant) and bool(node.test.value)
        if not left and not is_endless:
            self._tests.append(no)
        return _joined(None if is_endless else other, *left)

    def _iteration(
        self, test: Test | None, body: list[ast.stmt], env: Env
    ) -> tuple[Env | None, list[Env]]:
        self._left.append([])
        self._again.append([])
        after = self._under(test, body, env)
        return _joined(after, *self._again.pop()), self._left.pop()

    def _on_For(self, node: ast.For | ast.AsyncFor, env: Env) -> Env | None:
        left: list[Env] = []
        around: Env = env
        for _ in range(_PASSES):
            inside = dict(around)
            self._bind(node.target, self._value(node.iter, around), inside)
            after, left = self._iteration(None, node.body, inside)
            around = _joined(around, after) or around
        other = self._block(node.orelse, around)
        return _joined(other, *left)

    _on_AsyncFor = _on_For

    def _on_With(self, node: ast.With | ast.AsyncWith, env: Env) -> Env | None:
        for item in node.items:
            sources = self._value(item.context_expr, env)
            if item.optional_vars is not None:
                self._bind(item.optional_vars, sources, env)
        return self._passed_through(node.body, env)

    _on_AsyncWith = _on_With

    def _on_Try(self, node: ast.Try | ast.TryStar, env: Env) -> Env | None:
        depth = len(self._tests)
        walk = self._block if node.handlers else self._passed_through
        body = walk(node.body, env)
        broken = _joined(env, body, self._anywhere(node.body, env)) or env
        ends = [self._block(handler.body, dict(broken)) for handler in node.handlers]
        well = self._block(node.orelse, body) if body is not None else None
        after = _joined(well, *ends)
        if not node.finalbody:
            return after
        passed = self._tests[depth:]
        del self._tests[depth:]  # it is reached whatever happened
        final = self._block(node.finalbody, _joined(after, broken))
        self._tests += passed
        return final if after is not None else None

    _on_TryStar = _on_Try

    def _anywhere(self, body: list[ast.stmt], env: Env) -> Env:
        """Return what may hold where a block was left in its middle."""
        depth = len(self._tests)
        every, here = dict(env), dict(env)
        for statement in body:
            after = self._statement(statement, here)
            if after is None:
                break
            here = after
            every = _joined(every, here) or every
        del self._tests[depth:]
        return every

    def _on_Match(self, node: ast.Match, env: Env) -> Env | None:
        sources = self._value(node.subject, env)
        ends: list[Env | None] = [env]
        for case in node.cases:
            inside = dict(env)
            for name in _captures(case.pattern):
                inside[name] = sources
            if case.guard is not None:
                self._value(case.guard, inside)
            ends.append(self._block(case.body, inside))
        return _joined(*ends)

    def _test(self, expression: ast.expr, wanted: bool, env: Env) -> Test:
        test = self._test_of.get((id(expression), wanted))
        if test is None:
            test = self._test_of[id(expression), wanted] = Test(expression, set(), wanted)
        test.sources |= self._value(expression, env)
        return test

    def _under(self, test: Test | None, body: list[ast.stmt], env: Env) -> Env | None:
        if test is None:
            return self._block(body, dict(env))
        self._tests.append(test)
        after = self._block(body, dict(env))
        self._tests.pop()
        return after

    # --- expressions ------------------------------------------------------------------------

    def _value(self, node: ast.expr, env: Env) -> Lines:
        """Return the lines whose values make up that of an expression."""
        if isinstance(node, ast.Constant | ast.Lambda):
            return self._captured(node, env)
        if isinstance(node, ast.Name):
            own = _NOTHING if node.id in self._found.local_names else {node.lineno}
            return env.get(node.id, _NOTHING) | own
        if isinstance(node, ast.Attribute | ast.Subscript):
            return self._part(node, env)
        if isinstance(node, ast.NamedExpr):
            self._assign(node.target, node.value, env)
            return env[node.target.id]
        if isinstance(node, ast.Call):
            return self._call(node, env)
        return self._made_of_parts(node, env)

    def _part(self, node: ast.Attribute | ast.Subscript, env: Env) -> Lines:
        if isinstance(node, ast.Subscript):
            self._value(node.slice, env)
        own = {node.lineno, node.end_lineno or node.lineno}
        return env.get(ast.unparse(node), _NOTHING) | own | self._value(node.value, env)

    def _made_of_parts(self, node: ast.expr, env: Env) -> Lines:
        made_of = _NOTHING.union(*(self._value(each, env) for each in _expressions(node)))
        if isinstance(node, ast.Yield | ast.YieldFrom):
            self._found.returned |= made_of
        if isinstance(node, ast.Await | ast.Yield | ast.YieldFrom):
            made_of |= {node.lineno}
        return made_of

    def _call(self, node: ast.Call, env: Env) -> Lines:
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        given = frozenset().union(*(self._value(each, env) for each in arguments))
        own = {node.lineno, node.func.end_lineno or node.lineno}
        for line in own:
            self._found.passed[line] = self._found.passed.get(line, _NOTHING) | given
        holder = node.func.value if isinstance(node.func, ast.Attribute) else node.func
        is_known = not isinstance(holder, ast.Name) or holder.id in env
        return given | own | (self._value(holder, env) if is_known else _NOTHING)


def _expressions(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions right below a node, those of comprehensions and slices included."""
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.expr):
            yield each
        elif isinstance(each, ast.comprehension | ast.keyword):
            yield from _expressions(each)


def _captures(pattern: ast.AST) -> Iterator[str]:
    for each in ast.walk(pattern):
        name = getattr(each, "rest" if isinstance(each, ast.MatchMapping) else "name", None)
        if isinstance(name, str):
            yield name
