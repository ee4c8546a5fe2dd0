"""The command line's commands; every failure is one sentence and an exit code."""

from lockstep.cli.main import console, main

__all__ = ["console", "main"]
