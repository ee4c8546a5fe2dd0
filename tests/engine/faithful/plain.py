"""Run programs as plain Python would, each in a process of its own; no lockstep here.

The loop is CPython's own. Only its clock is not the machine's, so that a machine under load
gives the same order: it moves by the time that `select` would wait, and by a microsecond
whenever it is read, so that no two deadlines are equal.

In: a JSON list of sources on standard input. Out: a JSON list of ``stdout``, ``result`` (of the
last asyncio run, as its ``repr``) and ``error`` (type, message and line of what was not caught).
"""

import asyncio
import json
import linecache
import os
import selectors
import shutil
import sys
import tempfile
import types


class PlainLoop(asyncio.SelectorEventLoop):
    """CPython's loop on a clock that does not wait."""

    def __init__(self):
        super().__init__(SelectorThatDoesNotWait())

    def time(self):
        self._selector.now += 1e-6
        return self._selector.now


class SelectorThatDoesNotWait(selectors.DefaultSelector):
    """Finds what is ready, and lets the time pass that it would have waited."""

    now = 0.0

    def select(self, timeout=None):
        self.now += timeout or 0
        return super().select(0)


def remember_results(seen):
    run = asyncio.Runner.run

    def remembering(self, *args, **options):
        seen["result"] = None
        value = run(self, *args, **options)
        seen["result"] = repr(value)
        return value

    asyncio.Runner.run = remembering


def line_of(error):
    lines, traceback = [], error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == "program.py":
            lines.append(traceback.tb_lineno)
        traceback = traceback.tb_next
    return lines[-1] if lines else None


def run(source, report):
    seen = {"result": None, "error": None}
    remember_results(seen)
    asyncio.DefaultEventLoopPolicy._loop_factory = PlainLoop
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    linecache.cache["program.py"] = (0, None, source.splitlines(keepends=True), "program.py")
    try:
        exec(compile(source, "program.py", "exec", dont_inherit=True), vars(main))
    except BaseException as error:
        seen["error"] = [type(error).__name__, str(error), line_of(error)]
    with open(report, "w") as file:
        json.dump(seen, file)


def in_a_child(source, folder):
    """Fork, so that the program also meets its interpreter's end, with exits and finalisers."""
    out, report = f"{folder}/out", f"{folder}/report"
    child = os.fork()
    if child == 0:
        os.dup2(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        run(source, report)
        sys.exit()
    os.waitpid(child, 0)
    with open(out) as stdout, open(report) as seen:
        return {"stdout": stdout.read(), **json.load(seen)}


if __name__ == "__main__":
    folder = tempfile.mkdtemp()  # no context manager: a child would leave it, too
    answers = [in_a_child(source, folder) for source in json.load(sys.stdin)]
    shutil.rmtree(folder)
    print(json.dumps(answers))
