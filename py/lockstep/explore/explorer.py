"""Every order that asyncio could produce, how each ends, and the shortest way to each ending."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cached_property

from lockstep.directives import Directives
from lockstep.english import counted
from lockstep.environment import library_state
from lockstep.explore.budget import Budget, BudgetExhausted
from lockstep.explore.observe.watched_run import Program
from lockstep.explore.report import text
from lockstep.explore.report.exploration import Exploration
from lockstep.explore.report.outcomes import Values
from lockstep.explore.report.repeat import difference
from lockstep.explore.search.deviation_bounded import sweep
from lockstep.explore.search.endless import endless
from lockstep.explore.strategies.executed import AllExecuted
from lockstep.explore.strategies.session import Session
from lockstep.explore.strategies.state_by_state import StateByState
from lockstep.explore.strategies.summarised import Summarised
from lockstep.run import many_runs
from lockstep.schedulers import Schedule
from lockstep.trace import Trace, wire

#: Orders up to which all are run, whatever else could be done.
FEW = 200
#: Seconds in which it is tried to foretell how many states there are.
SOON = 1.0
#: How often the time that an answer took is given to telling its orders apart; that also shows
#: which schedules are shortest.
DISTINCT = 2.0
#: The same if all orders end as the default order does, which none is shorter than.
DISTINCT_IF_ALIKE = 0.3
#: Seconds for it at least: a small program is answered so soon that any stall is longer.
DISTINCT_SECONDS = 0.5
#: Chance runs, where nothing better can be had.
MOST_SAMPLES = 5_000

_WRITTEN = (
    "Sleeps that last as long as written leave far fewer orders (`lockstep explore --latency "
    "written`)."
)
_EVENT = "Instead of asking again and again (line {line}), {who} could wait for an asyncio.Event."

Progress = Callable[[wire.Exploration], None]
ShowRun = Callable[[Trace], None]


def explore(
    source: str,
    *,
    seed: int = 0,
    filename: str = "program.py",
    latency: str = "any",
    max_runs: int | None = None,
    seconds: float | None = None,
    progress: Progress | None = None,
) -> Exploration:
    """Try every order that asyncio could produce and say how each ends.

    Args:
        source: the text of an ordinary Python program.
        seed: for the ``random`` module.
        filename: what tracebacks call the program.
        latency: 'any': every sleep is I/O of unknown length; 'written': deadlines are respected
            and only ties are open.
        max_runs: how many executions of the program may be spent; None for no bound.
        seconds: real time that may be spent, in seconds; None for no bound.
        progress: called a few times a second with what is known so far.

    Returns:
        What is known of them; `Exploration.complete` says whether that is all.

    Raises:
        SourceError: the text does not compile.
        ValueError: ``latency`` is neither of the two.
    """
    if latency not in ("any", "written"):
        raise ValueError(f"latency {latency!r} is unknown: choose 'any' or 'written'")
    program = Program.of(source, filename, seed)
    return Explorer(program, latency, max_runs, seconds, progress).explore()


class Explorer:
    """Explores one program, once; `so_far` is the answer as far as it is known.

    First the orders are run, one by one. If there are few, that is the answer. If there are many,
    every transition between the program's states is taken, and the orders are counted in that
    graph; at first with equal tasks taken for one. If there are too many states for that, orders
    are counted by what was learned of the steps. Either way, orders drawn from the counted ones are
    run to audit that. If what was counted is contradicted, it is dropped and running goes on.

    Args:
        program: what to explore.
        latency, max_runs, seconds, progress: as for `explore`; how many runs, how many seconds.
        show_run: called with the record of the default order, which is run first of all.
    """

    def __init__(
        self,
        program: Program,
        latency: str,
        max_runs: int | None,
        seconds: float | None,
        progress: Progress | None,
        *,
        show_run: ShowRun | None = None,
    ) -> None:
        self._progress, self._show_run = progress, show_run
        self.so_far = Exploration(".".join(map(str, sys.version_info[:3])), latency)
        report = self._report_progress if progress else None
        self._budget = Budget(max_runs, seconds, report)
        self._session = Session(program, self.so_far, self._budget, report)
        self._spent: str | None = None

    def explore(self) -> Exploration:
        """Return the answer; after a KeyboardInterrupt, `concluded` has what was known."""
        try:
            with many_runs():
                if self._is_deterministic():
                    self._explore()
        except BudgetExhausted as spent:
            self._spent = spent.bound
        except Exception as error:  # what is known by now stays known
            self._failed(error)
        if not self.so_far.tried_all:
            if self.so_far.method in ("all", "classes"):
                self._session.outcomes.show_found()
            self.so_far.interleavings = self.so_far.classes = None
            self._session.outcomes.drop_counts()
        return self.concluded()

    def _failed(self, error: Exception) -> None:
        """Something of ours failed: say so, and claim nothing."""
        if os.environ.get("LOCKSTEP_DEBUG"):
            raise error
        found, what = self.so_far, f"Lockstep itself failed ({type(error).__name__}: {error})"
        found.has_failed, found.tried_all, found.complete = True, False, False
        found.doubts.insert(0, what)
        found.notes.insert(0, f"This is no proof: {what}. LOCKSTEP_DEBUG=1 shows where.")

    def _report_progress(self) -> None:
        assert self._progress is not None
        self._progress(self.concluded().to_dict())

    def concluded(self) -> Exploration:
        """Return what is known by now."""
        found = self.so_far
        found.runs, found.seconds_spent_ms = self._budget.runs, self._budget.spent_ms
        found.executed = max(found.executed, len(self._session.running.ran.orders))
        self._session.outcomes.take_in_sets()
        self._session.outcomes.sort()
        found.set_orders = self._session.outcomes.set_orders
        if self._spent:
            note = f"The bound of {self._spent} was hit before an answer."
            found.notes = [n for n in found.notes if n != note] + [note]
            found.doubts = [*found.doubts, *([note] if note not in found.doubts else [])]
        found.verdict = text.verdict(found)
        return found

    @property
    def session(self) -> Session:
        """What the answer was found out with."""
        return self._session

    # --- first of all: twice the same? ------------------------------------------------------

    def _is_deterministic(self) -> bool:
        session, outcomes = self._session, self._session.outcomes
        first = session.record(Schedule())
        if self._show_run is not None:
            self._show_run(first)
        second = session.record_anew(Schedule())
        self.so_far.expected = first.balance["expected"] if first.balance else None
        self.so_far.update = Directives.of(session.program.source).update
        where = difference(first.to_dict(), second.to_dict())
        if where is None or self._replaces_a_builtin():
            outcomes.default = outcomes.seen(first, self._default_values())
            outcomes.add(outcomes.default)
            session.report_progress()
            return True
        self.so_far.deterministic = False
        note = f"This program is not deterministic: {where}"
        self.so_far.notes.append(note)
        self.so_far.doubts.append(note)
        outcomes.add(outcomes.seen(first))
        outcomes.add(outcomes.seen(second))
        return False

    def _replaces_a_builtin(self) -> bool:
        """Return whether watching the program changes it, so that no two runs are alike."""
        session = self._session
        ran = session.replay(session.running.names.memory, {})[1]
        why = [doubt for doubt in ran.doubts if doubt.startswith(library_state.REPLACES_A_BUILTIN)]
        for doubt in why:
            session.doubt(doubt)
        return bool(why)

    def _default_values(self) -> Values:
        session = self._session
        return session.replay(session.running.names.memory, {})[1].values

    # --- one way after another ----------------------------------------------------------------

    def _explore(self) -> None:
        running = AllExecuted(self._session, lambda: self._has_no_end)
        if running.answer(most=FEW, part=0.3):
            return
        if self._has_no_end:
            self._sweep()
            return
        states = StateByState(self._session)
        is_answered = states.answer_for_equals(0.5)
        summarised = Summarised(self._session)
        if is_answered or states.answer(0.5, summarised.count(0.4, SOON)):
            has_others = any(True for _ in self._session.outcomes.deviating())
            states.find_shortest()
            distinct = DISTINCT if has_others else DISTINCT_IF_ALIKE
            seconds = max(DISTINCT_SECONDS, distinct * self._budget.spent_ms / 1000)
            summarised.count(0.4, seconds)
            summarised.distinguish(states.words, states.executed, states.searched)
            return
        summarised.count(0.4)
        if not (summarised.answer() or running.answer(most=None, part=0.7)):
            self._sweep()

    @cached_property
    def _has_no_end(self) -> bool:
        """Whether no end of orders is in sight, as a task goes round while a sleep lasts."""
        session, program = self._session, self._session.program
        if self.so_far.latency == "written":
            return False
        found = endless(program.source, program.filename, program.seed, self._begin_run)
        if found is None:
            return False
        session.why = f"{text.NO_END}: {found}"
        self.so_far.notes.append(_WRITTEN)
        if found.asks:
            self.so_far.notes.append(_EVENT.format(line=found.line, who=found.who))
        return True

    def _begin_run(self) -> float:
        self._budget.spend_run()
        return self._session.seconds

    def _sweep(self) -> None:
        session, found = self._session, self.so_far
        program = session.program
        session.doubt(session.why)
        found.method, found.doing = "deviations", "few deviations first"
        session.settle(exhaustive=False)
        ties, reach = found.latency == "written", ""
        if ties:
            return
        for swept in sweep(
            program.source, program.filename, program.seed, MOST_SAMPLES, self._budget.spend_run
        ):
            session.outcomes.add(session.outcomes.seen(swept.trace))
            found.notes = [note for note in found.notes if note != reach]
            reach = _reach(swept.done, swept.samples)
            found.notes.append(reach)
            found.method = "samples" if swept.samples else "deviations"
            if self._never_ends():
                break

    def _never_ends(self) -> bool:
        """Return whether the usual order and some others went on to the bound, and none ended."""
        endless = all(outcome.status == "limit" for outcome in self.so_far.outcomes)
        return endless and self._budget.runs >= 8


def _reach(done: int, samples: int) -> str:
    few = f"all orders with at most {counted(max(done, 0), 'deviation')} from the usual one"
    orders = "the usual order" if done < 1 else few
    more = f" and {samples:,} samples" if samples else ""
    return f"Tried: {orders}{more}."
