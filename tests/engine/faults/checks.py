"""Small checks, each of which passes; with the fault planted that names it, it must not.

What is right comes from outside: from the oracle, or written down.
"""

from __future__ import annotations

import functools
import itertools
import types
from collections import Counter
from collections.abc import Callable
from unittest import mock

import lockstep
from lockstep.explore import explorer
from lockstep.explore.budget import Budget
from lockstep.explore.model.memory import Memory
from lockstep.explore.observe import digest
from lockstep.explore.observe.execute import Mode
from lockstep.explore.observe.execution import Unfold
from lockstep.explore.observe.names import Names
from lockstep.explore.observe.plain import Plain
from lockstep.explore.observe.symmetry import Asymmetric
from lockstep.explore.observe.watched_run import Program
from lockstep.explore.report.exploration import Exploration
from lockstep.explore.search.audit import draw
from lockstep.explore.search.by_running import Running
from lockstep.explore.search.state_graph import Contradiction, Graph
from lockstep.explore.strategies.session import Session
from lockstep.explore.strategies.state_by_state import StateByState
from lockstep.explore.strategies.summarised import Summarised
from lockstep.schedulers import Boundary, Completion, Misfit
from tests.engine.every_order import every_outcome
from tests.engine.explore.engines import by_counting, by_reduction
from tests.engine.faults.programs import PROGRAMS, SPEAK, main
from tests.oracle.enumeration import every_order

MODES: tuple[Mode, ...] = ("folded", "late")


@functools.cache
def truth(name: str):  # type: ignore[no-untyped-def]
    """What the oracle says of a program."""
    return every_order(PROGRAMS[name])


def loop(name: str) -> None:
    """The loop can end a program in all the ways that CPython's can, and in no other."""
    assert every_outcome(PROGRAMS[name]) == truth(name).endings


#: how a program ends by default, as in a process of its own
DEFAULT = {
    "ties": ("ok", "['a', 'b', 'c']"),
    "deadlines": ("ok", "['a', 'b']"),
    "clock": ("ok", "2.0"),
    "for ever": ("deadlock", None),
    "names": ("ok", "'Task-2'"),
    "set of tasks": ("ok", "[0, 1, 2]"),
    "poll": ("ok", "['done']"),
    "cancelled handle": ("ok", "[]"),
    "starts": ("ok", "['a', 'b']"),
    "overslept": ("ok", "['a', 'b']"),
    "posted meanwhile": ("ok", "['once', 'hop']"),
}


def default(name: str) -> None:
    """A program ends by default as it does in a process of its own."""
    trace = lockstep.run(PROGRAMS[name])
    assert (trace.status, trace.result) == DEFAULT[name]


def replay(schedule: str) -> None:
    """Two say their words, the second one iteration later, as a schedule lets their sleeps end."""
    source = main(
        """
        async def hop():
            await asyncio.sleep(1)
            await asyncio.sleep(0)
            log.append("b")
        await asyncio.gather(say("a"), hop())
        return "".join(log)
        """,
        SPEAK,
    )
    assert lockstep.run(source, schedule=f"any-3.12:{schedule}").result == REPLAYED[schedule]


REPLAYED = {"0=1.0": "'ab'", "0=1": "'ba'", "0=0.1": "'ab'"}


def refused(schedule: str) -> None:
    """A schedule that does not fit is refused as such."""
    try:
        lockstep.run(PROGRAMS["cancelled sleep"], schedule=f"any-3.12:{schedule}")
    except Misfit:
        return
    raise AssertionError("it was followed")


def boundary(arrivals: str) -> None:
    """A scheduler's answer that is none is refused."""
    pending = {n: Completion(n, 0, "") for n in (0, 1)}
    answer = [int(number) for number in arrivals.split(".") if number]
    try:
        Boundary(0, 0, True, pending).checked(answer)
    except ValueError:
        return
    raise AssertionError("it was taken")


