"""A replayed run -> a script that shows its outcome on stock asyncio, without Lockstep."""

from lockstep.reproduce.script import NothingToReproduce, script

__all__ = ["NothingToReproduce", "script"]
