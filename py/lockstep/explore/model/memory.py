"""What is known of a program: names that mean the same in every run, and what each step does.

A step is a function of what its task knew before and of what it reads. So the steps seen so far
are kept as tries: each branch is what was found at the next location, each leaf what the step
then did. An order in which every step finds its leaf need not be run to be known.
"""

from __future__ import annotations

import random
from collections.abc import Hashable
from dataclasses import dataclass

from lockstep.explore.observe.footprint import OUTSIDE, STEP, TIMER, Arm, Handle, Post


class Unrepeatable(Exception):
    """Two runs in which a task found the same did not go on in the same way."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Leaf:
    """All that one step did, and the number ``did`` by which it is known."""

    __slots__ = (
        "accesses", "arms", "did", "drops", "ending", "ends_task", "enters", "handle", "is_inert",
        "joined", "posts", "stops", "takes_us", "writes",
    )  # fmt: skip

    def __init__(self, did: int, handle: int, accesses: tuple[tuple[int, str], ...]) -> None:
        self.did, self.handle, self.accesses = did, handle, accesses
        self.writes: tuple[tuple[int, int, int], ...] = ()
        self.joined: tuple[int, ...] = ()
        self.posts: tuple[Post[int], ...] = ()
        self.arms: tuple[Arm, ...] = ()
        self.drops: tuple[int, ...] = ()
        self.takes_us = 0
        self.stops = self.ends_task = self.enters = self.is_inert = False
        self.ending: tuple[object, ...] | None = None

    @property
    def over(self) -> tuple[object, ...] | None:
        """How the program ended with this step, if it did, and knowing what."""
        return None if self.ending is None else (*self.ending, self.did)

    def deeds(self) -> tuple[object, ...]:
        """Return what must be equal whenever the same leaf is reached."""
        return (
            self.writes, self.joined, self.posts, self.arms, self.drops, self.stops,
            self.ends_task, self.enters, self.ending, self.takes_us,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Count:
    """What a location holds that only counts: so many more than it held in a version."""

    base: int
    more: int


class Node:
    """What comes next, once a step has found what lies on the way here."""

    __slots__ = ("branches", "kind", "leaf", "location", "number")

    def __init__(self, number: int) -> None:
        self.number = number
        self.location: int | None = None
        self.kind = ""
        self.branches: dict[int, Node] = {}
        self.leaf: Leaf | None = None


class Memory:
    """The names and tries of one program.

    Attributes:
        folded: every completion does nothing but wake the task that sleeps on it, and no task
            is cancelled; then a sleep and its wake-up are one.
        handles: what each number of a handle stands for.
        leaves: what each number of something done stands for; None for the number 0, nothing.
        internal: callbacks and timers of asyncio's own that only pass something on.
        silent: those that asyncio made.
        opaque: locations whose inside is not seen.
        parts, holder: the elements of a container, and the container of an element.
        spelled: of which part of an object a location is.
    """

    def __init__(self, folded: bool = True) -> None:
        self.folded = folded
        self.handles: list[Handle] = []
        self.leaves: list[Leaf | None] = [None]
        self.internal: set[int] = set()
        self.silent: set[int] = set()
        self.opaque: set[int] = set()
        self.parts: dict[int, list[int]] = {}
        self.holder: dict[int, int] = {}
        self.spelled: dict[int, str] = {}
        self._handle_of: dict[Handle, int] = {}
        self._tasks: dict[tuple[int, int], int] = {}
        self._origins: list[tuple[int, int]] = []
        self._locations: dict[Hashable, int] = {}
        self._names: list[Hashable] = []
        self._versions: dict[Hashable, int] = {None: 0}
        self._contents: list[object] = [None]
        self._born: set[int] = set()
        self._births: dict[tuple[int, int], int] = {}
        self._roots: dict[tuple[int, int], Node] = {}
        self._events: dict[tuple[int, frozenset[int]], int] = {}
        self._nodes = 0
        self._random = random.Random(0)
        self._marks: dict[tuple[int, int], int] = {}

    # --- names ----------------------------------------------------------------------------

    def handle(self, kind: str, owner: int, place: int) -> int:
        """Return the number of a handle."""
        named = Handle(kind, owner, place)
        number = self._handle_of.get(named)
        if number is None:
            number = self._handle_of[named] = len(self.handles)
            self.handles.append(named)
        return number

    def made(self, kind: str, owner: int, place: int, is_silent: bool) -> int:
        """Return the number of the ``place``-th callback or timer that ``owner`` made.

        A step may make one of asyncio's own in one order where it makes one of the program's in
        another; their names differ, since only one of the two is a letter.
        """
        number = self.handle(kind, owner, 2 * place + is_silent)
        if is_silent:
            self.silent.add(number)
        return number

    def task(self, creator: int, place: int) -> int:
        """Return the number of the task that the handle ``creator`` made as its ``place``-th."""
        number = self._tasks.setdefault((creator, place), len(self._tasks))
        if number == len(self._origins):
            self._origins.append((creator, place))
        return number

    def origin_of(self, task: int) -> tuple[int, int]:
        """Return the handle that made a task, and as its how-many-eth."""
        return self._origins[task]

    def location(self, name: Hashable) -> int:
        """Return the number of a location."""
        number = self._locations.setdefault(name, len(self._locations))
        if number == len(self._names):
            self._names.append(name)
        return number

    def name_of(self, location: int) -> Hashable:
        """Return the name of a location."""
        return self._names[location]

    def writers_of(self, location: int) -> int:
        """Return the location that holds which tasks wrote to ``location``."""
        return self.location(("writers", location))

    def version(self, content: Hashable) -> int:
        """Return the number of what a location can hold; 0 for what it held at first."""
        number = self._versions.setdefault(content, len(self._versions))
        if number == len(self._contents):
            self._contents.append(content)
        return number

    def joined(self, version: int) -> int:
        """Return the version of what has counted one more."""
        before = self._contents[version]
        if isinstance(before, _Count):
            return self.version(_Count(before.base, before.more + 1))
        return self.version(_Count(version, 1))

    def birth(self, did: int, first_step: int) -> int:
        """Return what a task knows before its first step: who made it, knowing what."""
        number = self._births.setdefault((did, first_step), len(self.leaves))
        if number == len(self.leaves):
            self.leaves.append(Leaf(number, first_step, ()))
            self._born.add(number)
        return number

    def next_step(self, did: int) -> int:
        """Return the step that follows when a task that has done ``did`` is woken."""
        leaf = self.leaves[did]
        assert leaf is not None
        if did in self._born:
            return leaf.handle
        kind, owner, place = self.handles[leaf.handle]
        return self.handle(kind, owner, place + 1)

    def event(self, handle: int, before: frozenset[int]) -> int:
        """Return the number of a handle's run after these events."""
        return self._events.setdefault((handle, before), len(self._events) + 1)

    def mark(self, place: int, content: int) -> int:
        """Return 128 chance bits for a pair; the exclusive or of such bits names a state."""
        bits = self._marks.get((place, content))
        if bits is None:
            bits = self._marks[place, content] = self._random.getrandbits(128)
        return bits

    def is_step(self, handle: int) -> bool:
        """Return whether a handle is a task's step."""
        return self.handles[handle].kind == STEP

    def is_sleep(self, handle: int) -> bool:
        """Return whether a handle does nothing but wake a task that has slept."""
        return handle in self.silent and self.handles[handle].kind == TIMER

    def is_letter(self, handle: int) -> bool:
        """Return whether orders are told apart by when this runs.

        That is so for the steps of tasks, for timeouts and other timers, and for the program's
        own callbacks. What asyncio itself queues only passes something on.
        """
        return handle not in self.silent and self.handles[handle].kind != OUTSIDE

    # --- what steps do --------------------------------------------------------------------

    def root(self, handle: int, before: int) -> Node | None:
        """Return the trie of a handle whose owner has done ``before``; None if it is new."""
        return self._roots.get((handle, before))

    def new_root(self, handle: int, before: int) -> Node:
        """Return the same, made if need be."""
        return self._roots.setdefault((handle, before), self._node())

    def _node(self) -> Node:
        self._nodes += 1
        return Node(self._nodes)

    def branch(self, node: Node, location: int, kind: str, version: int) -> Node:
        """Return what follows after an access that found ``version``.

        Raises:
            Unrepeatable: an earlier step that had found the same went elsewhere.
        """
        if node.leaf is not None or (
            node.location is not None and (node.location, node.kind) != (location, kind)
        ):
            raise Unrepeatable("it used something else")
        node.location, node.kind = location, kind
        following = node.branches.get(version)
        if following is None:
            following = node.branches[version] = self._node()
        return following

    def leaf(self, node: Node, handle: int, accesses: list[tuple[int, str]]) -> Leaf:
        """Return a leaf to be filled in and given to `settle`."""
        if node.location is not None:
            raise Unrepeatable("it stopped earlier")
        did = node.leaf.did if node.leaf else len(self.leaves)
        return Leaf(did, handle, tuple(accesses))

    def settle(self, node: Node, leaf: Leaf) -> Leaf:
        """Keep a leaf, or compare it with the one that is known; return the one kept."""
        if node.leaf is None:
            node.leaf = leaf
            self.leaves.append(leaf)
        elif node.leaf.deeds() != leaf.deeds():
            raise Unrepeatable("it did something else")
        return node.leaf

    def whole(self, location: int) -> list[int]:
        """Return the elements of the container that ``location`` stands for."""
        return self.parts.get(location, [])

    def element(self, holder: int, location: int) -> None:
        """Note that ``location`` is an element of what ``holder`` stands for."""
        if location not in self.holder:
            self.holder[location] = holder
            self.parts.setdefault(holder, []).append(location)
