"""The command line, each time in a fresh process.

A process is a fork of one that has imported `lockstep.cli` and run nothing, because starting an
interpreter and importing takes longer than most commands. Who needs an interpreter's own start
(its environment, its hash seed, a terminal) starts one.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import runpy
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

PY = Path(__file__).parents[3] / "py"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(PY)}


def lockstep(*arguments, text=None, data=None, cwd=None, timeout=60, env=None):
    """Carry out a command; return its exit code, what it printed, and what it complained of.

    Args:
        text: what it reads on standard input; ``data`` as bytes.
        timeout: seconds, after which it counts as hung.
        env: its environment; the tests' own if None.
    """
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "in").write_bytes(data if data is not None else (text or "").encode())
        code = _forking().carry_out({
            "arguments": [str(each) for each in arguments],
            "folder": folder,
            "cwd": str(cwd or Path.cwd()),
            "env": {**os.environ, "PYTHONPATH": str(PY)} if env is None else env,
        }, timeout)  # fmt: skip
        return code, *(Path(folder, name).read_bytes().decode() for name in ("out", "err"))


@functools.cache
def _forking():
    return Forking()


class Forking:
    """The process whose forks carry out commands."""

    def __init__(self):
        self._ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=ENVIRONMENT,
            )
        atexit.register(self._end)

    def carry_out(self, request, timeout):
        self._ours.sendall(json.dumps(request).encode() + b"\n")
        self._ours.settimeout(timeout)
        try:
            return json.loads(self._ours.recv(100))
        except TimeoutError:
            self._end()
            _forking.cache_clear()
            raise subprocess.TimeoutExpired(request["arguments"], timeout) from None

    def _end(self):
        self._process.kill()
        self._process.wait()


def _become(request):
    """Be the process of a command, as `python -m lockstep` starts one."""
    for number, (name, flags) in enumerate([
        ("in", os.O_RDONLY),
        ("out", os.O_WRONLY | os.O_CREAT),
        ("err", os.O_WRONLY | os.O_CREAT),
    ]):  # fmt: skip
        file = os.open(Path(request["folder"], name), flags)
        os.dup2(file, number)
        os.close(file)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    sys.argv = ["lockstep", *request["arguments"]]
    runpy.run_module("lockstep", run_name="__main__", alter_sys=True)


def _serve(asked):
    for line in asked:
        child = os.fork()
        if child == 0:
            asked.close()
            _become(json.loads(line))
            sys.exit()
        asked.write(json.dumps(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode() + b"\n")
        asked.flush()


if __name__ == "__main__":
    import lockstep.cli  # noqa: F401 - so that no child has to

    _serve(socket.socket(fileno=int(sys.argv[1])).makefile("rwb"))
