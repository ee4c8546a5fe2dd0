"""What goes wrong before a program runs."""

from __future__ import annotations

USAGE = 2


class CliError(Exception):
    """A sentence for the user: the value, what is wrong with it, the next step."""
