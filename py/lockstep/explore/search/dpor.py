"""E2: one order for each Mazurkiewicz trace, for programs with too many states to list.

Source-set dynamic partial-order reduction with sleep sets, over the choices of `machine`. After
each order that was followed to its end, every two steps next to each other in the happens-before
order, of different tasks, are a race: an order that takes them the other way round is explored
too, unless one that begins alike has been. Steps that post something while a completion could
still come are taken to depend on all others, since the order of posting is the order of running.

Source: P. Abdulla, S. Aronis, B. Jonsson, K. Sagonas, "Optimal dynamic partial order
reduction", POPL 2014 (algorithm 1, source-DPOR); sleep sets: P. Godefroid, LNCS 1032, 1996.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field

from lockstep.explore.model.core import Ask, actor_of
from lockstep.explore.model.happens_before import HappensBefore
from lockstep.explore.model.machine import Machine, State
from lockstep.explore.observe.footprint import COMMUTING, WHOLE

Token = int | str
BATCH = "batch"


@dataclass(slots=True)
class Move:
    """A transition: what was chosen, who acted, what it touched."""

    token: Token
    actor: int
    touched: dict[int, frozenset[str]]
    depends_on_all: bool
    to: State

    def depends_on(self, other: Move) -> bool:
        """Return whether the two may not simply change places."""
        if self.actor == other.actor or self.depends_on_all or other.depends_on_all:
            return True
        few, many = sorted((self.touched, other.touched), key=len)
        for location, kinds in few.items():
            there = many.get(location)
            if there is not None and (kinds != there or len(kinds) > 1 or not kinds <= COMMUTING):
                return True
        return False


@dataclass(slots=True)
class _Frame:
    """A state on the way, and what has been and has to be tried from it."""

    state: State
    happened: HappensBefore
    moves: dict[Token, Move]
    asleep: dict[Token, Move]
    todo: set[Token]
    done: set[Token] = field(default_factory=set)
    taken: Move | None = None
    before: int = 0  # bits: which earlier moves happen before `taken`


@dataclass
class Reduced:
    """What has been found.

    Attributes:
        traces: the distinct traces, and how each ends: it may be known by more than one end.
        examples: a state for each ending.
        orders: how many orders were followed to their end.
        blocked: how many were left because all that could follow was asleep.
        complete: whether nothing is left.
    """

    traces: dict[int, set[Hashable]] = field(default_factory=dict)
    examples: dict[Hashable, State] = field(default_factory=dict)
    orders: int = 0
    blocked: int = 0
    complete: bool = False

    @property
    def by_endings(self) -> Counter[frozenset[Hashable]]:
        """How many traces end in one of these ways."""
        return Counter(map(frozenset, self.traces.values()))


class Reduction:
    """Explores one program.

    Args:
        machine: the program's.
        ending_of: what tells endings apart.
        ask: asks a function, again after each run that was needed to know enough.
    """

    def __init__(
        self,
        machine: Machine,
        ending_of: Callable[[State], Hashable],
        ask: Ask,
    ) -> None:
        self.machine, self._ending_of, self._ask = machine, ending_of, ask
        self.found = Reduced()
        self._stack: list[_Frame] = []

    def explore(self, most: int) -> Iterator[Reduced]:
        """Yield what is known, after each order; at most ``most`` orders are followed."""
        self._enter(self.machine.start(), HappensBefore(), {})
        while self._stack:
            frame = self._stack[-1]
            token = next((t for t in _in_order(frame.todo) if t not in frame.asleep), None)
            if token is None:
                self._stack.pop()
                if self._stack:
                    self._left(self._stack[-1])
                continue
            if self._follow(frame, token):
                yield self.found
                if self.found.orders + self.found.blocked >= most:
                    return
        self.found.complete = True
        yield self.found

    def _follow(self, frame: _Frame, token: Token) -> bool:
        """Take a move; return whether an order came to its end."""
        move = frame.taken = frame.moves[token]
        self._notice_races(frame)
        happened = frame.happened
        for leaf in move.to.did:
            happened = happened.after(self.machine.memory, leaf)
        if self.machine.is_end(move.to):
            self._ended(move.to, happened)
            self._left(frame)
            return True
        asleep = {t: m for t, m in frame.asleep.items() if not m.depends_on(move)}
        return self._enter(move.to, happened, asleep)

    def _enter(self, state: State, happened: HappensBefore, asleep: dict[Token, Move]) -> bool:
        """Put a state on the stack; return whether all that could follow is asleep."""
        moves = self._ask(self._moves, state)
        awake = [token for token in _in_order(moves) if token not in asleep]
        asleep = {token: moves[token] for token in asleep if token in moves}
        self._stack.append(_Frame(state, happened, moves, asleep, set(awake[:1])))
        if not awake:
            self.found.blocked += 1
        return not awake

    def _left(self, frame: _Frame) -> None:
        """Everything after the move taken has been explored."""
        move = frame.taken
        assert move is not None
        frame.done.add(move.token)
        frame.todo.discard(move.token)
        frame.asleep[move.token] = move
        frame.taken = None

    def _ended(self, state: State, happened: HappensBefore) -> None:
        ending = self._ending_of(state)
        self.found.orders += 1
        self.found.traces.setdefault(happened.key, set()).add(ending)
        self.found.examples.setdefault(ending, state)

    # --- moves ----------------------------------------------------------------------------

    def _moves(self, state: State) -> dict[Token, Move]:
        machine = self.machine
        forced = machine.forced(state)
        if forced is not None:
            return {BATCH: self._move(BATCH, forced, state, machine.run(state, forced))}
        moves: dict[Token, Move] = {}
        for timer in state.ready:
            handle, to = machine.come(state, timer)
            moves[timer] = self._move(timer, handle, state, to)
        if machine.may_advance(state):
            handle, to = machine.onward(state)
            moves[BATCH] = self._move(BATCH, handle, state, to)
        return moves

    def _move(self, token: Token, handle: int, state: State, to: State) -> Move:
        touched: dict[int, frozenset[str]] = {}
        for leaf in to.did:
            for location, kind in leaf.accesses:
                plain = "read" if kind == WHOLE else kind
                touched[location] = touched.get(location, frozenset()) | {plain}
        depends_on_all = _competes(state) or _competes(to)
        return Move(token, actor_of(self.machine.memory, handle), touched, depends_on_all, to)

    # --- races ----------------------------------------------------------------------------

    def _notice_races(self, frame: _Frame) -> None:
        """Plan what takes the latest move before each move that it races with."""
        assert frame.taken is not None
        frames, move = self._stack, frame.taken
        before, races = 0, []
        for place in range(len(frames) - 2, -1, -1):
            earlier = frames[place].taken
            assert earlier is not None
            if not before >> place & 1 and move.depends_on(earlier):
                before |= frames[place].before | 1 << place
                if earlier.actor != move.actor:
                    races.append(place)
        frame.before = before
        for place in races:
            self._plan(place)

    def _plan(self, place: int) -> None:
        there = self._stack[place]
        first = there.taken
        assert first is not None
        free = [
            later
            for later in range(place + 1, len(self._stack))
            if not self._stack[later].before >> place & 1 or later == len(self._stack) - 1
        ]
        wanted: list[Token] = []
        for index, later in enumerate(free):
            frame = self._stack[later]
            assert frame.taken is not None
            if not any(frame.before >> earlier & 1 for earlier in free[:index]):
                wanted.append(frame.taken.token)
        if any(token in there.todo or token in there.done for token in wanted):
            return
        can = [token for token in wanted if token in there.moves]
        there.todo.update(can[:1] if can else there.moves)


def _competes(state: State) -> bool:
    """Return whether something is queued while a completion could come before or behind it."""
    queued = state.now or state.posted or state.stopping
    return bool(queued and (state.ready or state.soon or state.new))


def _in_order(tokens: Iterable[Token]) -> list[Token]:
    return sorted(tokens, key=lambda token: (isinstance(token, str), token))
