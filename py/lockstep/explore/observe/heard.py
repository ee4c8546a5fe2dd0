"""An event loop whose tasks and futures tell a witness how they are used.

They are asyncio's own, with methods that tell and then do what asyncio does. Whether a task is
done, for example, is something that tasks share, although no variable of the program holds it.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio import events
from asyncio import tasks as asyncio_tasks
from collections.abc import Callable, Generator
from types import FrameType

from lockstep.environment import unsupported
from lockstep.explore.observe.witness import Witness
from lockstep.loop import Task, VirtualLoop

#: Futures made here belong to a lock, a queue or a sleep, whose use is seen by itself.
_SEEN_OTHERWISE = ("asyncio.locks", "asyncio.queues")


class _Heard:
    """Methods of a future that look at it, change it, or have it call back."""

    is_heard = True

    def _witness(self) -> Witness:
        witness: Witness = self.get_loop().witness  # type: ignore[attr-defined]
        return witness

    def _looked(self) -> None:
        self._witness().future_used("read", self)

    def _changed(self) -> None:
        self._witness().future_used("write", self)

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
        self._witness().callback_added(function)
        super().add_done_callback(function, context=context)  # type: ignore[misc]

    def remove_done_callback(self, function: object) -> int:
        self._changed()
        return super().remove_done_callback(function)  # type: ignore[misc, no-any-return]


class _Settable(_Heard):
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


class HeardFuture(_Settable, asyncio.Future[object]):
    """A future whose use is told."""

    __module__ = asyncio.Future.__module__


class HeardTask(_Heard, Task):
    """A task whose use is told."""

    __module__ = asyncio.Task.__module__
    __hash__ = Task.__hash__

    def cancel(self, msg: object = None) -> bool:
        self._witness().cancel_asked(self)
        return super().cancel(msg)

    def uncancel(self) -> int:
        self._witness().cancel_asked(self)
        return super().uncancel()


class Gathering(_Settable, asyncio_tasks._GatheringFuture):  # type: ignore[name-defined, misc]
    """What ``asyncio.gather`` returns."""

    def __init__(
        self, children: list[asyncio.Future[object]], *, loop: asyncio.AbstractEventLoop | None
    ) -> None:
        super().__init__(children, loop=loop)
        self._witness().gathered(self)


# what a program prints of them does not change
for _kind, _plain in (
    (HeardTask, "Task"),
    (HeardFuture, "Future"),
    (Gathering, "_GatheringFuture"),
):
    _kind.__name__ = _kind.__qualname__ = _plain


class HeardLoop(VirtualLoop):
    """The loop of a run that is explored; its observer is the witness."""

    task_type = HeardTask

    @property
    def witness(self) -> Witness:
        """Who is told."""
        return self.observer  # type: ignore[return-value]

    def create_future(self) -> asyncio.Future[object]:
        """Return a future; one that the program or a task group waits on is told of."""
        caller = sys._getframe(1)
        module = caller.f_globals.get("__name__")
        if module in _SEEN_OTHERWISE or caller.f_code is asyncio.sleep.__code__:
            return asyncio.Future(loop=self)
        future = HeardFuture(loop=self)
        group = _group_of(caller)
        self.witness.future_made(future, group)
        return future

    def run_forever(self) -> None:
        """Run; the witness hears where the program enters the loop and where it leaves it."""
        self.witness.entered()
        try:
            super().run_forever()
        finally:
            self.witness.left()

    def _reach_boundary(self) -> None:
        self.witness.next_batch()
        super()._reach_boundary()

    def _timer_handle_cancelled(self, handle: events.TimerHandle) -> None:
        self.witness.timer_cancelled(handle)
        super()._timer_handle_cancelled(handle)

    def _step(self, handle: events.Handle, batch: int) -> None:
        was_stopping = self._stopping
        try:
            super()._step(handle, batch)
        finally:
            if self._stopping and not was_stopping:
                self.witness.stopping()


def _group_of(frame: FrameType) -> object:
    """Return the task group that makes a future to wait on, if it is one that does."""
    if "TaskGroup" in frame.f_code.co_qualname and frame.f_globals["__name__"].startswith(
        "asyncio"
    ):
        return frame.f_locals.get("self")
    return None


def _tells(name: str) -> Callable[..., object]:
    real: Callable[..., object] = getattr(VirtualLoop, name)

    def told(self: HeardLoop, *args: object, **options: object) -> object:
        self.witness.doubt(f"it uses {name}(), which cannot run here")
        return real(self, *args, **options)

    told.__name__ = name
    return told


for _name in (*unsupported.METHODS, "run_in_executor"):
    setattr(HeardLoop, _name, _tells(_name))
