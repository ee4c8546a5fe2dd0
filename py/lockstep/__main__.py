"""The command line: ``python -m lockstep``."""

from __future__ import annotations

from lockstep.cli import console

console()
