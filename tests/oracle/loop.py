"""CPython's own event loop, with the outside world replaced by choices.

`asyncio.BaseEventLoop._run_once` runs unchanged: what is queued runs first in, first out, and
what is posted meanwhile belongs to the next iteration. Only the selector is ours. Where a real
one would wait for the kernel, it decides which pending timers arrive; a timer stands for I/O
that takes as long as it likes.

Nothing of lockstep is imported here: two programs that share their code share its mistakes.
"""

from __future__ import annotations

import asyncio
import weakref
from asyncio import events
from collections import deque
from itertools import permutations

MOST_STEPS = 5_000  # of one run: more is a program that never ends
PATIENCE = 64  # iterations in a row in which nothing arrives, however much is pending


class Stopped(BaseException):
    """The run is cut short: ``status`` says why."""

    def __init__(self, status):
        super().__init__(status)
        self.status = status


class Path:
    """The choices of one run: those that are given, then always the first."""

    def __init__(self, given=()):
        self.given = list(given)
        self.taken = []  # of (choice, number of options)

    def choose(self, options):
        if options == 1:
            return 0
        depth = len(self.taken)
        choice = self.given[depth] if depth < len(self.given) else 0
        self.taken.append((choice, options))
        return choice

    def following(self):
        """Return the path after this one, depth first; None after the last."""
        taken = list(self.taken)
        while taken and taken[-1][0] + 1 == taken[-1][1]:
            taken.pop()
        if not taken:
            return None
        return [choice for choice, _ in taken[:-1]] + [taken[-1][0] + 1]


class Loop(asyncio.BaseEventLoop):
    """Asks a path which timers arrive, and notes in which order the tasks take their steps.

    Args:
        path: makes the choices.
        counts: what several loops of one run share.
        late: choose a timer when it is about to run instead of when it is queued.
        ranks: hashes of the tasks in the order of their creation, for the order of sets of
            tasks, which CPython leaves to memory addresses; beyond them, creation order.
    """

    def __init__(self, path, counts, late=False, ranks=()):
        super().__init__()
        self._ready = _Ready(self._is_run)
        self._selector = self
        self._path, self._counts, self._late, self._ranks = path, counts, late, ranks
        self._pending = []
        self._barren = 0

    # --- what BaseEventLoop asks of a loop --------------------------------------------------

    def time(self):
        return self._counts.now

    def call_at(self, when, callback, *args, context=None):
        if when is None:
            raise TypeError("when cannot be None")
        self._check_closed()
        timer = _Timer(when, callback, args, self, context)
        timer.number = self._counts.next_timer()
        self._pending.append(timer)
        return timer

    def create_task(self, coro, **options):
        self._check_closed()
        if self._task_factory is not None:
            return self._from_factory(coro, options)
        return self._made(coro, options)

    def _made(self, coro, options):
        if options.get("name") is None:
            options["name"] = self._counts.next_name()
        number = self._counts.next_task()
        rank = self._ranks[number - 1] if number <= len(self._ranks) else number
        return Task(coro, loop=self, number=number, rank=rank, **options)

    def _from_factory(self, coro, options):
        """Let a factory make a task; the eager one runs its first step, under its name, at once."""
        factory = self._task_factory

        def numbered(loop, coro, **more):
            self._task_factory = factory
            if factory is asyncio.eager_task_factory:  # all that it does, with a hash of ours
                return self._made(coro, {**more, "eager_start": True})
            return self._counts.born_elsewhere(factory(loop, coro, **more))

        self._task_factory = numbered
        return super().create_task(coro, **options)

    def _write_to_self(self):
        """No other thread takes part."""

    def _process_events(self, event_list):
        """The selector has queued what arrives."""

    def close(self):
        super().close()
        self._pending.clear()

    # --- the selector -----------------------------------------------------------------------

    def select(self, timeout):
        """Let an ordered subset of the pending timers arrive."""
        if self._counts.stopped:
            raise self._counts.stopped
        self._pending = [timer for timer in self._pending if not timer._cancelled]
        is_idle = timeout != 0
        if is_idle and not self._pending:
            self._counts.stop("deadlock")
        must = is_idle or (self._barren >= PATIENCE and bool(self._pending))
        self._barren += 1
        if self._late:
            visit = _Visit(self, must)
            self._ready.extend(_Slot(visit) for _ in self._pending)
        else:
            for timer in self._chosen(must):
                self.arrive(timer)
                self._ready.append(timer)
        return []

    def _chosen(self, must):
        numbers = range(len(self._pending))
        subsets = [p for n in numbers for p in permutations(numbers, n + 1)]
        if not must:
            subsets.append(())
        subset = subsets[self._path.choose(len(subsets))]
        return [self._pending[number] for number in subset]

    def arrive(self, timer):
        self._barren = 0
        self._pending = [other for other in self._pending if other is not timer]
        self._counts.now = max(self._counts.now, timer._when)

    def has_posted(self):
        """Return whether anything is queued for the next iteration."""
        return any(not isinstance(handle, _Slot) for handle in self._ready)

    # --- what is noted ----------------------------------------------------------------------

    def _is_run(self, handle):
        self._counts.step(handle)


