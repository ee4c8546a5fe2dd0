"""An embed of ours beside a PyScript editor with the same program and the same Pyodide.

Each gets a browser process of its own and the compression of GitHub Pages. *Visible result* is when
a reader sees what the program comes to: ours brings a recorded run, the editor shows nothing before
its first run. A second visit is the same page once more, with the browser's cache as it is then.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Page

from ..bench import STOCK, in_browser
from ..render import FIRST
from ..serve import Sent

ROUNDS = 3


@dataclass(frozen=True)
class Visit:
    """Milliseconds since the navigation (the run: since its press), and bytes by then."""

    visible_ms: float
    run_ms: float
    run_bytes: int
    again_ms: float
    again_bytes: int


@dataclass(frozen=True)
class Rival:
    """A page with a program; what is there is told by JavaScript that is then true."""

    path: str
    ready: str
    press: str
    ran: str
    visible: str


OURS = Rival(
    path=f"embed/v1/?scenario={FIRST}",
    ready="document.querySelector('#playground') && window.lockstep !== undefined",
    press="document.querySelector('[data-testid=run]').click()",
    ran="document.querySelector('#playground[data-state=done][data-source=live]') !== null",
    visible="/\\d/.test(document.querySelector('[data-testid=final-balance]')?.textContent)",
)
_OUTPUT = "document.querySelector('.py-editor-output')?.textContent.includes('final balance')"
THEIRS = Rival(
    path="",
    ready="document.querySelector('.py-editor-run-button') !== null",
    press="document.querySelector('.py-editor-run-button').click()",
    ran=_OUTPUT,
    visible=_OUTPUT,
)
#: In the page from the start: looks at every frame.
_WATCH = """
const moment = async (isThere) => {
    while (!isThere()) await new Promise(requestAnimationFrame);
    return performance.now();
};
window.visible = moment(() => VISIBLE);
window.ran = (async () => {
    await moment(() => READY);
    const pressed = performance.now();
    PRESS;
    const done = await moment(() => RAN);
    return { run: done - pressed, epoch: performance.timeOrigin + done };
})();
"""


def side_by_side(root: Path, modules: Path, dist: Path) -> tuple[list[Visit], list[Visit]]:
    """Ours and theirs, in turns."""
    ours, theirs = [], []
    with TemporaryDirectory() as folder:
        rival = _editor_page(root, modules, Path(folder))
        for number in range(1, ROUNDS + 1):
            print(f"build.py: an embed and a PyScript editor, {number} of {ROUNDS}", flush=True)
            ours.append(in_browser(dist, "", _visits(OURS)))
            theirs.append(in_browser(rival, "", _visits(THEIRS)))
    return ours, theirs


def _editor_page(root: Path, modules: Path, folder: Path) -> Path:
    without_maps = shutil.ignore_patterns("*.map")
    shutil.copytree(modules / "@pyscript/core/dist", folder / "pyscript", ignore=without_maps)
    (folder / "pyodide").mkdir()
    for name in (*STOCK, "pyodide-lock.json"):
        shutil.copyfile(root / "node_modules/pyodide" / name, folder / "pyodide" / name)
    program = (root / "py/lockstep/scenarios" / f"{FIRST}.py").read_text(encoding="utf-8")
    (folder / "index.html").write_text(editor_page(program), encoding="utf-8")
    return folder


def editor_page(program: str) -> str:
    """The page with PyScript's editor that its documentation shows, with a Pyodide beside it."""
    config = escape('{"interpreter": "./pyodide/pyodide.mjs"}')
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>PyScript editor</title>'
        '<link rel="stylesheet" href="./pyscript/core.css">'
        '<script type="module" src="./pyscript/core.js"></script>'
        f'<script type="py-editor" config="{config}">\n{program}</script></html>'
    )


def _visits(rival: Rival) -> Callable[[Page, str, list[Sent]], Visit]:
    script = _WATCH
    for name in ("visible", "ready", "press", "ran"):
        script = script.replace(name.upper(), getattr(rival, name))

    def measure(page: Page, url: str, sent: list[Sent]) -> Visit:
        page.add_init_script(f"if (window === top) {{ {script} }}")
        visible, run, epoch = _visit(page, url + rival.path)
        first = sum(answer.size for answer in sent if answer.epoch_ms <= epoch)
        before = len(sent)
        page.goto("about:blank")
        _again_visible, again, _epoch = _visit(page, url + rival.path)
        return Visit(visible, run, first, again, sum(answer.size for answer in sent[before:]))

    return measure


def _visit(page: Page, url: str) -> tuple[float, float, float]:
    page.goto(url)
    visible: float = page.evaluate("window.visible")
    ran: dict[str, float] = page.evaluate("window.ran")
    return visible, ran["run"], ran["epoch"]


def report(ours: list[Visit], theirs: list[Visit]) -> None:
    print(f"(h) an embed beside a PyScript editor, medians of {ROUNDS}, each in a new browser")
    for words, name, unit in (
        ("visible result, from the navigation", "visible_ms", "ms"),
        ("first run, from its press", "run_ms", "ms"),
        ("bytes by the end of the first run", "run_bytes", "bytes"),
        ("second visit: run, from its press", "again_ms", "ms"),
        ("second visit: bytes", "again_bytes", "bytes"),
    ):
        mine, rival = (median(getattr(each, name) for each in side) for side in (ours, theirs))
        print(f"    {words:36} ours {mine:10,.0f} {unit}   PyScript {rival:10,.0f} {unit}")
