"""`build.py bench`: our page on a phone's line, its memory, and its keys while Python works.

Chromium slows the page's own thread; the worker in which Python runs is another process's.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import CDPSession, Page

from . import bench
from .bench_explorer import programs
from .serve import Sent

#: A slow line: milliseconds there and back, bytes a second (1.6 Mbit/s).
LATENCY_MS, BYTES_A_SECOND = 400, 200_000
AIM_PAINT_S, AIM_LIVE_S = 1.2, 25
KEYS = 100
AIM_KEY_MS = 50
#: Event Timing tells of no key that is quicker, and rounds the others to 8 ms.
QUICK_MS = 16
#: Deposits, with more orders than are tried in that time.
MANY = 8
EXPLORED_MS = 8_000
EVERY_MS = 500


@dataclass(frozen=True)
class Memory:
    """What the processes of the page and of its sandbox hold of the machine's memory, in bytes."""

    drawn: int
    run: int  # a program has run: its worker is kept, and the spares are there
    explored: int  # the most that was seen while every order of a program was tried


def measure(dist: Path) -> None:
    """Measure all three, and print what was found."""
    print("build.py: a phone", flush=True)
    _report_phone(bench.in_browser(dist, "ours.js", _on_a_phone))
    print("build.py: typing, and memory", flush=True)
    _report_keys(bench.in_browser(dist, "", _typed))
    if sys.platform == "linux":  # what processes share is counted by Linux alone
        _report_memory(bench.in_browser(dist, "", _held))


def _on_a_phone(page: Page, url: str, sent: list[Sent]) -> dict[str, float]:
    """Paint and first live run in seconds from the navigation, Run pressed at once; bytes."""
    page.set_viewport_size(bench.PHONE)
    cdp = page.context.new_cdp_session(page)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": bench.SLOWED})
    cdp.send("Network.enable")
    line = {"latency": LATENCY_MS, "downloadThroughput": BYTES_A_SECOND}
    line |= {"uploadThroughput": BYTES_A_SECOND, "offline": False}
    cdp.send("Network.emulateNetworkConditions", line)
    page.goto(url, wait_until="commit")
    page.wait_for_function("window.benchResult")
    seen = page.evaluate("window.benchResult")
    here = {name: seen[name] / 1000 for name in ("paint", "result")}
    return here | {"bytes": bench.weight(sent)}


def _report_phone(seen: dict[str, float]) -> None:
    print(
        f"(g) a phone ({LATENCY_MS} ms, 1.6 Mbit/s, processor slowed {bench.SLOWED} times)\n"
        f"    painted after     {seen['paint']:4.1f} s (aim: at most {AIM_PAINT_S})\n"
        f"    first live run at {seen['result']:4.1f} s (aim: at most {AIM_LIVE_S}), "
        f"by when {seen['bytes'] / 1e6:.1f} MB were sent"
    )


def _exploring(page: Page, url: str) -> None:
    """A page that tries every order of a program with very many."""
    page.goto(url)
    page.mouse.move(1, 1)  # the first act, for which the editor waits
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(programs.deposits(MANY))
    page.get_by_test_id("explore").click()
    page.wait_for_selector("#playground[data-state=running]")


_KEYS = """() => {
    window.keys = [];
    const note = (list) => {
        for (const { name, duration } of list.getEntries())
            if (name === "keydown") window.keys.push(duration);
    };
    new PerformanceObserver(note).observe({ type: "event", durationThreshold: 16 });
}"""


def _typed(page: Page, url: str, _sent: list[Sent]) -> list[float]:
    """Of each key, from its press to its picture, in ms."""
    _exploring(page, url)
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.evaluate(_KEYS)
    page.keyboard.type(("# lockstep " * KEYS)[:KEYS])
    page.wait_for_timeout(EVERY_MS)
    slow: list[float] = page.evaluate("keys")
    return [*slow, *[float(QUICK_MS)] * (KEYS - len(slow))]


def _report_keys(times: list[float]) -> None:
    print(
        f"(h) a key while every order is tried, from its press to its picture: "
        f"median {median(times):.0f} ms, p95 {bench.p95(times):.0f} ms "
        f"(aim: p95 at most {AIM_KEY_MS} ms)"
    )


def _held(page: Page, url: str, _sent: list[Sent]) -> Memory:
    browser = page.context.browser
    assert browser, "a page without a browser"
    cdp = browser.new_browser_cdp_session()
    page.goto(url)
    page.mouse.move(1, 1)
    page.locator(".cm-content").wait_for()
    drawn = _renderers_hold(cdp)
    page.get_by_test_id("run").click()
    page.wait_for_selector("#playground[data-state=done]")
    page.wait_for_timeout(bench.REST_MS * 2)  # the spares are made meanwhile
    run = _renderers_hold(cdp)
    _exploring(page, url)
    most = 0
    for _ in range(EXPLORED_MS // EVERY_MS):
        page.wait_for_timeout(EVERY_MS)
        most = max(most, _renderers_hold(cdp))
    return Memory(drawn, run, most)


def _renderers_hold(cdp: CDPSession) -> int:
    processes: list[dict[str, Any]] = cdp.send("SystemInfo.getProcessInfo")["processInfo"]
    return sum(_share(each["id"]) for each in processes if each["type"] == "renderer")


def _share(pid: int) -> int:
    """Bytes of a process, with its part of what it shares with others."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    line = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024


def _report_memory(found: Memory) -> None:
    def megabytes(count: int) -> str:
        return f"{count / 1e6:.0f} MB"

    print(
        f"(i) memory of the page and its sandbox: drawn {megabytes(found.drawn)}, after a run, "
        f"with its spares, {megabytes(found.run)}, while every order of {MANY} deposits is tried "
        f"{megabytes(found.explored)}"
    )
