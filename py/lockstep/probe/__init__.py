"""What observed code calls while it runs: does the operation, and reports what was touched."""

from lockstep.probe.observed_code import Probe

__all__ = ["Probe"]
