"""The program's own module, and what Python does around it: its warnings, the collector.

Entering replaces what a program sees of its surroundings, and leaving puts everything back.
"""

from __future__ import annotations

import builtins
import contextlib
import linecache
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from lockstep.cpython.replacing import replaced
from lockstep.environment import process_state
from lockstep.instrument import PROBE

#: `multiprocessing` puts the main module there, too, when it is imported.
_SECOND_NAME = "__mp_main__"


@contextlib.contextmanager
def main_module(filename: str, source: str, probe: object) -> Iterator[types.ModuleType]:
    """Make an empty ``__main__`` for the program, which sees the probe as a builtin."""
    module = types.ModuleType("__main__")
    names, file = vars(module), Path(filename)
    if sys.version_info < (3, 14):
        names["__annotations__"] = {}
    names["__builtins__"] = builtins
    names["__file__"] = str(file.absolute()) if file.is_file() else filename
    names["__cached__"] = None
    before, second = sys.modules.get("__main__"), sys.modules.get(_SECOND_NAME)
    lines = dict(linecache.cache)
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    sys.modules["__main__"] = module
    try:
        with replaced(builtins, **{PROBE: probe}):
            made = [module]
            del module, names  # who is given it lets go of it in the end
            yield made.pop()
    finally:
        linecache.cache.clear()
        linecache.cache.update(lines)
        if before is not None:
            sys.modules["__main__"] = before
            if sys.modules.get(_SECOND_NAME) is not second:
                sys.modules[_SECOND_NAME] = before


@contextlib.contextmanager
def coroutine_warnings(never_awaited: Callable[[str], None]) -> Iterator[None]:
    """Report coroutines that were never awaited; Python prints its warning all the same."""
    with process_state.default_warnings():

        def show(  # noqa: PLR0917 - the signature that warnings.showwarning has
            message: Warning | str,
            category: type[Warning],
            filename: str,
            lineno: int,
            file: TextIO | None = None,
            line: str | None = None,
        ) -> None:
            text = str(message)
            if text.startswith("coroutine '") and text.endswith("' was never awaited"):
                never_awaited(text.split("'")[1])
            text_shown = warnings.formatwarning(message, category, filename, lineno, line)
            (file or sys.stderr).write(text_shown)

        warnings.showwarning = show
        yield
