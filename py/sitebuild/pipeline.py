"""From the sources to dist/, in one straight line. The same sources give the same bytes."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from lockstep.trace import schema

from . import exercises, runtime
from .address import site_url
from .answers import Answers
from .assets import build_assets
from .cards import write_cards
from .drawing import build_drawing
from .node import Node
from .notices import notices
from .oembed import write_oembed
from .offline import write_service_worker
from .python_dist import build_python_dist
from .record import Recording, record_all, record_choices
from .render import Site, draw, render

Announce = Callable[[str], None]


def build(
    root: Path,
    dist: Path,
    announce: Announce = print,
    cache: Path | None = None,
    url: str | None = None,
) -> None:
    """Build beside dist and swap at the end, so that a failed build leaves the last good site.

    What takes long and changes seldom (bytecode of the standard library, what is recorded of a
    program) is kept in the cache. `url` is where the site will be (see `site_url`); where that is
    not known, what needs it (oEmbed, pictures for those who link here) is left out.
    """
    cache = cache or root / "node_modules" / ".cache" / "lockstep"
    unfinished = dist.with_name(f"{dist.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        _fill(root, unfinished, announce, cache, site_url(url))
        shutil.rmtree(dist, ignore_errors=True)
        unfinished.rename(dist)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _fill(root: Path, dist: Path, announce: Announce, cache: Path, url: str) -> None:
    announce("recording every scenario with CPython")
    answers = Answers(cache)
    node = Node(root, cache)
    recordings = record_all(answers)
    _write_data(dist, recordings)
    orders = _write_orders(dist / "orders", recordings)
    records = _write_records(dist / "records", record_choices(node, recordings, answers))
    tasks = exercises.pages(answers)
    # Nothing is run from here on: a run takes over the time, the output and the modules of its
    # process, so no thread may be beside it.
    with ThreadPoolExecutor(1) as beside:
        drawing = beside.submit(draw, node, recordings)
        announce("preparing the runtime (Pyodide, standard library, engine)")
        runtime_data = runtime.build(node, dist / "runtime", cache)
        build_drawing(node, root / "py/lockstep/embedding")
        build_python_dist(root, dist / "python")
        announce("bundling scripts and styles")
        assets = build_assets(node, dist)
        announce("drawing the traces and rendering the pages")
        drawn = drawing.result()
    site = Site(recordings, drawn, tasks, assets, runtime_data, records, orders, url)
    render(node, dist, site)
    write_cards(node, dist, recordings, drawn, cache / "cards")
    write_oembed(dist, recordings, drawn, url)
    _write_rest(root, dist, assets.packages)
    write_service_worker(node, dist)


def _write_data(dist: Path, recordings: list[Recording]) -> None:
    for folder in ("traces", "data"):
        (dist / folder).mkdir()
    for recording in recordings:
        (dist / "traces" / f"{recording.name}.json").write_text(
            recording.trace_json, encoding="utf-8"
        )
    catalogue = json.dumps([recording.scenario for recording in recordings])
    (dist / "data" / "catalogue.json").write_text(catalogue, encoding="utf-8")
    write_schemas(dist / "schema")


def write_schemas(folder: Path) -> None:
    """Publish what a trace and an exploration look like, for programs that read them."""
    folder.mkdir()
    for name in schema.ROOTS:
        text = json.dumps(schema.json_schema(name), indent=1)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _write_orders(folder: Path, recordings: list[Recording]) -> dict[str, str]:
    """Write all orders of each lesson to a file of its own; return the URL by lesson."""
    folder.mkdir()
    return {
        each.name: _write_hashed(folder, "all", each.orders_json)
        for each in recordings
        if each.orders_json
    }


def _write_records(folder: Path, answers: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
    """Write a page's answers to one file, the orders of each to another; return URLs by page."""
    folder.mkdir()
    urls = {}
    for page, answer in answers.items():
        for each in answer:
            if each["orders"]:
                each["orders"] = _write_hashed(folder.parent / "orders", "all", each["orders"])
        text = json.dumps(answer, separators=(",", ":"))
        urls[page] = _write_hashed(folder, page, text)
    return urls


def _write_hashed(folder: Path, name: str, text: str) -> str:
    """Write a file that is named by what it holds; return its URL below the site's root."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    (folder / f"{name}-{digest}.json").write_text(text, encoding="utf-8")
    return f"{folder.name}/{name}-{digest}.json"


def _write_rest(root: Path, dist: Path, packages: tuple[str, ...]) -> None:
    shutil.copyfile(root / "LICENSE", dist / "LICENSE.txt")
    (dist / "THIRD-PARTY.txt").write_text(notices(root, packages), encoding="utf-8")
    (dist / ".nojekyll").touch()  # GitHub Pages must not treat the site as a Jekyll project
