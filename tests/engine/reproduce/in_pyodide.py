"""Run scripts one after the other on the asyncio of Pyodide: CPython's, of another version.

Pyodide starts no processes, so that each script finds what the one before it changed put back;
and it makes no pair of sockets, by which other threads and signals would wake a loop.
"""

import asyncio
import contextlib
import io
import json
import os
import sys
import types

import stock


class Left(BaseException):
    """A script called os._exit."""


def leave(code):
    raise Left(code)


def code_of(script):
    """Run a script as ``__main__``; return its exit code."""
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        exec(compile(script, "script.py", "exec", dont_inherit=True), vars(main))
    except (SystemExit, Left) as end:
        return int(end.args[0])
    return None


def answer(script):
    """Return what `forking` returns."""
    all_tasks, main = asyncio.all_tasks, sys.modules["__main__"]
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = code_of(script)
    finally:
        asyncio.all_tasks = asyncio.tasks.all_tasks = all_tasks
        sys.modules["__main__"] = main
        asyncio._set_running_loop(None)  # a deadlock leaves from the midst of it
    found = [line for line in err.getvalue().splitlines() if line.startswith('{"status":')]
    return {
        "stdout": out.getvalue(),
        "stderr": err.getvalue(),
        "outcome": json.loads(found[0]) if found else None,  # leaving is not the end here
        "code": code,
    }


def play(scripts):
    """Run a JSON list of scripts; return the JSON list of answers."""
    stock.restore()
    os._exit = leave
    for name in ("_make_self_pipe", "_close_self_pipe"):
        setattr(asyncio.SelectorEventLoop, name, lambda self: None)
    return json.dumps([answer(script) for script in json.loads(scripts)])
