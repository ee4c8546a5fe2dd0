"""`build.py bench`: our page beside a bare page with stock Pyodide, both cold, in one run.

Both are served by the same server with the compression of GitHub Pages, and every cold start
gets a browser process of its own, so nothing is cached. The two take turns.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import CDPSession, Page, ViewportSize, sync_playwright

from .browser import LAUNCH_ARGS, find_chromium
from .render import FIRST
from .serve import Sent, serving

ROUNDS = 5
WARM_RUNS = 20
REST_MS = 2000  # a reader looks at the answer before pressing Run again
STAY_MS = 5000  # and leaves no sooner
TIMEOUT_MS = 120_000
AIM_UNTOUCHED = 60_000
CHOICES = 100
AIM_CHOICE_MS = 50
AIM_COLD, AIM_AGAIN = 0.45, 0.35  # of stock, in the same round
PHONE: ViewportSize = {"width": 390, "height": 844}
SLOWED = 4
#: The files of a Pyodide that starts.
STOCK = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
FILES = Path(__file__).parent / "bench_pages"


@dataclass(frozen=True)
class ColdStart:
    """Milliseconds, bytes and answers, all counted from the start of the navigation."""

    result_ms: float
    bytes_to_paint: int
    bytes_to_result: int
    requests_to_paint: int
    requests_to_result: int
    #: the same page once more, with what the browser has kept of it: from its navigation
    again_ms: float
    again_bytes: int
    #: what the page itself has kept for that
    kept_bytes: int = 0


def bench(root: Path, dist: Path) -> int:
    find_chromium()
    with TemporaryDirectory() as folder:
        bare = _bare_site(root, Path(folder))
        ours, stock = _take_turns(dist, bare)
        print("build.py: warm runs", flush=True)
        warm = {rest: in_browser(dist, "", _warm_runs(rest)) for rest in (REST_MS, 0)}
        print("build.py: scrubbing", flush=True)
        scrubbed = in_browser(dist, "", _scrubbed)
    _report(ours, stock, _slept_ms(dist))
    _report_warm(warm)
    _report_choices(in_browser(dist, "", _choices))
    for what, path in UNTOUCHED.items():
        loaded = in_browser(dist, "", _untouched(path))
        print(f"(d) bytes of {what}, untouched {loaded:10,.0f} (aim: at most {AIM_UNTOUCHED:,})")
    _report_scrubbing(scrubbed)
    print("build.py: ten embeds on a phone's page", flush=True)
    _report_embeds(_ten_embeds(dist))
    return 0


def _bare_site(root: Path, folder: Path) -> Path:
    for name in (*STOCK, "pyodide-lock.json"):
        shutil.copyfile(root / "node_modules/pyodide" / name, folder / name)
    shutil.copyfile(FILES / "bare.html", folder / "index.html")
    scenario = root / "py/lockstep/scenarios" / f"{FIRST}.py"
    shutil.copyfile(scenario, folder / "program.py")
    return folder


def _take_turns(dist: Path, bare: Path) -> tuple[list[ColdStart], list[ColdStart]]:
    """The first round, in which the server compresses and the disk wakes up, does not count."""
    ours, stock = [], []
    for number in range(ROUNDS + 1):
        print(f"build.py: cold start {number} of {ROUNDS}, ours and stock", flush=True)
        ours.append(in_browser(dist, "ours.js", _cold_start))
        stock.append(in_browser(bare, "stock.js", _cold_start))
    return ours[1:], stock[1:]


def in_browser[T](site: Path, script: str, measure: Callable[[Page, str, list[Sent]], T]) -> T:
    """Measure in a new browser process; the script, if any, runs in the page from the start."""
    sent: list[Sent] = []
    with _page() as page, serving(site, compress=True, sent=sent) as url:
        if script:
            page.add_init_script(path=FILES / script)
        return measure(page, url, sent)


@contextmanager
def _page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=list(LAUNCH_ARGS)
        )
        try:
            page = browser.new_page()
            page.set_default_timeout(TIMEOUT_MS)
            yield page
        finally:
            browser.close()


def _cold_start(page: Page, url: str, sent: list[Sent]) -> ColdStart:
    seen = _visit(page, url)
    paint, result = (_until(sent, seen["origin"] + seen[name]) for name in ("paint", "result"))
    page.wait_for_timeout(STAY_MS)
    if page.evaluate("'lockstep' in window"):
        page.wait_for_selector("html[data-offline]", state="attached")
    kept: int = page.evaluate(_KEPT_BYTES)
    page.goto("about:blank")
    sent.clear()
    again = _visit(page, url)
    return ColdStart(
        seen["result"],
        *(weight(paint), weight(result), len(paint), len(result)),
        again["result"],
        weight(_until(sent, again["origin"] + again["result"])),
        kept,
    )


#: What our page keeps for the next visit is waited for: the reader stays until it is there.
_KEPT_BYTES = """async () => {
    for (let n = 0; n < 600 && "lockstep" in window; n += 1) {
        const name = (await caches.keys()).find((name) => name.startsWith("lockstep-image "));
        const store = name && (await caches.open(name));
        const [request] = store ? await store.keys() : [];
        if (request) return (await (await store.match(request)).arrayBuffer()).byteLength;
        await new Promise((done) => setTimeout(done, 50));
    }
    return 0;
}"""


def _visit(page: Page, url: str) -> dict[str, float]:
    page.goto(url)
    page.wait_for_function("window.benchResult")
    seen: dict[str, float] = page.evaluate("window.benchResult")
    return seen


#: What is sent while its reader does nothing, and what the rest waits for: `ui/first-act.js`.
UNTOUCHED = {"a lesson": f"scenarios/{FIRST}/", "an embed": f"embed/v1/?scenario={FIRST}"}
_NO_LEISURE = """
    const later = window.setTimeout;
    window.setTimeout = (run, ms, ...more) => (ms >= 2500 ? 0 : later(run, ms, ...more));
