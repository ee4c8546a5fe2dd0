"""One observer of a run, with a hook for each thing that can be seen; every hook is optional.

The loop, the probe, asyncio's own objects and the run itself report to one observer, which the
run is given. `recording.recorder.Recorder` makes a trace of it; the explorer has observers of its
own, which need less and must be fast. Rules for all of them:

1. An observer must not touch what it observes: no method of the program's is called, nothing of
   its is kept alive, no future is asked in a way that changes it.
2. A hook may raise `LimitReached`, and nothing else: a failure in the watching is kept by
   `failed`, never given to the program.
3. Hooks are called in the order in which things happen, in the thread of the run.

Times are microseconds of virtual time.
"""

from __future__ import annotations

import asyncio
from asyncio import events
from collections.abc import Mapping

from lockstep.objects.registry import Place, Thing
from lockstep.schedulers import Boundary, Completion


class Observer:
    """Observes nothing; override what is needed.

    Attributes:
        is_over: nothing more is observed: what still runs is mere clean-up.
        records_rows: the rows of a database are to be reported one by one.
        watches_inputs: the hooks of hidden inputs are wanted, which cost something.
        steps: how many steps have begun, for a report of a run that goes on.
    """

    is_over = False
    records_rows = False
    watches_inputs = False

    @property
    def steps(self) -> int:
        """How many steps have begun."""
        return 0

    # --- the loop: handles and completions ------------------------------------------------

    def armed(self, completion: Completion, handle: events.TimerHandle) -> None:
        """A completion is pending, and ``handle`` is what it will run."""

    def posted(self, handle: events.Handle) -> None:
        """``handle`` was put into the ready queue."""

    def chose(
        self, boundary: Boundary, arrivals: tuple[int, ...], late_us: int | None = None
    ) -> None:
        """The scheduler was asked at ``boundary``, and chose these completions, in this order."""

    def clock_moved(self, from_us: int) -> None:
        """Virtual time went on from ``from_us``, as nothing was ready."""

    def arrived(self, completion: Completion, boundary: int) -> None:
        """``completion`` was appended to the ready queue at ``boundary``."""

    def step_began(self, handle: events.Handle, batch: int) -> None:
        """``handle`` is about to be run, in the batch of this number."""

    def step_ended(self, handle: events.Handle) -> None:
        """``handle`` has been run."""

    def met_set(self) -> None:
        """A task has come into a set whose order may show: the first one of this run."""

    def deadlocked(self) -> None:
        """Nothing is ready and nothing is pending; owners and waiters are still as they were."""

    def complained(self, context: dict[str, object]) -> None:
        """asyncio's exception handler was called."""

    # --- the probe: shared state ----------------------------------------------------------

    def made(self, thing: Thing) -> None:
        """The program gave a name to a new container."""

    def accessed(self, kind: str, place: Place, value: str | None, line: int) -> None:
        """The program did a ``kind`` ('read' or 'write') of ``place``; None: nothing is there."""

    # --- asyncio's locks, queues ... ------------------------------------------------------

    def sync_called(self, obj: object, method: str) -> None:
        """``method`` of a lock, event, queue ... began."""

    def sync_done(self, obj: object, method: str) -> None:
        """It returned."""

    def sync_left(self, obj: object, method: str) -> None:
        """It was left by an exception."""

    # --- hidden inputs, if they are watched -------------------------------------------------

    def clock_read(self) -> None:
        """The program asked for the time."""

    def chance_used(self) -> None:
        """A random number was drawn."""

    def file_opened(self) -> None:
        """The program opened a file by ``open()``."""

    def doubted(self, obj: object) -> None:
        """``obj`` was used, whose inside is not observed."""

    def doubt(self, what: str) -> None:
        """Why not all is observed, in words."""

    # --- the program's own doings, and the run ------------------------------------------------

    def printed(self, stream: str, text: str) -> None:
        """The program wrote a line to 'stdout' or 'stderr'."""

    def refused(self, what: str, message: str) -> None:
        """The program asked for ``what`` a run does not have; the error has ``message``."""

    def blocked(self, from_us: int) -> None:
        """``time.sleep()`` moved the time on from ``from_us`` while everything stood still."""

    def never_awaited(self, name: str) -> None:
        """A coroutine function's call was never awaited."""

    def failed(self, error: Exception) -> None:
        """Lockstep itself failed while it observed."""

    def limit_error(self, name: str, what: str) -> BaseException:
        """A bound was hit; stop the run and return the error to raise.

        Args:
            name: of the bound, a field of `Limits`.
            what: what went too far, for the middle of a sentence.
        """
        raise NotImplementedError

    def line(self) -> int | None:
        """Return the innermost line of the program's that runs, for a report."""
        return None

    def label(self, task: asyncio.Task[object]) -> str:
        """Return what a reader calls ``task``."""
        return task.get_name()

    def main_result(self) -> object:
        """Return what the program's main task returned, as long as it is kept."""
        return None

    def is_result_forgotten(self) -> bool:
        """Return whether only the observer still refers to what the main task returned."""
        return False

    def note_last_values(self, names: Mapping[str, object]) -> None:
        """The program has ended, and left these global names."""

    def let_go(self) -> None:
        """Keep nothing of the program's alive any longer."""
