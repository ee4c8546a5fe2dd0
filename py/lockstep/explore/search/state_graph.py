"""Every order, by really taking every transition between the states of a program.

Two executions that have come to equal states (`observe.program_state`) go on alike, so one of
them is left. Otherwise than in `by_running`, they may have come there by different histories:
four deposits have 2,520 orders, and 689 transitions. Each transition has been executed; what
is taken on trust is only that a state that looks equal is equal, and that is audited twice:

- *Where histories meet.* The first time that a state is reached by another history, that
  execution goes on to its end along what has been taken; every state and letter on its path, and
  its end, have to be those that were found before.
- *Orders drawn from the counted ones*, each equally likely, are run from the beginning and held
  against the graph, state by state (`Graph.run_drawn`).

Where tasks are interchangeable (`observe.symmetry`), states that differ in their numbers only are
one, too, as long as that is asked for: each node has numbers of its own, an edge says which of its
tasks is which of the next node's, and orders are counted with the tasks' real numbers (`Left`).

An execution takes as many new options as it can: where it comes to a state that has been found
and compared, it goes on with an option that has not been taken there, and is left if there is none.

Loop invariant of the search: a node with an option that has not been taken waits in `_todo`.

(Storing states so as not to expand them twice: R. Alur, G. Holzmann et al.; for programs that
are executed: M. Musuvathi et al., "CMC: a pragmatic approach to model checking real code", OSDI
2002.)
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lockstep.explore.observe.choices import Choices, ChosenArrivals, Midway
from lockstep.explore.observe.execute import Mode, execute
from lockstep.explore.observe.execution import EntersAgain, Execution, Merged, Seen, TimeDecides
from lockstep.explore.observe.happenings import Happening, renamed
from lockstep.explore.observe.names import Names
from lockstep.explore.observe.plain import Plain
from lockstep.explore.observe.symmetry import Asymmetric, Renaming
from lockstep.explore.search.by_running import Ending
from lockstep.explore.search.interleavings import Counting, Expansion
from lockstep.loop import VirtualLoop


class Contradiction(Exception):
    """Two executions came to what looked like one state and went on differently."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Unsuited(Exception):
    """The program's state does not decide how it goes on: it asks for the time."""


class Edge(NamedTuple):
    """What one option leads to: the letters that ran, then a node or an end.

    Attributes:
        letters: by the numbers that tasks have in the node from which this leads.
        onto: of each interchangeable task in the node to which it leads, its number in the node
            from which.
        happened: what tells when completions can come, by the same numbers as the letters.
    """

    letters: tuple[int, ...]
    to: Node | None
    ending: Ending | None = None
    onto: tuple[int, ...] = ()
    happened: tuple[Happening, ...] = ()

    def is_as(self, other: Edge) -> bool:
        """Return whether the same happens on both."""
        return self[:3] == other[:3]


class Left(NamedTuple):
    """What is left of an edge of an order: its letters, by the tasks' real numbers; what follows.

    Attributes:
        tasks: the real number of each interchangeable task of the node.
    """

    letters: tuple[int, ...]
    to: Node | None
    ending: Ending | None
    tasks: tuple[int, ...]


class Step(NamedTuple):
    """A choice of an execution.

    Attributes:
        before: the one before.
        option: what was chosen.
        renaming: from the execution's numbers of tasks to those of the node.
    """

    before: Step | None
    node: Node
    option: int
    renaming: Renaming


