"""Pages: Jinja2 templates, filled with recorded traces that Node has drawn already."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lockstep.catalogue import Entry
from lockstep.embedding import room
from lockstep.embedding.options import OPTIONS

from . import cards, exercises, path, prose, reference, threads
from .assets import Assets, minified
from .columns import packed
from .entries import draw_entries
from .listings import draw_listings
from .node import Node
from .record import Recording

#: The scenario that the playground opens with.
FIRST = "unlocked"
#: Fields of a trace that no picture shows.
_UNDRAWN = ("source", "stdout", "stderr", "calls")
#: Files of the runtime that no run waits for.
_LATER = ("lockstep-exploring.zip", "stdlib-rest.zip")
_UNSAFE_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})

Drawn = dict[str, dict[str, Any]]  # by scenario, as site/js/build/prerender.js says


@dataclass(frozen=True)
class Site:
    """All that the pages are made from."""

    recordings: list[Recording]
    drawn: Drawn
    exercises: list[exercises.Page]
    assets: Assets
    runtime: dict[str, Any]
    #: by page: the file with the answers to what its controls can choose
    records: dict[str, str]
    #: by page: the file with every order of its program
    orders: dict[str, str]
    #: where the site will be, with a slash at its end; empty: not known
    url: str

    @property
    def catalogue(self) -> list[Entry]:
        return [recording.scenario for recording in self.recordings]

    @property
    def listed(self) -> list[Recording]:
        return [recording for recording in self.recordings if recording.listed]


def draw(node: Node, recordings: list[Recording]) -> Drawn:
    """The HTML and SVG of every trace, drawn by the very code that draws it in the page."""
    by_name = {each.name: each for each in recordings}
    catalogue = [recording.scenario for recording in recordings]
    asked = {}
    for each in recordings:
        reached = _within_reach(catalogue, each)
        asked[each.name] = {
            "catalogue": reached,
            "name": each.name,
            "trace": each.trace,
            "compare": each.compare_trace,
            "exploration": each.exploration,
            "orders": json.loads(each.orders_json) if each.orders_json else None,
            "traces": {other["name"]: by_name[other["name"]].trace for other in reached},
        }
    script = "site/js/build/prerender.js"
    return node.answers(script, asked, what="drawing the recorded traces")


def render(node: Node, dist: Path, site: Site) -> None:
    templates = _environment(node)
    templates.globals |= _shared(node, site)
    first = next((r for r in site.listed if r.name == FIRST), site.listed[0])
    pages = [
        ("index.html", "playground.html", "./", first),
        ("scenarios/index.html", "scenarios.html", "../", None),
        (f"scenarios/{threads.NAME}/index.html", "threads.html", "../../", None),
        ("reference/index.html", "reference.html", "../", None),
        ("embed/index.html", "embed-docs.html", "../", None),
        ("404.html", "404.html", "./", None),
        *(
            (f"scenarios/{recording.name}/index.html", "scenario.html", "../../", recording)
            for recording in site.listed
        ),
    ]
    for target, template, to_root, recording in pages:
        lessons = _lessons(templates, site, to_root, recording)
        context = _context(dist, site, to_root, recording, lessons)
        text = templates.get_template(template).render(context)
        _write(dist / target, text)
    _render_exercises(templates, dist, site)
    _render_embed(templates, dist, site)


def _render_exercises(templates: Environment, dist: Path, site: Site) -> None:
    """The list of the exercises, and a page of each."""
    every = site.exercises
    shared = {"pages": every, "kinds": exercises.KINDS}
    index = templates.get_template("exercises.html")
    context = _context(dist, site, "../", None, {}) | shared
    _write(dist / "exercises/index.html", index.render(context))
    for page in every:
        home = f"exercises/{page.exercise.name}"
        orders = _write_orders(dist, home, page)
        exercise = page.data | {"orders": orders}
        data = {"root": "../../", "runtime": site.runtime, "exercise": exercise}
        context = _context(dist, site, "../../", None, {}) | shared | {"page": page}
        context["exercise_json"] = Markup(_in_script(data))
        text = templates.get_template("exercise.html").render(context)
        _write(dist / f"{home}/index.html", text)


def _write_orders(dist: Path, home: str, page: exercises.Page) -> str | None:
    """The orders to choose from, in a file named by what it holds; return where it is."""
    if page.orders is None:
        return None
    text = json.dumps(page.orders, separators=(",", ":"))
    name = f"{home}/orders-{hashlib.sha256(text.encode()).hexdigest()[:8]}.json"
    _write(dist / name, text)
    return name


def _render_embed(templates: Environment, dist: Path, site: Site) -> None:
    """One page for all scenarios, and a file of each with its views and its data.

    The files are named by the hash of what they hold: after a deploy, a page that was loaded
    before it finds nothing of another version.
    """
    home, to_root = "embed/v1", "../../"
    parts = {}
    for recording in site.recordings:
        # behind a press, the choices of an embed weigh nothing before it
        context = _context(dist, site, to_root, recording, {}, embedded=True)
        text = templates.get_template("_embed.html").render(context)
        name = f"{home}/{recording.name}-{hashlib.sha256(text.encode()).hexdigest()[:8]}.html"
        _write(dist / name, text)
        parts[recording.name] = name
    embed = {"root": to_root, "first": FIRST, "parts": parts}
    context = _context(dist, site, to_root, None, {}) | {"parts_json": Markup(_in_script(embed))}
    _write(dist / home / "index.html", templates.get_template("embed.html").render(context))


def _shared(node: Node, site: Site) -> dict[str, Any]:
    """What does not differ from page to page."""
    chapters = path.chapters([listed.scenario for listed in site.listed])
    return {
        "path": chapters,
        "rows": path.rows(chapters),
        "lessons": [stop for chapter in chapters for stop in chapter.stops],
        "entries": draw_entries(node, site.listed),
        "around": path.around,
        "exercises_of": exercises.of_lesson,
        "reference": reference.PARTS,
        "site_url": site.url,
        "card": cards,
        "embed_options": OPTIONS,
        "embed_height": room.height("all"),
        "embed_room": room.css(room.height("all")),
        "threads": threads,
        "threads_recording": threads.load(),
        "listings": draw_listings(node),
    }


class _Templates(FileSystemLoader):
    """The templates; a script among them is brought by every page, and paid for by every reader."""

    def __init__(self, node: Node) -> None:
        super().__init__(node.root / "site" / "templates")
        self._node = node

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        text, file, is_fresh = super().get_source(environment, template)
        return minified(self._node, text) if template.endswith(".js") else text, file, is_fresh


def _environment(node: Node) -> Environment:
    templates = Environment(
        loader=_Templates(node),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_compiled(node),
    )
    templates.filters |= {"prose": prose.prose, "plain": prose.plain}
    return templates


def _compiled(node: Node) -> FileSystemBytecodeCache | None:
    """Templates as bytecode, kept from build to build; jinja2 asks whether their text changed."""
    if node.cache is None:
        return None
    folder = node.cache / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def _lessons(
    templates: Environment, site: Site, root: str, recording: Recording | None
) -> dict[str, dict[str, str]]:
    """What changes with the lesson, for each lesson that a lock chosen on this page leads to."""
    if recording is None or "lock-mode" not in recording.scenario["axes"]:
        return {}
    chapters = path.chapters([listed.scenario for listed in site.listed])
    family = [
        each.scenario
        for each in site.listed
        if "lock-mode" in each.scenario["axes"]
        and each.scenario["family"] == recording.scenario["family"]
    ]
    return {
        each["name"]: {
            "title": f"{prose.plain(each['title'])} · Lockstep",
            **{
                part: templates.get_template(f"_{part}.html").render(
                    root=root, here=path.around(chapters, each["name"])
                )
                for part in ("place", "neighbours")
            },
        }
        for each in family
    }


def _has_scopes(site: Site, recording: Recording) -> bool:
    """Return whether one lock for all accounts can be chosen where a lock can be."""
    family = [s for s in site.catalogue if s["family"] == recording.scenario["family"]]
    return any(each["axes"].get("lock-scope") == "global" for each in family)


def _context(
    dist: Path,
    site: Site,
    root: str,
    recording: Recording | None,
    lessons: dict[str, dict[str, str]],
    *,
    embedded: bool = False,
) -> dict[str, Any]:
    """What a template is filled with; an embed opens with its run, and with that alone."""
    drawn = dict(site.drawn.get(recording.name, {})) if recording else {}
    opening = {} if embedded else drawn.pop("opening", {})
    repair = drawn.pop("repair", {})
    drawn |= {} if embedded else repair
    drawn = {part: html for part, html in drawn.items() if isinstance(html, str)}
    return {
        "root": root,
        "scenario": recording.scenario if recording else None,
        "has_scopes": recording is not None and _has_scopes(site, recording),
        "trace": recording.trace if recording else None,
        "compare_trace": recording.compare_trace if recording else None,
        "exploration": recording.exploration if recording else None,
        "prerendered": {part: Markup(html) for part, html in drawn.items()},
        "opening": {part: Markup(html) for part, html in opening.items()},
        "catalogue": [listed.scenario for listed in site.listed],
        "places_json": Markup(
            _in_script(_places(dist, site, root, recording, lessons, embedded=embedded))
        )
        if recording
        else "",
        "runtime_size": _size_in_words(site.runtime),
        "assets": site.assets,
        "inline_css": Markup(site.assets.inline_css),
    }


def _places(
    dist: Path,
    site: Site,
    root: str,
    recording: Recording,
    lessons: dict[str, dict[str, str]],
    *,
    embedded: bool,
) -> dict[str, Any]:
    """Where the scripts find what a page is made from: nothing of it is needed to read the page.

    What a press on Run asks for first is here itself, so that nothing else has to be there.

    What pictures are drawn from is a file of its own, since they may have to be fitted to another
    width before anything else is wanted. Of a trace it has what is drawn; the page has the rest.
    """
    is_alone = embedded and recording.scenario["opens"] == "repair"
    beside = None if is_alone else recording.compare_trace
    traces = {"trace": recording.trace, "compare": beside}
    begun = None if embedded else site.drawn[recording.name].get("begun")
    scripts = site.assets.embed_live if embedded else site.assets.live
    drawn = {name: trace and _drawn_of(trace) for name, trace in (begun or traces).items()}
    page = {
        "snippets": _write_hashed(dist, reference.PROGRAMS, reference.programs()),
        "catalogue": _within_reach(site.catalogue, recording),
        "scenario": recording.name,
        "exploration": recording.exploration,
        "lessons": lessons,
        "records": site.records.get(recording.name),
        **({"trace": recording.trace} if begun else {"undrawn": _undrawn_of(traces)}),
    }
    return {
        "root": root,
        "page": _write_hashed(dist, f"pages/{recording.name}", page),
        "drawn": _write_hashed(dist, f"pages/{recording.name}-drawn", drawn),
        "orders": site.orders.get(recording.name),
        "scripts": scripts,
        "runtime": site.runtime,
    }


def _drawn_of(trace: dict[str, Any]) -> dict[str, Any]:
    return packed({name: value for name, value in trace.items() if name not in _UNDRAWN})


def _undrawn_of(traces: dict[str, dict[str, Any] | None]) -> dict[str, dict[str, Any]]:
    """What the page needs of each of its traces, and no picture does."""
    return {
        name: {field: trace[field] for field in _UNDRAWN if field in trace}
        for name, trace in traces.items()
        if trace
    }


def _write_hashed(dist: Path, name: str, data: object) -> str:
    """Write a file that is named by what it holds; return its URL below the site's root."""
    text = json.dumps(data, separators=(",", ":"))
    url = f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:8]}.json"
    _write(dist / url, text)
    return url


