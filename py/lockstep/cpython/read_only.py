"""Methods of a class of C's, whose dictionary is read-only to Python but not to the collector."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Mapping

_MISSING = object()


@contextlib.contextmanager
def methods_put(kind: type, methods: Mapping[str, object]) -> Iterator[None]:
    """Give a class other methods for a while, in all threads.

    The class stays CPython's own, so that a program which compares or pickles types sees no other.
    """
    import ctypes  # noqa: PLC0415 - in a page it has to be fetched, and few programs need it

    namespace = gc.get_referents(vars(kind))[0]
    before = {name: namespace.get(name, _MISSING) for name in methods}
    changed = ctypes.py_object(kind)
    namespace.update(methods)
    ctypes.pythonapi.PyType_Modified(changed)
    try:
        yield
    finally:
        for name, method in before.items():
            if method is _MISSING:
                del namespace[name]
            else:
                namespace[name] = method
        ctypes.pythonapi.PyType_Modified(changed)
