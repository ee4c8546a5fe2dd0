"""After one visit the site works without a network, and what is kept repairs itself."""

from __future__ import annotations

import re
import shutil
import threading

import pytest
from playwright.sync_api import Error, expect

from sitebuild import offline
from sitebuild.node import Node
from sitebuild.serve import listen
from tests.browser.conftest import ROOT
from tests.browser.playground import LONGEST_LOAD, Playground

ALLOWED = {"service_workers": "allow"}


class Host:
    """A static host with the site below a path, that can go away and come back."""

    def __init__(self, folder):
        self.folder, self.port = folder, 0
        self.begin()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.url = f"{self.origin}/repo/"

    def begin(self):
        self._server = listen(self.folder, self.port, prefix="/repo/")
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def end(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def host(dist, tmp_path):
    shutil.copytree(dist, tmp_path / "site")
    host = Host(tmp_path / "site")
    yield host
    host.end()


def visited(page, url, word="complete"):
    """A page that has been told how keeping the site has ended."""
    page.goto(url)
    page.mouse.move(1, 1)  # a reader who only looks is asked for nothing
    expect(page.locator(f"html[data-offline={word}]")).to_be_attached(timeout=2 * LONGEST_LOAD)


#: What is kept: names of stores, and by file whether its hash is the listed one. The list is the
#: script's own, as the server has it.
KEPT = """async () => {
    const text = await (await fetch("offline.js", {cache: "reload"})).text();
    const {files} = JSON.parse(text.slice(text.indexOf("{"), text.indexOf("};\\n") + 1));
    const names = await caches.keys();
    const wrong = [];
    for (const [path, hash] of Object.entries(files)) {
        const url = new URL(path.replace(/(^|\\/)index\\.html$/, "$1"), location.href).href;
        const found = await caches.match(url);
        const body = found ? await found.arrayBuffer() : new ArrayBuffer(0);
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
        const hex = (byte) => byte.toString(16).padStart(2, "0");
        if ([...digest.subarray(0, 16)].map(hex).join("") !== hash) wrong.push(path);
    }
    return {names, wrong, files: Object.keys(files).length};
}"""
#: Overwrite all that is kept of one kind of file, and delete every third of all others.
DAMAGE = """async (kinds) => {
    let damaged = 0;
    for (const name of await caches.keys()) {
        const store = await caches.open(name);
        for (const [n, request] of (await store.keys()).entries()) {
            const kind = request.url.endsWith("/") ? "html" : request.url.split(".").at(-1);
            if (kinds.includes(kind)) await store.put(request, new Response("rubbish"));
            else if (n % 3 === 0) await store.delete(request);
            else continue;
            damaged += 1;
        }
    }
    return damaged;
}"""

#: Damage each kept file in turn and ask for it, as a page would; tell which answers were not what
#: was asked for, which did not come though the host is there, and which files stay damaged.
ONE_BY_ONE = """async ({isThere, cache}) => {
    const [name] = await caches.keys();
    const store = await caches.open(name);
    const hash = async (answer) => {
        const body = await answer.arrayBuffer();
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
        return digest.join();
    };
    const requests = await store.keys();
    const told = {tried: requests.length, rubbish: [], lost: [], broken: []};
    for (const request of requests) {
        const sound = await store.match(request);
        const wanted = await hash(sound.clone());
        await store.put(request, new Response("rubbish", {headers: sound.headers}));
        const answer = await fetch(request.url, {cache}).catch(() => null);
        if (answer && (await hash(answer)) !== wanted) told.rubbish.push(request.url);
        if (isThere && !answer) told.lost.push(request.url);
        const now = await store.match(request);
        const isWhole = now && (await hash(now)) === wanted;
        if (now && !isWhole) told.broken.push(request.url);
        await store.put(request, sound);
    }
    return told;
}"""


def is_firefox(page):
    """Without a network it does not ask a service worker for what must not come from a cache."""
    return page.context.browser.browser_type.name == "firefox"


#: What Chromium and Firefox say of an address that nobody answers for.
UNREACHABLE = "ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|NS_ERROR_OFFLINE"


@pytest.mark.every_engine
def test_without_a_network_every_page_opens_and_runs_live(open_fresh, host):
    with open_fresh(**ALLOWED) as page:
        visited(page, host.url)
        kept = page.evaluate(KEPT)
        assert (len(kept["names"]), kept["wrong"]) == (1, [])
        assert kept["names"][0].startswith(f"lockstep {host.url} ")
        host.end()
        page.context.set_offline(True)

        page.goto(f"{host.url}scenarios/async-with/")
        playground = Playground(page)
        playground.run()
        expect(playground.final).to_have_text("300")
        expect(playground.root).to_have_attribute("data-source", "live")
        page.goto(f"{host.url}embed/v1/?scenario=unlocked")
        expect(page.get_by_test_id("timeline").first).to_be_visible()
        page.goto(f"{host.url}exercises/")
        expect(page.locator("h1")).to_be_visible()
        with pytest.raises(Error, match=UNREACHABLE):
            page.goto(f"{host.origin}/other/")
        host.begin()


@pytest.mark.every_engine
def test_what_is_damaged_or_half_there_is_whole_after_the_next_visit(open_fresh, host):
    with open_fresh(**ALLOWED) as page:
        visited(page, host.url)
        assert (
            page.evaluate(DAMAGE, ["html", "js", "css", "json", "wasm", "zip", "mjs", "whl"]) > 100
        )
        visited(page, f"{host.url}scenarios/async-with/")
        page.goto(host.url)
        assert page.evaluate(KEPT)["wrong"] == []
        assert page.evaluate(DAMAGE, []) > 50
        visited(page, host.url)
        assert page.evaluate(KEPT)["wrong"] == []


#: Addresses of files whose answers never change, so that a kept one is looked at first.
BY_CONTENT = re.compile(r"/runtime/[0-9a-f]{8,}/|-[0-9A-Za-z]{8}\.\w+$")


@pytest.mark.every_engine
def test_no_kept_file_that_is_damaged_is_ever_given_out(open_fresh, host):
    with open_fresh(**ALLOWED) as page:
        visited(page, host.url)
        page.reload()  # its files come through the keeper from here on
        expect(page.locator("#playground")).to_be_attached()
        reported = page.evaluate(ONE_BY_ONE, {"isThere": True, "cache": "no-store"})
        assert reported["tried"] > 200
        assert (reported["rubbish"], reported["lost"]) == ([], [])
        assert [url for url in reported["broken"] if BY_CONTENT.search(url)] == []
        host.end()
        page.context.set_offline(True)  # connections that are still open, too
        cache = "default" if is_firefox(page) else "no-store"
        reported = page.evaluate(ONE_BY_ONE, {"isThere": False, "cache": cache})
        host.begin()
        # what the browser's own cache answers for by name need not be looked at
        left = [url for url in reported["broken"] if cache == "no-store" or BY_CONTENT.search(url)]
        assert (reported["rubbish"], left) == ([], [])


#: Files that a live run of a lesson needs, by their addresses.
NEEDED = {
    "the page": r"/scenarios/async-with/$",
    "its style": r"/assets/style-playground-",
    "its script": r"/assets/page-",
    "what runs it": r"/assets/runner-",
    "the editor": r"/assets/codemirror-",
    "what was recorded": r"/pages/async-with-[0-9a-f]+\.json$",
    "the machine code of Python": r"\.wasm$",
    "its library": r"/stdlib-core\.zip$",
    "Lockstep in Python": r"/lockstep\.zip$",
}
#: A run, or words that say why there is none.
ANSWERED = """() => {
    const root = document.getElementById("playground");
    const said = document.body.innerText;
    return (root?.dataset.source === "live" && root.dataset.state === "done") ||
        /did not load|could not be loaded|cannot be reached/i.test(said);
}"""
ALL_KEPT = """async () => {
    const [name] = await caches.keys();
    return (await (await caches.open(name)).keys()).map(({url}) => url);
}"""
SPOIL = """async (url) => {
    const [name] = await caches.keys();
    const store = await caches.open(name);
    window.sound = await store.match(url);
    await store.put(url, new Response("rubbish", {headers: sound.headers}));
}"""
MEND = """async (url) => {
    const [name] = await caches.keys();
    await (await caches.open(name)).put(url, sound);
}"""


@pytest.mark.slow
def test_without_a_network_a_page_of_which_a_file_is_damaged_works_or_says_so(open_fresh, host):
    with open_fresh(**ALLOWED) as page:
        visited(page, f"{host.url}scenarios/async-with/")
        kept = page.evaluate(ALL_KEPT)
        beside = page.context.new_page()
        beside.goto(f"{host.url}exercises/")
        devtools = page.context.new_cdp_session(page)
        host.end()
        page.context.set_offline(True)
        unanswered = []
        for what, pattern in NEEDED.items():
            url = next(each for each in kept if re.search(pattern, each))
            beside.evaluate(SPOIL, url)
            devtools.send("Network.clearBrowserCache")
            page.goto(f"{host.url}scenarios/async-with/")
            if page.locator("#playground[data-state=idle]").count():
                page.get_by_test_id("run").click()
            try:
                page.wait_for_function(ANSWERED, timeout=LONGEST_LOAD, polling=100)
            except Error:
                unanswered.append(what)
            beside.evaluate(MEND, url)
        host.begin()
        assert unanswered == []


def test_where_the_browser_refuses_room_the_site_works_as_ever(open_fresh, host):
    with open_fresh(**ALLOWED) as page:
        devtools = page.context.new_cdp_session(page)
        quota = {"origin": host.origin, "quotaSize": 300_000}
        devtools.send("Storage.overrideQuotaForOrigin", quota)
        visited(page, host.url, "refused")
        page.reload()
        playground = Playground(page)
        playground.run()
        expect(playground.root).to_have_attribute("data-source", "live")


#: Ask a promise again and again until it is true; Playwright's own wait takes it for true at once.
UNTIL = """async (asked) => {
    for (let n = 0; n < 1200; n += 1) {
        const [one] = await navigator.serviceWorker.getRegistrations();
        const names = (await caches.keys()).filter((name) => name.startsWith("lockstep "));
        if (asked === "update waits" ? one.waiting : !one.waiting && names.length === 1) return;
        await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`${asked}: not within a minute`);
}"""


@pytest.mark.every_engine
def test_an_update_breaks_no_open_tab_and_is_there_after_it(open_fresh, host):
    with open_fresh(**ALLOWED) as page:
        visited(page, f"{host.url}scenarios/async-with/")
        [runtime] = (host.folder / "runtime").iterdir()
        runtime.rename(runtime.with_name("0" * 16))  # a new build has other names
        front = host.folder / "index.html"
        front.write_text(front.read_text().replace("<title>", "<title>Anew · "))
        offline.write_service_worker(Node(ROOT), host.folder)

        playground = Playground(page)
        playground.run()  # needs what the host no longer has
        expect(playground.root).to_have_attribute("data-source", "live")
        second = page.context.new_page()
        second.goto(host.url)
        expect(second).to_have_title(re.compile("^Anew"))
        second.evaluate(UNTIL, "update waits")
        beside = page.context.new_page()
        beside.goto(f"{host.origin}/other/")  # of the same origin, but nobody's page
        page.close()
        second.close()
        beside.evaluate(UNTIL, "update is there")

        host.end()
        third = page.context.new_page()
        third.goto(host.url)
        expect(third).to_have_title(re.compile("^Anew"))
        host.begin()
        assert third.evaluate(KEPT)["wrong"] == []
