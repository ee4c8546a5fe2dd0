"""Every private name of CPython's is read in one room, `py/lockstep/cpython/`.

A name with one leading underscore belongs to whoever defines it. Outside that room a module may ask
an object other than its own `self` only for what this module defines, and itself only for what some
module of Lockstep defines; so no name of asyncio's, or of another library's, is meant.
"""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "py" / "lockstep"
ROOM = PACKAGE / "cpython"
#: What belongs to none of the rooms: programs, and a script that runs without Lockstep.
ELSEWHERE = ("scenarios", "exercises/tasks", "reproduce/stock.py")
MODULES = [
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if ROOM not in path.parents and not path.relative_to(PACKAGE).as_posix().startswith(ELSEWHERE)
]
ASKING = {"getattr", "hasattr", "setattr", "delattr"}
#: Names that are private by their looks only: they are documented for everybody.
DOCUMENTED = {"_exit", "_replace", "_asdict", "_fields", "_make", "_name_"}
#: What pytest keeps to itself; `testing/` is the room that knows pytest.
OF_PYTEST = {"_fixtureinfo", "_use_item_location", "_pytest"}
#: A text that is a private name, alone or at the end of a qualified one.
SPELLED = re.compile(r"(?:\w+(?:\.<locals>)?\.)*(_[a-z]\w*[a-z0-9])")


def is_private(name: object) -> bool:
    return (
        isinstance(name, str)
        and name[:1] == "_" != name[1:2] != ""
        and name not in DOCUMENTED | OF_PYTEST
    )


def defined(tree: ast.AST) -> Iterator[str]:
    """Yield what a module defines: by def, class, assignment or annotation."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name) | ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name, ctx=ast.Store()):
                yield name


@cache
def defined_anywhere() -> frozenset[str]:
    trees = (ast.parse(path.read_text()) for path in PACKAGE.rglob("*.py"))
    return frozenset(name for tree in trees for name in defined(tree))


def is_itself(node: ast.expr) -> bool:
    match node:
        case ast.Name(id="self" | "cls") | ast.Call(func=ast.Name(id="super")):
            return True
    return False


def names_asked_for(node: ast.AST, own: set[str]) -> Iterator[tuple[str, str]]:
    """Yield a private name that is not the module's own, and how it asks for it."""
    match node:
        case ast.Attribute(value=value, attr=name):
            if name not in (defined_anywhere() if is_itself(value) else own):
                yield name, f"{ast.unparse(value)}.{name}"
        case ast.Call(func=ast.Name(id=asking), args=[_, ast.Constant(value=str(name)), *_]):
            if asking in ASKING and name not in own:
                yield name, f"{asking}(..., {name!r})"
        case ast.keyword(arg=str(name)):
            if name not in own:
                yield name, f"{name}=..."


def names_imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    match node:
        case ast.ImportFrom(module=module, names=names):
            yield module or "", f"from {module} import ..."
            yield from ((each.name, f"from {module} import {each.name}") for each in names)
        case ast.Import(names=names):
            yield from ((each.name, f"import {each.name}") for each in names)


def names_spelled(node: ast.AST) -> Iterator[tuple[str, str]]:
    match node:
        case ast.Constant(value=str(text)) if spelled := SPELLED.fullmatch(text):
            if spelled[1] not in defined_anywhere() | sys.stdlib_module_names:
                yield spelled[1], repr(text)


def foreign(source: str) -> list[str]:
    """Return where a module asks for a private name that is not its own, in words."""
    tree = ast.parse(source)
    own = set(defined(tree))
    joined = [each for each in ast.walk(tree) if isinstance(each, ast.JoinedStr)]
    parts = {id(part) for each in joined for part in each.values}
    return [
        f"line {node.lineno}: {how}"
        for node in ast.walk(tree)
        if id(node) not in parts
        for name, how in (
            *names_asked_for(node, own),
            *names_imported(node),
            *names_spelled(node),
        )
        if is_private(name)
    ]


@pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: path.relative_to(PACKAGE).with_suffix("").as_posix()
)
def test_no_other_room_reads_a_private_name(path):
    assert foreign(path.read_text()) == []


@pytest.mark.parametrize(
    ("line", "reported"),
    [
        ("future = task._fut_waiter", ["line 1: task._fut_waiter"]),
        ("self._fut_waiter.cancel()", ["line 1: self._fut_waiter"]),
        (
            "lock = getattr(x, '_lock_inside')",
            ["line 1: getattr(..., '_lock_inside')", "line 1: '_lock_inside'"],
        ),
        ("replaced(uuid, _node=1)", ["line 1: _node=..."]),
        ("import _abc", ["line 1: import _abc"]),
        ("from asyncio.tasks import _all_tasks", ["line 1: from asyncio.tasks import _all_tasks"]),
        ("name == 'gather.<locals>._at_the_end'", ["line 1: 'gather.<locals>._at_the_end'"]),
        ("self._observer.step()", []),
        ("def _f(): ...\nmodule._f()", []),
        ("os._exit(1)", []),
    ],
)
def test_a_private_name_of_another_is_found_wherever_it_stands(line, reported):
    assert foreign(line) == reported