def _within_reach(catalogue: list[Entry], recording: Recording) -> list[Entry]:
    """Return what the controls of a page can lead to, and what is set beside that."""
    first = recording.scenario
    family = [
        each["name"]
        for each in catalogue
        if "lock-mode" in each["axes"] and each["family"] == first["family"]
    ]
    reached: set[str] = set()
    ahead = [first["name"], *(family if "lock-mode" in first["axes"] else [])]
    by_name = {each["name"]: each for each in catalogue}
    while ahead:
        name = ahead.pop()
        if name in reached:
            continue
        reached.add(name)
        beside = by_name[name]["compare"]
        others = by_name[name].get("variant_of"), beside and beside["scenario"]
        ahead += [other for other in others if other]
    return [each for each in catalogue if each["name"] in reached]


def _in_script(data: object) -> str:
    """JSON that no HTML parser takes for the end of a script element."""
    return json.dumps(data, separators=(",", ":")).translate(_UNSAFE_IN_SCRIPT)


def _size_in_words(runtime: dict[str, Any]) -> str:
    """What a first run transfers: whatever the page fetches at once, compressed as hosts do."""
    files = runtime.get("files", {})
    total = sum(file["gzip"] for name, file in files.items() if name not in _LATER)
    return f"{total / 1e6:.0f} MB"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
