"""One exploration: what it is about, what may be spent, what is known and what is doubted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from lockstep.environment import hash_order, own_modules, unsupported
from lockstep.environment.limits import Limits
from lockstep.explore.budget import Budget
from lockstep.explore.model.memory import Memory, Unrepeatable
from lockstep.explore.observe.execution import LIMITS, Execution
from lockstep.explore.observe.plain import Plain
from lockstep.explore.observe.watched_run import Program
from lockstep.explore.report import text, versions
from lockstep.explore.report.exploration import Exploration, Outcome
from lockstep.explore.report.outcomes import Outcomes
from lockstep.explore.search.by_running import Ending, Running, replay
from lockstep.explore.search.interleavings import Orders
from lockstep.run import run
from lockstep.schedulers import Schedule
from lockstep.trace import Trace

#: Records that are kept, so that a schedule which is shown and counted is recorded once.
MOST_KEPT = 16
_BY_ITS_CLOCK = (
    "It reads the clock: wherever that decides something, each way was tried that is possible if "
    "sleeps take as long as they say, or longer. Times that it keeps or shows are examples."
)
_COUNTED_AS_CREATED = "Orders are counted with sets that list tasks as they were created."


class Evidence(Protocol):
    """What executions have shown of the program as a whole."""

    doubts: list[str]
    was_impatient: bool
    has_text_sets: bool
    has_address_sets: bool
    reads_clock: bool


class Session:
    """What all ways to explore a program share.

    Attributes:
        found: the answer as far as it is known.
        outcomes: the outcomes in it.
        budget: what may be spent.
        running: the orders that have been run one by one.
        evidence: what executions have shown, besides those of ``running``.
        why: why not all orders could be tried, if that comes to be said.
        counted: the graph in which the orders of the answer were counted, and what names its
            letters; None where they were run one by one.
    """

    def __init__(
        self,
        program: Program,
        found: Exploration,
        budget: Budget,
        progress: Callable[[], None] | None,
    ) -> None:
        self.program, self.found, self.budget = program, found, budget
        self.plain = Plain.of(program.source, program.filename, program.seed)
        self.running = Running(self.plain, "ties" if found.latency == "written" else "folded")
        self.outcomes = Outcomes()
        self.evidence: list[Evidence] = []
        # Any: states of the program, or edges between such, by who has counted
        self.counted: tuple[Memory, Orders[Any]] | None = None
        self.why = "not all orders could be run or followed in the time for that"
        #: Of the program's own modules, that it imports: what steps do inside is not seen.
        self.unseen = own_modules.imported_by(program.source)
        self._doubts: list[str] = []
        self._recorded: dict[Schedule, Trace] = {}
        self._progress = progress
        found.outcomes = self.outcomes.rows

    @property
    def seconds(self) -> float:
        """Real time that one execution may take."""
        return self.budget.at_most(LIMITS.seconds)

    def report_progress(self) -> None:
        """Report what is known by now at once."""
        if self._progress is not None:
            self._progress()

    # --- real runs ------------------------------------------------------------------------

    def record(self, schedule: Schedule) -> Trace:
        """Run the program and record it, if that is not known from before."""
        if (known := self._recorded.get(schedule)) is not None:
            return known
        trace = self.record_anew(schedule)
        if len(self._recorded) < MOST_KEPT:
            self._recorded[schedule] = trace
        return trace

    def record_anew(self, schedule: Schedule) -> Trace:
        """Run the program and record it, whatever is known from before."""
        self.budget.spend_run()
        program = self.program
        limits = Limits(seconds=self.budget.at_most(Limits().seconds))
        source, filename = program.source, program.filename
        trace = run(source, schedule, program.seed, filename=filename, limits=limits)
        if doubt := unsupported.doubt_of(f"{trace.result} {trace.stderr}"):
            self.doubt(doubt)
        return trace

    def replay(
        self,
        memory: Memory,
        timers: Mapping[int, Sequence[int]],
        states: list[bytes] | None = None,
    ) -> tuple[Schedule, Execution]:
        """Run an order bare, as asyncio's own loop does it; ``states`` as in `Choices`.

        Raises:
            Unrepeatable: what should arrive is not pending.
        """
        self.budget.spend_run()
        try:
            return replay(self.plain, memory, timers, self.seconds, states)
        except ValueError:
            raise Unrepeatable("what should have arrived was not pending") from None

    def show_executed(self, ending: Ending, timers: dict[int, list[int]]) -> None:
        """Let a recorded run show what an order that was run is like.

        The first one that ends wrong is told at once: it needs no count.
        """
        outcome = self.recorded(ending, timers)
        if outcome is None:
            return
        self.outcomes.of[ending] = outcome
        if not (self.found.tried_all or self.outcomes.has_wrong()):  # counts stay
            self.outcomes.show_found()
            if self.outcomes.has_wrong():
                self.report_progress()

    def recorded(
        self, ending: Ending, timers: dict[int, list[int]], memory: Memory | None = None
    ) -> Outcome | None:
        """Record an order that was run; None if it cannot be run again.

        Args:
            ending: how it ended.
            timers: what arrived when.
            memory: where these have their names, if not in that of ``running``.
        """
        try:
            schedule, replayed = self.replay(memory or self.running.names.memory, timers)
        except Unrepeatable:
            self.doubt("an order that was run did not go so twice")
            return None
        status, result, _ = ending
        if (replayed.status, replayed.result) != (status, result) and status != "limit":
            self.doubt("one order of steps did not end alike twice")
        trace = self.record(schedule)
        if (trace.status, trace.result) != (status, result) and status != "limit":
            self.doubt(
                f"an order ended as {status}: {result}, and as {trace.status}: {trace.result} "
                "when it was watched"
            )
        return self.outcomes.seen(trace, replayed.values)

    # --- what is claimed --------------------------------------------------------------------

    def forget(self) -> None:
        """What was counted is withdrawn."""
        self.outcomes.forget()
        self.counted = None
        self.found.interleavings = self.found.classes = None
        self.found.complete = self.found.tried_all = False

    def doubt(self, what: str) -> None:
        """Note why an answer cannot be called complete."""
        if what not in self._doubts:
            self._doubts.append(what)

    def settle(self, exhaustive: bool) -> None:
        """Say whether this is all, and why not."""
        found = self.found
        found.doubts = doubts = self._all_doubts()
        sentences = [f"This is no proof: {doubt}." for doubt in doubts]
        found.notes = sentences + [note for note in found.notes if note not in sentences]
        found.tried_all = exhaustive
        found.complete = exhaustive and not doubts
        found.reads_clock = self.running.ran.reads_clock
        if found.complete and found.reads_clock and found.latency == "any":
            found.notes.append(_BY_ITS_CLOCK)
        found.notes += self.outcomes.locks.sentences(exhaustive, text.orders(found))
        if any(map(text.is_by_sets, self.outcomes.rows)) and _COUNTED_AS_CREATED not in found.notes:
            found.notes.append(_COUNTED_AS_CREATED)
        found.notes += versions.notes(self.program.source)

    def _all_doubts(self) -> list[str]:
        evidence = [self.running.ran, *self.evidence]
        doubts = [*self._doubts, *(doubt for each in evidence for doubt in each.doubts)]
        doubts = list(dict.fromkeys(doubts))
        source = self.program.source
        has_sets = any(each.has_text_sets for each in evidence) or hash_order.has_texts(source)
        if has_sets and hash_order.goes_through_sets(source):
            doubts.append(
                "it goes through a set of strings, whose order is another in every process"
            )
        has_addresses = any(each.has_address_sets for each in evidence)
        if has_addresses and hash_order.goes_through_sets(source):
            doubts.append(
                "it goes through a set of objects, whose order is that of their addresses"
            )
        if hash_order.orders_by_address(source):
            doubts.append("it puts objects in the order of id(), which is that of their addresses")
        if hash_order.asks_for_hashes(source):
            doubts.append("it asks for hash(), which for strings is another in every process")
        reads_clock, ran = any(each.reads_clock for each in evidence), self.running.ran
        if reads_clock and self.found.latency == "any" and (ran.unfollowed or not ran.complete):
            doubts.append(
                "it reads the clock in a way that is not followed (datetime, rounding, whole "
                "numbers), and each order was run only with some of the times that are possible"
                if ran.unfollowed
                else "it reads the clock, and not all that it could say has been tried"
            )
        if any(each.was_impatient for each in evidence):
            doubts.append(
                "a task asks again and again without waiting, and how often it may do so is bounded"
            )
        if any((row.result or "").startswith("MemoryError") for row in self.outcomes.rows):
            doubts.append("it ran out of memory, and how much there is differs")
        if any(row.status == "limit" for row in self.outcomes.rows):
            doubts.append("some orders hit the bound for one run: a loop may never end")
        return doubts
