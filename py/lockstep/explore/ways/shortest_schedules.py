"""A shortest schedule to each ending, found by following what was learned, shown by a real run."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Hashable

from lockstep.explore.model.batches import AtBoundary
from lockstep.explore.model.memory import Unrepeatable
from lockstep.explore.report.exploration import Outcome
from lockstep.explore.search import shortest
from lockstep.explore.study import BudgetExhausted, Foretold, Study, Unfold
from lockstep.explore.ways.session import Session

#: Seconds to look for them, to one ending after another.
SECONDS = 15.0
#: Choices that such a search looks at; each takes about 1 kB.
MOST_LOOKED_AT = 120_000
#: of which so many are looked at between two looks at the clock.
LOOK_AT_CLOCK = 64


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
    assert isinstance(ending, Foretold)
    status = ending.over[0]
    if status != replayed.status:
        raise Unrepeatable(f"an order was to end as {status} and ended as {replayed.status}")
    if (trace.status, trace.result) != (replayed.status, replayed.result):
        raise Unrepeatable("an order ended otherwise when it was watched")
    outcome = session.outcomes.seen(trace, replayed.values)
    session.outcomes.of[ending] = outcome
    return outcome


class ShortestSchedules:
    """Looks for them.

    Args:
        has_many: whether there are more orders than can be run: of schedules with as few
            deviations, the one that is found soonest will do. Otherwise, that with the fewest
            steps is shown.
    """

    def __init__(self, session: Session, study: Study, has_many: bool = False) -> None:
        self._session, self._study, self._has_many = session, study, has_many

    def find(self, reachable: dict[int, set[Hashable]], ends: set[Hashable]) -> None:
        """Look for a shortest schedule to each ending; what is known already stays good.

        Args:
            reachable: the endings that can follow, by the key of the program's state.
            ends: endings, by what the summaries know them by.
        """
        session, outcomes = self._session, self._session.outcomes
        session.found.doing = "looking for the shortest schedules"
        until = session.budget.spent_ms + 1000 * SECONDS
        # where it stops, the answer is known; a schedule may be longer than need be
        with contextlib.suppress(BudgetExhausted, Unrepeatable, Unfold):
            for ending in [ending for ending in outcomes.unusual() if ending in ends]:
                self._find(ending, reachable, until)  # each alone: far fewer states lead there
                outcomes.shorten(ends)  # which is reported now and then, as time is kept
        outcomes.shorten(ends)

    def _find(self, wanted: Hashable, reachable: dict[int, set[Hashable]], until_ms: float) -> None:
        session, study = self._session, self._study
        batches = study.batches

        def can_end(state: AtBoundary) -> bool:
            core = batches.settled_core(state)
            ends = None if core is None else reachable.get(core.key)
            return ends is None or wanted in ends

        search = shortest.search(
            batches,
            wanted={wanted},
            can_end=can_end,
            ending_of=lambda state: study.ending(state.core, state.ended),
            known=study.known,
            latest_first=self._has_many,
        )
        for looked_at, found in enumerate(itertools.islice(search, MOST_LOOKED_AT)):
            if found is not None:
                ending, state = found
                show_run(session, study, ending, *batches.chosen(state)).is_shortest = True
            if looked_at % LOOK_AT_CLOCK == 0 and session.budget.spent_ms > until_ms:
                break
