"""Lockstep: see, step and repair concurrent asyncio code.

>>> import lockstep
>>> trace = lockstep.run("import asyncio\\nasyncio.run(asyncio.sleep(3600, 'an hour'))")
>>> trace.status, trace.result, trace.duration_us
('ok', "'an hour'", 3600000000)
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from lockstep.environment.limits import Limits
from lockstep.instrument import SourceError
from lockstep.loop import Deadlock, VirtualLoop, new_event_loop
from lockstep.run import run
from lockstep.schedulers import BadSchedule, Misfit, Schedule
from lockstep.trace import Trace

if TYPE_CHECKING:
    from lockstep.explore import Exploration, explore
    from lockstep.share import LinkError, Moment
    from lockstep.share import open_link as open
    from lockstep.testing import CannotExplore, NotVerified, OrderFailed, check, every_order

#: The one place of the version: the wheel, ``lockstep --version`` and the page take it from here.
__version__ = "0.2.0"

__all__ = [
    "BadSchedule",
    "CannotExplore",
    "Deadlock",
    "Exploration",
    "Limits",
    "LinkError",
    "Misfit",
    "Moment",
    "NotVerified",
    "OrderFailed",
    "Schedule",
    "SourceError",
    "Trace",
    "VirtualLoop",
    "__version__",
    "check",
    "every_order",
    "explore",
    "new_event_loop",
    "open",
    "run",
]

#: What a run does without, by where it is: a page that only runs starts in half the time.
_LATER = {
    **dict.fromkeys(("Exploration", "explore"), "lockstep.explore"),
    **dict.fromkeys(("LinkError", "Moment", "open"), "lockstep.share"),
    **dict.fromkeys(
        ("CannotExplore", "NotVerified", "OrderFailed", "check", "every_order"), "lockstep.testing"
    ),
}


def __getattr__(name: str) -> object:
    """Import what is first asked for (PEP 562)."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_LATER[name]), "open_link" if name == "open" else name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """`explore` stays the function, even when the package of that name is imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if name == "explore" and isinstance(value, ModuleType):
            value = value.explore
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
