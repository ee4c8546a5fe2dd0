"""The answer by running every order, one by one: nothing in it is predicted."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Hashable

from lockstep.english import joined
from lockstep.explore.budget import BudgetExhausted, ShareExhausted
from lockstep.explore.model.memory import Unrepeatable
from lockstep.explore.observe.execute import Mode
from lockstep.explore.report import text
from lockstep.explore.search.by_running import Order, Ran, Running
from lockstep.explore.search.fewest import fewest
from lockstep.explore.search.followed import follow
from lockstep.explore.strategies.session import Session
from lockstep.explore.strategies.set_order_checks import SetOrderChecks
from lockstep.explore.strategies.shortest_schedules import ShortestSchedules
from lockstep.explore.summaries import Summaries, Unfold

#: Orders that are recorded besides one for each ending.
SAMPLED = 6
#: Executions spent on each order that is wanted, at most, before something else is tried.
TRIES = 25
#: Executions after which there may seem to be so many times more of them than orders are wanted
#: that something else is tried; where all could be run, no estimate is far off by then.
SURE = 50
FAR: dict[Mode, int] = {"folded": 10, "partly": 4}
#: Executions for each order that is wanted that may seem to be left when so many have been run,
#: where sleeps are not one with their steps: to count orders otherwise takes more.
LEFT = 2.5
#: Part of the time that may seem to be needed for the rest of the orders, where the share for
#: running them is over; and how much more of it is given than seems to be needed.
REST, RESERVE = 0.5, 1.5
#: How often that may be: what seems to be left is less than what is, as a rule.
RESTS = 3
#: Orders up to which those that lose an update are counted.
MOST_LOSING = 200
#: Seconds to look for the shortest schedules by running.
FEWEST_SECONDS = 3.0


class AllExecuted:
    """Runs every order; ``has_no_end`` is asked whether there is no end of them."""

    def __init__(self, session: Session, has_no_end: Callable[[], bool]) -> None:
        self._session, self._has_no_end = session, has_no_end

    def answer(self, most: int | None, part: float) -> bool:
        """Run orders; return whether all were, and if so, make that the answer.

        Args:
            most: after which something else is tried; None for no bound.
            part: of the time that is left, the share that may be spent; if by then little seems to
                be left of the orders, that is run as well.
        """
        session = self._session
        session.found.doing = "running orders"
        began, before = session.budget.spent_ms, session.running.ran.executions
        for _ in range(1 + RESTS):
            if self._is_over(most, part):
                break
            spent = (session.budget.spent_ms - began) / 1000
            part = self._rest(spent / max(1, session.running.ran.executions - before))
            if not part:
                break
        if not session.running.ran.complete:
            return False
        self._answer(session.running.ran)
        return True

    def _is_over(self, most: int | None, part: float) -> bool:
        """Run orders; return False if the share of the time was spent before anything else."""
        session, running = self._session, self._session.running
        with contextlib.suppress(ShareExhausted), session.budget.share(part):
            for ran in running.go_on(session.seconds):
                session.budget.spend_run()
                for ending, arrivals in list(ran.arrivals.items()):
                    if ending not in session.outcomes.of:
                        session.show_executed(ending, arrivals)
                enough = most is not None and _is_enough(running, most)
                if ran.complete or enough or _is_endless(ran):
                    return True
                if ran.executions >= SURE and self._has_no_end():
                    return True
            return True
        return False

    def _rest(self, seconds: float) -> float:
        """Return the part of the time that is left which running the rest seems to take, or 0.

        ``seconds`` is what an execution takes. Near the end, no estimate is far off.
        """
        running, left = self._session.running, self._session.budget.left()
        needed = RESERVE * seconds * (running.estimate - running.ran.executions)
        return needed / left if 0 < needed < REST * left else 0.0

    def _answer(self, ran: Ran) -> None:
        session, outcomes = self._session, self._session.outcomes
        for ending, timers in ran.arrivals.items():
            if ending not in outcomes.of:  # there was no time for it meanwhile
                session.show_executed(ending, timers)
        counted = Counter(frozenset(order.endings) for order in ran.orders.values())
        words: dict[frozenset[Hashable], int] = {frozenset(e): n for e, n in counted.items()}
        outcomes.show(words)
        session.found.method, session.found.interleavings = "all", len(ran.orders)
        self._record_further(ran)
        outcomes.show(words)
        SetOrderChecks(session).by_running(session.running.mode, ran)
        session.settle(exhaustive=True)
        session.report_progress()
        if not self._distinguish(ran, words):
            self._count_losing([[order] for order in ran.orders.values()])
        if not all(row.is_shortest for row in outcomes.rows):
            self._find_fewest(ran)

    def _record_further(self, ran: Ran) -> None:
        """Record some other orders than the first of each ending; they may show more variables."""
        session = self._session
        first = {id(timers) for timers in ran.arrivals.values()}
        others = [order for order in ran.orders.values() if id(order.timers) not in first]
        for order in others[:: max(1, len(others) // SAMPLED)][:SAMPLED]:
            outcome = session.recorded(order.ending, order.timers)
            if outcome is not None:
                session.outcomes.further(outcome)

    def _distinguish(self, ran: Ran, words: dict[frozenset[Hashable], int]) -> bool:
        """Count traces and look for the shortest schedules; return whether that could be done."""
        session, outcomes, found = self._session, self._session.outcomes, self._session.found
        what = "what the clock says tells them apart, too" if ran.decides_by_clock else ""
        if session.unseen:
            what = f"what steps do inside of {joined(session.unseen)} is not seen"
        if what:
            found.notes.append(f"How many of the orders are distinct is not said: {what}.")
            return False
        found.doing = "telling orders apart"
        summaries = Summaries(session.program, session.budget, session.running.names.memory)
        try:
            with session.budget.share(0.5):
                followed = follow(summaries, ran.orders.values(), outcomes.key_of)
        except (Unrepeatable, ShareExhausted, Unfold) as error:
            what = getattr(error, "what", "there was no time for it")
            found.notes.append(f"How many of the orders are distinct cannot be said: {what}.")
            return False
        except BudgetExhausted:
            return False
        alike = followed.distinct()
        distinct: Counter[frozenset[Hashable]] = Counter(
            frozenset(ending for order in orders for ending in order.endings) for orders in alike
        )
        outcomes.show(words, distinct)
        found.classes = len(alike)
        if found.latency == "written":
            return False
        self._count_losing(alike)
        for end, endings in followed.endings.items():
            shown = [
                outcomes.of[e] for e in endings if e in outcomes.of
            ]  # else it has not repeated
            if len({outcomes.key(outcome) for outcome in shown}) == 1:
                outcomes.of[end] = shown[0]
        ends = set(followed.endings)
        ShortestSchedules(session).find_predicted(summaries, followed.reachable, ends)
        return True

    def _count_losing(self, alike: list[list[Order]]) -> None:
        """Count the orders in which an update is lost, where that is so in one that was shown.

        Args:
            alike: orders that differ in independent steps only: in all of them or in none.
        """
        session, found = self._session, self._session.found
        shown = session.outcomes.of.values()
        if not any(outcome.status == "ok" and outcome.loses for outcome in shown):
            return
        if found.interleavings is None or found.interleavings > MOST_LOSING:
            return
        if any(len(order.endings) > 1 for orders in alike for order in orders):
            return
        found.doing = "counting the orders that lose an update"
        losing, memory = [], session.running.names.memory
        with contextlib.suppress(ShareExhausted, Unrepeatable), session.budget.share(0.5):
            for orders in alike:
                trace = session.record(session.replay(memory, orders[0].timers)[0])
                if text.loses(trace.to_dict()):
                    losing += [(next(iter(order.endings)), 1) for order in orders]
            session.outcomes.count_losing(losing)

    def _find_fewest(self, ran: Ran) -> None:
        """Look by running for schedules with fewer deviations, where those are not known yet."""
        session, outcomes = self._session, self._session.outcomes
        session.found.doing = "looking for the shortest schedules"
        rows = {ending: outcomes.row_of(ending) for ending in ran.arrivals}
        wanted = {ending for ending, row in rows.items() if row and not row.is_shortest}
        until = session.budget.spent_ms + 1000 * FEWEST_SECONDS
        ties = session.found.latency == "written"
        names = session.running.names.memory
        arrivals: dict[Hashable, dict[int, list[int]]] = {}
        with contextlib.suppress(BudgetExhausted):
            for found in fewest(session.plain, names, wanted.__contains__, ties, session.seconds):
                session.budget.spend_run()
                for ending, timers in found.arrivals.items():
                    if ending not in arrivals:
                        arrivals[ending] = timers
                        session.show_executed(ending, timers)
                        outcomes.of[ending].is_shortest = (
                            found.is_exact and not ran.decides_by_clock
                        )
                if len(arrivals) == len(wanted) or session.budget.spent_ms > until:
                    break
        outcomes.shorten(wanted)


def _is_enough(running: Running, most: int) -> bool:
    """Return whether something else is tried, now that so much has been run."""
    ran, mode = running.ran, running.mode
    if len(ran.orders) > most:
        return mode == "folded" or running.estimate - ran.executions > LEFT * most
    seems_far = (
        mode in FAR  # else executions are not in proportion to orders
        and ran.executions >= SURE
        and running.estimate > FAR[mode] * most
    )
    return seems_far or ran.executions > TRIES * most


def _is_endless(ran: Ran) -> bool:
    """Return whether all that were run hit a bound."""
    limited = all(status == "limit" for status, _, _ in ran.arrivals)
    return limited and len(ran.orders) >= 8