"""


def alone(page: Page) -> None:
    """Nothing of what the page opens from now on is in a cache, and no time passes for it."""
    page.add_init_script(_NO_LEISURE)
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})


def bytes_untouched(page: Page, url: str, sent: list[Sent]) -> int:
    """Return what a page that is `alone` loads before its reader acts, compressed as hosts do.

    What was sent before is forgotten.
    """
    sent.clear()
    page.goto(url, wait_until="networkidle")
    return weight(sent)


def _untouched(path: str) -> Callable[[Page, str, list[Sent]], int]:
    def measure(page: Page, url: str, sent: list[Sent]) -> int:
        alone(page)
        return bytes_untouched(page, url + path, sent)

    return measure


def _until(sent: list[Sent], epoch_ms: float) -> list[Sent]:
    """The answers begun by then."""
    return [answer for answer in sent if answer.epoch_ms <= epoch_ms]


def weight(sent: list[Sent]) -> int:
    """Bytes of their bodies, as they were sent."""
    return sum(answer.size for answer in sent)


def _warm_runs(rest_ms: int) -> Callable[[Page, str, list[Sent]], list[float]]:
    """From the click to the frame that shows the balance, in a page that has run once."""
    script = (FILES / "warm.js").read_text(encoding="utf-8")

    def measure(page: Page, url: str, _sent: list[Sent]) -> list[float]:
        page.goto(url)
        times: list[float] = page.evaluate(script, {"count": WARM_RUNS, "rest_ms": rest_ms})
        return times

    return measure


def _choices(page: Page, url: str, _sent: list[Sent]) -> list[float]:
    """From the press on a choice of the clock to the frame that shows it, before any of Python."""
    page.goto(f"{url}scenarios/sometimes/")
    page.mouse.move(1, 1)  # the first act, for which the scripts wait
    page.wait_for_selector("#playground[data-live]")
    script = (FILES / "choices.js").read_text(encoding="utf-8")
    times: list[float] = page.evaluate(script, {"count": CHOICES})
    return times


def _report_choices(times: list[float]) -> None:
    print(
        f"(e) a choice, median {median(times):.0f} ms, p95 {p95(times):.0f} ms of {len(times)} "
        f"(aim: p95 at most {AIM_CHOICE_MS} ms)"
    )


def _slept_ms(dist: Path) -> float:
    """What the program sleeps: for real on stock Pyodide, in virtual time on ours."""
    trace = json.loads((dist / "traces" / f"{FIRST}.json").read_text(encoding="utf-8"))
    return float(trace["duration_us"]) / 1000


def _report(ours: list[ColdStart], stock: list[ColdStart], slept: float) -> None:
    def middle(runs: list[ColdStart], what: str) -> float:
        return median(float(getattr(run, what)) for run in runs)

    def ratio(what: str, slept: float = 0) -> float:
        """Of a round each, so that what else the machine does weighs on both."""
        pairs = zip(ours, stock, strict=True)
        times = [(float(getattr(a, what)), float(getattr(b, what))) for a, b in pairs]
        return median(mine / (bare - slept) for mine, bare in times)

    def line(what: str, aim: float) -> str:
        return (
            f"ours {middle(ours, what):6.0f} ms   stock {middle(stock, what):6.0f} ms   "
            f"ratio {ratio(what):.2f} (aim: at most {aim})\n"
            f"    without the {slept:.0f} ms that the program sleeps for real on stock: "
            f"ratio {ratio(what, slept):.2f}"
        )

    print(
        f"\nMedians of {ROUNDS} cold starts each, taken in turns, and of {WARM_RUNS} warm runs.\n"
        f"(a) time to the first live result  {line('result_ms', AIM_COLD)}\n"
        f"    a second visit                 {line('again_ms', AIM_AGAIN)}\n"
        f"    bytes of a second visit   ours {middle(ours, 'again_bytes'):,.0f}   "
        f"stock {middle(stock, 'again_bytes'):,.0f}\n"
        f"    kept for a second visit   ours {middle(ours, 'kept_bytes'):,.0f} bytes"
    )
    for label, what in (("first paint", "paint"), ("live result", "result")):
        for unit in ("bytes", "requests"):
            mine, theirs = middle(ours, f"{unit}_to_{what}"), middle(stock, f"{unit}_to_{what}")
            print(f"(b) {unit:8} before the {label}   ours {mine:10,.0f}   stock {theirs:10,.0f}")


def _scrubbed(page: Page, url: str, _sent: list[Sent]) -> dict[str, Any]:
    """The time of each move of the scrubber through a run of some size."""
    page.goto(url)
    found: dict[str, Any] = page.evaluate((FILES / "scrub.js").read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True)
class Embeds:
    """What ten embeds on one page cost: times between frames in ms, heaps in bytes."""

    before: list[float]  # while the page is scrolled past them, nothing pressed
    after: list[float]  # likewise, once two of them have run
    drawn_heap: int
    run_heap: int
    runtimes: int


def _ten_embeds(dist: Path) -> Embeds:
    """On a page of a phone's size, by a processor slowed down; two of the ten are run."""
    script = (FILES / "scroll_past.js").read_text(encoding="utf-8")
    host = (FILES / "ten_embeds.html").read_text(encoding="utf-8")

    def measure(page: Page, url: str, sent: list[Sent]) -> Embeds:
        page.set_viewport_size(PHONE)
        cdp = page.context.new_cdp_session(page)
        page.route(
            f"{url}ten.html", lambda route: route.fulfill(body=host, content_type="text/html")
        )
        page.goto(f"{url}ten.html", wait_until="networkidle")
        examples = [page.frame_locator("iframe").nth(nth) for nth in range(10)]
        for example in examples:
            example.locator("#timeline [data-width]").wait_for()
        drawn_heap = _heap(cdp)
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        before: list[float] = page.evaluate(script)
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        for nth in (3, 7):
            examples[nth].get_by_test_id("run").click()
            examples[nth].locator("#playground[data-state=done]").wait_for()
        run_heap = _heap(cdp)
        page.evaluate("scrollTo(0, 0)")
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        after: list[float] = page.evaluate(script)
        runtimes = sum(answer.path.endswith(".wasm") for answer in sent)
        return Embeds(before, after, drawn_heap, run_heap, runtimes)

    return in_browser(dist, "", measure)