@dataclass(slots=True, eq=False)
class Node:
    """A state in which there is something to choose.

    Attributes:
        options: what may come, by name.
        edges: where that leads, as far as it has been taken.
        history: that of the first execution that came here.
        came: the last choice of that execution before it; None where there was none.
        renaming: from that execution's numbers of tasks to those in `options`.
        groups: places in `tasks` of those that can be exchanged without any difference.
        is_confirmed: whether another history came here and went on alike.
    """

    options: tuple[int, ...]
    edges: dict[int, Edge]
    history: int
    came: Step | None
    renaming: Renaming
    groups: tuple[tuple[int, ...], ...] = ()
    is_confirmed: bool = False

    @property
    def tasks(self) -> tuple[int, ...]:
        """The numbers of its interchangeable tasks."""
        return tuple(sorted(self.renaming.to.values()))

    def untaken(self) -> int | None:
        """Return an option that has not been taken; None if all have."""
        if len(self.edges) == len(self.options):
            return None
        return next(option for option in self.options if option not in self.edges)

    def onward(self) -> int | None:
        """Return an option that leads to a node where one has not been taken; None if none does."""
        for option, edge in self.edges.items():
            if edge.to is not None and edge.to.untaken() is not None:
                return option
        return None

    def settled(self, tasks: tuple[int, ...]) -> tuple[int, ...]:
        """Return one way to name its tasks for all ways between which there is no difference."""
        if not self.groups:
            return tasks
        found = list(tasks)
        for group in self.groups:
            for place, number in zip(group, sorted(tasks[at] for at in group), strict=True):
                found[place] = number
        return tuple(found)


@dataclass(frozen=True)
class Executed:
    """An execution that came to its end: its letters, how it ended, what came when, what ran."""

    letters: tuple[int, ...]
    ending: Ending
    timers: dict[int, list[int]]
    handles: list[int]


@dataclass
class Flags:
    """What executions have shown of the program as a whole."""

    was_impatient: bool = False
    has_text_sets: bool = False
    has_address_sets: bool = False
    in_sets: set[int] = field(default_factory=set)
    listed: set[int] = field(default_factory=set)
    is_tangled: bool = False
    doubts: list[str] = field(default_factory=list)
    tasks: int = 0
    opaque: set[str] = field(default_factory=set)
    reads_clock: bool = False

    def add(self, execution: Execution) -> None:
        """Take in an execution, whether it came to its end or was left."""
        self.was_impatient |= execution.was_impatient
        self.has_text_sets |= execution.has_text_sets
        self.has_address_sets |= execution.has_address_sets
        self.doubts += [doubt for doubt in execution.doubts if doubt not in self.doubts]
        self.tasks = max(self.tasks, execution.tasks)
        self.opaque |= execution.opaque


