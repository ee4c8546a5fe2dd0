"""An event loop whose tasks and futures report to a `StepObserver` how they are used.

They are asyncio's own, with methods that report and then do what asyncio does. Whether a task is
done, for example, is something that tasks share, although no variable of the program holds it.
"""

from __future__ import annotations

import asyncio
from asyncio import events
from collections.abc import Generator
from types import FrameType

from lockstep.cpython.frames import frame_at
from lockstep.cpython.futures import GatheringFuture
from lockstep.explore.observe.shared_uses import SharedUses
from lockstep.explore.observe.step_observer import StepObserver
from lockstep.loop import Task, VirtualLoop

#: Futures made here belong to a lock, a queue or a sleep, whose use is seen by itself.
_SEEN_OTHERWISE = ("asyncio.locks", "asyncio.queues")


class _Reporting:
    """Methods of a future that look at it, change it, or have it call back."""

    reports_its_use = True

    def _uses(self) -> SharedUses:
        uses: SharedUses = self.get_loop().uses  # type: ignore[attr-defined]
        return uses

    def _looked(self) -> None:
        self._uses().future_used("read", self)

    def _changed(self) -> None:
        self._uses().future_used("write", self)

    def __await__(self) -> Generator[object, None, object]:
        self._looked()
        return super().__await__()  # type: ignore[misc, no-any-return]

    __iter__ = __await__

    def done(self) -> bool:
        self._looked()
        return super().done()  # type: ignore[misc, no-any-return]

    def cancelled(self) -> bool:
        self._looked()
        return super().cancelled()  # type: ignore[misc, no-any-return]

    def result(self) -> object:
        self._looked()
        return super().result()  # type: ignore[misc]

    def exception(self) -> BaseException | None:
        self._looked()
        return super().exception()  # type: ignore[misc, no-any-return]

    def add_done_callback(self, function: object, *, context: object = None) -> None:
        self._changed()
        self._uses().callback_added(function)
        super().add_done_callback(function, context=context)  # type: ignore[misc]

    def remove_done_callback(self, function: object) -> int:
        self._changed()
        return super().remove_done_callback(function)  # type: ignore[misc, no-any-return]


class _Settable(_Reporting):
    """The same of a future that anybody can settle."""

    def set_result(self, result: object) -> None:
        self._changed()
        super().set_result(result)  # type: ignore[misc]

    def set_exception(self, exception: object) -> None:
        self._changed()
        super().set_exception(exception)  # type: ignore[misc]

    def cancel(self, msg: object = None) -> bool:
        self._changed()
        return bool(super().cancel(msg))  # type: ignore[misc]


class ReportingFuture(_Settable, asyncio.Future[object]):
    """A future whose use is reported."""

    __module__ = asyncio.Future.__module__


class ReportingTask(_Reporting, Task):
    """A task whose use is reported."""

    __module__ = asyncio.Task.__module__
    __hash__ = Task.__hash__

    def cancel(self, msg: object = None) -> bool:
        """Report that it is asked to end, then do what asyncio does."""
        self._uses().cancel_asked(self)
        return super().cancel(msg)

    def uncancel(self) -> int:
        """Report that it is asked to go on, then do what asyncio does."""
        self._uses().cancel_asked(self)
        return super().uncancel()


class Gathering(_Settable, GatheringFuture):  # type: ignore[valid-type, misc]
    """What ``asyncio.gather`` returns."""

    def __init__(
        self, children: list[asyncio.Future[object]], *, loop: asyncio.AbstractEventLoop | None
    ) -> None:
        super().__init__(children, loop=loop)
        self._uses().gathered(self)


# what a program prints of them does not change
for _kind, _plain in (
    (ReportingTask, "Task"),
    (ReportingFuture, "Future"),
    (Gathering, GatheringFuture.__name__),
):
    _kind.__name__ = _kind.__qualname__ = _plain


class ReportingLoop(VirtualLoop):
    """The loop of a run whose steps are summarised; its observer is a `StepObserver`."""

    task_type = ReportingTask

    @property
    def uses(self) -> SharedUses:
        """To whom futures and tasks report."""
        return self.step_observer.uses

    @property
    def step_observer(self) -> StepObserver:
        """To whom the loop reports."""
        return self.observer  # type: ignore[return-value]

    def create_future(self) -> asyncio.Future[object]:
        """Return a future; one that the program or a task group waits on is reported."""
        caller = frame_at(1)
        module = caller.f_globals.get("__name__")
        if module in _SEEN_OTHERWISE or caller.f_code is asyncio.sleep.__code__:
            return asyncio.Future(loop=self)
        future = ReportingFuture(loop=self)
        group = _group_of(caller)
        self.uses.future_made(future, group)
        return future

    def run_forever(self) -> None:
        """Run; report where the program enters the loop and where it leaves it."""
        self.step_observer.handles.entered()
        try:
            super().run_forever()
        finally:
            self.step_observer.handles.left()

    def _reach_boundary(self) -> None:
        self.step_observer.handles.next_batch()
        super()._reach_boundary()

    def _timer_handle_cancelled(self, handle: events.TimerHandle) -> None:
        self.step_observer.handles.timer_cancelled(handle)
        super()._timer_handle_cancelled(handle)

    def _step(self, handle: events.Handle, batch: int) -> None:
        was_stopping = self._stopping
        try:
            super()._step(handle, batch)
        finally:
            if self._stopping and not was_stopping:
                self.step_observer.handles.stopping()
            del handle  # as in `VirtualLoop`


def _group_of(frame: FrameType) -> object:
    """Return the task group that makes a future to wait on, if it is one that does."""
    if "TaskGroup" in frame.f_code.co_qualname and frame.f_globals["__name__"].startswith(
        "asyncio"
    ):
        return frame.f_locals.get("self")
    return None
