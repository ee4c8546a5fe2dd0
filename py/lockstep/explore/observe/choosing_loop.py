"""The loop of an execution: what arrives is chosen by its observer."""

from __future__ import annotations

import asyncio
from typing import Any

from lockstep.clock import to_seconds
from lockstep.cpython.frames import frame_at
from lockstep.loop import ASYNCIO, VirtualLoop

#: How often in a row a batch may end while a completion that could come is put off.
PATIENCE = 40


class ChoosingLoop(VirtualLoop):
    """The loop of an execution; its observer is the `Execution`, which chooses."""

    def time(self) -> float:
        """Return virtual seconds; note that the program itself asks."""
        asks = frame_at(1)
        if asks.f_code.co_filename == self.observer.filename:  # type: ignore[union-attr]
            self.observer.clock_read()  # type: ignore[union-attr]
        return self._time_shown(is_own_use=asks.f_globals.get("__name__") in ASYNCIO)

    def _time_shown(self, is_own_use: bool) -> float:
        return to_seconds(self.clock.now_us) if is_own_use else self.clock.seconds()

    # Any: as of the loop's own
    def create_task(self, coro: Any, **options: Any) -> asyncio.Task[Any]:
        """Create a task, and note it at once."""
        task = super().create_task(coro, **options)
        if isinstance(task, asyncio.Task):
            self.observer.created(task)  # type: ignore[union-attr]
        return task

    def run_forever(self) -> None:
        """Run; note where the loop is left."""
        try:
            super().run_forever()
        finally:
            self.observer.left(self)  # type: ignore[union-attr]
