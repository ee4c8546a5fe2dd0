"""Setting up: from the pinned lists, once, and with a sentence when it cannot be done."""

import subprocess
import sys

import pytest

from sitebuild import setup
from tests.build.doors import ROOT


@pytest.fixture
def tools(tmp_path, monkeypatch):
    """A PATH that holds nothing but programs made here."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def make(name: str, prints: str = "") -> None:
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\necho '{prints}'\n", encoding="utf-8")
        path.chmod(0o755)

    return make


def test_a_missing_node_is_said_with_where_to_get_it(tools):
    with pytest.raises(setup.SetupError, match="node is not on the PATH.*https://nodejs.org/"):
        setup._checked_npm()


def test_a_missing_npm_is_said(tools):
    tools("node", "v20.20.2")
    with pytest.raises(setup.SetupError, match="npm is not on the PATH"):
        setup._checked_npm()


def test_an_old_node_is_said_with_its_version(tools):
    tools("node", "v16.3.0")
    tools("npm")
    with pytest.raises(setup.SetupError, match=r"is v16\.3\.0, too old\. Install Node\.js 20"):
        setup._checked_npm()


@pytest.mark.parametrize(("version", "major"), [("v20.20.2\n", 20), ("v9", 9), ("", 0), ("x", 0)])
def test_the_major_version_of_node_is_read(version, major):
    assert setup.node_major(version) == major


def test_a_stamp_is_fresh_until_the_list_changes(tmp_path):
    pinned, stamp = tmp_path / "list", tmp_path / "stamp"
    pinned.write_text("a==1", encoding="utf-8")
    assert not setup._fresh(stamp, pinned)
    setup._mark(stamp, pinned)
    assert setup._fresh(stamp, pinned)
    pinned.write_text("a==2", encoding="utf-8")
    assert not setup._fresh(stamp, pinned)


def test_a_program_that_fails_stops_the_setup_with_its_sentence(tmp_path):
    with pytest.raises(setup.SetupError, match="could not do it"):
        setup._run([sys.executable, "-c", "raise SystemExit(3)"], tmp_path, "could not do it")


def test_every_python_package_is_pinned_with_hashes():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    packages = [number for number, line in enumerate(lines) if line[:1].isalnum()]
    assert packages
    for number in packages:
        assert "==" in lines[number]
        assert "--hash=sha256:" in lines[number + 1], lines[number]


@pytest.mark.parametrize(
    ("arguments", "wording"),
    [(["bulid"], "Did you mean 'build'?"), (["serve", "--port", "x"], "'x' is not a port")],
)
def test_what_cannot_be_understood_ends_with_2_and_one_sentence(arguments, wording):
    result = subprocess.run(
        [sys.executable, "build.py", *arguments], cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 2
    assert wording in result.stderr
    assert len(result.stderr.splitlines()) == 1
