"""Builtins, modules, asyncio's classes: whatever a program puts there is gone after its run.

A program may replace `print`, patch `asyncio.sleep` or `Lock.acquire`, or keep something in
`sys.modules`. The next run in this process has to find everything as the first one did, and what
we ourselves do after a run needs its builtins back. A look at every module takes a millisecond, so
it is taken only where the program's text may change some by name; of the modules that it imports
the names, and what their containers and objects hold, are put back in any case, since a function
of theirs may change that.
"""

from __future__ import annotations

import ast
import asyncio
import builtins
import contextlib
import copy
import functools
import importlib
import sys
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter, is_
from typing import NamedTuple

#: Builtins that a program replaces for itself, and that neither asyncio nor we use in a run.
_ITS_OWN = frozenset({"print", "input", "open", "help", "exit", "quit", "_", "breakpoint"})
#: How a doubt about one of the others begins.
REPLACES_A_BUILTIN = "it replaces the builtin"
#: Names by which an attribute can be set without saying which.
_UNNAMED = frozenset({
    "setattr", "delattr", "vars", "modules", "patch", "reload", "import_module", "__import__",
    "__dict__", "__setattr__", "__delattr__", "exec", "eval", "globals",
    "__code__", "__defaults__", "__kwdefaults__", "__func__",
})  # fmt: skip
#: What can be put into a function, besides attributes of one's own.
_OF_FUNCTIONS = (
    *("__code__", "__defaults__", "__kwdefaults__"),
    *("__doc__", "__name__", "__qualname__", "__module__"),
)
_parts_of = attrgetter(*_OF_FUNCTIONS)
#: Modules whose containers are the process's own, or put back elsewhere.
_OF_THE_PROCESS = frozenset({
    *("sys", "builtins", "asyncio", "threading", "concurrent", "multiprocessing", "os", "weakref"),
    *("time", "random", "warnings", "linecache", "__main__"),
})  # fmt: skip
_OF_LIBRARY = sys.stdlib_module_names - {"__main__", "builtins"}
_NOT_TO_IMPORT = frozenset({"__main__", "antigravity", "this", "builtins", "idlelib", "turtle"})
_Names = dict[str, object]
_BUILTINS: _Names = vars(builtins)


class OwnBuiltins:
    """Puts back the builtins; tells which were replaced that not only the program itself uses.

    A plain class, since `contextlib` needs builtins, and nothing here may.
    """

    def __init__(self, was_replaced: Callable[[str], None]) -> None:
        self._was_replaced = was_replaced

    def __enter__(self) -> None:
        self._before = _BUILTINS.copy()

    def __exit__(self, *_: object) -> None:
        now, before = _BUILTINS.copy(), self._before
        _BUILTINS.update(before)
        if _identities(now) == _identities(before):
            return
        for name in now.keys() - before.keys():
            del _BUILTINS[name]
        changed = {name for name in before if now.get(name, now) is not before[name]}
        for name in sorted(changed - _ITS_OWN):
            self._was_replaced(name)


def _identities(names: _Names) -> list[int]:
    return [*map(id, names), *map(id, names.values())]


@contextlib.contextmanager
def as_found(source: str) -> Iterator[None]:
    """Put back modules, what they hold, classes and functions, if ``source`` may change them."""
    imported, may_change = reach_of(source)
    with _insides_as_found(imported):
        if not may_change:
            yield
            return
        for name in imported:
            with contextlib.suppress(Exception):
                importlib.import_module(name)  # so that it, too, is as it was before the run
        modules = dict(sys.modules)
        names = [(vars(m), dict(vars(m))) for m in list(modules.values()) if _is_librarys(m)]
        classes = [(kind, dict(vars(kind))) for kind in classes_of(imported)]
        functions = _functions_in([*_names_of(imported)[1], *(now for _, now in classes)])
        contents = [(function, _content_of(function)) for function in functions]
        try:
            yield
        finally:
            for function, content in contents:
                content.put_back(function)
            _put_back_modules(modules)
            for now, before in names:
                _put_back_names(now, before)
            for kind, attributes in classes:
                _put_back_class(kind, attributes)


