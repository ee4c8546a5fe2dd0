"""Loading that fails says so, in words, and can be tried again."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def open_page(open_fresh):
    """Nothing of the runtime may have been loaded before."""
    return open_fresh


GOOD = "print(1 + 1)"
WASM = "**/pyodide.asm.wasm"


def attempt(page, code=GOOD):
    return page.evaluate(
        """code => lockstep.runSource(code).then(
            (trace) => ({stdout: trace.stdout}),
            (error) => ({kind: error.kind, words: error.message}))""",
        code,
    )


def test_wasm_that_cannot_be_fetched_is_told_and_a_retry_works(page, site):
    page.goto(site)
    page.route(WASM, lambda route: route.abort())
    failed = attempt(page)
    assert failed["kind"] == "load"
    assert "the file pyodide.asm.wasm did not arrive" in failed["words"]
    assert "run again" in failed["words"]
    assert page.locator("#playground").get_attribute("data-state") == "failed"
    page.unroute(WASM)
    assert attempt(page) == {"stdout": "2\n"}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"status": 404, "body": "no"}, "the server answered 404"),
        ({"status": 200, "body": "<p>Log in"}, "9 bytes came, where the site has"),
    ],
    ids=["missing", "captive portal"],
)
def test_an_answer_that_is_not_the_wasm_is_named(page, site, answer, words):
    page.goto(site)
    page.route(WASM, lambda route: route.fulfill(**answer))
    failed = attempt(page)
    assert failed["kind"] == "load"
    assert words in failed["words"]


def test_wasm_of_the_right_size_that_does_not_compile_is_told_and_a_retry_works(page, site):
    page.goto(site)
    size = page.evaluate(
        """() => {
            const { runtime } = JSON.parse(document.getElementById("lockstep-data").textContent);
            return runtime.files["pyodide.asm.wasm"].bytes;
        }"""
    )
    page.route(WASM, lambda route: route.fulfill(body=b"\0" * size))
    failed = attempt(page)
    assert failed["kind"] == "load"
    assert "refused its WebAssembly" in failed["words"]
    page.unroute(WASM)
    assert attempt(page) == {"stdout": "2\n"}


def test_loading_can_be_cancelled_and_begun_again(page, site):
    page.goto(site)
    held = []
    page.route(WASM, lambda route: held.append(route))  # noqa: PLW0108
    with page.expect_request(WASM):
        page.evaluate("() => { window.outcome = lockstep.runSource('1').catch((e) => e.kind) }")
    page.get_by_test_id("stop").click()
    assert page.evaluate("window.outcome") == "stopped"
    held[0].abort()
    page.unroute(WASM)
    assert attempt(page) == {"stdout": "2\n"}


def test_the_progress_moves_while_the_bytes_come(page, site):
    page.goto(site)
    page.evaluate(
        """() => {
            window.seen = new Set();
            const bar = document.querySelector("[data-testid=runtime-progress]");
            new MutationObserver(() => window.seen.add(Number(bar.ariaValueNow)))
                .observe(bar, {attributes: true});
        }"""
    )
    attempt(page)
    seen = page.evaluate("[...window.seen]")
    assert len(seen) > 3
    assert seen == sorted(seen)
    assert seen[-1] == 100
