"""The recorded lesson about threads: its programs, run again for real, end as it says."""

import json
import subprocess
import sys

import pytest

from sitebuild import threads

RECORDED = {run["name"]: run for run in threads.load()["runs"]}
ENDS = {"one_asyncio_lock": 200, "lock_per_loop": 100, "threading_lock": 300}


@pytest.fixture(scope="module")
def printed():
    """What each program prints as an ordinary file; they run side by side."""
    files = {name: threads.FOLDER / f"{name}.py" for name in threads.PROGRAMS}
    running = {
        name: subprocess.Popen([sys.executable, "-I", file], stdout=subprocess.PIPE, text=True)
        for name, file in files.items()
    }
    return {name: program.communicate(timeout=60)[0] for name, program in running.items()}


@pytest.mark.parametrize("name", threads.PROGRAMS)
def test_a_program_ends_with_the_recorded_balance(printed, name):
    last = printed[name].splitlines()[-1]
    assert last == f"final balance {ENDS[name]}, expected 300"
    assert RECORDED[name]["lines"][-1]["text"] == last
    assert (RECORDED[name]["final"], RECORDED[name]["expected"]) == (ENDS[name], 300)


def test_one_asyncio_lock_gives_one_thread_an_error_and_wakes_another_by_its_limit_only(printed):
    for text in (printed["one_asyncio_lock"], words("one_asyncio_lock")):
        assert text.count("RuntimeError: <asyncio.locks.Lock object at") == 1
        assert text.count("is bound to a different event loop") == 1
        assert text.count("has the lock") == 2


def test_a_waiter_in_another_loop_slept_on_after_the_lock_was_free():
    lines = RECORDED["one_asyncio_lock"]["lines"]
    gave_back = next(line["ms"] for line in lines if "wrote 100" in line["text"])
    woke = next(line["ms"] for line in lines if line["text"] == "has the lock, read 100")
    assert woke - gave_back > 1000


def test_a_lock_per_loop_lets_all_read_the_same_balance(printed):
    for text in (printed["lock_per_loop"], words("lock_per_loop")):
        assert text.count("read 0") == 3


def test_a_threading_lock_lets_them_in_one_by_one(printed):
    for text in (printed["threading_lock"], words("threading_lock")):
        assert [text.count(f"read {balance}") for balance in ("0\n", "100\n", "200\n")] == [1, 1, 1]


def words(name: str) -> str:
    return "".join(f"{line['text']}\n" for line in RECORDED[name]["lines"])


@pytest.mark.parametrize("name", threads.PROGRAMS)
def test_the_recording_was_made_from_the_program_as_it_is_now(name):
    now = (threads.FOLDER / f"{name}.py").read_text(encoding="utf-8")
    assert RECORDED[name]["source"] == now, "run: python3 build.py record-threads"


def test_recording_keeps_each_line_with_its_thread_and_its_time(tmp_path, monkeypatch):
    (tmp_path / "small.py").write_text(SMALL)
    monkeypatch.setattr(threads, "FOLDER", tmp_path)
    monkeypatch.setattr(threads, "RECORDING", tmp_path / "threads.json")
    monkeypatch.setattr(threads, "PROGRAMS", ("small",))
    threads.record(lambda _: None)
    recording = json.loads((tmp_path / "threads.json").read_text())
    (run,) = threads.load()["runs"]
    assert recording["python"].split()[1] == sys.version.split()[0]
    assert [(line["thread"], line["text"]) for line in run["lines"]] == [("T", "one 2")]
    assert (run["title"], run["lesson"], run["final"]) == ("Small", "Says little.", 7)


SMALL = '''\
"""Small

Says little.
"""

import threading

EXPECTED = 7


def main():
    thread = threading.Thread(target=print, args=("one", 2), name="T")
    thread.start()
    thread.join()
    return 7
'''
