"""asyncio as it is, except that a table says when each timer ends.

Tasks, locks and the loop are Python's own, with BaseEventLoop._run_once, which decides who runs
next. In every pass it asks a selector what has come from outside and waits there, puts the timers
that have ended behind the tasks that are ready, and runs these. Only time is ours: the selector
does not wait, and the table says at which pass a timer has ended.
"""

import asyncio
import contextlib
import gc
import io
import json
import linecache
import os
import random
import re
import sys
import threading
import time
import traceback
import types
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn

INF = float("inf")
NEVER_US = 2**62


class World:
    """What lies outside of asyncio: a clock, and which timers have ended."""

    now_us = 0  # the clock that the program reads, in microseconds
    armed = 0  # timers so far: the next one has this number
    passes = boundary = -1  # passes of the loop; those in which a timer was running
    unchanged = 0  # boundaries since a timer ended
    last = -1  # the last boundary in the table; beyond it timers end as written
    set_order: tuple[int, ...] = ()  # tasks, by when they are made, as a set lists them
    ended: tuple[float, ...] = ()  # timers up to this place have ended

    def __init__(self) -> None:
        self.places: dict[int, tuple[float, ...]] = {}  # timer -> its boundary, its place there
        self.late: dict[int, int] = {}  # boundary -> what the clock says then, at least

    def go_on(self, running: list["Deadline"], idle: bool) -> None:
        """Let timers end: those whose boundary this is; if nothing is ready, at least one."""
        self.boundary += 1
        written = self.boundary > self.last
        self.ended = (INF, self.now_us, INF) if written else (self.boundary, INF)
        if idle or (written and self.unchanged >= 1000):  # to ask again and again takes time, too
            self.ended = max(self.ended, (*min(d.place for d in running)[:2], INF))
        ended = [d.us for d in running if d.place <= self.ended]
        self.now_us = max([self.now_us, *ended, self.late.get(self.boundary, 0)])
        self.unchanged = 0 if ended else self.unchanged + 1


world = World()


class Deadline(float):
    """When a timer ends: for the program in seconds, for asyncio a place in the table."""

    def __init__(self, seconds: float) -> None:
        self.us = round(min(seconds * 1_000_000, NEVER_US))
        self.place = world.places.get(world.armed, (INF, self.us, world.armed))

    def __lt__(self, other: "Deadline") -> bool:  # type: ignore[override]
        """Asyncio's heap asks which timer ends first."""
        return self.place < other.place

    def __ge__(self, now: float) -> bool:
        """Asyncio's loop asks whether it is still to come."""
        return self.place > world.ended


class Loop(asyncio.SelectorEventLoop):
    """asyncio's own loop; only its clock is ours, and it never waits for real."""

    def __init__(self) -> None:
        super().__init__()
        self._selector.select = self.outside  # type: ignore[attr-defined]

    def time(self) -> float:
        return world.now_us / 1_000_000

    # Any: whatever arguments asyncio has, now and later, are passed on as they are
    def call_at(self, when: float, *args: Any, **options: Any) -> Any:  # type: ignore[override]
        timer = super().call_at(Deadline(when), *args, **options)
        world.armed += 1
        return timer

    def create_task(self, coro: Any, **options: Any) -> Any:  # Any: as above
        if self.get_task_factory() is not None:
            return super().create_task(coro, **options)
        task = Task(coro, loop=self, **options)
        report.met(task, self.is_running())
        return task

    def outside(self, timeout: float | None) -> list[object]:
        """Be the selector: let time go on, and report no I/O."""
        idle = not self._ready and not self._stopping  # type: ignore[attr-defined]
        timers = [t for t in self._scheduled if not t.cancelled()]  # type: ignore[attr-defined]
        running = [t._when for t in timers if t._when.us < NEVER_US]
        world.passes += 1
        if idle and not running:
            report.deadlock(self)
        if world.passes == report.stop:
            report.give_up()
        if running:
            world.go_on(running, idle)
        return []


