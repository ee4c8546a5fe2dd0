"""The built site, served, and a page of a real browser for every test.

The browser is Chromium, and Firefox where the variable LOCKSTEP_ENGINE says so: then the tests that
are marked with `every_engine` run, and no others.
"""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from sitebuild.browser import FIREFOX_CHANNEL, LAUNCH_ARGS, find_chromium, find_firefox
from sitebuild.serve import serving
from tests.browser.clock import LESSON, Clock
from tests.browser.lean import lean
from tests.browser.pool import WITHOUT_WORKER, Pool

ROOT = Path(__file__).resolve().parents[2]
DIST = Path(os.environ.get("LOCKSTEP_DIST", ROOT / "dist"))
#: How long a state is waited for: a busy machine, or one more layer to another engine, is no fault
#: of the page, and what is there at once costs no wait.
PATIENCE = 20_000  # ms
#: With a process for each site, what is pressed in a frame of another site does not get there: the
#: driver sends it to the page's process.
FIREFOX_SETTINGS = {"fission.autostart": False}
#: Firefox tells of what a policy has kept from a script as of an error of the page.
FIREFOX_REFUSAL = "The page’s settings blocked"
ENGINE = os.environ.get("LOCKSTEP_ENGINE", "chromium")

#: WebAssembly is compiled once, not a second time for speed: Python starts with half the work, and
#: hardly any test runs it long enough to have that back.
BASELINE_ONLY = "--js-flags=--liftoff-only"


@pytest.fixture(scope="session")
def dist():
    if not (DIST / "index.html").exists():
        pytest.fail(f"{DIST} holds no built site: run `python3 build.py` first")
    return DIST


@pytest.fixture(scope="session")
def site(dist):
    """URL of the served site, with a slash at its end."""
    with serving(dist) as url:
        yield url


@pytest.fixture(scope="session")
def site_below(dist):
    """URL of the same site below a path, as on a project's page."""
    with serving(dist, prefix="/some/base/") as url:
        yield url


def pytest_collection_modifyitems(config, items):
    """In another engine than Chromium, leave out what is held to Chromium alone."""
    if ENGINE == "chromium":
        return
    left_out = [item for item in items if not item.get_closest_marker("every_engine")]
    items[:] = [item for item in items if item.get_closest_marker("every_engine")]
    config.hook.pytest_deselected(items=left_out)


def launched(playwright, folder):
    """The browser that the tests are to run in; what starts it may be put into the folder."""
    expect.set_options(timeout=PATIENCE)
    if ENGINE == "firefox":
        return playwright.firefox.launch(
            executable_path=find_firefox(),
            channel=FIREFOX_CHANNEL,
            firefox_user_prefs=FIREFOX_SETTINGS,
        )
    assert ENGINE == "chromium", f"LOCKSTEP_ENGINE={ENGINE!r} is neither chromium nor firefox"
    return playwright.chromium.launch(
        executable_path=lean(find_chromium(), folder), args=[*LAUNCH_ARGS, BASELINE_ONLY]
    )


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    with sync_playwright() as playwright:
        started = launched(playwright, tmp_path_factory.mktemp("browser"))
        yield started
        started.close()


@pytest.fixture(scope="session")
def open_fresh(browser):
    """A page in a context of its own, for what may not meet anything that was there before.

    A module asks for it by a fixture `open_page` of its own. An error that no script of the page
    caught fails the test.
    """

    @contextmanager
    def opened(**settings):
        context = browser.new_context(**{**WITHOUT_WORKER, **settings})
        fresh = context.new_page()
        uncaught = []
        fresh.on("pageerror", lambda error: uncaught.append(str(error)))
        yield fresh
        context.close()
        assert [words for words in uncaught if not words.startswith(FIREFOX_REFUSAL)] == []

    return opened


@pytest.fixture(scope="session")
def open_page(browser, site, site_below, open_fresh):
    """A page with settings of its own, as good as new: see `pool`.

    What puts a page right again is Chromium's own, so elsewhere each is a fresh one.
    """
    if ENGINE != "chromium":
        return open_fresh
    origins = [url.split("/", 3)[:3] for url in (site, site_below)]
    return Pool(browser, ["/".join(parts) for parts in origins]).lend


@pytest.fixture
def page(open_page):
    with open_page() as lent:
        yield lent


@contextmanager
def serving_elsewhere(folder, prefix="/"):
    """The folder's address, on another site than the built one's; what it holds may come later."""
    with serving(folder, prefix=prefix) as url:
        yield url.replace("127.0.0.1", "localhost", 1)


@contextmanager
def served_elsewhere(folder, body, head=""):
    """The address of a page of somebody else's, on another origin than the site's."""
    text = (
        "<!doctype html><html lang='en'><meta name='viewport' content='width=device-width'>"
        f"<title>Host</title>{head}<body style='max-width:640px;margin:0 auto'>{body}</body>"
    )
    (folder / "index.html").write_text(text, encoding="utf-8")
    with serving_elsewhere(folder) as url:
        yield url


@pytest.fixture
def host(tmp_path):
    """Serve a page of somebody else's."""
    return partial(served_elsewhere, tmp_path)


@pytest.fixture(scope="module")
def canary():
    """URL of a server that lets everybody in, and the list of what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Content-Type", "text/javascript")
            self.end_headers()
            self.wfile.write(b"export default 1")

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/canary.js", asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def clock(page, site):
    return Clock(page).opened(site + LESSON)