#: the kinds of what is found in the default run
FOUND = {
    "lost": ["lost-update"],
    "released": [],
    "one after the other": [],
    "owner": [],
    "never released": ["lock-never-released"],
    "itself": ["self-deadlock"],
    "nobody": ["deadlock"],
    "opposite": ["deadlock"],
    "dining": ["deadlock"],
    "lock": [],
}


def findings(name: str) -> None:
    """What is found is what is so, and a deadlock names its circle."""
    found = lockstep.run(PROGRAMS[name]).findings
    assert [finding["kind"] for finding in found] == FOUND[name]
    circles = {"opposite": 2, "dining": 3, "itself": 1, "nobody": 0}
    if name in circles:
        assert len(found[0]["cycle"]) == circles[name]


def explored(name: str) -> None:
    """Every order, each outcome as often as it is, and schedules that lead to it."""
    source = PROGRAMS[name]
    answer = lockstep.explore(source)
    counts = Counter[tuple[str, str | None]]()
    for each in answer.outcomes:
        counts[each.status, each.result] += each.interleavings or 0
    assert (answer.complete, counts) == (True, truth(name).outcomes)
    for outcome in answer.outcomes:
        trace = lockstep.run(source, schedule=outcome.schedule)
        assert (trace.status, trace.result) == (outcome.status, outcome.result)


def chosen_late(name: str) -> None:
    """Every order, where each completion is chosen when it runs."""
    *_, ran = Running(Plain.of(PROGRAMS[name], "program.py", 0), "late").go_on(5.0)
    ends = (ending[:2] for order in ran.orders.values() for ending in order.endings)
    assert Counter(ends) == truth(name).outcomes


def counted(name: str) -> None:
    """What was learned of the steps, followed without running and unaudited, counts right."""
    assert by_counting(PROGRAMS[name]) == truth(name).outcomes


#: trace classes by result or status (EXPLORER.md, section 5, and by hand)
CLASSES = {
    "bank": {"1": 2, "2": 2},
    "lock": {"3": 36},
    "opposite": {"None": 2, "deadlock": 1},
    "dining": {"deadlock": 1},
    "readers": {"None": 4},
    "bank, sleep(0)": {"1": 6, "2": 12, "3": 6},
}


def states(name: str) -> None:
    """Every transition between states taken, the orders in that graph are all there are."""
    assert Counter(_ends(_graph(name))) == truth(name).outcomes


def _graph(name: str) -> Graph:
    text = PROGRAMS[name]
    for mode in MODES:
        try:
            graph = Graph(Plain.of(text, "program.py", 0), Names(Memory(mode == "folded")), mode)
            for _ in graph.grow(5.0):
                pass
        except Unfold:
            continue
        return graph
    raise AssertionError("it can be executed in no mode")


def _ends(graph: Graph) -> dict[tuple[str, str | None], int]:
    *_, orders = graph.counting().count(10_000)
    found = Counter[tuple[str, str | None]]()
    for endings, count in orders.by_endings.items():
        for ending in {each[:2] for each in endings}:
            found[ending] += count
    return found


def renamed(name: str) -> None:
    """Equal tasks taken for one, where nobody tells them apart, the orders are all there are."""
    try:
        graph = _renamed(name)
    except Asymmetric:
        return
    assert Counter(_ends(graph)) == truth(name).outcomes
    *_, orders = graph.counting().count(10_000)
    for drawn in itertools.islice(draw(orders, graph.counting().expand), 20):
        done = graph.run_drawn(graph.path_of(drawn.letters), 5.0)
        assert (done.letters, done.ending in drawn.endings) == (drawn.letters, True)


def _renamed(name: str) -> Graph:
    graph = Graph(
        Plain.of(PROGRAMS[name], "program.py", 0), Names(Memory(True)), "folded", is_renaming=True
    )
    for _ in graph.grow(5.0):
        pass
    return graph


