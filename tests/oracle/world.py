"""One run of a program in a namespace of its own, in virtual time."""

from __future__ import annotations

import asyncio
import asyncio.runners
import contextlib
import contextvars
import gc
import io
import os
import random
import re
import shutil
import sys
import tempfile
import time
import types
import warnings
from pathlib import Path

from tests.oracle.loop import Counts, Loop

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_FILES = re.compile(r"open\(|pathlib|tempfile|sqlite3|import os|shelve")
_CLOCKS = ("time", "monotonic", "perf_counter")


class Program:
    """A program text, compiled once and run many times."""

    def __init__(self, source, filename="program.py"):
        self.code = compile(source, filename, "exec", dont_inherit=True)
        self.uses_files = bool(_FILES.search(source))

    def run(self, path, late=False, ranks=()):
        """Carry the program out by the choices of ``path``.

        Returns:
            ([status, result], counts): how it ended, as DESIGN.md 4 calls it, and what was counted.
        """
        counts = Counts()
        loops = []

        def new_event_loop():
            loops.append(Loop(path, counts, late, ranks))
            return loops[-1]

        with contextlib.ExitStack() as stack:
            results = stack.enter_context(_replaced(counts, new_event_loop))
            if self.uses_files:
                stack.enter_context(_folder())
            error = self._execute()
            ending = _ending(error, counts, results)
            del error
            _close(loops)
        return ending, counts

    def _execute(self):
        module = types.ModuleType("__main__")
        before = sys.modules["__main__"]
        sys.modules["__main__"] = module
        try:
            contextvars.Context().run(exec, self.code, vars(module))
        except BaseException as error:
            return error.with_traceback(None)
        finally:
            sys.modules["__main__"] = before
        return None


def _ending(error, counts, results):
    if counts.stopped:
        return [counts.stopped.status, None]
    if error is None or (isinstance(error, SystemExit) and error.code in (None, 0)):
        return ["ok", shown(results[-1] if results else None)]
    return ["failed" if isinstance(error, AssertionError) else "error", shown(error)]


def shown(value):
    """Return the repr of a value without memory addresses."""
    return _ADDRESS.sub("", repr(value))


def _close(loops):
    """End what a program has left pending, so that none of it runs in a later run."""
    for loop in loops:
        for task in asyncio.all_tasks(loop):
            task._log_destroy_pending = False
            with contextlib.suppress(BaseException):
                task.get_coro().close()
        with contextlib.suppress(BaseException):
            loop.close()


@contextlib.contextmanager
def _replaced(counts, new_event_loop):
    """Put the virtual clock, the loop, seeded chance and deaf streams in place."""
    results, real_run = [], asyncio.run

    def run(main, **options):
        results.append(real_run(main, **options))
        return results[-1]

    def sleep(seconds):
        counts.now += seconds

    with contextlib.ExitStack() as stack:
        put = _putter(stack)
        put(asyncio, "run", run)
        put(asyncio.events, "new_event_loop", new_event_loop)
        put(asyncio, "new_event_loop", new_event_loop)
        for name in _CLOCKS:
            put(time, name, lambda: counts.now)
            put(time, f"{name}_ns", lambda: round(counts.now * 1e9))
        put(time, "sleep", sleep)
        ignoring = io.StringIO()
        put(sys, "stdout", ignoring)
        put(sys, "stderr", ignoring)
        state = random.getstate()
        stack.callback(random.setstate, state)
        stack.callback(_put_back_environment, dict(os.environ))
        stack.callback(_put_back_modules, dict(sys.modules))
        random.seed(0)
        was_collecting = gc.isenabled()
        gc.disable()
        if was_collecting:
            stack.callback(gc.enable)
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        yield results


def _put_back_environment(before):
    if dict(os.environ) != before:
        os.environ.clear()
        os.environ.update(before)


def _put_back_modules(before):
    """Drop what the program has made up; what it has imported stays, as in a cache."""
    for name, module in list(sys.modules.items()):
        if name not in before and getattr(module, "__spec__", None) is None:
            del sys.modules[name]
    sys.modules.update(before)


def _putter(stack):
    def put(owner, name, value):
        stack.callback(setattr, owner, name, getattr(owner, name))
        setattr(owner, name, value)

    return put


@contextlib.contextmanager
def _folder():
    """Work in an empty folder, which is also where temporary files go."""
    before, folder = Path.cwd(), tempfile.mkdtemp()
    temporary = tempfile.tempdir
    tempfile.tempdir = folder
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        tempfile.tempdir = temporary
        shutil.rmtree(folder, ignore_errors=True)
