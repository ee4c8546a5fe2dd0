"""A shortest schedule to each ending, found by following what was learned, shown by a real run."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Hashable
from typing import Any

from lockstep.explore.model.batches import Plain as AtBoundary
from lockstep.explore.model.batches import batches_of
from lockstep.explore.model.memory import Unrepeatable
from lockstep.explore.report.exploration import Outcome
from lockstep.explore.search import shortest
from lockstep.explore.study import Spent, Study, Unfold
from lockstep.explore.ways.session import Session

#: Seconds to look for them: to all endings at once, then to each that is left.
SECONDS = 15.0
#: States that such a search looks at; each takes about 3 kB.
MOST_LOOKED_AT = 120_000


def show_run(
    session: Session, study: Study, ending: Hashable, arrivals: dict[int, list[int]], last: int
) -> Outcome:
    """Let a recorded run show an ending that was foretold.

    Raises:
        Unrepeatable: it does not end so.
    """
    timers = {**arrivals, last: arrivals.get(last, [])}
    schedule, replayed = session.replay(study.memory, timers)
    trace = session.record(schedule)
    foretold: Any = ending
    if foretold[0][0] != replayed.status:
        raise Unrepeatable(
            f"an order was to end as {foretold[0][0]} and ended as {replayed.status}"
        )
    if (trace.status, trace.result) != (replayed.status, replayed.result):
        raise Unrepeatable("an order ended otherwise when it was watched")
    outcome = session.outcomes.seen(trace, replayed.values)
    session.outcomes.of[ending] = outcome
    return outcome


class ShortestSchedules:
    """Looks for them."""

    def __init__(self, session: Session, study: Study) -> None:
        self._session, self._study = session, study

    def find(self, reachable: dict[int, set[Hashable]], ends: set[Hashable]) -> None:
        """Look for a shortest schedule to each ending; what is known already stays good.

        Args:
            reachable: the endings that can follow, by the key of the program's state.
            ends: endings, by what the summaries know them by.
        """
        outcomes = self._session.outcomes
        self._session.found.doing = "looking for the shortest schedules"
        asked = [ending for ending in outcomes.unusual() if ending in ends]
        wanted = set(asked)
        # where it stops, the answer is known; a schedule may be longer than need be
        with contextlib.suppress(Spent, Unrepeatable, Unfold):
            self._find(wanted, reachable)
            left = [ending for ending in asked if ending in wanted] if len(asked) > 1 else []
            for ending in left:  # each alone: far fewer states lead there
                self._find({ending}, reachable)
        outcomes.shorten(ends)

    def _find(self, wanted: set[Hashable], reachable: dict[int, set[Hashable]]) -> None:
        """Look for them in one search; those that it comes to are taken out of ``wanted``."""
        session, study = self._session, self._study
        until = session.budget.spent_ms + 1000 * SECONDS

        def can_end(state: AtBoundary) -> bool:
            ends = reachable.get(study.known(study.batches.settled_core, state).key)
            return ends is None or not wanted.isdisjoint(ends)

        search = shortest.search(
            study.batches,
            wanted=wanted,
            can_end=can_end,
            ending_of=lambda state: study.ending(state.core, state.ended),
            known=study.known,
        )
        for found in itertools.islice(search, MOST_LOOKED_AT):
            if found is not None:
                ending, state = found
                arrivals = batches_of(state.way)
                outcome = show_run(session, study, ending, arrivals, state.batch)
                outcome.is_shortest = not study.batches.has_dropped
            if session.budget.spent_ms > until:
                break