@contextlib.contextmanager
def _insides_as_found(imported: tuple[str, ...]) -> Iterator[None]:
    """Put back the names of modules, and what their containers and objects hold."""
    modules = _found(tuple(name for name in imported if not _is_of_process(name)))
    names = [(vars(module), dict(vars(module))) for module in modules]
    held = [inside for module in modules for _, inside in containers(module)]
    before = [copy.copy(inside) for inside in held]
    try:
        yield
    finally:
        for now, was in names:
            _put_back_names(now, was)
        for inside, held_before in zip(held, before, strict=True):
            _put_back_inside(inside, held_before)


def _found(names: tuple[str, ...]) -> list[types.ModuleType]:
    """Return modules, imported if need be, so that they are as they were before the run."""
    for name in names:
        if name not in sys.modules:
            with contextlib.suppress(Exception):
                importlib.import_module(name)
    modules = [sys.modules.get(name) for name in names]
    return [module for module in modules if module is not None and _is_librarys(module)]


def _is_of_process(name: str) -> bool:
    return name.partition(".")[0] in _OF_THE_PROCESS


Container = list[object] | dict[object, object] | set[object]


def containers(module: types.ModuleType) -> list[tuple[str, Container]]:
    """Return the lists, dicts and sets that a module's names hold, and its objects' attributes."""
    found: list[tuple[str, Container]] = []
    for name, value in list(vars(module).items()):
        kind = type(value)
        if name.startswith("__"):
            continue
        if kind is list or kind is dict or kind is set:
            found.append((name, value))
        elif type.__dict__["__module__"].__get__(kind) == module.__name__:
            attributes = getattr(value, "__dict__", None)
            if type(attributes) is dict:
                found.append((name, attributes))
    return found


def _put_back_inside(now: Container, before: Container) -> None:
    if list(map(id, now)) == list(map(id, before)) and now == before:
        return
    now.clear()
    if isinstance(now, list):
        now.extend(before)
    else:
        now.update(before)  # type: ignore[arg-type] # the two are of one type


def _is_librarys(module: object) -> bool:
    if type(module) is not types.ModuleType:
        return False
    name = str(vars(module).get("__name__"))  # somebody may have emptied it
    return name.partition(".")[0] in _OF_LIBRARY


def classes_of(imported: tuple[str, ...]) -> list[type]:
    """Return the classes that asyncio and the imported modules have made in Python."""
    roots, names = _names_of(imported)
    found = {id(x): x for each in names for x in each.values() if isinstance(x, type)}
    return [
        kind for kind in found.values() if str(vars(kind).get("__module__")).split(".")[0] in roots
    ]


def _names_of(imported: tuple[str, ...]) -> tuple[set[str], list[_Names]]:
    """Return the packages of asyncio and the imported modules, and what their modules have."""
    roots = {"asyncio", *(name.partition(".")[0] for name in imported)}
    modules = [m for name, m in list(sys.modules.items()) if name.partition(".")[0] in roots]
    return roots, [vars(module) for module in modules if _is_librarys(module)]


def _put_back_modules(before: dict[str, types.ModuleType]) -> None:
    """Put back what was there; keep what was imported meanwhile, and drop what was made up."""
    for name, module in list(sys.modules.items()):
        if name not in before and getattr(module, "__spec__", None) is None:
            del sys.modules[name]
    if any(sys.modules.get(name, before) is not module for name, module in before.items()):
        sys.modules.update(before)


def _is_unchanged(now: Mapping[str, object], before: _Names) -> bool:
    """Return whether names stand for the same objects, in the same order; that is soon seen."""
    return (
        len(now) == len(before)
        and all(map(is_, now, before))
        and all(map(is_, now.values(), before.values()))
    )


def _put_back_names(now: _Names, before: _Names) -> None:
    if _is_unchanged(now, before):
        return
    for name in now.keys() - before.keys():
        if type(now[name]) is not types.ModuleType:  # else it was imported meanwhile
            del now[name]
    for name, value in before.items():
        if now.get(name, before) is not value:
            now[name] = value


