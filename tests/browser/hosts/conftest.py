"""Pages of other people's documentation, served on another origin and below a path."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from sitebuild.drawing import build_drawing
from sitebuild.node import Node
from tests.browser.conftest import serving_elsewhere
from tests.browser.hosts.builders import HOSTS, TRUE, Host
from tests.build.doors import ROOT

BELOW = "/some/docs/"


@dataclass(frozen=True)
class Built:
    """A host's page: who made it, its files, and where it is served."""

    host: Host
    files: Path
    url: str


@pytest.fixture(scope="session")
def recordings(tmp_path_factory):
    """The drawing code, and a cache of recordings of the tests' own."""
    build_drawing(Node(ROOT), ROOT / "py/lockstep/embedding")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOCKSTEP_CACHE", str(tmp_path_factory.mktemp("recordings")))
        yield


@pytest.fixture(scope="module", params=HOSTS, ids=str)
def built(request, tmp_path_factory, site_below, recordings):
    """The page of one builder after the other."""
    host = request.param
    served = tmp_path_factory.mktemp(host.name)
    with serving_elsewhere(served, BELOW) as url:
        made = host.build(tmp_path_factory.mktemp("sources"), url, site_below, TRUE)
        made.rename(served)
        yield Built(host, served, url)
