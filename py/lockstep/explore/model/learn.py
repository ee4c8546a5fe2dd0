"""From the log of a run into the memory."""

from __future__ import annotations

from collections.abc import Hashable

from lockstep.explore.model.core import Core, after, found, root_key
from lockstep.explore.model.memory import Leaf, Memory, Node
from lockstep.explore.observe.footprint import (
    JOIN,
    READ,
    STORE,
    UPDATE,
    WHOLE,
    WRITE,
    Event,
    Met,
    Post,
    Touch,
    Where,
)


class Learner:
    """Follows one log, step by step.

    Args:
        memory: where what is learned is kept.
    """

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.core = Core.empty()
        self.leaves: list[Leaf] = []
        self._names: dict[int, Hashable] = {}

    def learn(self, log: list[Event]) -> list[Leaf]:
        """Return the leaf of each event.

        Raises:
            Unrepeatable: the run contradicts an earlier one.
        """
        for event in log:
            leaf = self._step(event)
            self.leaves.append(leaf)
            self.core = after(self.memory, self.core, leaf)
        return self.leaves

    def _step(self, event: Event) -> Leaf:
        memory = self.memory
        walk = _Walk(memory, self.core, event.handle, self._names)
        for item in event.items:
            if isinstance(item, Met):
                walk.met(item.thing)
            else:
                walk.touch(item)
        leaf = memory.leaf(walk.node, event.handle, walk.accesses)
        self._fill(leaf, event, walk)
        return memory.settle(walk.node, leaf)

    def _fill(self, leaf: Leaf, event: Event, walk: _Walk) -> None:
        memory = self.memory
        is_step = memory.is_step(event.handle)
        writes, variables = {}, set()
        for location, (where, is_variable) in walk.written.items():
            content = event.values.get(where)
            spec = content if content is not None else ("did", leaf.did, location)
            writes[location] = memory.version(spec)
            if is_variable:
                variables.add(location)
        leaf.writes = tuple(
            (
                location,
                version,
                memory.writers_of(location) if is_step and location in variables else 0,
            )
            for location, version in writes.items()
        )
        leaf.joined = tuple(walk.joined)
        leaf.posts, leaf.arms = tuple(map(self._post, event.posts)), tuple(event.arms)
        leaf.drops, leaf.stops, leaf.ends_task = tuple(event.drops), event.stops, event.ends_task
        leaf.enters = event.ending == ("enters",)
        leaf.ending = None if leaf.enters else event.ending
        leaf.takes_us = event.took_us
        leaf.is_inert = event.is_internal and not (
            event.posts or event.arms or event.drops or event.stops or leaf.ending
        )

    def _post(self, post: Post[Where]) -> Post[int]:
        about = post.about
        if about is None:
            return Post(post.handle, post.wakes)
        name: Hashable = ("thing", self._names[about[1]]) if about[0] == "thing" else about
        return Post(post.handle, post.wakes, self.memory.location(name))


class _Walk:
    """One step's way down its trie."""

    def __init__(self, memory: Memory, core: Core, handle: int, names: dict[int, Hashable]) -> None:
        self.memory, self.core, self._names = memory, core, names
        self.node: Node = memory.new_root(handle, root_key(memory, core, handle))
        self.accesses: list[tuple[int, str]] = []
        self.written: dict[int, tuple[Where | None, bool]] = {}
        self.joined: list[int] = []
        self._read: set[int] = set()
        self._met = 0
        self._fresh: set[int] = set()

    def met(self, thing: int) -> None:
        self._names[thing] = ("met", self.node.number, self._met)
        self._fresh.add(thing)
        self._met += 1

    def touch(self, touch: Touch) -> None:
        where = touch.where
        if where is None:
            return
        self._recognise(where)
        if where[0] != "place":
            name: Hashable = where
            if where[0] == "thing" or where[0] == "opaque":
                name = where[0], self._names[where[1]]
            location = self.memory.location(name)
            if where[0] == "opaque":
                self.memory.opaque.add(location)
            self._access(location, touch)
            return
        place = where[1]
        holder = None if place.thing is None else self._names[place.thing.number]
        location = self.memory.location(("place", holder, place.part))
        self.memory.spelled.setdefault(location, place.part)
        if holder is not None and place.part.startswith("["):
            whole = self.memory.location(("place", holder, ""))
            self.memory.element(whole, location)
            self._one(whole, READ)
            if touch.kind == STORE:
                self._one(self.memory.location(("elements", holder)), UPDATE)
        elif touch.kind == WHOLE:
            self._one(self.memory.location(("elements", holder)), READ)
        self._access(location, touch)

    def _recognise(self, where: Where) -> None:
        """Call an object that this step is the first to use as it was called in earlier runs."""
        thing = where[1] if where[0] in ("thing", "opaque") else None
        if where[0] == "place" and where[1].thing is not None:
            thing = where[1].thing.number
        if thing not in self._fresh or self.node.location is None:
            return
        self._fresh.discard(thing)
        expected = self.memory.name_of(self.node.location)
        assert isinstance(expected, tuple)
        holder = expected[1]
        if expected[0] == where[0] and holder not in self._names.values():
            self._names[thing] = holder

    def _access(self, location: int, touch: Touch) -> None:
        self._one(location, touch.kind)
        if touch.kind in (STORE, WRITE):
            self.written[location] = touch.where, touch.is_variable

    def _one(self, location: int, kind: str) -> None:
        """Take a branch, unless this step knows already what is there."""
        if location in self.written:
            return
        if kind == WRITE and location in self._read:
            kind = STORE
        if kind in (READ, WHOLE, UPDATE) and location in self._read:
            return
        self.accesses.append((location, kind))
        if kind == JOIN:
            self.joined.append(location)
        if kind in (READ, WHOLE, UPDATE):
            self._read.add(location)
        free = kind in (STORE, UPDATE)
        version = 0 if free else found(self.memory, self.core, location, kind)
        self.node = self.memory.branch(self.node, location, kind, version)
