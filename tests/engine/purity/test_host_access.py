"""A program reads its machine and writes in a folder of its own; anything else is refused."""

import sys
import textwrap
from pathlib import Path

import pytest

import lockstep
from lockstep.environment import host_access, unsupported
from tests.engine.support import run

REFUSED = {
    "a thread": "import threading\nthreading.Thread(target=print).start()",
    "a thread of C": "import _thread\n_thread.start_new_thread(print, ())",
    "a pool of threads": (
        "import concurrent.futures as c\nwith c.ThreadPoolExecutor() as pool:\n"
        "    pool.submit(print)"
    ),
    "a copy of itself": "import os\nos.fork()",
    "a process": "import subprocess\nsubprocess.run(['true'])",
    "a shell": "import os\nos.system('true')",
    "a process of Python": (
        "import multiprocessing\nmultiprocessing.Process(target=print).start()\n"
    ),
    "another program": "import os\nos.execv('/bin/true', ['true'])",
    "a connection": "import socket\nsocket.create_connection(('127.0.0.1', 9))",
    "a port": "import socket\nsocket.socket().bind(('127.0.0.1', 0))",
    "a page of the web": "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/')",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_run_does_not_have_is_refused_in_words_with_line_and_next_step(name):
    trace = run(REFUSED[name])
    assert (trace.status, trace.error["type"]) == ("error", "RuntimeError")
    assert unsupported.doubt_of(trace.error["message"])
    assert trace.error["message"].endswith("or run the file with plain Python.")
    assert trace.error["line"] is not None


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_that_the_program_catches_leaves_a_doubt(name):
    body = textwrap.indent(REFUSED[name], "    ")
    answer = lockstep.explore(f"try:\n{body}\nexcept RuntimeError: pass\n", seconds=10)
    (doubt,) = answer.doubts
    assert (answer.complete, doubt.startswith(f"{unsupported.DOUBT}: ")) == (False, True)
    assert doubt.endswith((": threads", "()"))


@pytest.mark.parametrize(
    "request_",
    [
        "open({path!r}, 'w')",
        "import pathlib\npathlib.Path({path!r}).write_text('x')",
        "import os\nos.open({path!r}, os.O_CREAT | os.O_WRONLY)",
        "import os\nos.mkdir({path!r})",
        "import os\nopen('mine', 'w').close()\nos.replace('mine', {path!r})",
        "import os\nos.chdir('/')\nopen({path!r}[1:], 'a')",
        "import sqlite3\nsqlite3.connect({path!r})",
        "import os\nos.symlink({parent!r}, 'link')\nopen('link/new', 'w')",
    ],
)
def test_nothing_is_written_outside_the_programs_own_folder(tmp_path, request_):
    path = tmp_path / "new"
    trace = run(request_.format(path=str(path), parent=str(tmp_path)))
    assert trace.error["type"] == "PermissionError"
    assert "lies outside" in trace.error["message"]
    assert list(tmp_path.iterdir()) == []


def test_what_lies_outside_may_be_removed_by_nobody_but_read(tmp_path):
    path = tmp_path / "given"
    path.write_text("theirs")
    assert run(f"print(open({str(path)!r}).read())").stdout == "theirs\n"
    assert run(f"import os\nos.remove({str(path)!r})").status == "error"
    assert path.read_text() == "theirs"


def test_a_process_that_is_left_at_once_ends_the_run_only():
    source = "import os\ntry:\n    os._exit({})\nfinally:\n    print('never')\n"
    well, ill = run(source.format(0)), run(source.format(3))
    assert [(t.status, t.result, t.stdout) for t in (well, ill)] == [
        ("ok", "None", ""),
        ("error", "os._exit(3)", ""),
    ]


def test_after_a_run_all_functions_are_the_machines_own(tmp_path):
    before = open, Path.open
    run("open('x', 'w')")
    (tmp_path / "y").write_text("mine")
    assert (open, Path.open) == before


FILES = """
import asyncio, json

async def add():
    await asyncio.sleep(0.1)
    with open("n.json") as file:
        n = json.load(file)
    await asyncio.sleep(0.1)
    with open("n.json", "w") as file:
        json.dump(n + 1, file)

async def main():
    with open("n.json", "w") as file:
        json.dump(0, file)
    await asyncio.gather(add(), add())
    return json.load(open("n.json"))

asyncio.run(main())
"""


def test_files_are_fresh_for_every_order_and_so_all_orders_are_known():
    answer = lockstep.explore(FILES, seconds=20)
    assert answer.complete, answer.doubts
    assert {row.result: row.interleavings for row in answer.outcomes} == {"1": 4, "2": 2}


def test_a_module_that_is_not_there_is_missed_by_who_imports_it_and_by_nobody_else(monkeypatch):
    host_access._databases.cache_clear()
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    assert run("print('sqlite3, subprocess')").stdout == "sqlite3, subprocess\n"
    assert run("import sqlite3").error["type"] == "ModuleNotFoundError"


@pytest.mark.parametrize("call", ["os._exit()", "os._exit('1')", "os._exit(None)"])
def test_a_process_that_is_left_with_no_code_at_all_is_not_left(call):
    trace = run(f"import os\n{call}\n")

    assert (trace.status, trace.error["type"], trace.error["line"]) == ("error", "TypeError", 2)