class Graph:
    """The states of one program and the transitions between them.

    Args:
        program: the program.
        names: where handles have their names.
        mode: 'folded' or 'late'.
        set_order: of tasks, see `lockstep.loop.Numbers`; that of their creation by default.
        is_renaming: take states for one that differ only in the numbers of interchangeable tasks.

    Attributes:
        first: the edge from the beginning.
        executions: how many runs were begun.
        executed: those that came to their end, by their letters.
        latest: the last one, if it came to its end.
        has_renamed: whether states were taken for one that differ in numbers of tasks.
        has_own_times: whether a transition has taken, or armed, other times than before.
    """

    def __init__(
        self,
        program: Plain,
        names: Names,
        mode: Mode,
        set_order: tuple[int, ...] = (),
        is_renaming: bool = False,
    ) -> None:
        self.is_renaming, self.has_renamed = is_renaming, False
        self.has_own_times = False
        self.program, self.mode, self.names = program, mode, names
        self._set_order = set_order
        self.nodes: dict[Hashable, Node] = {}
        self.first: Edge | None = None
        self.executions = 0
        self.executed: dict[tuple[int, ...], Executed] = {}
        self.latest: Executed | None = None
        self.flags = Flags()
        self._notes_leaves = False
        self._todo: deque[Node] = deque()
        self._seen: dict[Hashable, Seen] = {}
        self._led: dict[tuple[Node, tuple[int, ...]], list[tuple[int, Left]]] = {}

    @property
    def taken(self) -> int:
        """How many transitions have been taken."""
        return sum(len(node.edges) for node in self.nodes.values()) + (self.first is not None)

    def grow(self, seconds: float) -> Iterator[Graph]:
        """Take one untaken option after another; yield after each execution.

        Raises:
            Contradiction: a state that looked equal was not.
            Unsuited: states do not decide what follows.
            Unfold: the program cannot be executed in this mode.
            Asymmetric: it may make a difference which task is which.
        """
        while self.first is None or self._todo:
            step = self._next() if self.first is not None else None
            if self.first is None or step is not None:
                try:
                    self._execute(_Walk(self, _listed(step)), seconds)
                except EntersAgain:
                    self._begin_again()
                yield self

    def _next(self) -> Step | None:
        """Return what to take next of the first node that waits; if all was, it waits no longer."""
        node = self._todo[0]
        option = node.untaken()
        if option is None:
            self._todo.popleft()
            return None
        return Step(node.came, node, node.renaming.back().of(option), node.renaming)

    def _begin_again(self) -> None:
        """Forget all states; in the following ones it is noted in which the loop was left."""
        self._notes_leaves, self.first = True, None
        self.nodes.clear()
        self._todo.clear()
        self._seen.clear()

    def run_drawn(self, path: Sequence[Choice], seconds: float) -> Executed:
        """Run an order from its beginning and hold every state of it against the graph.

        Raises:
            Contradiction: it went otherwise.
            Asymmetric: it may make a difference which task is which.
        """
        executed = self._execute(_Walk(self, list(path), is_audit=True), seconds)
        assert executed is not None
        return executed

    def _execute(self, walk: _Walk, seconds: float) -> Executed | None:
        choices = Choices(
            [], None, walk=walk, set_order=self._set_order, notes_leaves=self._notes_leaves
        )
        try:
            execution = execute(self.program, self.names, choices, self.mode, seconds)
        except TimeDecides:
            raise Unsuited from None
        self.executions, self.latest = self.executions + 1, None
        self.flags.in_sets |= choices.in_sets
        if choices.listings is not None:
            self.flags.listed |= choices.listings.tasks
            self.flags.is_tangled |= choices.listings.is_tangled
        if walk.execution is not None:
            self.flags.add(walk.execution)
        if execution is None:
            return None
        if execution.reads_clock:
            raise Unsuited
        if self.is_renaming and execution.is_asymmetric:
            raise Asymmetric
        self.flags.add(execution)  # also where nothing was to be chosen
        walk.ended(execution)
        came = {b: [execution.timer_of[n] for n in now] for b, now in choices.arrivals.items()}
        timers = ChosenArrivals.of(came, choices.late, choices.set_order)
        done = Executed(tuple(execution.letters), execution.ending, timers, execution.handles)
        self.executed.setdefault(done.letters, done)
        self.latest = done
        return done

    def seen(
        self, execution: Execution, loop: VirtualLoop, rest: Hashable, step: Step | None
    ) -> Seen:
        """Return the state that an execution has come to; that after a known history is known.

        Within a step that is told by the choice with which the step began.

        Raises:
            Asymmetric: it may make a difference which task is which.
        """
        if isinstance(rest, Midway):
            if self.is_renaming:
                raise Asymmetric
            began = (step.node, step.option) if step is not None else None
            return Seen((began, tuple(rest)), b"", Renaming(self.names.memory, {}))
        after = execution.after(loop, rest)
        known = self._seen.get(after)
        if known is None:
            state = execution.state_renamed if self.is_renaming else execution.state
            known = self._seen[after] = state(loop, rest)
        elif self.is_renaming and execution.is_asymmetric:
            raise Asymmetric
        return known

    def met(self, seen: Seen, options: Sequence[int], execution: Execution, walk: _Walk) -> Node:
        """Return the node of a state, a new one if it is new."""
        node = self.nodes.get(seen.key)
        if node is None:
            groups = _groups(execution, seen)
            node = Node(tuple(options), {}, execution.history, walk.step, seen.renaming, groups)
            self.nodes[seen.key] = node
            self._todo.append(node)
        return node

    # --- the orders ---------------------------------------------------------------------------

    def counting(self) -> Counting[Left]:
        """Return what counts the orders; a state is what is left of an edge."""
        return Counting(self._begun(), lambda left: left, self._expand)

    def _begun(self) -> Left:
        first = self.first
        assert first is not None
        tasks = first.to.settled(first.onto) if first.to else ()
        return Left(first.letters, first.to, first.ending, tasks)

    def path_of(self, letters: Sequence[int]) -> list[Choice]:
        """Return the choices that lead to the order with these letters, node by node."""
        path, _ = next(self._paths_of(letters))
        return path

    def endings_of(self, letters: Sequence[int]) -> set[Ending | None]:
        """Return how the order with these letters can end; nothing if there is none."""
        return {ending for _, ending in self._paths_of(letters)}

    def _paths_of(self, letters: Sequence[int]) -> Iterator[tuple[list[Choice], Ending | None]]:
        todo: list[tuple[Left, int, list[Choice]]] = [(self._begun(), 0, [])]
        while todo:
            left, done, path = todo.pop()
            done += len(left.letters)
            if left.letters != tuple(letters[done - len(left.letters) : done]):
                continue
            if left.to is None and done == len(letters):
                yield path, left.ending
            elif left.to is not None:
                for option, after in self._onward(left.to, left.tasks):
                    todo.append((after, done, [*path, Choice(left.to, option)]))

    def _onward(self, node: Node, tasks: tuple[int, ...]) -> list[tuple[int, Left]]:
        """Return the options of a node and what each leads to, by the tasks' real numbers."""
        known = self._led.get((node, tasks))
        if known is None or len(known) < len(node.edges):
            known = self._led[node, tasks] = list(self._leads(node, tasks))
        return known

    def _leads(self, node: Node, tasks: tuple[int, ...]) -> Iterator[tuple[int, Left]]:
        real = Renaming(self.names.memory, dict(zip(node.tasks, tasks, strict=True)))
        for option, edge in node.edges.items():
            to, onto = edge.to, tuple(real.to.get(number, number) for number in edge.onto)
            onto = to.settled(onto) if to is not None else ()
            yield real.of(option), Left(real.all(edge.letters), to, edge.ending, onto)

    def _expand(self, left: Left) -> Expansion[Left]:
        """Return what follows on what is left of an edge."""
        following: dict[int, dict[Hashable, Left]] = {}
        endings: dict[Hashable, Left] = {}
        todo = [left]
        while todo:
            here = todo.pop()
            if here.letters:
                rest = here._replace(letters=here.letters[1:])
                following.setdefault(here.letters[0], {})[rest] = rest
            elif here.to is None:
                endings[here.ending] = here
            else:
                todo += [after for _, after in self._onward(here.to, here.tasks)]
        return Expansion(following, endings)


