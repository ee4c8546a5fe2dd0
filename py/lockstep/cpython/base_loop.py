"""CPython's loop, with the private parts that a loop of ours is built on, typed.

`loop.VirtualLoop` overrides ``_run_once`` (one iteration), ``_timer_handle_cancelled``,
``_call_soon`` and ``_write_to_self``; everything else of `asyncio.BaseEventLoop` is as it is.
"""

from __future__ import annotations

import asyncio
from asyncio import events
from collections import deque
from collections.abc import Callable, Sequence
from contextvars import Context
from types import AsyncGeneratorType
from typing import TYPE_CHECKING
from weakref import WeakSet

#: What is overridden, and what is called or read, of `asyncio.BaseEventLoop`.
OVERRIDDEN = ("_run_once", "_timer_handle_cancelled", "_call_soon", "_write_to_self")
CALLED = ("_check_closed", "_check_thread", "_check_callback")
READ = ("_ready", "_stopping", "_task_factory", "_exception_handler", "_asyncgens")


class BaseLoop(asyncio.BaseEventLoop):
    """`asyncio.BaseEventLoop`, unchanged.

    Attributes:
        _ready: handles to be run, the first in the queue first.
        _stopping: whether `stop` was called and this iteration is the last.
        _task_factory: what `set_task_factory` was given; None for none.
        _exception_handler: what `set_exception_handler` was given; None for none.
        _asyncgens: asynchronous generators that have begun and are not over.
    """

    _ready: deque[events.Handle]
    _stopping: bool
    _task_factory: Callable[..., asyncio.Future[object]] | None
    _exception_handler: Callable[..., object] | None
    _asyncgens: WeakSet[AsyncGeneratorType[object, object]]

    if TYPE_CHECKING:

        def _check_closed(self) -> None: ...
        def _check_thread(self) -> None: ...
        def _check_callback(self, callback: object, method: str) -> None: ...
        def _run_once(self) -> None: ...
        def _timer_handle_cancelled(self, handle: events.TimerHandle) -> None: ...
        def _write_to_self(self) -> None: ...
        def _call_soon(
            self, callback: object, args: Sequence[object], context: Context | None
        ) -> events.Handle: ...


def settings_of(loop: BaseLoop) -> list[object]:
    """Return what decides how a loop goes on, besides what is queued and pending."""
    return [
        loop._exception_handler,
        loop._task_factory,
        loop.get_debug(),
        loop.slow_callback_duration,
        set(loop._asyncgens),
    ]


def running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the loop that runs in this thread; None instead of an error."""
    return asyncio._get_running_loop()


def set_running_loop(loop: asyncio.AbstractEventLoop | None) -> None:
    """Let `asyncio` take ``loop`` for the one that runs in this thread."""
    asyncio._set_running_loop(loop)
