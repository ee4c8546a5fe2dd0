"""The tasks of a run: who they are, who made them, how they ended."""

from __future__ import annotations

import asyncio
import re
import weakref
from builtins import hash, type  # a program may replace them
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from sys import getrefcount
from types import AsyncGeneratorType, CoroutineType, GeneratorType

from lockstep.objects.inspection import name_of
from lockstep.trace.wire import Row

#: Tasks alive at once up to which each is asked after every step whether it was cancelled.
MAX_LOOKED_AT = 64

_NAMELESS = {"async_generator_athrow": "aclose", "async_generator_asend": "asend"}
_NAMED = (CoroutineType, GeneratorType, AsyncGeneratorType)
_DEFAULT_NAME = re.compile(r"Task-\d+")


@dataclass(eq=False)
class TaskRecord:
    """One task, as long as it lives and afterwards."""

    number: int
    name: str
    coroutine: str
    parent: TaskRecord | None
    line: int | None
    is_hidden: bool
    is_root: bool
    hash: int
    ended: str = "pending"
    waits_at: int | None = None
    last_line: int | None = None
    cancels: int = 0

    @property
    def is_main(self) -> bool:
        """Whether it is what `asyncio.run` was given, and not a generator's clean-up."""
        return self.is_root and self.coroutine not in _NAMELESS.values()


class TaskRecords:
    """All tasks of a run, numbered in the order of their creation."""

    def __init__(self) -> None:
        self._all: list[TaskRecord] = []
        self._by_task: weakref.WeakKeyDictionary[object, TaskRecord] = weakref.WeakKeyDictionary()
        self._alive: dict[TaskRecord, weakref.ref[asyncio.Task[object]]] = {}
        self.main_result: object = None

    def meet(
        self, task: asyncio.Task[object], parent: TaskRecord | None, line: int | None, is_root: bool
    ) -> TaskRecord:
        """Enter a new task; ``is_root``: it was made outside the loop and has yet to begin."""
        coro = task.get_coro()
        kind = type(coro)
        if issubclass(kind, _NAMED):
            coroutine = coro.__qualname__  # type: ignore[union-attr]
        else:
            coroutine = _NAMELESS.get(name_of(kind), "task")
        hidden = coroutine.startswith("BaseEventLoop.shutdown_")  # asyncio.run's own clean-up
        number = -1 if hidden else len(self._all)
        record = TaskRecord(
            number, task.get_name(), coroutine, parent, line, hidden, is_root, hash(task)
        )
        if not hidden:
            self._all.append(record)
            self._alive[record] = weakref.ref(task)
        self._by_task[task] = record
        return record

    def get(self, task: asyncio.Task[object] | None) -> TaskRecord | None:
        """Return the entry of ``task``, if it has one."""
        return None if task is None else self._by_task.get(task)

    def numbers(self, tasks: Iterable[asyncio.Task[object]]) -> list[int]:
        """Return the numbers of those of ``tasks`` that are known, in order."""
        found = [self._by_task.get(task) for task in tasks]
        return sorted(record.number for record in found if record and not record.is_hidden)

    def visible(self) -> list[TaskRecord]:
        """Return all tasks of the learner's."""
        return self._all

    def newly_cancelled(self, suspect: TaskRecord | None) -> list[TaskRecord]:
        """Return the tasks of which a cancellation was asked since the last call.

        asyncio reports no cancellation, so all tasks are looked at after every step, or, where
        they are very many, only ``suspect``.
        """
        if len(self._alive) <= MAX_LOOKED_AT:
            return [record for record in list(self._alive) if self._is_newly_cancelled(record)]
        return [suspect] if suspect in self._alive and self._is_newly_cancelled(suspect) else []

    def _is_newly_cancelled(self, record: TaskRecord) -> bool:
        task = self._alive[record]()
        if task is None or record.ended != "pending":
            del self._alive[record]
            return False
        before, record.cancels = record.cancels, task.cancelling()
        return record.cancels > before

    def is_result_forgotten(self) -> bool:
        """Return whether only this table still refers to what the main task returned."""
        return getrefcount(self.main_result) <= _OURS_ALONE

    def described(self) -> list[Row]:
        """Return the trace's ``tasks``."""
        labels = self.labels()
        return [
            {
                "id": record.number,
                "name": record.name,
                "label": labels[record.number],
                "parent": record.parent.number if record.parent else None,
                "line": record.line,
                "ended": record.ended,
            }
            for record in self._all
        ]

    def labels(self) -> list[str]:
        """Name each task for a reader: its own name or its coroutine's, numbered if needed."""
        plain = [
            p.coroutine.split(".")[-1] if _DEFAULT_NAME.fullmatch(p.name) else p.name
            for p in self._all
        ]
        total, met, labels = Counter(plain), Counter[str](), []
        for name in plain:
            met[name] += 1
            labels.append(name if total[name] == 1 else f"{name} {met[name]}")
        return labels


def _references_of_ours() -> int:
    records = TaskRecords()
    records.main_result = object()
    return getrefcount(records.main_result)


_OURS_ALONE = _references_of_ours()