# --- after the program --------------------------------------------------------------------


class Task(asyncio.Task[object]):
    """asyncio's own task; in a set, by age or as the world says, not by where in memory it lies."""

    made = 0  # so far

    def __init__(self, *args: Any, **options: Any) -> None:  # Any: as above
        self.age, Task.made = Task.made, Task.made + 1
        super().__init__(*args, **options)

    def __hash__(self) -> int:
        return place_in_sets(self.age)


def place_in_sets(age: int) -> int:
    tasks = world.set_order
    return tasks.index(age) if age in tasks else len(tasks) + age


def as_completed(
    fs: Iterable[object], real: Callable[..., object] = asyncio.as_completed, **options: object
) -> object:
    """asyncio's own, which makes tasks of a set of coroutines."""
    if asyncio.isfuture(fs) or asyncio.iscoroutine(fs):
        return real(fs, **options)
    waited, made = list(dict.fromkeys(fs)), Task.made
    new = [at for at, one in enumerate(waited) if asyncio.iscoroutine(one)]
    for nth in sorted(range(len(new)), key=lambda nth: place_in_sets(made + nth)):
        waited[new[nth]] = asyncio.ensure_future(waited[new[nth]])  # type: ignore[call-overload]
    return real(waited, **options)


class ByHash(set[asyncio.Task[object]]):
    """The tasks that asyncio.all_tasks() returns."""

    def __iter__(self) -> Iterator[asyncio.Task[object]]:
        return iter(sorted(super().__iter__(), key=hash))


class Report:
    """How the program ended: status, result and the last values of what is watched."""

    filename = ""
    promised: tuple[str, str | None] | None = None  # status and result under Lockstep
    watched: tuple[str, ...] = ()
    stop: int | None = None  # the pass of the loop at which Lockstep gave up

    def __init__(self) -> None:
        self.module = types.ModuleType("__main__")
        self.mains: list[asyncio.Task[object]] = []
        self.known: dict[str, object] = {}

    def met(self, task: asyncio.Task[object], by_a_task: bool) -> None:
        """Keep a main task, and what the makers of tasks know by name."""
        name = getattr(task.get_coro(), "__qualname__", "")
        if not by_a_task and not name.startswith("BaseEventLoop.shutdown_"):
            self.mains.append(task)
        frame = sys._getframe(2) if self.watched else None
        while frame is not None:
            if frame.f_code.co_filename == self.filename:
                self.look_at(frame.f_locals)
            frame = frame.f_back

    def look_at(self, variables: dict[str, object]) -> None:
        for name, value in list(variables.items()):
            for it in value if isinstance(value, list | tuple) else [value]:
                with contextlib.suppress(Exception):
                    self.known.setdefault(vars(it)["name"], it)
            if not isinstance(value, int | float | str | None):
                self.known.setdefault(name, value)

    def state(self) -> dict[str, str]:
        """Return what can be found of what is watched."""
        found, known = {}, {**self.known, **vars(self.module)}
        for name in self.watched:
            base = re.split(r"[.\[]", name)[0]
            with contextlib.suppress(Exception):
                found[name] = repr(eval("it" + name[len(base) :], {"it": known[base]}))
        return found

    def result(self) -> str:
        """Return the repr of what asyncio.run returned."""
        well = [t for t in self.mains if t.done() and not t.cancelled() and not t.exception()]
        return re.sub(r" at 0x[0-9a-fA-F]+", "", repr(well[-1].result() if well else None))

    def print_outcome(self, status: str, result: str | None) -> None:
        sys.stdout.flush()
        if self.promised not in {None, (status, result)}:
            print(f"Not what Lockstep saw: that was {self.promised}.", file=sys.stderr)
        outcome = {"status": status, "result": result, "state": self.state()}
        print(json.dumps(outcome, ensure_ascii=False), file=sys.stderr, flush=True)
        self.mains, self.known = [], {}  # what still lives ends as it would without us
        self.module = types.ModuleType("")

    def leave(self, status: str) -> NoReturn:
        self.print_outcome(status, None)
        os._exit(1)

    def give_up(self) -> NoReturn:
        print("It goes on and on: Lockstep stopped it here, too.", file=sys.stderr)
        self.leave("limit")

    def deadlock(self, loop: Loop) -> NoReturn:
        """Say who waits where: asyncio itself would stand still without a word."""
        print("Nothing is ready, no timer is running: this waits for ever.", file=sys.stderr)
        for task in asyncio.all_tasks(loop):
            line, inner = 0, task.get_coro()
            while isinstance(inner, types.CoroutineType):
                frame, inner = inner.cr_frame, inner.cr_await
                if frame and frame.f_code.co_filename == self.filename:
                    line = frame.f_lineno
                    self.look_at(frame.f_locals)
            text = linecache.getline(self.filename, line).strip()
            print(f"  {task.get_name()} waits in line {line}: {text}", file=sys.stderr)
        self.leave("deadlock")


