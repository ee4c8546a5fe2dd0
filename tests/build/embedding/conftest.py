"""Docs builders as their users run them, with a cache of recordings that is the tests' own."""

from __future__ import annotations

import pytest

from sitebuild.drawing import build_drawing
from sitebuild.node import Node
from tests.build.doors import ROOT


@pytest.fixture(scope="session", autouse=True)
def drawing():
    """The drawing code as the package carries it."""
    build_drawing(Node(ROOT), ROOT / "py/lockstep/embedding")


@pytest.fixture(scope="session", autouse=True)
def recordings(tmp_path_factory):
    """Kept apart from those of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOCKSTEP_CACHE", str(tmp_path_factory.mktemp("recordings")))
        yield
