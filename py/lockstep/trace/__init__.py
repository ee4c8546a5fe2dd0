"""What a trace says: the vocabulary of its events, what may follow what, its schema, its exports.

A trace is the whole record of one run. It knows nothing of asyncio or of the loop.
"""

from lockstep.trace.model import Trace

__all__ = ["Trace"]
