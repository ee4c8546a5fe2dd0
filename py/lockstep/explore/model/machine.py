"""What may run next, decided as late as possible.

The ready queue is first in, first out. What was posted during one batch runs, in that order, in
the next. Behind it, one after another, may come any completion that was pending early enough;
that one comes is decided only when it runs. Where nothing is queued, the loop is idle, and
everything that is pending may come. This yields the same orders of steps as deciding at every
loop-iteration boundary which ordered subset arrives, with far fewer ways to each.

Where every completion is a sleep that only wakes its task (``memory.folded``), its callback and
the task's step are one move; the callback must then have been queued one batch earlier.
"""

from __future__ import annotations

from lockstep.clock import NEVER
from lockstep.explore.model.core import Core, Trail, Unknown, after, observed_leaf, posted_by
from lockstep.explore.model.memory import Leaf, Memory
from lockstep.explore.observe.footprint import OUTSIDE, STEP

#: How often in a row the queue may go round while a completion that could come is put off.
PATIENCE = 40

Key = tuple[object, ...]
Ages = tuple[frozenset[int], frozenset[int], frozenset[int]]


class State:
    """A state of program and loop; never changed.

    Attributes:
        now: handles of this batch that were posted in the one before.
        posted: handles posted in this batch.
        ready, soon, new: completions that may come now, in the next batch, in the one after.
        over: how it ended, once it has.
        trail: the choices on one path here, the last first.
        did: what the last move ran.
    """

    __slots__ = (
        "core", "did", "key", "lag", "new", "now", "outside", "over", "posted", "ready", "soon",
        "stopping", "trail",
    )  # fmt: skip

    def __init__(
        self,
        core: Core,
        *,
        now: tuple[int, ...],
        posted: tuple[int, ...],
        ages: Ages,
        flags: tuple[bool, int, int, tuple[object, ...] | None],
        trail: Trail,
        did: tuple[Leaf, ...] = (),
    ) -> None:
        self.did = did
        self.core, self.now, self.posted, self.trail = core, now, posted, trail
        self.ready, self.soon, self.new = ages
        self.stopping, self.outside, self.lag, self.over = flags
        self.key: Key = (core.key, now, posted, *ages, self.stopping, self.outside, self.over)

    @property
    def ages(self) -> Ages:
        """Return the pending completions by how soon they may come."""
        return self.ready, self.soon, self.new


_NONE: frozenset[int] = frozenset()


