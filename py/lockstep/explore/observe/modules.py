"""How a process was before a program ran, so that what differs in its modules can be told."""

from __future__ import annotations

import os
import re
import sys
import types
from collections.abc import Iterable

from lockstep.environment.library_state import Container, containers

#: Values that `marshal` writes: equal bytes for equal types and values.
WRITTEN = frozenset({int, float, complex, str, bytes, bool, type(None), type(Ellipsis)})
_WORDS = re.compile(r"[\w.]+")


class Modules:
    """How the process was before a program ran: modules, by their names and what their containers
    held, and the environment.

    All executions of a program share it, whatever an earlier one has left in a module: of what has
    changed the value tells, not when it was changed.

    Args:
        source: the program; modules that it names are seen at once, others when they are met.
    """

    def __init__(self, source: str = "") -> None:
        self._names: dict[int, dict[str, object]] = {}
        self._values: dict[int, list[int]] = {}
        self._contents: dict[int, list[tuple[str, Container, Container]]] = {}
        self._kept: list[types.ModuleType] = []
        self.environment = dict(os.environ._data)  # type: ignore[attr-defined]
        for name in set(_WORDS.findall(source)) & sys.modules.keys():
            self._see(sys.modules[name])

    def _see(self, module: types.ModuleType) -> None:
        now = vars(module)
        self._kept.append(module)
        self._names[id(module)], self._values[id(module)] = dict(now), identities(now)
        self._contents[id(module)] = [
            (name, value, dict(value) if type(value) is dict else list(value))
            for name, value in containers(module)
        ]

    def changed(self, module: types.ModuleType) -> list[object]:
        """Return the names that have another value now, with it, and containers that changed."""
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
        return found


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
