"""Run modules of CPython's tests of the language, observed: `python cpython_tests.py grammar`.

Prints how many tests ran, how many accesses were told, and the names of the tests that failed.
"""

import builtins
import importlib.util
import sys
import types
import unittest
from pathlib import Path

from lockstep.cpython.our_frames import without_us
from lockstep.instrument import PROBE, instrument
from lockstep.objects.registry import Registry
from lockstep.observer import Observer
from lockstep.probe import Probe

registry = Registry()


class Counter(Observer):
    """An observer that counts."""

    reported = 0

    def accessed(self, *access):
        registry.forget_dead()
        Counter.reported += 1

    def failed(self, error):
        raise SystemExit(f"the probe failed: {error!r}")


def load(name: str) -> types.ModuleType:
    folder = Path(importlib.util.find_spec("test").origin).parent
    path = folder / f"test_{name}.py"
    module = types.ModuleType(f"test.test_{name}")
    module.__file__, module.__package__ = str(path), "test"
    sys.modules[module.__name__] = module
    exec(instrument(path.read_text("utf-8"), str(path)), vars(module))
    return module


def main(names: list[str]) -> None:
    setattr(builtins, PROBE, Probe(registry, Counter()))
    with without_us():
        suite = unittest.TestSuite(
            unittest.defaultTestLoader.loadTestsFromModule(load(name)) for name in names
        )
        result = unittest.TextTestRunner(sys.stderr, verbosity=0).run(suite)
    bad = sorted({test.id() for test, _ in [*result.failures, *result.errors]})
    print(result.testsRun, Counter.reported, *bad, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
