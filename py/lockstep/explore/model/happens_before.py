"""Which step had to come before which: the Mazurkiewicz trace of a run so far.

Two adjacent steps may change places if they are not dependent: not of one task, neither made,
woke or armed the other, and no two accesses of theirs to one location conflict. Runs that differ
only by such changes are one trace. It is written here as the set of its events, each event being
a step together with the events right before it.

That a sleep is over is no event: its callback only wakes a task, whose step depends on all that the
callback does, and no order of steps tells when it ran.

Source: A. Mazurkiewicz, "Trace theory", Advances in Petri Nets 1986, LNCS 255.
"""

from __future__ import annotations

from lockstep.explore.model.core import PROGRAM, actor_of
from lockstep.explore.model.memory import Leaf, Memory
from lockstep.explore.observe.footprint import COMMUTING, NEXT, WHOLE

_Group = tuple[str, frozenset[int], frozenset[int]]
_NOTHING: frozenset[int] = frozenset()


class HappensBefore:
    """The trace so far; never changed. Equal ``key``: the same trace."""

    __slots__ = ("_causes", "_groups", "_last", "key")

    def __init__(
        self,
        groups: dict[int, _Group] | None = None,
        last: dict[int, int] | None = None,
        causes: dict[int, int] | None = None,
        key: int = 0,
    ) -> None:
        self._groups, self._last, self._causes = groups or {}, last or {}, causes or {}
        self.key = key

    def after(self, memory: Memory, leaf: Leaf) -> HappensBefore:
        """Return the trace with one more step."""
        if memory.is_sleep(leaf.handle):
            return self._slept(leaf)
        groups, last, causes = dict(self._groups), dict(self._last), dict(self._causes)
        actor = actor_of(memory, leaf.handle)
        before = {last[actor]} if actor in last else set()
        for named in (leaf.handle, _woken(actor)):
            if named in causes and named != NEXT:
                before.add(causes.pop(named))
        strongest: dict[int, str] = {}
        for location, kind in leaf.accesses:
            plain = "read" if kind == WHOLE else kind
            before |= _conflicting(groups.get(location), plain)
            strongest[location] = (
                plain if plain not in COMMUTING else strongest.get(location, plain)
            )
        event = memory.event(leaf.handle, frozenset(before))
        for location, kind in strongest.items():
            groups[location] = _joined(groups.get(location), kind, event)
        if actor >= PROGRAM:
            last[actor] = event
        for post in leaf.posts:
            if not (leaf.joined and post.wakes is not None):
                causes[post.handle] = event
        for arm in leaf.arms:
            causes[arm.handle] = event
        return HappensBefore(groups, last, causes, self.key ^ memory.mark(-1, event))

    def _slept(self, leaf: Leaf) -> HappensBefore:
        """Return the trace when a sleep is over: who armed it comes before the step it wakes."""
        causes = dict(self._causes)
        armed = causes.pop(leaf.handle, None)
        for post in leaf.posts:
            if armed is not None and post.wakes is not None:
                causes[_woken(post.wakes)] = armed
        return HappensBefore(self._groups, self._last, causes, self.key)


def _woken(task: int) -> int:
    """Return the name, in place of a handle's, of the step that a sleep has woken."""
    return NEXT - 1 - task


def _conflicting(group: _Group | None, kind: str) -> frozenset[int]:
    if group is None:
        return _NOTHING
    return group[2] if kind == group[0] and kind in COMMUTING else group[1]


def _joined(group: _Group | None, kind: str, event: int) -> _Group:
    if group is not None and kind == group[0] and kind in COMMUTING:
        return kind, group[1] | {event}, group[2]
    return kind, frozenset({event}), group[1] if group is not None else _NOTHING


def are_independent(one: Leaf, other: Leaf) -> bool:
    """Return whether no accesses of the two conflict."""
    kinds = dict[int, set[str]]()
    for location, kind in one.accesses:
        kinds.setdefault(location, set()).add("read" if kind == WHOLE else kind)
    for location, kind in other.accesses:
        there = kinds.get(location)
        plain = "read" if kind == WHOLE else kind
        if there is not None and (plain not in COMMUTING or there != {plain}):
            return False
    return True
