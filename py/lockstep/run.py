"""Source + schedule + seed -> Trace."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import io
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import KW_ONLY, dataclass, field
from pathlib import Path
from types import CodeType, ModuleType
from typing import NoReturn

from lockstep.clock import Clock
from lockstep.cpython import staying
from lockstep.cpython.frames import asker, package_of
from lockstep.cpython.futures import end_quietly
from lockstep.cpython.loop_patches import our_loop
from lockstep.cpython.our_frames import without_us
from lockstep.cpython.sync_monitor import SyncMonitor
from lockstep.directives import Directives
from lockstep.environment import (
    chance,
    collection,
    hidden_inputs,
    host_access,
    library_state,
    own_modules,
    process_state,
    settings,
    streams,
    thread_locks,
    tracebacks,
    unsupported,
    virtual_time,
    world,
)
from lockstep.environment.alarm import Alarm
from lockstep.environment.host_access import LeftAtOnce
from lockstep.environment.limits import (
    REPORT_EVERY,
    REPORT_TAIL,
    LimitReached,
    Limits,
    TimeBudget,
)
from lockstep.environment.thread_locks import StandStill, StoodStill
from lockstep.findings import dataflow
from lockstep.instrument import END_OF_LINE, PROBE, SourceError, instrument
from lockstep.loop import Deadlock, Numbers, VirtualLoop
from lockstep.objects import safe_repr
from lockstep.objects.registry import Registry
from lockstep.observer import Observer
from lockstep.probe import Probe
from lockstep.probe.program_calls import ProgramCalls
from lockstep.recording import assemble
from lockstep.recording.activations import Activations
from lockstep.recording.recorder import Recorder
from lockstep.schedulers import Chosen, Schedule, Scheduler
from lockstep.trace import Trace, wire

_IN_BROWSER: bool = sys.platform == "emscripten"
_ONE_AT_A_TIME = threading.RLock()

Echo = Callable[[str, str], None]
#: Is called with how a run goes on: the ``line`` it is at, the ``seconds`` since its last await,
#: the number of ``lines`` it has printed, and their ``tail``.
Progress = Callable[[dict[str, object]], None]


def run(
    source: str,
    schedule: Schedule | str | None = None,
    seed: int = 0,
    *,
    filename: str = "program.py",
    limits: Limits | None = None,
    scheduler: Scheduler | None = None,
    echo: Echo | None = None,
    progress: Progress | None = None,
) -> Trace:
    """Run a program in virtual time and return what happened.

    Args:
        source: the text of an ordinary Python program.
        schedule: which completions arrive when; None for the program as written.
        seed: for the ``random`` module.
        filename: what tracebacks call the program.
        limits: bounds of the run.
        scheduler: chooses instead of ``schedule``; for the explorer.
        echo: called with the stream's name and text for everything the program writes.
        progress: called a few times a second while the learner's code is running.

    Raises:
        SourceError: the text does not compile.
        BadSchedule: the schedule cannot be read.
        Misfit: the schedule does not fit the program.
    """
    chooser, bounds = scheduler or _following(schedule), limits or Limits()
    numbers = Numbers(getattr(chooser, "set_order", ()))
    job = Job(
        source, filename, seed, bounds, chooser, echo=echo, progress=progress, numbers=numbers
    )
    calls = Activations(filename, dataflow.of(source).decisive_names(), source)
    recorder = Recorder(job.clock, filename, job.registry, job.limits, job.end_with, calls=calls)
    recorder.set_order = numbers.set_order
    ending, expected = job.run(recorder)
    if numbers.set_order and not isinstance(job.ended_by, LimitReached):
        chooser.check_tasks(numbers.tasks)  # type: ignore[attr-defined]  # as it has an order
    return job.trace(recorder, ending, expected)


def _following(schedule: Schedule | str | None) -> Scheduler:
    schedule = Schedule.parse(schedule) if isinstance(schedule, str) else schedule
    return Chosen(schedule or Schedule())


def read_text(source: str, filename: str) -> None:
    """Keep what runs of a program do with its text alone, so that they need not do it.

    Of a text for which that fails its run says why.

    Args:
        source: the text of the program.
        filename: what tracebacks call it.
    """
    with contextlib.suppress(SourceError, RecursionError, MemoryError):
        instrument(source, filename)
        dataflow.of(source).decisive_names()
        Directives.of(source)
        own_modules.imported_by(source)
        library_state.reach_of(source)


@contextlib.contextmanager
def many_runs() -> Iterator[None]:
    """Let runs that follow each other find in place what does nothing between them."""
    staying.begin()
    try:
        yield
    finally:
        with _ONE_AT_A_TIME:
            staying.end()


@dataclass
class Job:
    """One run, while it goes on; for `run` and for the explorer, which observes otherwise.

    Attributes:
        source, filename, seed: the program, what tracebacks call it, and its chance.
        limits: bounds of the run.
        scheduler: chooses what arrives.
        echo, progress: see `run`.
        code: the program, compiled by the explorer; None: it is instrumented here.
        loop_type: the class of its loops.
        watched: methods of asyncio's objects that are observed; None: see `SyncMonitor`.
        numbers: the counters of the run.
        folder: where its files lie, while it goes on.
    """

    source: str
    filename: str
    seed: int
    limits: Limits
    scheduler: Scheduler
    _: KW_ONLY
    echo: Echo | None = None
    progress: Progress | None = None
    code: CodeType | None = None
    loop_type: type[VirtualLoop] = VirtualLoop
    watched: dict[type, str] | None = None
    numbers: Numbers = field(default_factory=Numbers)
    # from here on: what becomes of it
    clock: Clock = field(init=False, default_factory=Clock)
    registry: Registry = field(init=False, default_factory=Registry)
    loops: list[VirtualLoop] = field(init=False, default_factory=list)
    loop_names: frozenset[str] = field(
        init=False, default=frozenset()
    )  #: that ours have themselves
    ended_by: BaseException | None = field(init=False, default=None)
    folder: Path | None = field(init=False, default=None)
    written: int = field(init=False, default=0)
    is_muted: bool = field(init=False, default=False)
    lines: int = field(init=False, default=0)  # that it has printed
    #: how many steps had begun when, at the last report
    awaited: tuple[int, float] = field(init=False, default=(0, 0.0))
    result: str | None = field(init=False, default=None)  # if the program has let go of it

    def streams(self) -> tuple[io.TextIOWrapper, ...]:
        """Return the program's standard streams, as it has found them."""
        return self.out.front, self.err.front, self.stdin

    def fixed(self) -> frozenset[int]:
        """Return by their `id` the objects of ours that a program can get hold of."""
        return frozenset(map(id, (*self.streams(), self.probe)))

    def run(self, observer: Observer) -> tuple[wire.Row, str | None]:
        """Carry the program out; return its status, result and error, and what it expects."""
        with _ONE_AT_A_TIME:
            return self._run(observer)

    def _run(self, observer: Observer) -> tuple[dict[str, object], str | None]:
        code = self.code or instrument(self.source, self.filename)
        self.observer = observer
        self.probe = Probe(self.registry, self.observer)
        observers = (self._written, self._line_done, self._too_much_output)
        self.out, self.err = (
            streams.Stream("stdout", *observers),
            streams.Stream("stderr", *observers),
        )
        report = self._report if self.progress else None
        self.budget = TimeBudget(code, self.limits.seconds, self._out_of_time, report, END_OF_LINE)
        self.at_exit = process_state.AtExit(self.filename)
        self.clock.is_asked = self._is_asked_for_the_time
        self.scheduler.begin()
        with contextlib.ExitStack() as stack:
            held = [self._enter(stack)]  # the only thing of ours that keeps the module
            stack.enter_context(Alarm(self.limits.seconds, self._out_of_time))
            raised = self._execute(code, held[0])
            expected = None
            try:  # the program's own __repr__ may be asked, and may never answer
                ending = self._ending(raised)
                expected = self.directives.expected(vars(held[0]))
                self.observer.note_last_values(vars(held[0]))
            except LimitReached:
                ending = self._ending(None)
            self.ended_by = self._stopped_by()
            del raised  # it keeps alive what should be finalised now
            try:
                self._leave(held)
            except LimitReached as error:  # it struck between two of its finalisers
                self.ended_by = self.ended_by or error
            if ending["status"] != "deadlock" and isinstance(self.ended_by, LimitReached):
                ending = self._ending(None)  # it may have been a finaliser that hit the bound
            self._close()
        self._check_schedule()
        return ending, expected

    def _enter(self, stack: contextlib.ExitStack) -> ModuleType:
        self.directives = Directives.of(self.source)
        stack.enter_context(process_state.settings())
        stack.enter_context(own_modules.fresh(self.source))
        stack.enter_context(process_state.fresh_logging())
        stack.enter_context(self.at_exit.collected())
        stack.enter_context(without_us())
        self.stdin = stack.enter_context(self._streams_put())
        stack.enter_context(world.coroutine_warnings(self.observer.never_awaited))
        stack.enter_context(chance.seeded(self.seed))
        stack.enter_context(virtual_time.virtual_time(self.clock, self.observer.blocked))
        if "datetime" in self.source:
            stack.enter_context(virtual_time.virtual_dates(self.clock))
        stack.enter_context(our_loop(self._new_loop, self.loop_type.task_type))
        stack.enter_context(thread_locks.watched(self))
        stack.enter_context(collection.no_collection(self.source, self.registry))
        stack.enter_context(SyncMonitor(self.observer, self.watched))
        stack.enter_context(self.budget)
        if self.code is None or self.budget.uses(PROBE):
            polled = self._about_to_call if self.code is None else self.registry.forget_dead
            stack.enter_context(ProgramCalls(self.budget.code, polled, self.probe))
        if self.observer.watches_inputs:
            stack.enter_context(hidden_inputs.chance_watched(self.observer))
        main = world.main_module(self.filename, self.source, self.probe)
        module = stack.enter_context(main)
        self.folder = stack.enter_context(process_state.own_folder(self.source))
        guard = host_access.Guard(self.folder, self._file_opened, self._refused, self._left_at_once)
        stack.enter_context(host_access.guarded(self.source, guard))
        return module

    def _execute(self, code: CodeType, module: ModuleType) -> BaseException | None:
        try:
            with (
                library_state.as_found(self.source),
                settings.as_found(self.source),
                process_state.own_depth(),
                library_state.OwnBuiltins(self._builtin_replaced),
            ):
                contextvars.Context().run(exec, code, vars(module))
        except KeyboardInterrupt as error:
            if not _IN_BROWSER:  # where Ctrl-C cannot be pressed
                raise
            return error
        except BaseException as error:
            return error
        return None

    def _leave(self, held: list[ModuleType]) -> None:
        """Do what Python does when a program has come to its end; ``held`` is its module."""
        self.probe.on = False
        self.registry.let_go()
        self.observer.let_go()
        self.at_exit.run()
        loops = weakref.WeakSet(self.loops)
        self.loops.clear()  # a loop that was left open goes with the program that forgot it
        process_state.finalise(held, self.source)
        self.loops.extend(loops)

    def _close(self) -> None:
        """End everything, so that nothing of the learner's runs after the run."""
        self.out.flush_line()
        self.err.flush_line()
        self.observer.is_over = True
        for loop in self.loops:
            for task in asyncio.all_tasks(loop):
                end_quietly(task)
                with contextlib.suppress(BaseException):
                    task.get_coro().close()  # type: ignore[union-attr]
            with contextlib.suppress(Exception):
                loop.close()

    def _is_asked_for_the_time(self) -> bool:
        if not _program_asks():
            return False
        self.observer.clock_read()
        return True

    # --- what happens meanwhile -------------------------------------------------------------

    def _new_loop(self) -> VirtualLoop:
        loop = self.loop_type(self.clock, self.scheduler, self.observer, self.numbers, alone=True)
        self.loop_names = self.loop_names or frozenset(vars(loop))
        loop.ended_by = self.ended_by
        self.loops.append(loop)
        return loop

    def end_with(self, error: BaseException) -> None:
        """Stop the run: a bound was hit, or nothing can ever go on."""
        self.ended_by = error
        for loop in self.loops:
            loop.ended_by = error
        self.budget.end_now(error)

    def _about_to_call(self) -> None:
        """The program is about to call something, which may find out what is still alive."""
        self.registry.forget_dead()
        if self.observer.is_result_forgotten():
            self.result = self._shown_result()
            self.observer.let_go()

    def _shown_result(self) -> str:
        with self._muted():
            return safe_repr.result(self.observer.main_result())

    def _file_opened(self) -> None:
        self.observer.file_opened()

    def _streams_put(self) -> contextlib.AbstractContextManager[io.TextIOWrapper]:
        return streams.streams(self.out, self.err, self.filename, self._asked_for_input)

    def _asked_for_input(self) -> None:
        self.observer.doubt(unsupported.NO_INPUT)

    def _refused(self, text: str) -> None:
        """The program asked for what a run does not have; it may catch the error."""
        unsupported.report(text, self.observer)

    def _builtin_replaced(self, name: str) -> None:
        """The program put something else in place of a builtin, also for everybody else."""
        self.observer.doubt(
            f"{library_state.REPLACES_A_BUILTIN} {name}, "
            "which asyncio uses, and so does what watches here"
        )

    def _left_at_once(self, code: int) -> NoReturn:
        error = LeftAtOnce(code)
        self.end_with(error)
        raise error

    def lock_used(self, lock: object) -> None:
        """A lock of the `threading` module was taken, given back or looked at."""
        self.observer.doubted(lock)

    def time_passes(self, seconds: float) -> None:
        """The only thread waited that long, in vain."""
        time.sleep(seconds)

    def stand_still(self, what: StandStill) -> NoReturn:
        """Stop the run: its only thread waits for what only it could give."""
        if isinstance(self.ended_by, StoodStill):  # what still runs is mere clean-up
            raise self.ended_by
        self.observer.deadlocked()
        error = StoodStill(what, tracebacks.here(self.filename))
        self.end_with(error)
        raise error

    def _out_of_time(self) -> BaseException:
        what = f"it ran for {self.limits.seconds:g} s without an end"
        return self.observer.limit_error("seconds", what)

    @contextlib.contextmanager
    def _muted(self) -> Iterator[None]:
        """Drop what the program's own ``__repr__`` writes when it is we who ask for it."""
        self.is_muted = True
        try:
            yield
        finally:
            self.is_muted = False

    def _written(self, stream: str, text: str) -> int:
        """Pass on what the program writes; return how much of it there was room for."""
        self.registry.forget_dead()
        if self.observer.is_over or self.is_muted:
            return 0
        kept = text[: self.limits.output - self.written]
        self.written += len(kept)
        self.lines += kept.count("\n")
        if self.echo and kept:
            self.echo(stream, kept)
        return len(kept)

    def _report(self, now: float) -> None:
        assert self.progress is not None
        if self.observer.steps != self.awaited[0] or not self.awaited[1]:
            self.awaited = self.observer.steps, now - REPORT_EVERY
        self.progress(
            {
                "line": self.observer.line(),
                "seconds": round(now - self.awaited[1], 2),
                "lines": self.lines,
                "tail": "".join(self.out.text)[-REPORT_TAIL:],
            }
        )

    def _too_much_output(self) -> None:
        if not (self.observer.is_over or self.is_muted):
            self.out.flush_line()
            self.err.flush_line()
            what = f"it wrote more than {self.limits.output:,} characters"
            raise self.observer.limit_error("output", what)

    def _line_done(self, stream: str, text: str) -> None:
        if not self.numbers.is_complaining:  # that is an event of its own
            self.observer.printed(stream, text)

    # --- afterwards -------------------------------------------------------------------------

    def _check_schedule(self) -> None:
        if self.ended_by is not None and not isinstance(self.ended_by, _ENDINGS):
            raise self.ended_by  # a schedule that does not fit, a scheduler that is wrong
        if not isinstance(self.ended_by, LimitReached):
            self.scheduler.end()

    def trace(self, recorder: Recorder, ending: wire.Row, expected: str | None) -> Trace:
        """Return the trace of the run that has been carried out."""
        if isinstance(self.ended_by, StoodStill):
            ending = {**ending, "error": _deadlock(self.ended_by, recorder)}
        return assemble.trace(
            recorder,
            self.directives,
            assemble.Frame(
                python=".".join(map(str, sys.version_info[:3])),
                runtime="pyodide" if _IN_BROWSER else "cpython",
                source=self.source,
                filename=self.filename,
                seed=self.seed,
                stdout="".join(self.out.text),
                stderr="".join(self.err.text),
                duration_us=self.clock.now_us,
                expected=expected,
                **ending,
            ),
        )

    def _stopped_by(self) -> BaseException | None:
        return self.ended_by or next((x.ended_by for x in self.loops if x.ended_by), None)

    def _ending(self, raised: BaseException | None) -> dict[str, object]:
        stopped = self._stopped_by()
        if isinstance(stopped, LimitReached):
            return {"status": "limit", "result": None, "error": None}
        if isinstance(stopped, Deadlock | StoodStill):
            return {"status": "deadlock", "result": None, "error": None}
        if isinstance(stopped, LeftAtOnce) and stopped.code:
            left = {"type": "os._exit", "message": f"The process was left with code {stopped.code}"}
            return {
                "status": "error",
                "result": f"os._exit({stopped.code})",
                "error": {**left, "line": None, "traceback": ""},
            }
        if raised is None or isinstance(stopped, LeftAtOnce) or _is_clean_exit(raised):
            result = self.observer.main_result()
            shown = self.result if result is None and self.result else self._shown_result()
            return {"status": "ok", "result": shown, "error": None}
        if stopped is not None and not isinstance(stopped, _ENDINGS):
            return {"status": "error", "result": None, "error": None}  # `_check_schedule` raises it
        status = "failed" if isinstance(raised, AssertionError) else "error"
        return {
            "status": status,
            "result": safe_repr.exception(raised),
            "error": tracebacks.described(raised, self.filename),
        }


#: By what a run is ended that has an ending all the same.
_ENDINGS = (LimitReached, Deadlock, StoodStill, LeftAtOnce)


def _deadlock(error: StoodStill, recorder: Recorder) -> dict[str, object]:
    text = thread_locks.sentence(error.what, recorder.label)
    return {
        "type": "Deadlock",
        "message": text,
        "line": error.what.at.line,
        "traceback": f"{error.frames}Deadlock: {text}\n",
    }


#: Parts of the library that look at the clock for purposes of their own.
_LOOKING = ("asyncio", "logging", "threading", "queue", "concurrent")


def _program_asks() -> bool:
    """Return whether it is the program that looks at the clock, or a library it has called."""
    frame = asker()
    return frame is not None and package_of(frame) not in _LOOKING


def _is_clean_exit(error: BaseException) -> bool:
    return isinstance(error, SystemExit) and error.code in (None, 0)
