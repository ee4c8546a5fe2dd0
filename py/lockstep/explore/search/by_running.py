"""Every order, by really running it.

Depth first over executions: each follows the choices of an earlier one up to its last that has
another option, takes that, and then the first option everywhere. An execution that comes to a
state in which another one was before is left: its continuations are that one's. Two executions
are in one state if the same handles have run in the same order, the same are queued and the
same are pending; nothing is learned, nothing predicted.

(The search without stored states is that of P. Godefroid, "Model checking for programming
languages using VeriSoft", 1997.)
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lockstep.explore.model.memory import Memory
from lockstep.explore.observe.choices import Choices, ChosenArrivals, set_order_of
from lockstep.explore.observe.execute import Mode, execute
from lockstep.explore.observe.execution import Execution, Rounded, TimeDecides, Unfold
from lockstep.explore.observe.names import Names
from lockstep.explore.observe.plain import Plain
from lockstep.schedulers import Schedule

Ending = tuple[str, str | None, tuple[bytes, ...]]


@dataclass(slots=True)
class Order:
    """One order of steps that has been run.

    Attributes:
        ending: how it ended when it was run first.
        endings: how it ended; rarely in more than one way, where asyncio's own callbacks decide.
        timers: the names of what came at the boundary before each batch.
        handles: all that was run.
        states: digests of what tasks shared before each of them but the first, if noted.
        history: see `Execution.history`.
        variants: the same order as it was run with another history, or to another ending.
    """

    ending: Ending
    endings: set[Ending]
    timers: dict[int, list[int]]
    handles: list[int]
    states: list[bytes] = field(default_factory=list)
    history: int = 0
    variants: list[Order] = field(default_factory=list)

    def add(self, other: Order) -> None:
        """Take in another execution of this order."""
        self.endings.add(other.ending)
        for variant in (self, *self.variants):
            if (variant.history, variant.ending) == (other.history, other.ending):
                if other.states and not variant.states:
                    variant.timers, variant.handles = other.timers, other.handles
                    variant.states = other.states
                return
        self.variants.append(other)


@dataclass
class Ran:
    """What executions have shown.

    Attributes:
        orders: by the number of their word.
        arrivals: what came when in the order that ended so first, for each ending.
        executions: how many runs were begun; some were left where another had been.
        complete: whether every order has been run.
        tried: of the tree of choices, the part that executions have tried, each choice being
            thought to have as much below it as the others that it could have been.
        tasks: the most tasks that one of them made.
        in_sets: numbers of tasks that may have been in a set whose order may have shown.
        listed: numbers of tasks in sets that were gone through, where the program tells that.
        is_tangled: whether no succession of tasks may explain how all sets of one list them (see
            `observe.listings`).
        decides_by_clock: whether how long things take decides a comparison.
        unfollowed: whether the program does something with the time that is not followed.
    """

    orders: dict[int, Order] = field(default_factory=dict)
    arrivals: dict[Ending, dict[int, list[int]]] = field(default_factory=dict)
    executions: int = 0
    complete: bool = False
    tried: float = 0.0
    tasks: int = 0
    was_impatient: bool = False
    reads_clock: bool = False
    decides_by_clock: bool = False
    unfollowed: bool = False
    has_text_sets: bool = False
    has_address_sets: bool = False
    in_sets: set[int] = field(default_factory=set)
    listed: set[int] = field(default_factory=set)
    is_tangled: bool = False
    doubts: list[str] = field(default_factory=list)


class Running:
    """Runs every order of one program; can be stopped and taken up again.

    Args:
        program: the program.
        mode: how completions are chosen.
        set_order: of tasks, see `lockstep.loop.Numbers`; that of their creation by default.
    """

    def __init__(self, program: Plain, mode: Mode, set_order: tuple[int, ...] = ()) -> None:
        self.program, self.mode, self._set_order = program, mode, set_order
        self.names = Names(Memory(mode == "folded"))
        self.ran = Ran()
        self._visited: set[Hashable] = set()
        self._prefix: list[int] | None = []
        self._durations: Mapping[int, int] = {}

    @property
    def estimate(self) -> float:
        """How many executions there seem to be (P. Kilby et al., "Estimating search tree size",
        AAAI 2006: the weighted backtrack estimator)."""
        ran = self.ran
        return ran.executions / ran.tried if ran.tried else 1.0

    def go_on(self, seconds: float) -> Iterator[Ran]:
        """Yield after every execution; ``seconds`` bounds each."""
        while self._prefix is not None:
            choices = Choices(
                self._prefix,
                self._visited,
                set_order=self._set_order,
                durations=self._durations,
            )
            try:
                execution = execute(self.program, self.names, choices, self.mode, seconds)
            except Unfold:
                self.restart_unfolded()
                continue
            except TimeDecides:
                self._begin_again("timed")
                continue
            except Rounded:
                self._begin_again("roomy")
                continue
            self.ran.executions += 1
            self.ran.in_sets |= choices.in_sets
            if choices.listings is not None:
                self.ran.listed |= choices.listings.tasks
                self.ran.is_tangled |= choices.listings.is_tangled
            if execution is not None:
                self._add(execution, choices)
            self.ran.tried += 1 / math.prod(options for _, options in choices.taken)
            self._prefix = _next(choices.taken)
            self._durations = _durations(choices, len(self._prefix or ()) - 1)
            self.ran.complete = self._prefix is None
            yield self.ran

    def draw(self, most: int, begin: Callable[[], None], seconds: float) -> None:
        """Run ``most`` orders by chance; ``begin`` is called before each."""
        mode: Mode = "late" if self.mode == "partly" else self.mode  # states are noted as there
        for seed in range(most):
            begin()
            choices = Choices([], None, chance=random.Random(seed), states=[])
            try:
                execution = execute(self.program, self.names, choices, mode, seconds)
            except (TimeDecides, Rounded):
                self.ran.reads_clock = True
                return
            self.ran.executions += 1
            if execution is not None:
                self._add(execution, choices)

    def restart_unfolded(self) -> None:
        """Begin again, with fewer sleeps taken for one with the steps that they wake."""
        self._begin_again("partly" if self.mode == "folded" else "late")

    def _begin_again(self, mode: Mode) -> None:
        self.mode, self.names = mode, Names(Memory(False))
        self._visited, self._prefix, self._durations = set(), [], {}
        self.ran = Ran(executions=self.ran.executions + 1)

    def _add(self, execution: Execution, choices: Choices) -> None:
        ran, arrivals = self.ran, choices.arrivals
        came = {b: [execution.timer_of[n] for n in numbers] for b, numbers in arrivals.items()}
        timers = ChosenArrivals.of(came, choices.late, choices.set_order)
        order = Order(
            execution.ending,
            {execution.ending},
            timers,
            execution.handles,
            choices.states or [],
            execution.history,
        )
        if (known := ran.orders.setdefault(execution.word, order)) is not order:
            known.add(order)
        ran.arrivals.setdefault(execution.ending, timers)
        ran.tasks = max(ran.tasks, execution.tasks)
        ran.was_impatient |= execution.was_impatient
        ran.reads_clock |= execution.reads_clock
        ran.decides_by_clock |= execution.durations is not None and execution.durations.has_decided
        ran.unfollowed |= execution.unfollowed or (
            execution.durations is not None and execution.durations.was_pinned
        )
        ran.has_text_sets |= execution.has_text_sets
        ran.has_address_sets |= execution.has_address_sets
        ran.doubts += [doubt for doubt in execution.doubts if doubt not in ran.doubts]


def _durations(choices: Choices, depth: int) -> Mapping[int, int]:
    """Return how long things take in the execution that follows, which differs at ``depth``."""
    if depth < 0:
        return {}
    if depth in choices.others:
        return choices.others[depth]
    batch = choices.batches[depth]
    return {number: us for number, us in choices.durations.items() if number < batch}


def _next(taken: list[tuple[int, int]]) -> list[int] | None:
    """Return the choices of the execution that follows, depth first; None after the last."""
    while taken and taken[-1][0] + 1 == taken[-1][1]:
        taken.pop()
    if not taken:
        return None
    return [place for place, _ in taken[:-1]] + [taken[-1][0] + 1]


def replay(
    program: Plain,
    memory: Memory,
    timers: Mapping[int, Sequence[int]],
    seconds: float,
    states: list[bytes] | None = None,
) -> tuple[Schedule, Execution]:
    """Run an order as asyncio's own loop does it; return its schedule, too.

    Args:
        program: the program.
        memory: where ``timers`` have their names.
        timers: what arrives at the boundary before each batch; after the last, as written; if
            they are `ChosenArrivals`, also how sets list tasks.
        seconds: real time that it may take.
        states: where to note digests of what tasks share.

    Raises:
        ValueError: what should arrive is not pending.
    """
    set_order = set_order_of(timers)
    choices = Choices([], None, timers, set_order=set_order, states=states)
    execution = execute(program, Names(memory), choices, "chosen", seconds)
    assert execution is not None
    return Schedule(tuple(choices.deviations), set_order=set_order), execution