def _heap(cdp: CDPSession) -> int:
    """What JavaScript holds of the page and its frames, of one origin; Python is in a worker."""
    cdp.send("HeapProfiler.collectGarbage")
    used: float = cdp.send("Runtime.getHeapUsage")["usedSize"]
    return round(used)


def _report_embeds(found: Embeds) -> None:
    def frames(times: list[float]) -> str:
        return (
            f"median {median(times):.0f} ms, p95 {p95(times):.0f} ms, longest {max(times):.0f} ms"
        )

    def megabytes(count: int) -> str:
        return f"{count / 1e6:.0f} MB"

    print(
        f"(f) ten embeds on a phone's page, scrolled past, processor slowed {SLOWED} times\n"
        f"    drawn            {frames(found.before)} a frame; heap {megabytes(found.drawn_heap)}\n"
        f"    two of them run  {frames(found.after)} a frame; heap {megabytes(found.run_heap)}, "
        f"runtimes loaded: {found.runtimes} (aim: 1)"
    )


def p95(times: list[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1]


def _report_warm(warm: dict[int, list[float]]) -> None:
    rested, at_once = warm[REST_MS], warm[0]
    print(
        f"(c) a run of what has run here, click to balance (aim: p95 at most 50 ms)\n"
        f"    after a rest     median {median(rested):.0f} ms, p95 {p95(rested):.0f} ms\n"
        f"    pressed at once  median {median(at_once):.0f} ms, p95 {p95(at_once):.0f} ms"
    )


def _report_scrubbing(found: dict[str, Any]) -> None:
    times = found["times"]
    print(
        f"(e) a move of the scrubber, {found['tasks']} tasks and {found['events']} events: "
        f"median {median(times):.1f} ms, p95 {p95(times):.1f} ms (aim: at most 16 ms a frame)"
    )
