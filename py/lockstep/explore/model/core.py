"""The state of a program between two steps: what each task knows and what each location holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from lockstep.explore.model.memory import Leaf, Memory, Node
from lockstep.explore.observe.footprint import NEXT, OUTSIDE, STEP, STORE, UPDATE, WHOLE

#: Who has acted: tasks by their number, the program outside the loop, pending callbacks.
PROGRAM = -1


#: The choices so far, the last first: a completion that comes, "batch" or "idle".
type Trail = tuple[Trail, int | str] | None
#: The same batch by batch: what came before, the batch, what arrives in it.
type Arrivals = tuple[Arrivals, int, tuple[int, ...]] | None


class ByBatch(NamedTuple):
    """What arrives, batch by batch, and the last batch for which arrivals are chosen."""

    arrivals: Arrivals
    last: int


class Ask(Protocol):
    """Asks a question, and again after each run that had to be observed to answer it."""

    def __call__[**About, Answer](
        self, question: Callable[About, Answer], /, *about: About.args, **named: About.kwargs
    ) -> Answer: ...


class Unknown(Exception):
    """What a handle does in this state has not been observed yet."""

    def __init__(self, handle: int) -> None:
        super().__init__(handle)
        self.handle = handle
        self.trail: Trail | ByBatch = None


class Core:
    """What each actor has seen; never changed, only followed by another.

    Attributes:
        locations: what each location holds (a version number; 0, and absent, at first).
        actors: the number of the last thing each actor did; 0 for one that has ended.
        key: equal for states that cannot be told apart from inside.
    """

    __slots__ = ("actors", "key", "locations")

    def __init__(self, locations: dict[int, int], actors: dict[int, int], key: int) -> None:
        self.locations, self.actors, self.key = locations, actors, key

    @classmethod
    def empty(cls) -> Core:
        """Return the state before the program begins."""
        return cls({}, {}, 0)


def actor_of(memory: Memory, handle: int) -> int:
    """Return who acts when ``handle`` runs."""
    kind, owner, _ = memory.handles[handle]
    if kind == STEP:
        return owner
    return PROGRAM if kind == OUTSIDE else -handle - 2


def root_key(memory: Memory, core: Core, handle: int) -> int:
    """Return what the actor knows before it finds anything new."""
    return core.actors.get(actor_of(memory, handle), 0)


def found(memory: Memory, core: Core, location: int, kind: str) -> int:
    """Return the version that an access finds."""
    if kind == WHOLE:
        parts = memory.whole(location)
        there = tuple((p, v) for p in parts if (v := core.locations.get(p, 0)))
        return memory.version(("whole", core.locations.get(location, 0), there))
    return core.locations.get(location, 0)


def observed_leaf(memory: Memory, core: Core, handle: int) -> Leaf:
    """Return what ``handle`` does in this state.

    Raises:
        Unknown: no run has shown it yet.
    """
    node: Node | None = memory.root(handle, root_key(memory, core, handle))
    locations = core.locations
    while node is not None:
        if node.leaf is not None:
            return node.leaf
        if node.location is None:
            break
        if node.kind in (STORE, UPDATE):
            version = 0
        elif node.kind == WHOLE:
            version = found(memory, core, node.location, WHOLE)
        else:
            version = locations.get(node.location, 0)
        node = node.branches.get(version)
    raise Unknown(handle)


def posted_by(memory: Memory, core: Core, leaf: Leaf) -> tuple[int, ...]:
    """Return the handles that ``leaf`` queued, given the state after it."""
    return tuple(
        memory.next_step(core.actors[post.wakes])
        if post.wakes is not None and post.handle == NEXT
        else post.handle
        for post in leaf.posts
    )


class _Change:
    """A state on its way to the next: what is put where, and the key that follows from it."""

    def __init__(self, memory: Memory, core: Core) -> None:
        self._mark = memory.mark
        self.locations, self.actors, self.key = dict(core.locations), dict(core.actors), core.key

    def hold(self, location: int, version: int) -> None:
        """A location holds something else now."""
        self._put(self.locations, location, version, 2 * location)

    def depend_on(self, actor: int, did: int) -> None:
        """An actor has done something; 0: what, is never asked."""
        self._put(self.actors, actor, did, 2 * actor + 1)

    def _put(self, where: dict[int, int], place: int, content: int, name: int) -> None:
        before = where.get(place, 0)
        if before == content:
            return
        if before:
            self.key ^= self._mark(name, before)
        if content:
            self.key ^= self._mark(name, content)
            where[place] = content
        else:
            del where[place]


def after(memory: Memory, core: Core, leaf: Leaf) -> Core:
    """Return the state after a step."""
    change = _Change(memory, core)
    for location, version, writers in leaf.writes:
        change.hold(location, version)
        if writers:
            owner = memory.handles[leaf.handle].owner
            change.hold(writers, core.locations.get(writers, 0) | 1 << (owner + 1))
    for location in leaf.joined:
        change.hold(location, memory.joined(core.locations.get(location, 0)))
    actor = actor_of(memory, leaf.handle)
    change.depend_on(actor, 0 if actor < PROGRAM or leaf.ends_task else leaf.did)
    for post in leaf.posts:
        if post.wakes is None:
            _will_depend(memory, change, post.handle, leaf.did, post.about)
        elif post.handle != NEXT:
            change.depend_on(post.wakes, memory.birth(leaf.did, post.handle))
    for arm in leaf.arms:
        _will_depend(memory, change, arm.handle, leaf.did)
    return Core(change.locations, change.actors, change.key)


def _will_depend(
    memory: Memory, change: _Change, handle: int, did: int, about: int | None = None
) -> None:
    """A callback knows what the step that posted it knew; one of asyncio's, what it is about."""
    if handle not in memory.internal:
        change.depend_on(-handle - 2, did)
    elif about is not None:
        change.depend_on(-handle - 2, -about - 1)
