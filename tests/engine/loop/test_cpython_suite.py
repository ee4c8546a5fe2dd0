"""CPython's own asyncio tests pass on `lockstep.new_event_loop()`."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

RUN = (
    "context eager_task_factory futures2 locks queues runners staggered taskgroups tasks threads "
    "timeouts waitfor"
).split()

SOCKETS = "sockets, pipes or subprocesses, which this loop refuses"
OWN_LOOP = "brings a loop of its own (or none), so it would say nothing about ours"
EXCLUDED = {
    **dict.fromkeys(
        "buffered_proto events proactor_events protocols selector_events sendfile server "
        "sock_lowlevel ssl sslproto streams subprocess transports unix_events".split(),
        SOCKETS,
    ),
    **dict.fromkeys("windows_events windows_utils".split(), "runs on Windows only"),
    **dict.fromkeys("base_events futures graph pep492".split(), OWN_LOOP),
    "free_threading": "is about builds of Python without the GIL",
    "tools": "is about the command line of asyncio",
}


def folder() -> Path:
    try:
        found = importlib.util.find_spec("test.test_asyncio")
    except ModuleNotFoundError:
        found = None
    if found is None or found.origin is None:
        pytest.skip("this Python was installed without its own tests (Lib/test)")
    return Path(found.origin).parent


def test_every_module_of_cpythons_asyncio_tests_is_run_or_excluded_for_a_reason():
    names = {file.stem.removeprefix("test_") for file in folder().glob("test_*.py")}
    assert names <= {*RUN, *EXCLUDED}


@pytest.mark.parametrize("name", RUN)
def test_cpythons_own_tests_pass_on_our_loop(name):
    if not (folder() / f"test_{name}.py").exists():
        pytest.skip(f"this Python has no test_{name}")
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("cpython_tests.py"), name],
        env={**os.environ, "PYTHONPATH": str(ROOT / "py")},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-5000:]
    ran, loops = map(int, done.stdout.split()[-2:])
    assert ran > 0
    assert loops > 0, "the tests did not use our loop"