def exchangeable(name: str) -> None:
    """Tasks can be exchanged only if what they hold is equal, too."""
    first, *_ = _renamed(name).nodes.values()
    assert first.groups == {"equal deposits": ((0, 1, 2),), "boxes of equal tasks": ()}[name]


def met_again(name: str) -> None:
    """With a digest that misses what coroutines hold, some two histories that meet go on apart."""
    seen = digest._HOW[types.CoroutineType]
    digest._HOW[types.CoroutineType] = lambda self, x, kind: self._code(x.cr_code)
    try:
        _graph(name)
    except Contradiction:
        return
    finally:
        digest._HOW[types.CoroutineType] = seen
    raise AssertionError("states that differ were taken for one")


def audited(what: str) -> None:
    """A graph that says an order ends otherwise than it does is not believed."""
    session = _session("bank" if what == "run before" else "bank, sleep(0)")
    if what == "run before":
        for _ in session.running.go_on(5.0):
            pass
    graph = Graph(session.plain, session.running.names, "folded")
    for _ in graph.grow(5.0):
        pass
    for node in graph.nodes.values():
        for option, edge in node.edges.items():
            if edge.ending is not None:
                node.edges[option] = edge._replace(ending=("error", "a lie", ()))
    *_, orders = graph.counting().count(10_000)
    try:
        StateByState(session)._audit(graph, orders)
    except Contradiction as error:
        assert ("had not been counted" in error.what) == (what == "run before")
        return
    raise AssertionError("it was believed")


def withdrawn(name: str) -> None:
    """What summaries count and a drawn order contradicts is no answer.

    No order was run before, and none is run by chance: only those that are drawn can tell.
    """
    session = _session(name)
    session.running.draw = lambda *_: None
    summarised = Summarised(session)
    assert summarised.count() is not None
    assert not summarised.answer()


def _session(name: str) -> Session:
    program = Program.of(PROGRAMS[name], "program.py", 0)
    return Session(program, Exploration("3"), Budget(None, None, None), None)


def reduced(name: str) -> None:
    """The reduction finds as many classes as there are."""
    found, _ = by_reduction(PROGRAMS[name])
    assert _by_ending(found) == CLASSES[name]


def classes(name: str) -> None:
    """The answer says how many classes there are."""
    answer = lockstep.explore(PROGRAMS[name])
    found = {(each.status, each.result): each.classes for each in answer.outcomes}
    assert _by_ending(found) == CLASSES[name]


def _by_ending(found):  # type: ignore[no-untyped-def]
    return {result or status: count for (status, result), count in found.items()}


def written(name: str) -> None:
    """With deadlines respected, ties go in any order, each by the fewest deviations."""
    answer = lockstep.explore(PROGRAMS[name], latency="written")
    found = {each.result: (each.deviations, each.is_shortest) for each in answer.outcomes}
    assert found == {result: (many, True) for result, many in TIES[name].items()}


TIES = {
    "two ties": {
        "['a', 'b', 'c', 'd']": 0,
        "['b', 'a', 'c', 'd']": 1,
        "['a', 'b', 'd', 'c']": 1,
        "['b', 'a', 'd', 'c']": 2,
    }
}


def shortest(name: str) -> None:
    """The schedules have as few deviations as any that leads there.

    As the search through what was counted finds them: where all orders are run, running finds
    what that has missed.
    """
    with mock.patch.object(explorer, "FEW", 0):
        answer = lockstep.explore(PROGRAMS[name])
    found = {each.result: (each.deviations, each.is_shortest) for each in answer.outcomes}
    assert found == {result: (many, True) for result, many in FEWEST[name].items()}


FEWEST = {"bank": {"1": 0, "2": 3}, "three deposits": {"1": 0, "2": 3, "3": 5}}

CHECKS: dict[str, Callable[[str], None]] = {
    check.__name__: check
    for check in (
        *(loop, default, replay, refused, boundary, findings),
        *(explored, chosen_late, counted, reduced, classes, shortest, written),
        *(states, renamed, exchangeable, met_again, audited, withdrawn),
    )
}
