"""Pages of other people's documentation, served on another origin and below a path."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sitebuild.drawing import build_drawing
from tests.browser.hosts.builders import HOSTS, TRUE, Host
from tests.build.doors import ROOT

BELOW = "/some/docs/"


@dataclass(frozen=True)
class Built:
    """A host's page: who made it, and where it is served."""

    host: Host
    url: str


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Silent."""


@contextmanager
def serving_folder(folder: Path) -> Iterator[str]:
    """The folder's address; what it holds may come later."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def recordings(tmp_path_factory):
    """The drawing code, and a cache of recordings of the tests' own."""
    build_drawing(ROOT, ROOT / "py/lockstep/embedding")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOCKSTEP_CACHE", str(tmp_path_factory.mktemp("recordings")))
        yield


@pytest.fixture(scope="module", params=HOSTS, ids=str)
def built(request, tmp_path_factory, site_below, recordings):
    """The page of one builder after the other."""
    host = request.param
    served = tmp_path_factory.mktemp(host.name)
    with serving_folder(served) as origin:
        url = f"{origin}{BELOW}"
        made = host.build(tmp_path_factory.mktemp("sources"), url, site_below, TRUE)
        place = served / BELOW.strip("/")
        place.parent.mkdir(parents=True)
        made.rename(place)
        yield Built(host, url)
