"""The learner's objects and the places in them, with names that a reader recognises.

An object is called what the program calls it: the variable it was first assigned to, else
its own ``name``, else the attribute or element that holds it, else its class.
"""

from __future__ import annotations

import asyncio
import itertools
import weakref
from array import array
from builtins import id, type  # a program may replace them
from collections import Counter, deque
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Mapping,
    MutableMapping,
    MutableSequence,
    MutableSet,
    Sequence,
)
from dataclasses import dataclass, field
from sys import getrefcount
from types import CellType, MemberDescriptorType
from typing import TypeGuard

from lockstep.objects import safe_repr
from lockstep.objects.inspection import (
    MISSING,
    ancestors,
    identities,
    in_class,
    is_a,
    module_of,
    name_of,
    namespace,
    of_callable,
)

#: Elements of one container kept distinct; beyond, all others are one place.
MAX_ELEMENTS = 256
#: Containers that cannot be referred to weakly are kept alive while they are observed.
MAX_KEPT = 10_000

CONTAINERS: tuple[type, ...] = (MutableSequence, MutableMapping, MutableSet, deque)
_CONTAINERS = identities(*CONTAINERS, list, dict, set, bytearray, array)
_ATOMS = identities(int, str, float, bool, tuple, type(None), bytes)
_LISTS = identities(list, deque)
SYNC: dict[type, str] = {
    asyncio.Lock: "lock",
    asyncio.Event: "event",
    asyncio.Condition: "condition",
    asyncio.Semaphore: "semaphore",
    asyncio.Queue: "queue",
    asyncio.Barrier: "barrier",
}
_SYNC_TYPES = tuple(SYNC)
#: The value of what has been deleted.
GONE: object = object()


@dataclass(eq=False)
class Thing:
    """An object of the learner's, as long as it lives and afterwards."""

    number: int
    kind: str  # one of SYNC's, or "object"
    type_name: str
    line: int | None = None
    variable: str | None = None
    own_name: str | None = None
    held_by: tuple[Thing, str] | None = None
    part_of: Thing | None = None
    elements: set[str] = field(default_factory=set)


@dataclass(eq=False)
class Place:
    """A location that tasks can share: an attribute, an element, a global, a cell."""

    number: int
    thing: Thing | None  # None for a global
    part: str  # ".balance", "[2]", "" for the whole; the name of a global or cell
    line: int | None
    is_outside: bool = False  # a file, a table
    table: str | None = None  # of a table and of its rows: which
    is_row: bool = False

    @property
    def container(self) -> Thing | str | None:
        """What this is the whole or an element of; None for attributes and names."""
        if self.table is not None:
            return self.table
        is_item = self.part.startswith("[") or not self.part
        return self.thing if is_item else None

    @property
    def is_whole(self) -> bool:
        """Whether this is a container as a whole, or a table."""
        return not self.part or (self.table is not None and not self.is_row)

    def overlaps(self, other: Place) -> bool:
        """Return whether a write of one may change what the other holds."""
        if self is other:
            return True
        alike = self.container is not None and self.container == other.container
        return alike and (self.is_whole or other.is_whole)


def sync_kind(obj: object) -> str | None:
    """Return 'lock', 'event' ... for one of asyncio's synchronisation objects, else None."""
    if not issubclass(type(obj), _SYNC_TYPES):
        return None
    return next(name for kind, name in SYNC.items() if issubclass(type(obj), kind))


def is_container(obj: object) -> bool:
    """Return whether ``obj`` is a mutable container."""
    kind = type(obj)
    if id(kind) in _ATOMS:
        return False
    return any(id(base) in _CONTAINERS for base in ancestors(kind))


def _is_list(obj: object) -> TypeGuard[Sequence[object]]:
    """Return whether ``obj`` is a list or a deque, and no class derived from one."""
    return id(type(obj)) in _LISTS


