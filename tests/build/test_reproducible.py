"""The same sources give the same bytes, whoever builds, wherever, whenever."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.build.doors import ROOT

BUILD = """
import sys
from pathlib import Path
from sitebuild.pipeline import build
root, dist, cache = map(Path, sys.argv[1:])
build(root, dist, cache=cache)
"""


def build(dist: Path, cache: Path, **environment: str) -> dict[str, str]:
    """Build in a process of its own; return the hash of every file."""
    subprocess.run(
        [sys.executable, "-c", BUILD, ROOT, dist, cache],
        env=os.environ | {"PYTHONPATH": str(ROOT / "py")} | environment,
        cwd=dist.parent,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return {
        path.relative_to(dist).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(dist.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def builds(tmp_path_factory):
    """Two builds that share nothing: not folder, cache, hash seed or time zone.

    The first uses the cache of daily work, the second starts with none.
    """
    one, two = (tmp_path_factory.mktemp(name) for name in ("one", "a-much-longer-name"))
    daily = ROOT / "node_modules" / ".cache" / "lockstep"
    return (
        build(one / "dist", daily, PYTHONHASHSEED="1", TZ="UTC"),
        build(two / "site", two / "cache", PYTHONHASHSEED="2", TZ="Asia/Tokyo"),
    )


def test_two_builds_give_the_same_bytes(builds):
    one, two = builds
    assert {name for name in one | two if one.get(name) != two.get(name)} == set()


def test_a_build_holds_what_the_site_needs(builds):
    files = builds[0]
    expected = {"index.html", "404.html", ".nojekyll", "LICENSE.txt", "THIRD-PARTY.txt"}
    expected |= {"scenarios/index.html", "scenarios/unlocked/index.html", "traces/unlocked.json"}
    assert expected <= set(files)
