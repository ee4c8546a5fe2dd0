"""Moments into events.

The recorder observes the loop, the probe, asyncio's synchronisation objects and the program's
output, and writes down what `events` has words for. It never changes the run: if it fails
itself, it stops recording and reports that at the end.
"""

from __future__ import annotations

import asyncio
import functools
import weakref
from asyncio import events
from builtins import id, type  # a program may replace them
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Concatenate

from lockstep import clock
from lockstep.cpython import handles
from lockstep.cpython.frames import frame_at
from lockstep.cpython.futures import error_of, result_of
from lockstep.cpython.suspension import why_suspended
from lockstep.environment import tracebacks
from lockstep.environment.limits import LimitReached, Limits
from lockstep.objects import safe_repr
from lockstep.objects.inspection import is_a, name_of, of_callable, of_coroutine
from lockstep.objects.registry import GONE, Place, Registry, Thing, values_in
from lockstep.observer import Observer
from lockstep.recording import accesses
from lockstep.recording.activations import Activations
from lockstep.recording.deviation_text import DeviationText, describe
from lockstep.recording.lock_owners import Locks, other_state
from lockstep.recording.tasks import TaskRecord, TaskRecords
from lockstep.schedulers import Boundary, Completion, Deviation, as_written
from lockstep.trace.events import KINDS, MOST_CALLERS
from lockstep.trace.wire import Event

#: Places whose value at the end is looked at.
MAX_LOOKED_INTO = 2_000

#: asyncio's own callbacks that decide something; the others only pass a wake-up on.
_LABELS = {handles.TIMEOUT: "timeout", handles.RELEASE_WAITER: "timeout"}


def quietly[**P](
    method: Callable[Concatenate[Recorder, P], None],
) -> Callable[Concatenate[Recorder, P], None]:
    """Make a recorder's method harmless: after a failure of its own it records no more."""

    @functools.wraps(method)
    def guarded(recorder: Recorder, /, *args: P.args, **options: P.kwargs) -> None:
        if not recorder.is_open:
            return
        try:
            method(recorder, *args, **options)
        except RecursionError:
            pass  # the program is about to reach its own bound
        except Exception as error:
            recorder.failed(error)

    return guarded


