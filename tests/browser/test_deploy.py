"""A new version is put up while an old one is open or kept: what is shown is of one of them.

The host is as GitHub Pages is: whatever it sends may be kept for ten minutes, and a file that the
new version does not have is gone. The second version is the first with every hash another.
"""

from __future__ import annotations

import re
import shutil
import threading
from functools import partial
from http.server import ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from sitebuild.serve import Handler
from tests.browser.conftest import served_elsewhere
from tests.browser.playground import LONGEST_LOAD, Playground
from tests.browser.test_embed import RESERVED, frame, ready, script

LESSON = "scenarios/unlocked/"
EMBED = "embed/v1/?scenario=unlocked"
HASH = re.compile(r"(?<=[-/])(?:[0-9a-f]{16}|[0-9a-f]{8}|[0-9A-Z]{8})(?=[./\"])")
TEXTS = {".html", ".js", ".json", ".css"}


def hash_in(path):
    """The hash in a file's address, if it has one."""
    found = HASH.findall(f"{path}/")
    return found[-1] if found else None


def renewed(old, new):
    """A version of the site that shares no file with another which is named by what it holds."""
    shutil.copytree(old, new)
    files = [path for path in new.rglob("*") if path.is_file()]
    hashes = {hash_in(path.relative_to(new)) for path in files} - {None}
    any_of = re.compile("|".join(sorted(hashes)))
    for path in files:
        if path.suffix in TEXTS:
            text = path.read_text(encoding="utf-8")
            path.write_text(any_of.sub(lambda found: found[0][::-1], text), encoding="utf-8")
    for path in sorted(new.rglob("*"), reverse=True):
        if any_of.search(path.name):
            path.rename(path.with_name(any_of.sub(lambda found: found[0][::-1], path.name)))
    return hashes