class Machine:
    """Moves from state to state by what the memory knows."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.was_impatient = False

    def start(self) -> State:
        """Return the state in which the program is about to begin."""
        return State(
            Core.empty(),
            now=(),
            posted=(),
            ages=(_NONE, _NONE, _NONE),
            flags=(True, 0, 0, None),
            trail=None,
        )

    # --- moves ----------------------------------------------------------------------------

    def forced(self, state: State) -> int | None:
        """Return the handle that has to run now, if the queue leaves no choice."""
        if state.now:
            return state.now[0]
        if state.stopping and not state.ready:
            return self.memory.handle(OUTSIDE, -1, state.outside)
        return None

    def run(self, state: State, handle: int) -> State:
        """Run what is forced.

        Raises:
            Unknown: it has not been seen yet.
        """
        leaf = self._leaf(state, handle, state.trail)
        if state.now:
            return self._settled(
                self._done(state, leaf, now=state.now[1:], ages=state.ages, trail=state.trail)
            )
        return self._went_outside(state, leaf)

    def come(self, state: State, timer: int) -> tuple[int, State]:
        """Let a completion come; return the handle that runs and the state after it.

        Raises:
            Unknown: it has not been seen yet.
        """
        handle, leaf = self.peek(state, timer)
        trail = (state.trail, timer)
        ages = state.ready - {timer}, state.soon, state.new
        done = self._done(state, leaf, now=(), ages=ages, trail=trail)
        done.lag = 0
        return handle, self._settled(done)

    def peek(self, state: State, timer: int) -> tuple[int, Leaf]:
        """Return the handle that runs if a completion comes, and what it does.

        Raises:
            Unknown: it has not been seen yet.
        """
        handle = self.woken_by(timer) if self.memory.folded else timer
        return handle, self._leaf(state, handle, (state.trail, timer))

    def followers(self, state: State) -> list[tuple[State, tuple[Leaf, ...]]]:
        """Return every state that one move leads to, and what that move ran; none at an end.

        Raises:
            Unknown: one of the moves has not been seen yet.
        """
        if state.over:
            return []
        forced = self.forced(state)
        if forced is not None:
            states = [self.run(state, forced)]
        else:
            states = [self.come(state, timer)[1] for timer in sorted(state.ready)]
            if self.may_advance(state):
                states.append(self.onward(state)[1])
        return [(to, to.did) for to in states]

    def _leaf(self, state: State, handle: int, trail: Trail) -> Leaf:
        try:
            return observed_leaf(self.memory, state.core, handle)
        except Unknown as unknown:
            unknown.trail = trail
            raise

    def woken_by(self, timer: int) -> int:
        """Return the step that follows when a sleep ends."""
        armer = self.memory.handles[self.memory.handles[timer].owner]
        return self.memory.handle(STEP, armer.owner, armer.place + 1)

    def may_advance(self, state: State) -> bool:
        """Return whether this batch may end although completions could still come."""
        if state.stopping:
            return bool(state.ready) and not state.now
        if not state.posted or state.now:
            return False
        if state.ready and state.lag >= PATIENCE:
            self.was_impatient = True
            return False
        return True

    def onward(self, state: State) -> tuple[int, State]:
        """End this batch; return the handle that runs next and the state after it.

        Raises:
            Unknown: it has not been seen yet.
        """
        if state.stopping:
            handle = self.memory.handle(OUTSIDE, -1, state.outside)
            return handle, self._went_outside(state, self._leaf(state, handle, state.trail))
        after = self.advance(state)
        return after.now[0], self.run(after, after.now[0])

    def is_end(self, state: State) -> bool:
        """Return whether nothing can follow: the program is over, or all wait for ever."""
        queued = state.now or state.posted or state.stopping
        return state.over is not None or not (queued or state.ready)

    def advance(self, state: State) -> State:
        """Begin the next batch."""
        ages = state.ready | state.soon, state.new, _NONE
        flags = (False, state.outside, state.lag + 1 if state.ready else 0, None)
        trail = (state.trail, "batch")
        return State(
            state.core,
            now=state.posted,
            posted=(),
            ages=ages,
            flags=flags,
            trail=trail,
            did=state.did,
        )

    # --- after a move ---------------------------------------------------------------------

    def _done(
        self,
        state: State,
        leaf: Leaf,
        *,
        now: tuple[int, ...],
        ages: Ages,
        trail: Trail,
        before: tuple[Leaf, ...] = (),
    ) -> State:
        ready, soon, new = ages
        if leaf.drops:
            gone = frozenset(leaf.drops)
            ready, soon, new = ready - gone, soon - gone, new - gone
            now = tuple(handle for handle in now if handle not in gone)
        if leaf.arms:
            armed = frozenset(arm.handle for arm in leaf.arms if arm.delay_us < NEVER)
            soon, new = (soon, new | armed) if self.memory.folded else (soon | armed, new)
        flags = (state.stopping or leaf.stops, state.outside, state.lag, leaf.over)
        core = after(self.memory, state.core, leaf)
        kept = tuple(handle for handle in state.posted if handle not in leaf.drops)
        posted = kept + posted_by(self.memory, core, leaf)
        ages = ready, soon, new
        return State(
            core, now=now, posted=posted, ages=ages, flags=flags, trail=trail, did=(*before, leaf)
        )

    def _went_outside(self, state: State, leaf: Leaf) -> State:
        done = self._done(state, leaf, now=(), ages=state.ages, trail=state.trail)
        flags = (False, state.outside + 1, 0, done.over)
        if not leaf.enters:
            return State(
                done.core,
                now=(),
                posted=(),
                ages=done.ages,
                flags=flags,
                trail=done.trail,
                did=done.did,
            )
        entered = State(
            done.core,
            now=(),
            posted=done.posted,
            ages=done.ages,
            flags=flags,
            trail=done.trail,
            did=done.did,
        )
        return self._settled(self.advance(entered))

    def _settled(self, state: State) -> State:
        """Go on where going on takes nothing away: when nothing that matters is queued."""
        while not (state.now or state.stopping or state.over):
            if state.posted:
                passed = self._passed(state)
                if passed is None:
                    return state
                state = passed
            elif state.soon or state.new:
                return self._idle(state)
            else:
                return state
        return state

    def _passed(self, state: State) -> State | None:
        """Return the state after a batch of callbacks that do nothing more; None if one does."""
        internal = self.memory.internal
        if any(handle not in internal for handle in state.posted):
            return None
        state = self.advance(state)
        while state.now:
            leaf = self._leaf(state, state.now[0], state.trail)
            if not leaf.is_inert:
                return None
            state = self._done(
                state, leaf, now=state.now[1:], ages=state.ages, trail=state.trail, before=state.did
            )
        return state

    def _idle(self, state: State) -> State:
        everything = state.ready | state.soon | state.new
        flags = (False, state.outside, 0, None)
        trail = (state.trail, "idle")
        ages = everything, _NONE, _NONE
        return State(
            state.core, now=(), posted=(), ages=ages, flags=flags, trail=trail, did=state.did
        )


def arrivals_of(machine: Machine, trail: Trail) -> tuple[dict[int, list[int]], int]:
    """Return what arrives in which batch along ``trail``, and its last batch."""
    tokens: list[int | str] = []
    while trail is not None:
        trail, token = trail
        tokens.append(token)
    folded = machine.memory.folded
    batch, arrivals = -1, dict[int, list[int]]()
    for token in reversed(tokens):
        if token == "batch":
            batch += 1
        elif token == "idle":
            batch += 2 if folded else 1
        elif isinstance(token, int):
            arrivals.setdefault(batch - 1 if folded else batch, []).append(token)
    return arrivals, max(batch, max(arrivals, default=-1))
