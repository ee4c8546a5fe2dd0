"""Every order of a program as a tree, equal parts of it once: counted, not recorded.

It is read off what the explorer has counted its answer by, so it is no second model and no second
count: the orders that were run one by one, or the graph in which they were counted. A node is what
some beginnings have in common: whether orders end there and how, and with which letters they go on.

As JSON (in `lockstep-orders/1`):

``nodes``
    each a list: the place of its ending in ``endings``, or -1 where no order ends; then pairs of a
    letter and the node that follows. Letters grow; the first node is the beginning of all; a node
    stands before those that follow on it.
``endings``
    ``status``, ``result``, ``state``, ``type`` of the exception or None, ``tone``: as in an
    exploration.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field

from lockstep.explore.choices.names import StepNames
from lockstep.explore.explorer import Explorer
from lockstep.explore.model.memory import Memory
from lockstep.explore.report.outcomes import Outcomes
from lockstep.explore.search.by_running import Ran
from lockstep.explore.search.interleavings import Node, Orders

#: Steps between nodes up to which a tree is told: more is slow to send and to read.
MOST_EDGES = 60_000


@dataclass
class Tree:
    """The counted orders of one program.

    Attributes:
        total: how many orders there are.
        letters: their names, what was created first before what was created later.
        nodes, endings: see above.
    """

    total: int
    letters: list[str]
    nodes: list[list[int]] = field(default_factory=list)
    endings: list[dict[str, object]] = field(default_factory=list)

    def to_dict(self) -> dict[str, object]:
        """Return it as plain dicts, lists, strings and integers."""
        return {"nodes": self.nodes, "endings": self.endings}

    def beginnings(self, levels: int) -> Iterator[list[str]]:
        """Yield what can be chosen, the first ``levels`` choices deep, as names of letters.

        Where only one letter can follow, nothing is chosen. Of an only order it is what comes
        before any choice: the empty one.
        """
        if self.total == 1:
            yield []
        todo: list[tuple[list[str], int, int]] = [([], 0, 0)]
        while todo:
            word, node, level = todo.pop(0)
            ending, *pairs = self.nodes[node]
            after = list(zip(pairs[::2], pairs[1::2], strict=True))
            is_choice = len(after) + (ending >= 0) > 1
            if is_choice and level == levels:
                continue
            for letter, to in after:
                longer = [*word, self.letters[letter]]
                if is_choice:
                    yield longer
                todo.append((longer, to, level + is_choice))


class _Branch:
    """A node while the tree is made: from letters to what follows; the ending, if one is here."""

    __slots__ = ("ending", "following")

    def __init__(self) -> None:
        self.following: dict[int, _Branch] = {}
        self.ending: Hashable | None = None


def tree_of(explorer: Explorer) -> Tree | None:
    """Return the orders behind an answer; None where it has no count, or they are too many."""
    found, session = explorer.so_far, explorer.session
    if not found.tried_all or found.interleavings is None:
        return None
    if session.counted is not None:
        memory, orders = session.counted
        root, size = _of_graph(orders)
    elif session.running.ran.complete and session.running.mode in ("folded", "partly", "late"):
        memory = session.running.names.memory
        root, size = _of_words(memory, session.running.ran)
    else:
        return None
    if size > MOST_EDGES:
        return None
    tree = _Numbering(memory, session.outcomes).tree(root)
    return tree if tree is not None and tree.total == found.interleavings else None


def _of_words(memory: Memory, ran: Ran) -> tuple[_Branch, int]:
    root, size = _Branch(), 0
    for order in ran.orders.values():
        here = root
        for letter in filter(memory.is_letter, order.handles):
            if letter not in here.following:
                here.following[letter], size = _Branch(), size + 1
            here = here.following[letter]
        here.ending = order.ending
    return root, size


def _of_graph[State](orders: Orders[State]) -> tuple[_Branch, int]:
    made: dict[int, _Branch] = {}

    def branch(node: Node[State]) -> _Branch:
        return made.setdefault(id(node), _Branch())

    size = 0
    for level in orders.levels:
        for node in level:
            here = branch(node)
            here.following = {letter: branch(to) for letter, to in node.following.items()}
            here.ending = next(iter(node.ends), None)  # several of one order show alike
            size += len(here.following)
    return branch(orders.levels[0][0]), size


class _Numbering:
    """Numbers letters, nodes and endings."""

    def __init__(self, memory: Memory, outcomes: Outcomes) -> None:
        self._memory, self._outcomes = memory, outcomes
        self._endings: dict[tuple[object, ...], int] = {}

    def tree(self, root: _Branch) -> Tree | None:
        """Return the numbered tree; None where an ending is of no known outcome."""
        branches = _in_order(root)
        used = {letter for branch in branches for letter in branch.following}
        letters = by_age(self._memory, used)
        number = {letter: place for place, letter in enumerate(letters)}
        place_of = {id(branch): place for place, branch in enumerate(branches)}
        names = StepNames(self._memory)
        tree = Tree(0, [names.of(letter) for letter in letters])
        for branch in branches:
            ending = -1 if branch.ending is None else self._ending(branch.ending, tree)
            if ending is None:
                return None
            following = branch.following.items()
            after = sorted((number[letter], place_of[id(to)]) for letter, to in following)
            tree.nodes.append([ending, *(value for pair in after for value in pair)])
        tree.total = _total(tree.nodes)
        return tree

    def _ending(self, ending: Hashable, tree: Tree) -> int | None:
        outcome = self._outcomes.row_of(ending)
        if outcome is None:
            return None
        kind = outcome.cause["type"] if outcome.cause else None
        shown: dict[str, object] = {
            "status": outcome.status,
            "result": outcome.result,
            "state": outcome.state,
            "type": kind,
            "tone": outcome.tone,
        }
        key = tuple(map(str, shown.values()))
        if key not in self._endings:
            self._endings[key] = len(tree.endings)
            tree.endings.append(shown)
        return self._endings[key]


def by_age(memory: Memory, letters: Iterable[int]) -> list[int]:
    """Return letters by what was created first."""
    return sorted(letters, key=lambda letter: (memory.handles[letter].owner, letter))


def _in_order(root: _Branch) -> list[_Branch]:
    """Return what can be reached, each before what follows on it (R. E. Tarjan, 1976)."""
    done: list[_Branch] = []
    met = {id(root)}
    todo: list[tuple[_Branch, list[_Branch]]] = [(root, list(root.following.values()))]
    while todo:
        _, rest = todo[-1]
        if not rest:
            done.append(todo.pop()[0])
            continue
        after = rest.pop()
        if id(after) not in met:
            met.add(id(after))
            todo.append((after, list(after.following.values())))
    return done[::-1]


def _total(nodes: list[list[int]]) -> int:
    below = [0] * len(nodes)
    for place in range(len(nodes) - 1, -1, -1):
        ending, *pairs = nodes[place]
        below[place] = (ending >= 0) + sum(below[to] for to in pairs[1::2])
    return below[0]
