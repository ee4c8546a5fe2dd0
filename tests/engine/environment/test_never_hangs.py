"""No program makes a run outlive its bounds, whatever it calls."""

import json
import os
import select
import subprocess
import sys
import threading
import time

import pytest

import lockstep
from lockstep import Limits
from tests.engine.cli.forked import ENVIRONMENT
from tests.engine.cli.forked import lockstep as command_line

SECONDS = 0.5
#: Seconds that a machine at work on other things may take in addition; for ever is more.
BUSY = 10
INTERRUPTED = {
    "a lock of C": "import _thread\nlock = _thread.allocate_lock()\nlock.acquire()\nlock.acquire()",
    "a pipe that nobody writes to": "import os\nos.read(os.pipe()[0], 1)",
    "a socket that nobody speaks to": (
        "import socket\none, other = socket.socketpair()\none.recv(1)"
    ),
    "a pattern that backtracks": "import re\nre.match('(a*)*b', 'a' * 60)",
    "a loop that catches everything": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    ),
}


@pytest.mark.parametrize("name", INTERRUPTED)
def test_a_call_that_does_not_come_back_is_interrupted(name):
    began = time.monotonic()
    trace = lockstep.run(INTERRUPTED[name], limits=Limits(seconds=SECONDS))
    assert time.monotonic() - began < SECONDS + BUSY
    assert trace.status == "limit"
    assert trace.verdict["text"].startswith("Stopped: it ran for 0.5 s without an end")


def test_in_a_task_too_and_what_was_recorded_is_kept():
    trace = lockstep.run(
        "import asyncio, os\n"
        "async def main():\n"
        "    print('before')\n"
        "    os.read(os.pipe()[0], 1)\n"
        "asyncio.run(main())\n",
        limits=Limits(seconds=SECONDS),
    )
    assert (trace.status, trace.stdout) == ("limit", "before\n")
    assert trace.events[-1]["line"] == 4


def test_outside_the_main_thread_a_run_has_its_budget_all_the_same():
    found = []
    source = "while True:\n    pass"
    work = threading.Thread(
        target=lambda: found.append(lockstep.run(source, limits=Limits(seconds=SECONDS)).status)
    )
    work.start()
    work.join()
    assert found == ["limit"]


def test_a_loop_inside_c_is_ended_with_its_process_and_said_to_be(tmp_path):
    path = tmp_path / "endless.py"
    path.write_text("import itertools\nprint('before', flush=True)\nsum(itertools.count())\n")
    began = time.monotonic()
    code, out, err = command_line("run", path, timeout=30)
    assert time.monotonic() - began < Limits().seconds + BUSY
    assert (code, out) == (1, "before\n")
    assert err.startswith("The run was stopped. It ran for 10 s without an end")


def test_explore_ends_such_a_process_too_and_answers_that_nothing_is_known(tmp_path):
    path = tmp_path / "endless.py"
    path.write_text("import itertools\nsum(itertools.count())\n")
    began = time.monotonic()
    code, out, _ = command_line("explore", "--json", "--seconds", "1", path, timeout=30)
    found = json.loads(out)
    assert time.monotonic() - began < 1 + BUSY
    assert (code, found["complete"], found["outcomes"]) == (3, False, [])
    assert "cannot be interrupted" in found["doubts"][0]


ONE_ORDER_GOES_WRONG_IN_C = """
import asyncio, itertools
log = []
async def work(name):
    await asyncio.sleep(1)
    log.append(name)
async def main():
    await asyncio.gather(*map(work, "abc"))
    if log == ["c", "b", "a"]:
        {}
    return log
asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("sum(itertools.count())", "The bound of 3 s was hit in a call that cannot be interrupted"),
        ("__import__('os').abort()", "The program ended the process that it ran in (signal SIG"),
    ],
)
def test_what_was_known_before_such_a_process_had_to_be_ended_is_told(tmp_path, call, why):
    path = tmp_path / "rare.py"
    path.write_text(ONE_ORDER_GOES_WRONG_IN_C.format(call))
    code, out, _ = command_line("explore", "--json", "--seconds", "3", path, timeout=30)
    found = json.loads(out)
    rows = {(row["status"], row["result"], row["interleavings"]) for row in found["outcomes"]}

    assert (code, found["complete"], found["interleavings"]) == (3, False, None)
    assert ("ok", "['a', 'b', 'c']", None) in rows
    assert found["doubts"][0].startswith(why)
    assert found["verdict"]["headline"] == "No failure in the usual order."


FORGES = r"""
import itertools, os, stat
for number in range(3, 40):
    try:
        if stat.S_ISFIFO(os.fstat(number).st_mode):
            os.write(number, b'\xff {}\n')
    except OSError:
        pass
sum(itertools.count())
"""


def test_what_a_program_writes_where_that_is_noted_is_not_taken_for_it(tmp_path):
    path, answer = tmp_path / "forges.py", tmp_path / "answer.json"
    path.write_text(FORGES)
    command = [sys.executable, "-m", "lockstep", "explore", "--json", "--seconds", "1", path]
    with answer.open("w") as out:  # a process of its own: no other pipe is open in it
        done = subprocess.run(command, stdout=out, env=ENVIRONMENT, timeout=30, check=False)
    found = json.loads(answer.read_text())

    assert (done.returncode, found["outcomes"]) == (3, [])
    assert "cannot be interrupted" in found["doubts"][0]


@pytest.mark.parametrize(
    ("how", "request_"),
    [
        ("signal SIGKILL", "os.kill(os.getpid(), 9)"),
        ("signal SIGABRT", "os.abort()"),
        ("signal SIGSEGV", "import ctypes; ctypes.string_at(0)"),
    ],
)
@pytest.mark.parametrize("command", ["run", "explore"])
def test_a_program_that_ends_its_process_is_said_to_have_done_so(tmp_path, command, how, request_):
    path = tmp_path / "gone.py"
    path.write_text(f"import os\n{request_}\n")
    code, out, err = command_line(command, path, timeout=30)
    assert code == {"run": 1, "explore": 3}[command]
    assert f"The program ended the process that it ran in ({how})" in out + err


def test_what_is_written_past_python_does_not_get_into_an_answer(tmp_path):
    path = tmp_path / "loud.py"
    path.write_text("import os\nos.write(1, b'loud')\nos.write(2, b'loud')\nos.close(1)\n")
    code, out, err = command_line("explore", "--json", path, timeout=30)
    assert (code, err) == (0, "")
    assert json.loads(out)["complete"]


@pytest.mark.parametrize("command", [["run"], ["explore", "--latency", "written"]])
def test_what_runs_a_program_ends_when_whoever_waits_for_it_is_killed(tmp_path, command):
    ours, theirs = os.pipe()
    path = tmp_path / "long.py"
    path.write_text(f"import os\nos.write({theirs}, b'!')\nsum(range(10**11))\n")
    asked = [sys.executable, "-m", "lockstep", *command, path]
    waiting = subprocess.Popen(asked, env=ENVIRONMENT, pass_fds=[theirs])
    os.close(theirs)
    assert os.read(ours, 1) == b"!"  # the program is in a call that nothing interrupts
    waiting.kill()
    waiting.wait()
    assert select.select([ours], [], [], BUSY)[0]  # its last holder has closed the pipe
    assert os.read(ours, 1) == b""
    os.close(ours)