report = Report()


def set_clock() -> None:
    """Put the time module on the world's clock, which begins with the year 2026."""
    seconds, epoch_us = lambda: world.now_us / 1_000_000, 1_767_225_600_000_000
    for name in ("monotonic", "perf_counter", "process_time", "thread_time"):
        setattr(time, name, seconds)
        setattr(time, f"{name}_ns", lambda: world.now_us * 1000)
    time.time = lambda: (epoch_us + world.now_us) / 1_000_000
    time.time_ns = lambda: (epoch_us + world.now_us) * 1000
    time.sleep = sleep  # type: ignore[assignment]


def sleep(seconds: float) -> None:
    """Block everything, as time.sleep does."""
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    world.now_us += round(seconds * 1_000_000)


def set_loop() -> None:
    """Let asyncio.run, and all others, use our loop."""
    get = getattr(asyncio.events, "_get_event_loop_policy", asyncio.get_event_loop_policy)
    get()._loop_factory = Loop  # type: ignore[union-attr]
    asyncio.as_completed = asyncio.tasks.as_completed = as_completed  # type: ignore[assignment]
    all_tasks = asyncio.all_tasks
    asyncio.all_tasks = asyncio.tasks.all_tasks = lambda loop=None: ByHash(all_tasks(loop))


def set_stop(passes: int) -> None:
    """Leave at this pass of the loop, or after ten seconds if it never comes to that."""
    report.stop = passes
    guard = threading.Timer(10, report.give_up)
    guard.daemon = True
    guard.start()


def carry_out(program: str) -> tuple[str, str | None]:
    """Run the program; return its status, and its result if it was an exception."""
    try:
        exec(compile(program, report.filename, "exec", dont_inherit=True), vars(report.module))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        if isinstance(error, SystemExit) and error.code in {None, 0}:
            return "ok", None
        ours = error.__traceback__
        traceback.print_exception(type(error), error, ours and ours.tb_next)
        status = "failed" if isinstance(error, AssertionError) else "error"
        return status, f"{type(error).__name__}({', '.join(map(repr, error.args))})"
    return "ok", None


def play(program: str, filename: str, table: dict[int, list[int]], seed: int) -> NoReturn:
    """Run the program as the table says; exit with 0 if it ended well, else with 1."""
    world.places = {n: (at, place) for at, row in table.items() for place, n in enumerate(row)}
    world.last = max(table, default=-1)
    report.filename = report.module.__file__ = filename
    sys.modules["__main__"] = report.module
    linecache.cache[filename] = (len(program), None, program.splitlines(True), filename)
    set_clock()
    set_loop()
    sys.argv, sys.stdin = ["program"], io.StringIO()
    random.seed(seed)
    gc.disable()  # when it runs is chance
    status, result = carry_out(program)
    report.print_outcome(status, report.result() if status == "ok" else result)
    gc.enable()
    sys.exit(status != "ok")
