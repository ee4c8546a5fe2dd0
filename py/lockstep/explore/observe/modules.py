"""How a process was before a program ran, so that what differs in its modules can be told."""

from __future__ import annotations

import re
import sys
import types
from builtins import id, type  # a program may replace them
from collections.abc import Iterable

from lockstep.cpython.class_facts import IMMUTABLE
from lockstep.cpython.library import encoded_environment, is_abstract, registered_with
from lockstep.cpython.loop_patches import event_loop_policy
from lockstep.environment.library_state import Container, containers

#: Values that `marshal` writes: equal bytes for equal types and values.
WRITTEN = frozenset({int, float, complex, str, bytes, bool, type(None), type(Ellipsis)})
_WORDS = re.compile(r"\w+")
_DOTTED = re.compile(r"(?:\w+\.)*\w+")


class Modules:
    """How the process was before a program ran: modules, by their names and what their containers
    held; their classes and functions that the program names, by their attributes; the environment.

    All executions of a program share it, whatever an earlier one has left in a module: of what has
    changed the value tells, not when it was changed.

    Args:
        source: the program; modules that it names are seen at once, others when they are met.
    """

    def __init__(self, source: str = "") -> None:
        self._names: dict[int, dict[str, object]] = {}
        self._values: dict[int, list[int]] = {}
        self._contents: dict[int, list[tuple[str, Container, Container]]] = {}
        self._parts: dict[int, list[object]] = {}
        self._insides: dict[int, tuple[object, dict[str, object], set[int]]] = {}
        self._kept: list[types.ModuleType] = []
        self._words = set(_WORDS.findall(source))
        self.environment = dict(encoded_environment())
        event_loop_policy()  # one of asyncio's modules holds it from now on
        self.named = [sys.modules[name] for name in _modules_in(source)]
        for module in self.named:
            self._see(module)

    def _see(self, module: types.ModuleType) -> None:
        now = vars(module)
        self._kept.append(module)
        self._names[id(module)], self._values[id(module)] = dict(now), identities(now)
        self._contents[id(module)] = [
            (name, value, dict(value) if type(value) is dict else list(value))
            for name, value in containers(module)
        ]
        named = [now[name] for name in sorted(self._words & now.keys())]
        self._parts[id(module)] = [part for part in named if _can_change(part)]
        for part in self._parts[id(module)]:
            if type(part) is types.ModuleType:
                if id(part) not in self._names:  # now, and not when an execution meets it
                    self._see(part)
            else:
                had = set(map(id, _registered(part)))
                self._insides[id(part)] = part, _attributes(part), had

    def changed_inside(self, part: object) -> list[object]:
        """Return the attributes of a class or function of the library that have another value now.

        Only those are known that a module has under a name which stands in the program.
        """
        if id(part) not in self._insides:
            return []
        _, before, had = self._insides[id(part)]
        now, registered = _attributes(part), _registered(part)
        same = {name for name, v in now.items() if _is_same(before.get(name, before), v)}
        found: list[object] = [(name, v) for name, v in now.items() if name not in same]
        found += sorted(before.keys() - now.keys())
        added = {kind for kind in registered if id(kind) not in had}
        return [*found, added] if added else found

    def changed(self, module: types.ModuleType) -> list[object]:
        """Return the names that have another value now, with it, and what has changed inside."""
        before, now = self._names.get(id(module)), vars(module)
        if before is None and now.get("__spec__") is None:
            return list(now.items())  # the program has made it
        if before is None:
            self._see(module)
            return []
        found: list[object] = []
        if identities(now) != self._values[id(module)]:
            found += [(n, v) for n, v in now.items() if not _is_same(before.get(n, before), v)]
            found += sorted(before.keys() - now.keys())
        for name, value, held in self._contents[id(module)]:
            if type(value) is dict and type(held) is dict:
                found += _changed_items(name, held, value)
            elif len(value) != len(held) or not all(map(_is_same, held, value)):
                found.append((name, value))
        is_module = types.ModuleType
        parts = self._parts[id(module)]
        return found + [x for x in parts if type(x) is is_module or self.changed_inside(x)]


def _modules_in(source: str) -> list[str]:
    """Return the modules that a text names, in the order of their names."""
    chains = {chain for chain in _DOTTED.findall(source) if not chain[0].isdigit()}
    named = {chain.rsplit(".", n)[0] for chain in chains for n in range(chain.count(".") + 1)}
    builtins = {"builtins"} if "__builtins__" in named else set()
    return sorted(((named | builtins) & sys.modules.keys()) - {"__main__"})


def _can_change(part: object) -> bool:
    if issubclass(type(part), type):
        return not type.__dict__["__flags__"].__get__(part) & IMMUTABLE
    return type(part) is types.FunctionType or type(part) is types.ModuleType


def _attributes(part: object) -> dict[str, object]:
    if type(part) is types.FunctionType:
        own = {name: getattr(part, name) for name in ("__code__", "__defaults__", "__kwdefaults__")}
        return own | part.__dict__
    return dict(type.__dict__["__dict__"].__get__(part))


def _registered(part: object) -> list[type]:
    """Return the classes that count as those of an abstract one; they are no subclasses of it."""
    return registered_with(part) if isinstance(part, type) and is_abstract(part) else []


def _changed_items(
    name: str, before: dict[object, object], now: dict[object, object]
) -> list[object]:
    """Return what a dict has held otherwise; of its keys all that a program could tell apart."""
    items = [(key, v) for key, v in now.items() if not _is_same(before.get(key, before), v)]
    if not items and list(map(id, before)) == list(map(id, now)):
        return []
    return [(name, [key for key in now if type(key) in WRITTEN], items)]


def _is_same(one: object, other: object) -> bool:
    return one is other or (type(one) is type(other) and type(one) in WRITTEN and one == other)


def identities(container: Iterable[object]) -> list[int]:
    """Return which objects a container holds."""
    if type(container) is dict or type(container) is types.MappingProxyType:
        return list(map(id, container.values()))
    return list(map(id, container))