class Pages:
    """A host as GitHub Pages is, with a version of the site that can be replaced by the next."""

    def __init__(self, old, new, hashes):
        self.versions, self.hashes = (old, new), hashes
        self.shown = old
        #: replaces the version as soon as an address with this end has been answered
        self.after = None
        pages = self

        class Answering(Handler):
            def __init__(self, *args, **options):
                super().__init__(*args, folder=pages.shown, **options)

            def do_GET(self):
                self.folder = pages.shown
                super().do_GET()
                if pages.after and re.search(f"{pages.after}$", self.path):
                    pages.deploy()

        made = partial(Answering, prefix="/repo/", compress=True, sent=[])
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), made)
        self.url = f"http://127.0.0.1:{self._server.server_port}/repo/"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def deploy(self):
        self.shown = self.versions[1]
        self.after = None

    def end(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def versions_of(self, addresses):
        """Of which versions the files are that came from somewhere, and are named by a hash."""
        found = {hash_in(address.partition("?")[0]) for address in addresses} - {None}
        mirrored = {each[::-1] for each in self.hashes}
        assert found <= self.hashes | mirrored
        return {"old" if each in self.hashes else "new" for each in found}


@pytest.fixture(scope="module")
def versions(dist, tmp_path_factory):
    new = tmp_path_factory.mktemp("versions") / "new"
    hashes = renewed(dist, new)
    assert not any(each[::-1] in hashes for each in hashes)
    return dist, new, hashes


@pytest.fixture
def pages(versions):
    pages = Pages(*versions)
    yield pages
    pages.end()


@pytest.fixture
def open_page(open_fresh):
    """What a browser has kept is part of the question, and must not be another test's."""
    return open_fresh


@pytest.fixture
def came(page):
    """The files of the document that is shown, whether from the host or kept by the browser."""
    addresses = []

    def note(response):
        # the page's own sandbox is no document of the host's
        if "/repo/" not in response.url:
            return
        if response.request.is_navigation_request():
            addresses.clear()
        if response.ok:
            addresses.append(response.url)

    page.on("response", note)
    return addresses


def test_no_file_but_pages_and_what_is_frozen_keeps_its_name_from_version_to_version(dist):
    """What a page asks for later than its own text is named by what it holds."""
    fixed = {
        path.relative_to(dist).as_posix()
        for path in dist.rglob("*")
        if path.is_file() and hash_in(path.relative_to(dist)) is None
    }
    elsewhere = (
        r"(.*/)?index\.html|404\.html|\.nojekyll|.*\.txt|(python|schema|traces|cards|data)/.*"
    )
    assert {path for path in fixed if not re.fullmatch(elsewhere, path)} == {
        "embed/v1/lockstep.js",
        "offline.js",
    }


def test_a_page_that_is_open_while_the_next_version_comes_says_so_and_is_of_one_after_a_reload(
    page, pages, came
):
    page.goto(pages.url + LESSON)
    expect(page.get_by_test_id("final-balance")).to_have_text("100")
    pages.deploy()
    page.get_by_test_id("run").click()
    expect(page.locator("#status-text")).to_contain_text("If the site has been renewed")
    assert pages.versions_of(came) == {"old"}
    page.get_by_role("button", name="Reload the page").click()
    playground = Playground(page)
    expect(page.get_by_role("button", name="Reload the page")).to_have_count(0)
    playground.run()
    expect(playground.final).to_have_text("100")
    assert pages.versions_of(came) == {"new"}


def test_a_live_page_goes_on_with_the_python_that_it_has_and_says_what_is_gone(page, pages, came):
    playground = Playground(page).opened(pages.url + LESSON)
    playground.run()
    pages.deploy()
    playground.type_code("print(1 + 1)\n")
    playground.run()
    expect(page.get_by_test_id("log")).to_contain_text("2")
    playground.type_code("import xml.dom.minidom\nprint('there')\n")
    playground.run_button.click()
    expect(page.locator("main")).to_contain_text(
        "If the site has been renewed", timeout=LONGEST_LOAD
    )
    assert pages.versions_of(came) == {"old"}


def test_a_page_that_the_browser_has_kept_is_of_its_own_version_or_the_next(page, pages, came):
    page.goto(pages.url + LESSON)
    page.mouse.move(1, 1)
    expect(page.locator("#playground")).to_have_attribute("data-live", "")
    page.goto("about:blank")
    pages.deploy()
    page.goto(pages.url + LESSON)
    page.mouse.move(2, 2)
    expect(page.locator("#playground")).to_have_attribute("data-live", "")
    assert pages.versions_of(came) == {"old"}
    page.get_by_test_id("run").click()
    expect(page.get_by_test_id("verdict")).to_contain_text(
        "If the site has been renewed since this page was opened", timeout=LONGEST_LOAD
    )
    assert pages.versions_of(came) == {"old"}
    page.reload()
    playground = Playground(page)
    playground.run()
    assert pages.versions_of(came) == {"new"}


@pytest.mark.parametrize("path", [LESSON, EMBED])
def test_a_version_that_comes_between_a_page_and_its_scripts_is_the_one_that_is_shown(
    page, pages, came, path
):
    pages.after = re.escape(path)
    page.goto(pages.url + path)
    expect(page.get_by_test_id("final-balance")).to_have_text("100")
    page.mouse.move(1, 1)
    expect(page.locator("#playground")).to_have_attribute("data-live", "")
    assert pages.versions_of(came) == {"new"}


def test_a_part_of_an_embed_that_is_gone_is_told_in_it_with_the_way_on(page, site):
    part = "**/embed/v1/unlocked-*.html"
    page.route(part, lambda route: route.fulfill(status=404))
    page.goto(site + EMBED)
    expect(page.locator("#status-text")).to_contain_text("answers 404")
    page.unroute(part)
    page.get_by_role("button", name="Reload the page").click()
    expect(page.get_by_test_id("final-balance")).to_have_text("100")


def test_an_embed_in_a_page_of_somebody_else_s_is_of_one_version_after_its_own_reload(
    page, pages, came, tmp_path
):
    with served_elsewhere(tmp_path, RESERVED + script(pages.url)) as url:
        page.goto(url)
        ready(page)
        pages.deploy()
        inside = frame(page)
        inside.get_by_test_id("run").click()
        expect(inside.locator("#status-text")).to_contain_text("If the site has been renewed")
        assert pages.versions_of(came) == {"old"}
        inside.get_by_role("button", name="Reload the page").click()
        expect(inside.get_by_role("button", name="Reload the page")).to_have_count(0)
        inside.get_by_test_id("run").click()
        expect(inside.locator("#playground")).to_have_attribute(
            "data-source", "live", timeout=LONGEST_LOAD
        )
        assert pages.versions_of(came) == {"new"}
