"""What every command is given to add itself to."""

from __future__ import annotations

import argparse
from typing import Protocol


class Commands(Protocol):
    """Where a command adds its parser; the class that `argparse` has for it is its own affair."""

    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser:
        """Return the parser of a command; ``help`` says in the list of commands what it does."""
