"""Give back the asyncio of CPython: Pyodide replaces parts of it at start.

Its loop is driven by the browser's timers and counts as running from the start, and its
`asyncio.run` and `time.sleep` suspend JavaScript. A learner's program is to meet neither.
"""

from __future__ import annotations

import asyncio
import asyncio.events
import asyncio.runners
import sys
import time


def restore() -> None:
    asyncio.run = asyncio.runners.run
    asyncio._set_running_loop(None)
    _drop_policy()
    web = sys.modules.get("pyodide.webloop")
    if web is not None:
        time.sleep = web._orig_sleep


def _drop_policy() -> None:
    """The deprecated `set_event_loop_policy` warns; what it calls does not."""
    quietly = getattr(asyncio.events, "_set_event_loop_policy", None)
    if quietly is not None:
        quietly(None)