class Choice(NamedTuple):
    """A choice on the path of an order, by the execution's own numbers."""

    node: Node
    option: int


def _listed(step: Step | None) -> list[Choice]:
    found: list[Choice] = []
    while step is not None:
        found.append(Choice(step.node, step.option))
        step = step.before
    return found[::-1]


def _groups(execution: Execution, seen: Seen) -> tuple[tuple[int, ...], ...]:
    """Return those of a state's tasks that can be exchanged, by their places."""
    place = {now: at for at, now in enumerate(sorted(seen.renaming.to.values()))}
    found: list[list[int]] = []
    for numbers in seen.equals:
        for at, number in enumerate(numbers):
            if at and execution.are_exchangeable(numbers[at - 1], number, seen):
                found[-1].append(place[seen.renaming.to[number]])
            else:
                found.append([place[seen.renaming.to[number]]])
    return tuple(tuple(group) for group in found if len(group) > 1)


class _Walk:
    """One execution's path through the graph.

    It follows ``path``; then, at each node, it takes an option that has not been taken. If there is
    none, it stops; if its history is the first other one to come there, it goes on and compares.

    Args:
        path: nodes and the options to take there.
        is_audit: compare from the beginning.
    """

    def __init__(self, graph: Graph, path: list[Choice], is_audit: bool = False) -> None:
        self._graph, self._path, self._is_audit = graph, path, is_audit
        self._depth = self._letters_noted = self._happenings_noted = 0
        self.step: Step | None = None
        self.execution: Execution | None = None

    def choose(
        self, execution: Execution, options: Sequence[int], loop: VirtualLoop, rest: Hashable
    ) -> int:
        """Return the place of the option to take.

        Raises:
            Merged: what follows is known.
        """
        self.execution = execution
        if self._depth < len(self._path) and not self._is_audit:
            node, option = self._path[self._depth]  # the same choices lead to the same state
            step = Step(self.step, node, option, node.renaming)
        else:
            step = self._at(execution, options, loop, rest)
        self._depth += 1
        self.step = step
        self._letters_noted, self._happenings_noted = (
            len(execution.letters),
            len(execution.happened),
        )
        if step.option not in options:
            raise _stopped(loop, Contradiction(_OTHER_CHOICES))
        return options.index(step.option)

    def _at(
        self, execution: Execution, options: Sequence[int], loop: VirtualLoop, rest: Hashable
    ) -> Step:
        graph = self._graph
        if execution.reads_clock:
            raise _stopped(loop, Unsuited())
        try:
            seen = graph.seen(execution, loop, rest, self.step)
        except Exception as error:  # ours, whatever it is, and none of the program's
            raise _stopped(loop, error) from error.__cause__
        renaming = seen.renaming
        known = seen.key in graph.nodes
        if not known and self._is_audit:
            raise _stopped(loop, Contradiction(_OTHER_STATE))
        node = graph.met(seen, renaming.all(options), execution, self)
        try:
            self._note(self._edge(execution, node, renaming))
        except Contradiction as error:
            raise _stopped(loop, error) from None
        graph.has_renamed |= renaming.to != node.renaming.to
        if set(node.options) != set(renaming.all(options)):
            raise _stopped(loop, Contradiction(_OTHER_CHOICES))
        if self._is_audit and self._path:
            choice = self._path[self._depth]
            if choice.node is not node:
                raise _stopped(loop, Contradiction(_OTHER_STATE))
            return Step(self.step, node, choice.option, renaming)
        if known and not node.is_confirmed and node.history != execution.history and node.edges:
            self._is_audit, self._path = True, []
        option = self._confirmed(node) if self._is_audit else node.untaken()
        if option is None and (option := node.onward()) is None:
            raise _stopped(loop, Merged())
        return Step(self.step, node, renaming.back().of(option), renaming)

    def _confirmed(self, node: Node) -> int:
        """Go on from a node that other histories have come to; return an option taken before."""
        node.is_confirmed = True
        for option, edge in node.edges.items():
            if edge.to is not None and not edge.to.is_confirmed:
                return option
        return next(iter(node.edges))

    def _edge(self, execution: Execution, node: Node, renaming: Renaming) -> Edge:
        """Return what leads from the last choice to a node, by the numbers that tasks have there.

        Args:
            renaming: from the execution's numbers of tasks to the node's.
        """
        back = renaming.back().to
        onto = tuple(back[number] for number in node.tasks)
        if self.step is not None:
            before = self.step.renaming
            onto = tuple(before.to.get(number, number) for number in onto)
        return self._led(execution, node)._replace(onto=onto)

    def _led(self, execution: Execution, to: Node | None, ending: Ending | None = None) -> Edge:
        """Return what leads from the last choice on, by the numbers that tasks have there."""
        letters = execution.letters[self._letters_noted :]
        happened = execution.happened[self._happenings_noted :]
        if self.step is None:
            return Edge(tuple(letters), to, ending, happened=tuple(happened))
        by = self.step.renaming
        return Edge(by.all(letters), to, ending, happened=renamed(happened, by))

    def _note(self, edge: Edge) -> None:
        """Enter an edge into the graph, or compare it with the one that is there."""
        if self.step is None:
            known, self._graph.first = self._graph.first, self._graph.first or edge
        else:
            option = self.step.renaming.of(self.step.option)
            known = self.step.node.edges.setdefault(option, edge)
        if known is not None and not known.is_as(edge):
            raise Contradiction(_other(known, edge))
        self._graph.has_own_times |= known is not None and known.happened != edge.happened

    def ended(self, execution: Execution) -> None:
        """The execution has come to its end."""
        self._note(self._led(execution, None, execution.ending))


_OTHER_STATE = "an order came to a state that had not been found"
_OTHER_CHOICES = "in states that seemed to be one, different things could come"


def _other(known: Edge, now: Edge) -> str:
    if known.letters != now.letters:
        return "from states that seemed to be one, different steps followed"
    if known.ending != now.ending:
        return "from states that seemed to be one, orders ended differently"
    return "from states that seemed to be one, a step led to different states"


def _stopped[E: BaseException](loop: VirtualLoop, error: E) -> E:
    """Let ``error`` end the execution, whoever catches it; return it, to be raised."""
    loop.ended_by = error
    return error
