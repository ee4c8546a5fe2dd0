"""A second visit begins with the image of Python that the first has kept, or as a first one."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.playground import LONGEST_LOAD, Playground
from tests.browser.pool import WITHOUT_WORKER


@pytest.fixture(scope="module")
def open_page(open_fresh):
    """Nothing may be kept of another test."""
    return open_fresh


#: What depends on addresses, and on all that there was before.
CODE = """\
import asyncio, random, sys

class Thing:
    pass

async def main():
    await asyncio.sleep(1)
    print(id(object()), {Thing() for _ in range(5)}, random.random(), len(sys.modules))
    print(hasattr(asyncio, "planted"), type(print).__name__)

asyncio.run(main())
"""
GLUE = "**/pyodide.asm.mjs"
#: Python's start from nothing, of which an interpreter that begins with an image has no need.
FROM_NOTHING = ("if(!noInitialRun)callMain(args)", "if(!noInitialRun)callMaim(args)")

#: The store of the image, as soon as it is there and all of it; null after half a minute.
KEPT = """async (before) => {
    for (let n = 0; n < 600; n += 1) {
        for (const name of await caches.keys()) {
            if (!name.startsWith("lockstep-image ")) continue;
            const store = await caches.open(name);
            const [request] = await store.keys();
            const hash = request && (await store.match(request)).headers.get("Lockstep-Hash");
            if (hash && hash !== before) return {name, hash};
        }
        await new Promise((done) => setTimeout(done, 50));
    }
    return null;
}"""
NAMES = "async () => (await caches.keys()).filter((name) => name.startsWith('lockstep-image '))"

#: Put another image in the place of the kept one: `how` is code that makes of its unpacked bytes
#: others, and of its headers others. It is hashed anew.
REPLACE = """async ([how, isHashed]) => {
    const [name] = await caches.keys();
    const store = await caches.open(name);
    const [request] = await store.keys();
    const kept = await store.match(request);
    const through = (body, stream) => new Response(body.pipeThrough(stream)).arrayBuffer();
    const bytes = new Uint8Array(await through(kept.body, new DecompressionStream("gzip")));
    const headers = Object.fromEntries(kept.headers);
    const change = {
        flipped: (packed) => void (packed[packed.length >> 1] ^= 1),
        rubbish: (packed) => packed.fill(7),
        older: () => void (headers["lockstep-state"] = "runtime%2F0"),
        smaller: () => {},
    }[how];
    if (how === "smaller") {
        const text = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
        const at = text.search(/"size":/) + 7;
        bytes[at] -= 1; // its first digit
    }
    const packed = await through(new Blob([bytes]).stream(), new CompressionStream("gzip"));
    change(new Uint8Array(packed));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", packed));
    const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (isHashed) headers["lockstep-hash"] = hash;
    await store.put(request, new Response(packed, {headers}));
    return headers["lockstep-hash"];
}"""


def run(page, code=CODE):
    return page.evaluate("code => lockstep.runSource(code)", code)


def visited(page, site):
    """The trace of a first visit, and the image that it has kept."""
    page.goto(site)
    trace = run(page)
    kept = page.evaluate(KEPT)
    assert kept, "nothing was kept"
    return trace, kept


def with_glue(page, old, new):
    """Let the loader have one call replaced from the next visit on; it keeps its length."""

    def changed(route):
        text = route.fetch().text()
        assert text.count(old) == 1
        assert len(old) == len(new)
        route.fulfill(body=text.replace(old, new), content_type="text/javascript")

    page.route(GLUE, changed)


@pytest.mark.every_engine
def test_it_begins_with_the_image_and_a_run_is_the_same_in_every_byte(page, site):
    trace, kept = visited(page, site)
    assert kept["name"] == f"lockstep-image {site}"
    with_glue(page, *FROM_NOTHING)
    page.goto(f"{site}embed/v1/?scenario=unlocked")  # the site's other pages use the same
    page.goto(f"{site}scenarios/async-with/")
    assert run(page) == trace
    assert run(page, CODE + "#") == {**trace, "source": CODE + "#"}  # in a second worker
    assert page.evaluate(KEPT) == kept, "made once"


def test_without_the_image_the_same_start_fails(browser, site):
    """So that the test before this one can."""
    context = browser.new_context(**WITHOUT_WORKER)
    page = context.new_page()
    page.goto(site)
    with_glue(page, *FROM_NOTHING)
    outcome = page.evaluate("code => lockstep.runSource(code).catch((error) => error.kind)", CODE)
    assert outcome == "load"
    context.close()


def test_nothing_is_kept_before_a_result_was_shown(page, site):
    page.goto(site)
    with page.expect_event("worker", is_sandboxed, timeout=LONGEST_LOAD):
        page.get_by_test_id("run").focus()  # for which Python is made ready
    assert page.evaluate(NAMES) == []
    Playground(page).run()
    assert page.evaluate(KEPT)


@pytest.mark.every_engine
@pytest.mark.parametrize(
    ("how", "is_hashed"),
    [("flipped", False), ("older", True), ("rubbish", True), ("smaller", True)],
    ids=["damaged", "of another build", "no image", "of another interpreter"],
)
def test_an_image_that_does_not_fit_is_replaced_and_python_starts_without(
    page, site, how, is_hashed
):
    trace, kept = visited(page, site)
    planted = page.evaluate(REPLACE, [how, is_hashed])
    page.goto(site)
    assert run(page) == trace
    anew = page.evaluate(KEPT, planted if is_hashed else kept["hash"])
    assert anew, "the image was not replaced"
    with_glue(page, *FROM_NOTHING)
    page.goto(site)
    assert run(page) == trace


#: In the worker of a program: take hold of every port that is spoken to from here, and speak to it,
#: and to who may listen, as the worker and the frame do when they have an image.
FORGE = """() => {
    const post = MessagePort.prototype.postMessage;
    const bytes = new Uint8Array(65536);
    const image = {head: bytes, size: 31457280, stretches: [], functions: 1, globals: []};
    const forged = [
        {ready: image, isKept: false}, {ready: image, ahead: []}, bytes.buffer, null,
        {type: "packed", image: bytes.buffer}, {type: "begin", packed: bytes.buffer},
    ];
    globalThis.forged = 0;
    MessagePort.prototype.postMessage = function (...words) {
        for (const each of forged) {
            post.call(this, each);
            globalThis.forged += 1;
        }
        return post.apply(this, words);
    };
    for (const content of forged) {
        for (const name of ["images", "packing", "port"]) {
            dispatchEvent(new MessageEvent("message", {data: {name, content}}));
        }
    }
}"""
PLANT = """\
import asyncio, builtins, sys
asyncio.planted = True
builtins.print = lambda *words: sys.stdout.write("planted\\n")
sys.modules["random"] = asyncio
print("anything")
"""


def test_no_program_has_anything_of_its_own_kept(page, site):
    clean = run_clean(page, site)
    workers = []
    page.on("worker", lambda worker: workers.append(worker) if is_sandboxed(worker) else None)
    page.goto(site)
    run(page, PLANT)
    for worker in workers.copy():  # the one of the program, which may run it again, and spares
        worker.evaluate(FORGE)
    run(page, PLANT)
    for worker in workers.copy():
        worker.evaluate("() => { try { postMessage(0) } catch {} }")
    assert page.evaluate(KEPT)
    with_glue(page, *FROM_NOTHING)
    page.goto(site)
    assert run(page) == clean


def is_sandboxed(worker):
    return worker.url.startswith("data:")


def run_clean(page, site):
    """What a program sees where none was before, nothing being kept of it."""
    trace, _ = visited(page, site)
    page.evaluate(
        "async () => Promise.all((await caches.keys()).map((name) => caches.delete(name)))"
    )
    return trace


def test_where_the_snapshot_fails_python_starts_without_and_nothing_is_kept(page, site):
    with_glue(page, "API.makeSnapshot(", "API.makeSnapshoX(")
    playground = Playground(page).opened(site)
    playground.run()
    expect(playground.root).to_have_attribute("data-source", "live")
    assert run(page, "print('other')")["stdout"] == "other\n"
    assert page.evaluate(NAMES) == []


def test_a_site_that_is_given_little_room_keeps_no_image(page, site):
    devtools = page.context.new_cdp_session(page)
    origin = re.match(r"\w+://[^/]+", site)[0]
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 30_000_000})
    page.goto(site)
    assert run(page, "print('a')")["stdout"] == "a\n"
    assert run(page, "print('b')")["stdout"] == "b\n"
    assert page.evaluate(NAMES) == []
