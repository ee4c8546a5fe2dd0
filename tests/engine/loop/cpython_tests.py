"""Run one module of CPython's own asyncio tests on our loop: `python cpython_tests.py locks`.

Prints how many tests ran and how many of our loops they made; fails if a test fails.
"""

import asyncio
import importlib
import sys
import unittest
import warnings

import lockstep

made = []


class CountedLoop(lockstep.VirtualLoop):
    """Ours, and counted."""

    def __init__(self):
        super().__init__()
        made.append(1)


def main(name: str) -> int:
    warnings.simplefilter("ignore", DeprecationWarning)
    policy = asyncio.events._get_event_loop_policy if sys.version_info >= (3, 14) else None
    type((policy or asyncio.get_event_loop_policy)())._loop_factory = CountedLoop
    asyncio.BaseEventLoop = CountedLoop  # test_runners makes its loops from this one
    module = importlib.import_module(f"test.test_asyncio.test_{name}")
    tests = unittest.defaultTestLoader.loadTestsFromModule(module)
    result = unittest.TextTestRunner(sys.stderr, verbosity=0).run(tests)
    print(result.testsRun, len(made))
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
