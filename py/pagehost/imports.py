"""Import hooks of the sandbox: the second half of the standard library, and no browser."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

#: Pyodide's own modules: each leads into JavaScript, or to what does.
BROWSER_MODULES = ("js", "pyodide_js", "pyodide", "_pyodide", "_pyodide_core")
#: Each lists what an archive has that may come after a run.
INDEXES = ("_stdlib_rest", "_lockstep_exploring")
NO_BROWSER = (
    "No module named {name!r}: a Lockstep program runs in a sandbox and cannot reach the browser"
)


def rest_names() -> frozenset[str]:
    """The modules that wait in other archives; none where there are no such archives."""
    return frozenset(name for index in INDEXES for name in _listed(index))


def _listed(index: str) -> Iterable[str]:
    try:
        names: Iterable[str] = importlib.import_module(index).NAMES
    except ModuleNotFoundError:
        return ()
    return names


class MissingFinder:
    """The last of the finders: it finds nothing, and notes what would be in another archive."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)
        self.missed: list[str] = []

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname in self.names or _root(fullname) in self.names:
            self.missed.append(fullname)
        return None


class RestFinder:
    """The last of the finders, once another archive is there: it finds what that holds.

    It looks beside the module's parent, whose own ``__path__`` names the first archive only.
    """

    def __init__(self, archive: str) -> None:
        self.archive = archive

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        parents = fullname.split(".")[:-1]
        return PathFinder.find_spec(fullname, ["/".join([self.archive, *parents])], target)


class BrowserGuard:
    """The first of the finders: it refuses the modules that lead into JavaScript.

    The boundary is the sandbox around the worker; this only turns a puzzling failure behind
    that boundary into a plain one in front of it. Pyodide has a finder of its own for them,
    which a program could ask past this one: it is dropped, and so is what it hands out.
    """

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if _root(fullname) in BROWSER_MODULES:
            raise ModuleNotFoundError(NO_BROWSER.format(name=fullname), name=fullname)
        return None

    @classmethod
    def install(cls) -> None:
        for finder in [finder for finder in sys.meta_path if _leads_to_browser(finder)]:
            sys.meta_path.remove(finder)
            vars(finder).clear()
        for name in [name for name in sys.modules if _root(name) in BROWSER_MODULES]:
            del sys.modules[name]
        sys.meta_path.insert(0, cls())


def _leads_to_browser(finder: object) -> bool:
    return _root(type(finder).__module__) in BROWSER_MODULES


def _root(name: str) -> str:
    return name.partition(".")[0]
