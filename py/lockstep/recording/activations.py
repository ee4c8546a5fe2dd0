"""Which call of which function an access was made in.

A *call* is one activation of a function of the learner's: two calls of the same function are
two. Its number is kept where Python offers a place that lives exactly as long as the call, the
``f_trace`` of its frame; nothing else of the program's is held on to, or noticed by it.
"""

from __future__ import annotations

import re
import sys
from builtins import type  # a program may replace them
from dataclasses import dataclass
from inspect import CO_OPTIMIZED
from types import FrameType

from lockstep.cpython import handles
from lockstep.cpython.frames import frame_at

#: Frames that belong to the function around them.
_INLINE = frozenset(("<lambda>", "<genexpr>", "<listcomp>", "<setcomp>", "<dictcomp>"))
#: Below this frame another task's steps are run.
_TASK_BOUNDARY = handles.RUN
#: Local values of these types are plain: they can be shown in full and cannot change.
_PLAIN = (int, float, str, bytes, bool, type(None))
_MAX_TEXT = 60
#: Whether a look at a frame's locals leaves nothing behind (PEP 667). Before Python 3.13 it leaves
#: a dict with the frame, which keeps alive what they hold, until it is emptied.
_LEAVES_NOTHING: bool = sys.version_info[:2] >= (3, 13)
#: Words of a program that may itself have that dict: then it is not to be emptied.
_HAS_THE_DICT = re.compile(
    r"\b(?:locals|vars|dir|exec|eval|f_locals|inspect|settrace|setprofile)\b"
)


@dataclass(frozen=True)
class Call:
    """One activation of a function.

    Attributes:
        function: its name; '<module>' for the program itself.
        by: the number of the call that made it; None for a task's outermost.
        line: the line on which that was.
    """

    function: str
    by: int | None
    line: int | None


class _Mark:
    """Lies in ``f_trace``; a program that traces itself may call it."""

    __slots__ = ("number", "owner")

    def __init__(self, owner: Activations, number: int) -> None:
        self.owner, self.number = owner, number

    def __call__(self, *_: object) -> None:
        """Trace nothing."""


class Activations:
    """The calls of one run, numbered as they are first met.

    Args:
        filename: the learner's file; frames of other code are passed over.
        names: for a line, the local names whose values decide a test made of what is read there.
        source: the learner's text.
    """

    def __init__(self, filename: str, names: dict[int, frozenset[str]], source: str) -> None:
        self.calls: list[Call] = []
        self._can_look = _LEAVES_NOTHING or not _HAS_THE_DICT.search(source)
        self._filename, self._names = filename, names

    def here(self, line: int) -> tuple[int | None, dict[str, str]]:
        """Return the number of the call that is running, and the plain local values by name."""
        frame = self._function(frame_at(1))
        if frame is None:
            return None, {}
        return self._number(frame), self._locals(frame, line)

    def _function(self, frame: FrameType | None) -> FrameType | None:
        """Return ``frame`` or the next one outwards that is a function of the learner's."""
        while frame is not None and frame.f_code is not _TASK_BOUNDARY:
            code = frame.f_code
            if code.co_filename == self._filename and code.co_name not in _INLINE:
                return frame
            frame = frame.f_back
        return None

    def _number(self, frame: FrameType) -> int:
        new: list[FrameType] = []
        outer: FrameType | None = frame
        while outer is not None and (number := self._marked(outer)) is None:
            new.append(outer)
            outer = self._function(outer.f_back)
        if outer is None:
            number = None
        while new:
            inner = new.pop()
            self.calls.append(Call(inner.f_code.co_name, number, outer.f_lineno if outer else None))
            number = len(self.calls) - 1
            inner.f_trace = _Mark(self, number)
            outer = inner
        assert number is not None
        return number

    def _marked(self, frame: FrameType) -> int | None:
        mark: object = frame.f_trace
        return mark.number if type(mark) is _Mark and mark.owner is self else None

    def _locals(self, frame: FrameType, line: int) -> dict[str, str]:
        wanted = self._names.get(line)
        if not wanted or not self._can_look or not frame.f_code.co_flags & CO_OPTIMIZED:
            return {}
        here = frame.f_locals
        known = {name: here[name] for name in wanted if name in here}
        if not _LEAVES_NOTHING:
            here.clear()
        return {
            name: shown
            for name, value in sorted(known.items())
            if type(value) in _PLAIN and len(shown := repr(value)) <= _MAX_TEXT
        }
