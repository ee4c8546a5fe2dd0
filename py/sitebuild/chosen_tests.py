"""`build.py test PATH... -k WORDS`: the tests that are named, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from . import fresh
from .node import BuildError

_NONE_CHOSEN = 5  # pytest's word for it
#: pytest's arguments that leave out what is marked as slow.
QUICK = ("-m", "not slow")
#: A change below these can change the site.


def run(root: Path, paths: list[str], words: str | None, quick: bool = False) -> int:
    """Return 0 if they passed, 1 if one failed; without paths all tests are looked through.

    Args:
        root: the checkout.
        paths: files, folders, or FILE::TEST.
        words: what their names hold.
        quick: leave out those marked as slow.

    Raises:
        BuildError: a path is not there, or no test has these words in its name.
    """
    places = [_place(root, path) for path in paths] or [root / "tests"]
    scripts = [script for place in places for script in _scripts(place)]
    others = [place for place in places if _holds_python(place)]
    if any(_needs_site(root, place) for place in others):
        fresh.build(root, root / "dist", lambda what: print(f"build.py: {what}", flush=True))
    codes = []
    if others:
        named = [*(["-k", words] if words else []), *(QUICK if quick else [])]
        codes.append(_call(root, sys.executable, "-m", "pytest", *named, *map(str, others)))
    if scripts:
        named = [f"--test-name-pattern={words}"] if words else []
        codes.append(_call(root, "node", "--test", *named, *map(str, scripts)))
    if not scripts and codes == [_NONE_CHOSEN]:
        raise BuildError(f"no test of {', '.join(paths) or 'tests'} has {words!r} in its name.")
    return int(any(code not in (0, _NONE_CHOSEN) for code in codes))


def _place(root: Path, path: str) -> Path:
    """A path as it was typed: from here, from the root, or from the folder of tests."""
    name, _, test = path.partition("::")
    for home in (Path.cwd(), root, root / "tests"):
        if (home / name).exists():
            return Path(f"{(home / name).resolve()}{'::' + test if test else ''}")
    raise BuildError(f"no file and no folder {name!r}: give one like tests/engine/findings.")


def _scripts(place: Path) -> Iterable[Path]:
    """The JavaScript tests of a place, one by one: `node --test` takes no folder everywhere."""
    return [place] if place.name.endswith(".test.js") else sorted(place.rglob("*.test.js"))


def _holds_python(place: Path) -> bool:
    file = Path(str(place).partition("::")[0])
    return file.suffix == ".py" or any(file.rglob("test_*.py"))


def _needs_site(root: Path, place: Path) -> bool:
    browser = root / "tests" / "browser"
    return place.is_relative_to(browser) or browser.is_relative_to(place)


def _call(root: Path, *command: str) -> int:
    return subprocess.run(command, cwd=root, check=False).returncode
