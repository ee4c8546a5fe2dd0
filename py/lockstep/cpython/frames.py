"""The frames below the running function, of which no public function tells."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

#: ``frame_at(0)`` is the frame that calls it, ``frame_at(1)`` that one's caller, and so on. It is
#: the interpreter's own function, since a function of ours would be a frame more.
frame_at: Callable[[int], FrameType] = sys._getframe