class Recorder(Observer):
    """Records one run.

    Args:
        time: the run's virtual clock.
        filename: the learner's file, by which lines are found.
        registry: the run's things and places.
        limits: bounds on steps, events and virtual time.
        end_run: called with a LimitReached when one is hit; must stop the run.
        calls: the calls of the learner's functions.
    """

    records_rows = True

    def __init__(
        self,
        time: clock.Clock,
        filename: str,
        registry: Registry,
        limits: Limits,
        end_run: Callable[[LimitReached], None],
        *,
        calls: Activations,
    ) -> None:
        self.events: list[Event] = []
        self.deviations: list[Deviation] = []
        #: boundary, the event that follows, and how it differs from the default
        self.described_deviations: list[tuple[int, int, DeviationText]] = []
        #: tasks in the order in which a set lists them, if that was chosen; the event that follows
        self.set_order: tuple[int, ...] = ()
        self.set_met_before = 0
        self.is_over = False  # a deadlock or a limit: what still runs is mere clean-up
        self.failure: str | None = None
        self.failure_traceback = ""
        self.tasks = TaskRecords()
        self.accesses = accesses.Accesses()
        self.calls = calls
        self.made_in: dict[int, tuple[int | None, dict[str, str]]] = {}  # by id() of the event
        self.registry = registry
        self._clock, self._filename, self._limits = time, filename, limits
        self._end_run = end_run
        self._locks = Locks(registry)
        registry.forgotten = self.forgotten
        self._current: TaskRecord | None = None
        self._is_inside = False  # a handle runs just now
        self._step = -1
        self._release_began = 0
        self._entries = 0  # of queues, in all events
        self._due: weakref.WeakKeyDictionary[object, Completion] = weakref.WeakKeyDictionary()
        self._armed: dict[int, tuple[Completion, TaskRecord | None]] = {}

    def completion_labels(self) -> dict[int, str]:
        """Return what each completion is called: whose sleep, by the label of its task."""
        labels = {task["id"]: task["label"] for task in self.tasks.described()}
        return {
            number: completion.label_for(labels.get(record.number) if record else None)
            for number, (completion, record) in self._armed.items()
        }

    @property
    def is_open(self) -> bool:
        """Whether anything is still recorded."""
        return not self.is_over and self.failure is None

    @property
    def steps(self) -> int:
        """How many steps have begun."""
        return self._step + 1

    # --- writing --------------------------------------------------------------------------

    def add(
        self, kind: str, record: TaskRecord | None, line: int | None, **fields: object
    ) -> Event:
        """Append an event; end the run if there are too many."""
        event: Event = {
            "i": len(self.events),
            "t_us": self._clock.now_us,
            "kind": kind,
            "task": record.number if record else None,
            "line": line,
            **fields,
        }
        assert fields.keys() == KINDS[kind].names, (kind, fields)
        self.events.append(event)
        self._entries += len(event.get("waiters") or ()) + len(event.get("on") or ())
        if len(self.events) >= self._limits.events and kind != "limit":
            self.limit("events", f"{self._limits.events:,} events were recorded")
        if self._entries > self._limits.entries and kind != "limit":
            self.limit("entries", f"{self._limits.entries:,} entries of queues were recorded")
        return event

    def limit(self, name: str, what: str, before: TaskRecord | None = None) -> None:
        """End the run: a bound was hit, in a step or ``before`` that of a task.

        Raises:
            LimitReached: always, so that the code that went too far is left.
        """
        error = self.limit_error(name, what, before)
        raise error

    def limit_error(self, name: str, what: str, before: TaskRecord | None = None) -> LimitReached:
        """Record that a bound was hit, stop the run and return the error to raise."""
        message = (
            f"stopped: {what}, the bound for one run. Does a loop never end? "
            "Make the program smaller, or let it finish."
        )
        error = LimitReached(name, message)
        if self.is_open:
            line = before.waits_at if before else self.line()
            self.add("limit", self._current, line, limit=name, message=message)
            self.is_over = True
        self._end_run(error)
        return error

    def line(self) -> int | None:
        """Return the innermost line of the learner's that is being run."""
        frame: FrameType | None = frame_at(1)
        while frame is not None and frame.f_code.co_filename != self._filename:
            frame = frame.f_back
        return frame.f_lineno if frame is not None else None

    def _by(self) -> int | None:
        return self._current.number if self._current else None

    def main_result(self) -> object:
        """Return what the program's main task returned."""
        return self.tasks.main_result

    def is_result_forgotten(self) -> bool:
        """Return whether only the recorder still refers to what the main task returned."""
        return self.tasks.is_result_forgotten()

    def label(self, task: asyncio.Task[object]) -> str:
        """Return what a reader calls ``task``."""
        record = self.tasks.get(task)
        return self.tasks.labels()[record.number] if record else str(task.get_name())

    def note_last_values(self, names: Mapping[str, object]) -> None:
        """The program is over: note what it left in the places that more than one task shares.

        Their last write may be long past: what was stored then can have changed inside.
        """
        if self.failure is not None:
            return
        written = [p for p, h in self.accesses.of.items() if h.writers][:MAX_LOOKED_INTO]
        try:
            self.registry.name_by(names)
            self._note_values(self.registry.values(written, names))
        except Exception as error:
            self.failed(error)

    @quietly
    def forgotten(self, thing: Thing, obj: object) -> None:
        """The program has let go of ``obj``: nothing it holds can change any more."""
        places = [p for p in self.accesses.parts.get(thing, ()) if self.accesses.of[p].writers]
        if places:
            self._note_values(values_in(obj, places))

    def _note_values(self, values: Mapping[Place, object]) -> None:
        for place, value in values.items():
            self.accesses.of[place].last_value = None if value is GONE else safe_repr.whole(value)

    def let_go(self) -> None:
        """Keep nothing of the program's alive any longer."""
        self.tasks.main_result = None

    # --- the loop -------------------------------------------------------------------------

    @quietly
    def armed(self, completion: Completion, handle: events.Handle) -> None:
        """A completion is pending."""
        self._armed[completion.number] = completion, self._current
        wakes = next(iter(handles.arguments_of(handle)), None)
        if is_a(wakes, asyncio.Future):
            self._due[wakes] = completion

    @quietly
    def posted(self, handle: events.Handle) -> None:
        """A handle was put into the ready queue."""
        task = handles.task_of(handle)
        if task is None:
            return
        record = self.tasks.get(task)
        if record is None:
            has_begun = of_coroutine(task.get_coro(), "cr_suspended")
            is_root = not (self._is_inside or has_begun)
            record = self.tasks.meet(task, self._current, self.line(), is_root)
            if record.is_hidden:
                return
            self.add("task-created", self._current, record.line, child=record.number)
        if not record.is_hidden:
            self.add("task-ready", record, None, by=self._by())

    @quietly
    def chose(
        self, boundary: Boundary, arrivals: tuple[int, ...], late_us: int | None = None
    ) -> None:
        """The scheduler has chosen."""
        default = as_written(boundary)
        if list(arrivals) != default or late_us is not None:
            self.deviations.append(Deviation(boundary.number, arrivals, late_us))
            found = describe(boundary, arrivals, default, late_us)
            self.described_deviations.append((boundary.number, len(self.events), found))

    @quietly
    def met_set(self) -> None:
        """A task has come into a set."""
        self.set_met_before = len(self.events)

    def listed_tasks(self) -> list[str]:
        """Return what the tasks are called whose order in sets was chosen, in that order."""
        labels = self.tasks.labels()
        listed = {record.hash: labels[record.number] for record in self.tasks.visible()}
        return [listed.get(at, f"task {task}") for at, task in enumerate(self.set_order)]

    @quietly
    def clock_moved(self, from_us: int) -> None:
        """Virtual time went on while nothing was ready."""
        bound = self._limits.virtual_seconds
        if self._clock.now_us > bound * clock.MICROSECONDS:
            self.limit("virtual_seconds", f"virtual time went beyond {bound:,} s")
        self.add("clock-moved", None, None, from_us=from_us)

    @quietly
    def arrived(self, completion: Completion, boundary: int) -> None:
        """A completion was appended to the ready queue."""
        _, record = self._armed.get(completion.number, (completion, None))
        self.add(
            "arrived",
            record,
            None,
            completion=completion.number,
            deadline_us=completion.deadline_us,
            boundary=boundary,
            label=completion.label,
        )

    @quietly
    def step_began(self, handle: events.Handle, batch: int) -> None:
        """The loop is about to run a handle."""
        self._is_inside = True
        task = handles.task_of(handle)
        record = self.tasks.get(task)
        if record is not None and record.is_hidden:
            record = None  # asyncio.run's own clean-up, which may call the program's generators
        self._current = record
        label = _callback_label(handle) if task is None else None
        if record is None and label is None:
            return
        self._step += 1
        if self._step >= self._limits.steps:
            self.limit("steps", f"{self._limits.steps:,} steps were run", before=record)
        self.accesses.new_step()
        if record is not None:
            line, record.waits_at = record.waits_at, None
            record.name = task.get_name()  # type: ignore[union-attr]
            self.add("step-began", record, line, step=self._step, batch=batch)
        else:
            self.add("callback", None, None, step=self._step, batch=batch, label=label)

    @quietly
    def step_ended(self, handle: events.Handle) -> None:
        """The loop has run a handle."""
        record, task = self._current, handles.task_of(handle)
        self.registry.forget_dead(at_most=1000)
        self._note_cancellations(record)
        if record is not None and task is not None:
            if task.done():
                self._ended(record, task)
            else:
                self._suspended(record, task)
        self._current, self._is_inside = None, False

    def _note_cancellations(self, by: TaskRecord | None) -> None:
        for record in self.tasks.newly_cancelled(by):
            by = None if record is by else by  # it was found out late
            self.add("cancel-asked", by, by.last_line if by else None, target=record.number)

    def _ended(self, record: TaskRecord, task: asyncio.Task[object]) -> None:
        error = error_of(task)
        if task.cancelled():
            record.ended = "cancelled"
            self.add("task-cancelled", record, None)
        elif error is not None:
            record.ended = "failed"
            self.add(
                "task-failed",
                record,
                _error_line(error, self._filename),
                error=safe_repr.exception(error),
            )
        else:
            record.ended = "finished"
            value = result_of(task)
            self.add("task-finished", record, None, value=safe_repr.value(value))
            if record.is_main:
                self.tasks.main_result = value

    def _suspended(self, record: TaskRecord, task: asyncio.Task[object]) -> None:
        waiting = why_suspended(task, self._filename)
        record.waits_at, thing, until = waiting.line, None, None
        on = self.tasks.numbers(waiting.tasks)
        if waiting.obj is not None:
            thing = self._thing(waiting.obj, waiting.line)
            self._locks.queued(waiting.future, record)
            if waiting.why == "lock" and (owner := self._locks.owner(thing)):
                on = [owner.number]
        elif waiting.future in self._due:
            deadline = self._due[waiting.future].deadline_us
            until = deadline if deadline < clock.NEVER else None
        self.add(
            "suspended",
            record,
            waiting.line,
            callers=list(waiting.lines[:-1][:MOST_CALLERS]),
            why=waiting.why,
            object=thing.number if thing else None,
            until_us=until,
            on=on,
        )

    @quietly
    def deadlocked(self) -> None:
        """Nothing can run any more."""
        stuck = [p.number for p in self.tasks.visible() if p.ended == "pending"]
        self.add("deadlock", None, None, stuck=stuck)
        self.is_over = True

    @quietly
    def complained(self, context: dict[str, object]) -> None:
        """asyncio's exception handler was called."""
        error = context.get("exception")
        self.add(
            "unhandled",
            self._current,
            None,
            message=str(context.get("message", "")),
            error=safe_repr.exception(error) if isinstance(error, BaseException) else "",
        )

    def failed(self, error: Exception) -> None:
        """Lockstep itself failed: record no more, and report that at the end."""
        self.failure_traceback = tracebacks.of_ours(error)
        self.failure = f"{name_of(type(error))}: {error}"

    # --- the probe ------------------------------------------------------------------------

    @quietly
    def made(self, thing: Thing) -> None:
        """The learner's code gave a name to a new container."""
        self.accesses.made(thing, self._by())

    @quietly
    def accessed(self, kind: str, place: Place, value: str | None, line: int) -> None:
        """The learner's code read or wrote a place."""
        if self._current is not None:
            self._current.last_line = line
        merged = self.accesses.merge(kind, place, value, self._by(), line)
        if not merged:
            event = self.add(kind, self._current, line, object=place, value=value, count=1)
            self.accesses.remember(kind, place, event)
            self.made_in[id(event)] = self.calls.here(line)

    # --- asyncio's synchronisation objects --------------------------------------------------

    def _thing(self, obj: object, line: int | None) -> Thing:
        thing = self.registry.thing(obj, line)
        assert thing is not None
        return thing

    @quietly
    def sync_called(self, obj: object, method: str) -> None:
        """A method of a lock, event, queue ... began."""
        line = self.line()
        thing = self._thing(obj, line)
        if thing.kind != "lock":
            self._operation(thing, obj, method, "called", line)
        elif method == "release":
            self._release_began = len(self.events)
        elif method == "acquire":
            self.add(
                "lock-wanted",
                self._current,
                line,
                object=thing.number,
                **self._locks.state(thing, obj, "owner", "promised", "waiters"),
            )

    @quietly
    def sync_done(self, obj: object, method: str) -> None:
        """It returned."""
        line = self.line()
        thing = self._thing(obj, line)
        if thing.kind != "lock" or method == "locked":
            self._operation(thing, obj, method, "done", line)
        elif method == "acquire":
            self._locks.taken(thing, self._current)
            self.add(
                "lock-acquired",
                self._current,
                line,
                object=thing.number,
                **self._locks.state(thing, obj, "waiters"),
            )
        else:
            owner = self._locks.given_back(thing)
            self.add(
                "lock-released",
                self._current,
                line,
                object=thing.number,
                owner=owner.number if owner else None,
                **self._locks.state(thing, obj, "promised", "waiters"),
            )
            # the waiter was made ready meanwhile: cause before effect
            self.events.insert(self._release_began, self.events.pop())

    @quietly
    def sync_left(self, obj: object, method: str) -> None:
        """It was left by an exception."""
        line = self.line()
        thing = self._thing(obj, line)
        if thing.kind != "lock":
            self._operation(thing, obj, method, "left", line)
        elif method == "acquire":
            self.add(
                "lock-abandoned",
                self._current,
                line,
                object=thing.number,
                **self._locks.state(thing, obj, "promised", "waiters"),
            )

    def _operation(self, thing: Thing, obj: object, op: str, phase: str, line: int | None) -> None:
        self.add(
            "operation",
            self._current,
            line,
            object=thing.number,
            op=op,
            phase=phase,
            value=other_state(obj),
            **self._locks.state(thing, obj, "waiters"),
        )

    # --- the program's own doings -----------------------------------------------------------

    @quietly
    def printed(self, stream: str, text: str) -> None:
        """The program wrote a line."""
        self.add("printed", self._current, self.line(), text=text, stream=stream)

    @quietly
    def refused(self, what: str, message: str) -> None:
        """The program asked for what a run does not have."""
        self.add("refused", self._current, self.line(), what=what, message=message)

    @quietly
    def blocked(self, from_us: int) -> None:
        """time.sleep() held everything up."""
        self.add("blocked", self._current, self.line(), from_us=from_us)

    @quietly
    def never_awaited(self, name: str) -> None:
        """A coroutine was thrown away."""
        self.add("never-awaited", self._current, self.line(), name=name)


def _callback_label(handle: events.Handle) -> str | None:
    callback = handles.callback_of(handle)
    callback = of_callable(callback, "func") or callback
    name = of_callable(callback, "__qualname__") or name_of(type(callback))
    module = of_callable(callback, "__module__") or ""
    if module.startswith(("asyncio", "_asyncio")):
        return _LABELS.get(name)
    return None if name == "Future.set_result" else f"{name}()"


def _error_line(error: BaseException, filename: str) -> int | None:
    line, traceback = None, error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == filename:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