class Registry:
    """All things and places of one run, numbered in the order in which they were met."""

    def __init__(self) -> None:
        self.things: list[Thing] = []
        self.places: list[Place] = []
        self._by_id: dict[int, tuple[Thing, object]] = {}
        self._kept: dict[int, object] = {}  # what cannot be referred to weakly
        self._place_of: dict[tuple[Thing | None, str], Place] = {}
        #: Told of what the program has let go of, and only this registry still keeps.
        self.forgotten: Callable[[Thing, object], None] | None = None

    def thing(self, obj: object, line: int | None = None) -> Thing | None:
        """Return the entry of ``obj``, made at the first meeting; None when too many are kept."""
        known = self._by_id.get(id(obj))
        if known is not None:
            return known[0]
        try:
            kept: object = weakref.ref(obj, _Forget(self._by_id, id(obj)))
        except TypeError:
            if len(self._kept) >= MAX_KEPT:
                return None
            kept = self._kept[id(obj)] = obj
        kind, type_name = sync_kind(obj) or "object", name_of(type(obj))
        if is_a(obj, type):
            type_name = name_of(obj)
        thing = Thing(len(self.things), kind, type_name, line)
        if is_a(obj, type):
            thing.variable = type_name
        self.things.append(thing)
        if kind == "condition":
            self._adopt_lock(obj, thing)
        self._by_id[id(obj)] = thing, kept
        return thing

    def _adopt_lock(self, condition: object, thing: Thing) -> None:
        """A condition made without a lock has one of its own."""
        own: dict[str, object] = object.__getattribute__(condition, "__dict__")
        # the method that it has of its own is the lock's
        lock = self.thing(of_callable(own.get("acquire"), "__self__"))
        if lock is not None and lock.variable is None and lock.held_by is None:
            lock.held_by = thing, "'s lock"
            lock.part_of = thing

    def place(self, thing: Thing | None, part: str, line: int | None) -> Place:
        """Return the place ``part`` of ``thing``; elements beyond MAX_ELEMENTS are one place."""
        if thing is not None and part.startswith("["):
            if part not in thing.elements and len(thing.elements) >= MAX_ELEMENTS:
                part = "[...]"
            thing.elements.add(part)
        place = self._place_of.get((thing, part))
        if place is None:
            place = Place(len(self.places), thing, part, line)
            self.places.append(place)
            self._place_of[thing, part] = place
        return place

    def outside(self, key: str, name: str, line: int, row: str = "") -> Place:
        """Return the place of a file, a table or, with ``row``, some rows of a table.

        Args:
            key: distinguishes those of one name.
        """
        place = self._place_of.get((None, key + row))
        if place is None:
            at = len(self.places)
            place = Place(at, None, name + row, line, is_outside=True, table=key, is_row=bool(row))
            self.places.append(place)
            self._place_of[None, key + row] = place
        return place

    def name_by(self, names: Mapping[str, object]) -> None:
        """Call what the program's globals hold, and what has no name yet, as they are called."""
        for name, value in list(names.items()):
            known = self._by_id.get(id(value))
            if known is None or name.startswith("__"):
                continue
            thing = known[0]
            if thing.variable is None and thing.held_by is None:
                thing.variable = name
            self._name_elements(value, thing, thing.line)

    def values(self, places: Iterable[Place], names: Mapping[str, object]) -> dict[Place, object]:
        """Return what those of ``places`` hold now that can be looked at; GONE: nothing.

        Args:
            places: where to look.
            names: the program's globals.
        """
        alive = {
            thing: kept() if type(kept) is weakref.ref else kept
            for thing, kept in list(self._by_id.values())
        }
        found: dict[Place, object] = {}
        for place in places:
            if place.thing is None and not place.is_outside:
                found[place] = names.get(place.part, GONE)
            elif place.thing is not None and alive.get(place.thing) is not None:
                found.update(values_in(alive[place.thing], [place]))
        return found

    def let_go(self) -> None:
        """Keep nothing of the program's alive any longer; names stay known."""
        self._by_id.clear()
        self._kept.clear()

    def lend(self) -> list[object]:
        """Keep nothing alive until `take_back`; return what was kept."""
        lent = list(self._kept.values())
        for key in self._kept:
            self._by_id[key] = self._by_id[key][0], None
        self._kept.clear()
        return lent

    def take_back(self, lent: Iterable[object], dead: Collection[int]) -> None:
        """Keep alive again what was lent, but for those, by their `id`, that are garbage."""
        for obj in lent:
            thing, key = self._by_id[id(obj)][0], id(obj)
            if key not in dead:
                self._kept[key], self._by_id[key] = obj, (thing, obj)
            elif self.forgotten is not None:
                self.forgotten(thing, obj)
        for key in [key for key, (_, kept) in self._by_id.items() if kept is None]:
            del self._by_id[key]

    def forget_dead(self, at_most: int = 32) -> None:
        """Let go of what only this registry still keeps alive, the newest first.

        Called before anything that the program could observe, so that finalisers run at the
        moment at which they would run without us.
        """
        while self._kept:
            newest = itertools.islice(reversed(self._kept.values()), at_most)
            if min(map(getrefcount, newest)) > _OURS_IN_A_MAP:
                return  # nearly always
            self._forget_newest(at_most)  # what these held may be alone now, too

    def _forget_newest(self, at_most: int) -> None:
        for key in list(itertools.islice(reversed(self._kept), at_most)):
            if key in self._kept and getrefcount(self._kept[key]) <= _OURS_ALONE:
                if key in self._by_id and self.forgotten is not None:
                    self.forgotten(self._by_id[key][0], self._kept[key])
                self._by_id.pop(key, None)
                self._kept.pop(key, None)  # may run the program's code, which may call us

    # --- names ----------------------------------------------------------------------------

    def called(self, obj: object, name: str, line: int) -> None:
        """The program assigned ``obj`` to the variable ``name``."""
        thing = self.thing(obj, line)
        if thing is not None and thing.variable is None:
            thing.variable = name
            self._name_elements(obj, thing, line)

    def held(self, obj: object, holder: Thing, part: str, line: int | None) -> None:
        """``obj`` is the part ``part`` of ``holder``."""
        if not is_worth_naming(obj):
            return
        thing = self.thing(obj, line)
        if thing is not None and thing.held_by is None and thing is not holder:
            thing.held_by = holder, part
            self._name_elements(obj, thing, line)

    def _name_elements(self, obj: object, thing: Thing, line: int | None) -> None:
        if _is_list(obj):
            for index, element in enumerate(itertools.islice(obj, MAX_ELEMENTS)):
                self.held(element, thing, f"[{index}]", line)
        elif type(obj) is dict:
            for key, element in itertools.islice(obj.items(), MAX_ELEMENTS):
                self.held(element, thing, f"[{safe_repr.value(key)}]", line)

    def names(self) -> dict[Thing, str]:
        """Return a distinct name for every thing."""
        plain = {thing: self._plain_name(thing, set()) for thing in self.things}
        return distinct(plain)

    def _plain_name(self, thing: Thing, seen: set[int]) -> str:
        if thing.variable:
            return thing.variable
        if thing.own_name:
            return thing.own_name
        if thing.held_by is not None and thing.number not in seen:
            holder, part = thing.held_by
            return self._plain_name(holder, seen | {thing.number}) + part
        return thing.type_name


