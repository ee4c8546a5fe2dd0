"""Lockstep: see, step and repair concurrent asyncio code.

>>> import lockstep
>>> trace = lockstep.run("import asyncio\\nasyncio.run(asyncio.sleep(3600, 'an hour'))")
>>> trace.status, trace.result, trace.duration_us
('ok', "'an hour'", 3600000000)
"""

from lockstep.environment.limits import Limits
from lockstep.explore import Exploration, explore
from lockstep.instrument import SourceError
from lockstep.loop import Deadlock, VirtualLoop, new_event_loop
from lockstep.run import run
from lockstep.schedulers import BadSchedule, Misfit, Schedule
from lockstep.share import LinkError, Moment
from lockstep.share import open_link as open
from lockstep.testing import CannotExplore, NotVerified, OrderFailed, check, every_order
from lockstep.trace import Trace

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
