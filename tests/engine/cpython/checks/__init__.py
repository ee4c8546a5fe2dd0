"""What the room `cpython` takes for granted of the Python that runs it: a function for each thing.

Nothing but the standard library and lockstep is needed, so that any Python can be asked: as a
program (`python -m tests.engine.cpython.checks`) it prints, as JSON, what does not hold, by the
name of the check. A new Python that renames or changes something fails here first, with the
sentence that was true until then.
"""

from tests.engine.cpython.checks import (
    digest_reads,
    futures_hold,
    handles_hold,
    library_holds,
    locks_hold,
    loops_hold,
)
from tests.engine.cpython.checks.checking import CHECKS, failures

__all__ = [
    "CHECKS",
    "digest_reads",
    "failures",
    "futures_hold",
    "handles_hold",
    "library_holds",
    "locks_hold",
    "loops_hold",
]
