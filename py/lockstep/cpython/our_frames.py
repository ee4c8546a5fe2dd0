"""Frames of ours between those of the program: left out of what a traceback shows.

Some operations of the program's are carried out by code of ours, and an exception leaves through
it. Formatted or walked by hand, the traceback holds the program's frames only.
"""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FrameType, TracebackType

#: The folder of the package: whatever has its code below it is ours.
OURS = str(Path(__file__).parents[1])

#: What carries out an operation of the program's, and may be left by an exception of it.
CARRIES_OUT = frozenset(
    str(Path(OURS, f"{name}.py"))
    for name in (
        "probe/calls",
        "probe/observed_code",
        "probe/targets",
        "cpython/loop_patches",
        "cpython/replacing",
        "environment/chance",
        "environment/host_access",
        "environment/streams",
        "environment/thread_locks",
        "environment/virtual_time",
        "environment/world",
    )
)

#: Generators that `traceback` gets its frames from, by Python version.
_WALKERS = ("walk_tb", "_walk_tb_with_full_positions")

Entry = tuple[FrameType, object]  # the second is a line number, or its positions
Walker = Callable[[TracebackType | None], Iterator[Entry]]


@contextlib.contextmanager
def without_us() -> Iterator[None]:
    """Leave our frames out of every traceback that the program, or logging, formats."""
    names = [name for name in _WALKERS if hasattr(traceback, name)]
    before: dict[str, Walker] = {name: getattr(traceback, name) for name in names}
    for name, walk in before.items():
        setattr(traceback, name, _skipping(walk))
    try:
        yield
    finally:
        for name, walk in before.items():
            setattr(traceback, name, walk)


def _skipping(walk: Walker) -> Walker:
    def walked(tb: TracebackType | None) -> Iterator[Entry]:
        for entry in walk(tb):
            if not entry[0].f_code.co_filename.startswith(OURS):
                yield entry

    return walked


def leave_out(code: CodeType, error: BaseException) -> None:
    """Take the frame of ``code``, which ``error`` is leaving, out of its traceback, if it is ours.

    Code that walks the traceback by hand then finds the program's own frames only.
    """
    if code.co_filename in CARRIES_OUT:
        last = error.__traceback__
        if last is not None and last.tb_frame.f_code is code:
            error.__traceback__ = last.tb_next
