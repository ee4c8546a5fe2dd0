"""Who decides when a pending completion arrives.

asyncio's ready queue is first in, first out, and no scheduler permutes it. What the outside
world decides is when a sleep or a timeout comes to its end. At every loop-iteration boundary
the loop asks a scheduler which pending completions arrive, in which order; they go behind
what is queued already. A scheduler sees numbers and labels, never asyncio's objects.
"""

from lockstep.schedulers.base import Boundary, Completion, Scheduler
from lockstep.schedulers.by_deadline import AsWritten, as_written
from lockstep.schedulers.random import AtRandom
from lockstep.schedulers.recording_replay import Decision, RecordingReplay
from lockstep.schedulers.replay import Chosen
from lockstep.schedulers.schedule import BadSchedule, Deviation, Misfit, Schedule

__all__ = [
    "AsWritten",
    "AtRandom",
    "BadSchedule",
    "Boundary",
    "Chosen",
    "Completion",
    "Decision",
    "Deviation",
    "Misfit",
    "RecordingReplay",
    "Schedule",
    "Scheduler",
    "as_written",
]
