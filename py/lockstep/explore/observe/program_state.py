"""All that decides how a program goes on, between two steps of one execution, as a short value.

That is what its tasks share and keep: the program's names, every task with its coroutine, value
stack and context, what is queued and what is pending with all that they would call, the loop's
own settings, the locals of the program's functions below the loop, and what a program can change
in its process: modules, the environment, loggers, finalisers, the files of its own folder.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from builtins import id  # a program may replace them
from collections.abc import Mapping, Sequence
from pathlib import Path

from lockstep.cpython import library
from lockstep.cpython.base_loop import settings_of
from lockstep.cpython.frames import frame_at
from lockstep.cpython.futures import AnyTask
from lockstep.environment import settings, streams
from lockstep.explore.observe.digest import Digest
from lockstep.explore.observe.files import digest_of_files
from lockstep.explore.observe.frames import local_values
from lockstep.explore.observe.modules import Modules
from lockstep.explore.observe.symmetry import Alike
from lockstep.loop import VirtualLoop
from lockstep.run import Job


class ProgramState:
    """Digests the state of one execution, again and again.

    Args:
        job: the execution.
        modules: how modules were before the program ran.

    Attributes:
        opaque: names of the types whose inside was not seen, the last time.
    """

    def __init__(self, job: Job, modules: Modules) -> None:
        self._job, self._modules = job, modules
        self._streams, self._fixed = job.streams(), job.fixed()
        self._settings = settings.named_in(job.source)
        self._has = {name: name in job.source for name in ("logging", "weakref")}
        self.opaque: set[str] = set()

    def digest(
        self,
        tasks: Sequence[tuple[AnyTask, int]],
        handles: Mapping[int, int],
        *more: object,
        alike: Alike | None = None,
    ) -> bytes:
        """Return the digest.

        Args:
            tasks: each task that is alive, and its number.
            handles: the name of each handle that is queued or pending, by its `id`.
            more: further roots.
            alike: the tasks that may stand for each other; it notes how they were visited.
        """
        numbers = {id(task): number for task, number in tasks}
        digest = Digest(numbers, self._modules, self._fixed, exact=True, alike=alike)
        alive = [task for task, _ in tasks if not asyncio.Future.done(task)]
        alive.sort(key=lambda task: numbers[id(task)])
        if alike is not None:  # these come last, as does what is pending
            alive = [task for task in alive if not alike.are([task])]
        found = digest.of(
            sys.modules["__main__"],
            self._modules.named,
            [self._loop(loop, handles, alike) for loop in self._job.loops],
            alive,
            self._outer_locals(),
            self._process(),
            more,
        )
        self.opaque = digest.opaque
        if alike is not None:
            alike.note(digest.visited, digest.led_to, digest.equals)
        return found

    def _loop(
        self, loop: VirtualLoop, handles: Mapping[int, int], alike: Alike | None
    ) -> list[object]:
        own, ours = vars(loop), self._job.loop_names
        pending = sorted(loop.timers, key=lambda handle: handles.get(id(handle), -1))
        if alike is not None:
            pending = []
        return [
            list(loop.queued),
            pending,
            *settings_of(loop),
            [(name, own[name]) for name in own if name not in ours],
        ]

    def _outer_locals(self) -> list[object]:
        """Return what the program's functions hold that have entered the loop."""
        found: list[object] = []
        frame = frame_at(1)
        while (frame := frame.f_back) is not None:  # type: ignore[assignment]
            code = frame.f_code
            if code.co_filename == self._job.filename and frame.f_locals is not frame.f_globals:
                found.append(local_values(frame))
        return found

    def _process(self) -> list[object]:
        found: list[object] = [self._job.at_exit.registered]
        if self._job.folder is not None:
            found += [digest_of_files(self._job.folder, self._job.source), str(Path.cwd())]
        environment = library.encoded_environment()
        if environment != self._modules.environment:
            found.append(environment)
        found += map(streams.setting_of, self._streams)
        found += [(setting.word, setting.value()) for setting in self._settings]
        if self._has["logging"]:
            manager = logging.root.manager
            found += [logging.root, manager.loggerDict, manager.disable]
        if self._has["weakref"]:
            found += library.finalizers()
        return found
