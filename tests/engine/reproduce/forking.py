"""Run scripts, each in a fresh process of plain Python; no lockstep here.

A process is a fork of one that has imported asyncio and nothing of ours, because starting an
interpreter takes longer than most scripts.

In: a JSON list of scripts on standard input. Out: a JSON list of ``stdout``, ``outcome`` (the
last line of stderr, read as JSON), ``stderr`` and ``code`` (the exit code; None: it hung).
"""

import asyncio  # noqa: F401 - so that no child has to
import json
import os
import select
import signal
import sys
import tempfile
import types

#: Seconds after which a script counts as hung, and those that one is waited for alone.
SECONDS, PROMPT = 20, 1


def play(script, folder):
    """Become the process of a script."""
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(f"{folder}/{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    signal.alarm(SECONDS)
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    exec(compile(script, "script.py", "exec", dont_inherit=True), vars(main))


def begin(script, folder):
    """Fork, so that the program also meets its interpreter's end, with exits and finalisers."""
    child = os.fork()
    if child == 0:
        play(script, folder)
        sys.exit()
    return child, folder


def wait_a_little(child):
    """Wait until it has ended, but not for long."""
    watched = os.pidfd_open(child)
    try:
        select.select([watched], [], [], PROMPT)
    finally:
        os.close(watched)


def answer(child, folder):
    """Wait for its end."""
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with open(f"{folder}/out", encoding="utf-8") as out, open(f"{folder}/err") as err:
        stdout, stderr = out.read(), err.read()
    found = [line for line in stderr.splitlines() if line.startswith('{"status":')]
    return {
        "stdout": stdout,
        "stderr": stderr,
        "outcome": json.loads(found[-1]) if found else None,
        "code": None if ended == -signal.SIGALRM else ended,
    }


def answers(scripts, folder):
    """One after the other; those that hang are waited for together, while the others run."""
    begun = []
    for script in scripts:
        begun.append(begin(script, tempfile.mkdtemp(dir=folder)))
        wait_a_little(begun[-1][0])
    return [answer(*each) for each in begun]


if __name__ == "__main__":
    assert "lockstep" not in sys.modules
    folder = tempfile.mkdtemp()
    json.dump(answers(json.load(sys.stdin), folder), sys.stdout)