def _put_back_class(kind: type, before: _Names) -> None:
    now = vars(kind)
    if _is_unchanged(now, before):
        return
    for name in [name for name in now if name not in before]:
        with contextlib.suppress(AttributeError, TypeError):
            delattr(kind, name)
    for name, value in before.items():
        if now.get(name, before) is not value:
            with contextlib.suppress(AttributeError, TypeError):
                setattr(kind, name, value)


def _functions_in(namespaces: Iterable[_Names]) -> list[types.FunctionType]:
    """Return the functions that modules and classes have, once each."""
    found: dict[int, types.FunctionType] = {}
    for names in namespaces:
        for value in names.values():
            bare = value.__func__ if isinstance(value, staticmethod | classmethod) else value
            if type(bare) is types.FunctionType:
                found[id(bare)] = bare
    return list(found.values())


class _Content(NamedTuple):
    """What a function consists of: its parts, its attributes, and its keyword-only defaults."""

    parts: tuple[object, ...]
    attributes: _Names
    defaults: _Names | None

    @classmethod
    def of(cls, function: types.FunctionType) -> _Content:
        defaults = function.__kwdefaults__
        return cls(_parts_of(function), vars(function).copy(), defaults and defaults.copy())

    def put_back(self, function: types.FunctionType) -> None:
        if not all(map(is_, _parts_of(function), self.parts)):
            for name, part in zip(_OF_FUNCTIONS, self.parts, strict=True):
                setattr(function, name, part)
        if self.defaults and function.__kwdefaults__:
            _put_back_names(function.__kwdefaults__, self.defaults)
        attributes = vars(function)
        if attributes or self.attributes:
            _put_back_names(attributes, self.attributes)


@functools.lru_cache(10_000)
def _content_of(function: types.FunctionType) -> _Content:
    """Return what a function of the library consists of before any program runs, and after each."""
    return _Content.of(function)


@functools.lru_cache(8)
def reach_of(source: str) -> tuple[tuple[str, ...], bool]:
    """Return the modules of the library that a program imports, and if it may change some."""
    nodes = list(ast.walk(ast.parse(source)))
    imports = [node for node in nodes if isinstance(node, ast.Import)]
    whole = [alias for node in imports for alias in node.names]
    single = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    modules = {alias.asname or alias.name.partition(".")[0] for alias in whole}
    bound = modules | {alias.asname or alias.name for node in single for alias in node.names}
    bound |= _other_names(nodes, bound)
    imported = {alias.name for alias in whole} | {node.module or "" for node in single}
    roots = sys.stdlib_module_names - _NOT_TO_IMPORT
    of_library = tuple(sorted(name for name in imported if name.partition(".")[0] in roots))
    may_change = any(_may_change(node, bound) for node in nodes) or is_passed_on(nodes, modules)
    return of_library, may_change


def _may_change(node: ast.AST, bound: set[str]) -> bool:
    """Return whether a piece of text may set an attribute of a module or of one of its classes."""
    if isinstance(node, ast.Name):
        return node.id in _UNNAMED
    if not isinstance(node, ast.Attribute):
        return False
    if node.attr in _UNNAMED:
        return True
    is_set = not isinstance(node.ctx, ast.Load)
    return is_set and (root_of(node) in bound or node.attr in _asyncios())


def _other_names(nodes: list[ast.AST], bound: set[str]) -> set[str]:
    """Return the names that are given to what is in a module."""
    return {
        target.id
        for node in nodes
        if isinstance(node, ast.Assign | ast.NamedExpr)
        and isinstance(node.value, ast.Attribute)
        and root_of(node.value) in bound
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }


def is_passed_on(nodes: list[ast.AST], modules: set[str]) -> bool:
    """Return whether a module is used otherwise than by naming what is in it."""
    named = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    return any(
        isinstance(node, ast.Name) and node.id in modules and id(node) not in named
        for node in nodes
    )


def root_of(node: ast.expr) -> str | None:
    """Return the name that a chain of attributes begins with."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


@functools.cache
def _asyncios() -> frozenset[str]:
    """Return the names of what asyncio's module and classes have that can be called."""
    classes = [kind for kind in vars(asyncio).values() if type(kind) is type]
    return frozenset(
        name for each in (asyncio, *classes) for name, x in vars(each).items() if callable(x)
    )