class _Ready(deque):
    """The ready queue; ``told`` is called with each handle that is about to run."""

    def __init__(self, reported):
        super().__init__()
        self._reported = reported

    def popleft(self):
        handle = super().popleft()
        if not (handle._cancelled or isinstance(handle, _Slot)):
            self._reported(handle)
        return handle


class _Visit:
    """The timers that may arrive at one boundary, chosen when their turn comes."""

    def __init__(self, loop, must):
        self._loop, self._must = loop, must
        self._pending = list(loop._pending)

    def turn(self):
        loop = self._loop
        left = {timer.number for timer in loop._pending}  # equal timers are two all the same
        self._pending = [t for t in self._pending if not t._cancelled and t.number in left]
        if not self._pending:
            return
        if not (self._must or loop._stopping or loop.has_posted()):
            self._pending.clear()  # to wait for the next boundary only widens what may come
            return
        options = len(self._pending) + (not self._must)
        choice = loop._path.choose(options)
        if choice == len(self._pending):
            self._pending.clear()
            return
        self._must = False
        timer = self._pending[choice]
        loop.arrive(timer)
        loop._is_run(timer)
        timer._run()


class _Slot:
    """A place in the ready queue for whichever timer is chosen when it is reached."""

    _cancelled = False

    def __init__(self, visit):
        self._run = visit.turn


class _Timer(events.TimerHandle):
    __slots__ = ("number",)


class Task(asyncio.Task):
    """asyncio's own, with a hash that is chosen."""

    __module__ = asyncio.Task.__module__

    def __init__(self, coro, *, number, rank, **options):
        self.number, self._rank = number, rank
        super().__init__(coro, **options)

    def __hash__(self):
        return self._rank


class Counts:
    """What all loops of one run share.

    Attributes:
        now: virtual seconds.
        word: the steps of tasks, and of callbacks that decide something, in their order.
        tasks: how many tasks have been created.
    """

    def __init__(self):
        self.now = 0.0
        self.word = []
        self.steps = self.tasks = self.timers = self.names = 0
        self.stopped = None
        self._elsewhere = weakref.WeakKeyDictionary()

    def next_task(self):
        self.tasks += 1
        return self.tasks

    def next_timer(self):
        self.timers += 1
        return self.timers

    def next_name(self):
        """Return what a new process would call its next task without a name."""
        self.names += 1
        return f"Task-{self.names}"

    def stop(self, status):
        self.stopped = Stopped(status)
        raise self.stopped

    def step(self, handle):
        """Note that a handle is about to run."""
        if self.stopped:
            raise self.stopped
        self.steps += 1
        if self.steps > MOST_STEPS:
            self.stop("limit")
        letter = self._letter(handle)
        if letter is not None:
            self.word.append(letter)

    def _letter(self, handle):
        """Return what tells orders apart; None for what only passes something on."""
        callback = handle._callback
        name = getattr(callback, "__name__", None)
        if type(callback).__name__ == "TaskStepMethWrapper" or name in ("task_wakeup", "__step"):
            return self._number(callback.__self__)
        if isinstance(handle, events.TimerHandle):
            return None if name == "_set_result_unless_cancelled" else ("timer", handle.number)
        module = getattr(callback, "__module__", None) or ""
        return None if module.startswith("asyncio") else str(name)

    def _number(self, task):
        return task.number if isinstance(task, Task) else self._elsewhere.get(task, "unknown")

    def born_elsewhere(self, task):
        """Note a task that a factory made; return it."""
        self._elsewhere[task] = "factory", len(self._elsewhere)
        return task
