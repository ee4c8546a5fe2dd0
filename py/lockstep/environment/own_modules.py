"""Modules of the program's own, which lie beside it: imported anew in every run.

What a run leaves behind in them must not be there in the next one. The modules of Python itself
and of installed packages stay as they are.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from lockstep.cpython.our_frames import OURS

#: Where nothing of a program's own lies: Python's library, and we.
_LIBRARIES = (str(Path(os.__file__).parent), OURS)
#: Folders of installed packages.
_INSTALLED = frozenset(("site-packages", "dist-packages"))


@functools.lru_cache(64)
def imported_by(source: str) -> tuple[str, ...]:
    """Return the program's own modules among those that its text imports, sorted."""
    nodes = list(ast.walk(ast.parse(source))) if "import" in source else []
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    return tuple(sorted({name for name in names if _is_found_beside(name.partition(".")[0])}))


def is_own(name: str) -> bool:
    """Return whether a module that is imported is one of a program's own."""
    return _is_own(sys.modules.get(name))


@contextlib.contextmanager
def fresh(source: str) -> Iterator[None]:
    """Let a program import its own modules as for the first time, and take them out again."""
    if not imported_by(source):
        yield
        return
    before = {name: module for name, module in sys.modules.items() if _is_own(module)}
    for name in before:
        del sys.modules[name]
    try:
        yield
    finally:
        for name in [name for name, module in sys.modules.items() if _is_own(module)]:
            del sys.modules[name]
        sys.modules.update(before)


def _is_found_beside(name: str) -> bool:
    if name in sys.stdlib_module_names or name in ("lockstep", "None", ""):
        return False
    module = sys.modules.get(name)
    if module is not None:
        return _is_own(module)
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return False
    return spec is not None and any(
        map(_lies_beside, _places(spec.origin, spec.submodule_search_locations))
    )


def _is_own(module: ModuleType | None) -> bool:
    if module is None or getattr(module, "__name__", "") in ("__main__", "__mp_main__"):
        return False
    places = _places(getattr(module, "__file__", None), getattr(module, "__path__", None))
    return bool(places) and all(map(_lies_beside, places))


def _places(file: str | None, folders: object) -> list[str]:
    """Return the file of a module, or the folders of a package without one."""
    if isinstance(file, str):
        return [file]
    try:
        return [str(folder) for folder in folders or ()]  # type: ignore[attr-defined]
    except Exception:  # whatever a module calls its path
        return []


@functools.lru_cache(4096)
def _lies_beside(place: str) -> bool:
    is_file = place.endswith(".py") or Path(place).is_dir()
    is_installed = not _INSTALLED.isdisjoint(Path(place).parts)
    return is_file and not is_installed and not place.startswith(_LIBRARIES)
