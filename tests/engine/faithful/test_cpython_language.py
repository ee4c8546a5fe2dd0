"""CPython's own tests of the language pass when their text is observed."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

#: What these test is what the instrumentation rewrites: names, targets, calls, classes, awaits.
GROUPS = {
    "names and targets": "grammar scope augassign named_expressions listcomps genexps dictcomps "
    "setcomps unpack unpack_ex type_params",
    "statements": "with except_star patma fstring raise compare",
    "classes": "class property super metaclass decorators funcattrs subclassinit abc",
    "functions": "generators yield_from call keywordonlyarg extcall functools contextlib",
    "awaiting": "coroutines asyncgen contextlib_async",
    "data": "descr collections deque",
}

#: What observing does change, and knows that it does.
KNOWN = {
    # An object with __slots__ cannot be referred to weakly. It is kept while it is observed and
    # let go as soon as nobody else has it; one in a cycle with itself lives to the run's end.
    "test.test_descr.ClassPropertiesAndMethods.test_slots",
    # An access runs in a comprehension in place, whose jump back is one more line event: only a
    # program that traces its own lines (sys.settrace) sees that line twice.
    *(
        f"test.test_patma.TestTracing.test_{case}"
        for case in (
            *("default_capture", "default_wildcard", "no_default"),
            *("only_default_capture", "only_default_wildcard"),
        )
    ),
    # A warning that C code gives while an attribute is read names our file as its place.
    *(
        f"test.test_functools.TestPartial{kind}.test_partial_as_method"
        for kind in ("C", "CSubclass", "Py", "PySubclass")
    ),
}


@pytest.mark.parametrize("group", GROUPS)
def test_cpythons_tests_of_the_language_pass_when_they_are_observed(group):
    if importlib.util.find_spec("test.test_grammar") is None:
        pytest.skip("this Python was installed without its own tests (Lib/test)")
    done = subprocess.run(
        [
            *[sys.executable, "-W", "ignore", Path(__file__).with_name("cpython_tests.py")],
            *GROUPS[group].split(),
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT / "py")},
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.stdout, done.stderr[-3000:]
    ran, reported, *bad = done.stdout.splitlines()[-1].split()
    assert int(ran) > 50
    assert int(reported) > 100
    assert set(bad) <= KNOWN, done.stderr[-5000:]
