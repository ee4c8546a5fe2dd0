"""Turn the learner's text into observed code with the learner's own line numbers.

Every access to what tasks could share (attributes, container elements, globals that change,
closure cells that change) is replaced by a call on the probe, which does the same operation
and reports it. The order of evaluation stays what Python's reference says it is: in
``self.balance += await io()`` the balance is read before the await and written after it.
"""

from lockstep.instrument.compiled import SourceError, instrument
from lockstep.instrument.nodes import END_OF_LINE, PROBE

__all__ = ["END_OF_LINE", "PROBE", "SourceError", "instrument"]
