"""A shortest schedule to each ending, found by following what was learned, shown by a real run."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from typing import cast

from lockstep.explore.budget import BudgetExhausted
from lockstep.explore.model.batches import AtBoundary
from lockstep.explore.model.core import Ask, Core
from lockstep.explore.model.memory import Memory, Unrepeatable
from lockstep.explore.report.exploration import Outcome
from lockstep.explore.search import shortest
from lockstep.explore.search.state_graph import Graph
from lockstep.explore.search.taken_batches import TakenBatches, Unfit
from lockstep.explore.strategies.session import Session
from lockstep.explore.summaries import PredictedOutcome, Summaries, Unfold

#: Seconds to look for them, to one ending after another.
SECONDS = 15.0
#: Choices that such a search looks at; each takes about 1 kB.
MOST_LOOKED_AT = 120_000
#: and as many of them are kept for the search for the next ending;
MOST_REMEMBERED = 20_000
#: of which so many are looked at between two looks at the clock.
LOOK_AT_CLOCK = 64


def show_run(
    session: Session, memory: Memory, status: object, arrivals: dict[int, list[int]], last: int
) -> Outcome:
    """Let a recorded run show how an order ends of which no run is known.

    Args:
        session: what all share.
        memory: where ``arrivals`` have their names.
        status: how it has to end.
        arrivals: what comes at the boundary before each batch, up to the ``last`` one.

    Raises:
        Unrepeatable: it does not end so.
    """
    timers = {**arrivals, last: arrivals.get(last, [])}
    schedule, replayed = session.replay(memory, timers)
    trace = session.record(schedule)
    if status != replayed.status:
        raise Unrepeatable(f"an order was to end as {status} and ended as {replayed.status}")
    if (trace.status, trace.result) != (replayed.status, replayed.result):
        raise Unrepeatable("an order ended otherwise when it was watched")
    return session.outcomes.seen(trace, replayed.values)


def show_predicted(
    session: Session,
    summaries: Summaries,
    ending: Hashable,
    arrivals: dict[int, list[int]],
    last: int,
) -> Outcome:
    """Let a recorded run show an ending that was predicted.

    Raises:
        Unrepeatable: it does not end so.
    """
    assert isinstance(ending, PredictedOutcome)
    outcome = show_run(session, summaries.memory, ending.over[0], arrivals, last)
    session.outcomes.of[ending] = outcome
    return outcome


class ShortestSchedules:
    """Looks for them.

    Args:
        has_many: whether there are more orders than can be run: of schedules with as few
            deviations, the one that is found soonest will do. Otherwise, that with the fewest
            steps is shown.
    """

    def __init__(self, session: Session, has_many: bool = False) -> None:
        self._session, self._has_many = session, has_many
        self._until_ms = 0.0

    def find_taken(self, graph: Graph) -> frozenset[Hashable]:
        """Look for a shortest schedule to each ending in the graph in which orders were counted.

        Returns the endings.
        """
        session, memory = self._session, self._session.running.names.memory
        batches = TakenBatches(graph, memory)
        ends: dict[Hashable, str] = {
            each.ending: each.ending[0] for each in graph.executed.values()
        }
        with self._looking(ends.keys(), Unfit, Unrepeatable) as wanted:
            left: set[Hashable] = set(wanted)
            search = shortest.search(
                batches,
                wanted=left,
                can_end=lambda state: not batches.reachable(state).isdisjoint(left),
                ending_of=batches.ending,
                ask=_at_once,
                latest_first=self._has_many,
            )
            for ending, state in self._looked_at(search):
                outcome = show_run(session, memory, ends[ending], *batches.chosen(state))
                if not session.outcomes.is_shown_by(ending, outcome):
                    raise Unfit
                outcome.is_shortest, session.outcomes.of[ending] = True, outcome
                session.outcomes.shorten(ends)  # which is reported now and then, as time is kept
        return frozenset(ends)

    def find_predicted(
        self, summaries: Summaries, reachable: dict[int, set[Hashable]], ends: set[Hashable]
    ) -> None:
        """Look for a shortest schedule to each ending; what is known already stays good.

        Args:
            summaries: what was learned.
            reachable: the endings that can follow, by the key of the program's state.
            ends: endings, by what the summaries know them by.
        """
        ask = _Remembering(summaries.ask)
        with self._looking(ends, Unrepeatable, Unfold) as wanted:
            for ending in wanted:  # each alone: far fewer states lead there
                self._find(summaries, ending, reachable, ask)
                self._session.outcomes.shorten(ends)

    @contextlib.contextmanager
    def _looking(
        self, ends: Collection[Hashable], *vain: type[Exception]
    ) -> Iterator[list[Hashable]]:
        """Look for ``ends``; yield those that the default order does not show.

        Where it stops, the answer is known; a schedule may be longer than need be.
        """
        session, outcomes = self._session, self._session.outcomes
        session.found.doing = "looking for the shortest schedules"
        self._until_ms = session.budget.spent_ms + 1000 * SECONDS
        with contextlib.suppress(BudgetExhausted, *vain):
            yield [ending for ending in outcomes.deviating() if ending in ends]
        outcomes.shorten(ends)

    def _find(
        self,
        summaries: Summaries,
        wanted: Hashable,
        reachable: dict[int, set[Hashable]],
        ask: Ask,
    ) -> None:
        batches = summaries.batches

        def can_end(state: AtBoundary[Core]) -> bool:
            core = batches.settled_core(state)
            ends = None if core is None else reachable.get(core.key)
            return ends is None or wanted in ends

        search = shortest.search(
            batches,
            wanted={wanted},
            can_end=can_end,
            ending_of=lambda state: summaries.ending(state.core, state.ended),
            ask=ask,
            latest_first=self._has_many,
        )
        for ending, state in self._looked_at(search):
            outcome = show_predicted(self._session, summaries, ending, *batches.chosen(state))
            outcome.is_shortest = True

    def _looked_at[Found](self, search: Iterable[Found | None]) -> Iterator[Found]:
        """Yield what is found, within the bounds."""
        for looked_at, found in enumerate(itertools.islice(search, MOST_LOOKED_AT)):
            if found is not None:
                yield found
            if looked_at % LOOK_AT_CLOCK == 0:
                self._session.budget.keep_time()
                if self._session.budget.spent_ms > self._until_ms:
                    break


class _Remembering:
    """Asks, and keeps the first answers: searches for several endings pass the same moments."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._answers: dict[Hashable, object] = {}

    def __call__[**About, Answer](
        self, question: Callable[About, Answer], /, *about: About.args, **named: About.kwargs
    ) -> Answer:
        """Return what ``question`` gives of ``about``, moments being told apart by identity."""
        asked = question, about, tuple(named.items())
        if asked in self._answers:
            return cast(Answer, self._answers[asked])
        answer = self._ask(question, *about, **named)
        if len(self._answers) < MOST_REMEMBERED:
            self._answers[asked] = answer
        return answer


def _at_once[**About, Answer](
    question: Callable[About, Answer], /, *about: About.args, **named: About.kwargs
) -> Answer:
    """Answer a question that needs no run."""
    return question(*about, **named)