def is_worth_naming(obj: object) -> bool:
    """Return whether ``obj`` can hold shared state or synchronise tasks."""
    if id(type(obj)) in _ATOMS:
        return False
    if sync_kind(obj) or is_container(obj):
        return True
    return module_of(type(obj)) == "__main__" and not is_a(obj, (type, BaseException))


def place_names(registry: Registry, places: list[Place]) -> dict[Place, str]:
    """Return the name of each of ``places``; several may have the same, see `distinct`."""
    things = registry.names()

    def plain(place: Place) -> str:
        if place.thing is None:
            return place.part
        if place.part.startswith((".", "[")) or not place.part:
            return things[place.thing] + place.part
        return place.part  # a closure cell

    return {place: plain(place) for place in places}


def distinct[T](plain: dict[T, str]) -> dict[T, str]:
    """Tell equal names apart: account, account#2, account#3."""
    met: Counter[str] = Counter()
    result = {}
    for item, name in plain.items():
        met[name] += 1
        result[item] = name if met[name] == 1 else f"{name}#{met[name]}"
    return result


def values_in(obj: object, places: Iterable[Place]) -> dict[Place, object]:
    """Return what those of ``places``, all of them of ``obj``, hold that can be looked at."""
    found = {place: _held_at(obj, place.part) for place in places}
    return {place: value for place, value in found.items() if value is not MISSING}


def _held_at(obj: object, part: str) -> object:
    """Return what is at ``part`` of ``obj``: GONE for nothing, MISSING if that is not seen."""
    if not part:
        return obj
    if part.startswith("."):
        return _attribute(obj, part[1:])
    if part.startswith("["):
        return _element(obj, part[1:-1])
    if type(obj) is CellType:
        try:
            return obj.cell_contents
        except ValueError:
            return GONE
    return MISSING


def _attribute(obj: object, name: str) -> object:
    own = namespace(obj) if is_a(obj, type) else _instance_namespace(obj)
    if name in own:
        return own[name]
    slot = in_class(type(obj), name)
    if type(slot) is not MemberDescriptorType:
        return GONE if slot is MISSING else MISSING  # a default in the class is another place
    try:
        return slot.__get__(obj)
    except AttributeError:
        return GONE


def _instance_namespace(obj: object) -> Mapping[str, object]:
    try:
        held: Mapping[str, object] = object.__getattribute__(obj, "__dict__")
    except AttributeError:
        return {}
    return held


def _element(obj: object, key: str) -> object:
    if is_a(obj, dict):
        shown = {safe_repr.value(each): value for each, value in list(dict.items(obj))}
        return shown.get(key, MISSING if "#" in key else GONE)
    if _is_list(obj) and key.removeprefix("-").isdecimal():
        return obj[int(key)] if int(key) < len(obj) else GONE
    return MISSING


class _Forget[Entry]:
    """Drop an entry when its object dies, so that its ``id`` may serve another."""

    def __init__(self, entries: dict[int, Entry], key: int) -> None:
        self._entries, self._key = entries, key

    def __call__(self, _: object) -> None:
        self._entries.pop(self._key, None)


def _references_of_ours() -> tuple[int, int]:
    registry = Registry()
    registry.thing([])
    alone = min(getrefcount(registry._kept[key]) for key in registry._kept)
    return alone, min(map(getrefcount, registry._kept.values()))


_OURS_ALONE, _OURS_IN_A_MAP = _references_of_ours()
