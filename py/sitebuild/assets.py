"""Scripts and styles: bundled, minified, and named by the hash of what they hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .node import ESBUILD, Node

PAGE, EMBED = SCRIPTS = ("site/js/page/page.js", "site/js/embed/embed.js")
#: What is imported when a reader acts, or presses Run.
PAGE_LIVE = ("site/js/page/playground.js", "site/js/runner/runner.js")
EMBED_LIVE = ("site/js/embed/playground.js", "site/js/runner/runner.js")
#: What a host page loads; its name and place are part of the embed's contract.
ELEMENT = "site/js/embed/element.js"
#: Styles that must come first, in this order; the others follow by name.
FIRST_STYLES = ("tokens.css", "page.css")
#: Sheets that a kind of page does without. Those two kinds are what is looked at first, by readers
#: who have nothing of the site yet; any other page has them all. `order.css` comes with scripts.
_LISTS = (
    *("embedding.css", "exercise.css", "exercises.css", "grade.css"),
    *("lessons.css", "recording.css", "reference.css"),
)
WITHOUT = {
    "playground": {*_LISTS, "embed.css", "order.css", "thumbnail.css"},
    "embed": {
        *_LISTS,
        *("compare.css", "embed-this.css", "lesson.css", "order.css", "thumbnail.css"),
    },
    "site": set(),
}
_COMMON = (
    "--bundle",
    "--minify",
    "--target=es2022",
    "--legal-comments=none",
    "--log-level=warning",
)
_BUNDLING = (
    *_COMMON,
    "--format=esm",
    "--loader:.css=text",  # of what is fetched later
    "--splitting",
    "--outbase=site/js",
    "--entry-names=[name]-[hash]",
    "--chunk-names=[name]-[hash]",
)


Report = dict[str, Any]  # esbuild's metafile: https://esbuild.github.io/api/#metafile


@dataclass(frozen=True)
class Assets:
    """Where things landed, relative to dist."""

    script: str
    styles: dict[str, str]  # by kind of page: WITHOUT
    preload: tuple[str, ...]  # what the script imports at once
    live: tuple[str, ...]  # what makes a page live, and runs its program
    embed: str  # the script of the embed
    embed_preload: tuple[str, ...]
    embed_live: tuple[str, ...]
    inline_css: str
    packages: tuple[str, ...]  # npm packages that are part of the scripts


def build_assets(node: Node, dist: Path) -> Assets:
    meta = _bundle_scripts(node, dist)
    script, preload = _entry(meta["outputs"], PAGE)
    embed, embed_preload = _entry(meta["outputs"], EMBED)
    css = {kind: _bundle_styles(node, without) for kind, without in WITHOUT.items()}
    _write_element(node, dist / "embed" / "v1")
    return Assets(
        script=script,
        styles={
            kind: _write_hashed(dist / "assets", f"style-{kind}", ".css", text)
            for kind, text in css.items()
        },
        preload=preload,
        live=_live(meta["outputs"], PAGE_LIVE),
        embed=embed,
        embed_preload=embed_preload,
        embed_live=_live(meta["outputs"], EMBED_LIVE),
        inline_css=css["site"],
        packages=_packages(meta["inputs"]),
    )


def _entry(outputs: dict[str, Any], script: str) -> tuple[str, tuple[str, ...]]:
    """Where a script landed, and what it imports at once."""
    entry = next(path for path, made in outputs.items() if made.get("entryPoint") == script)
    static = [i["path"] for i in outputs[entry]["imports"] if i["kind"] == "import-statement"]
    return _landed(entry), tuple(map(_landed, static))


def _live(outputs: dict[str, Any], scripts: tuple[str, ...]) -> tuple[str, ...]:
    """Where those landed, with all that they import at once, each after whatever imports it."""
    found: list[str] = [
        path for script in scripts for path in outputs if outputs[path].get("entryPoint") == script
    ]
    for path in found:
        imported = outputs[path]["imports"]
        static = [each["path"] for each in imported if each["kind"] == "import-statement"]
        found += [each for each in static if each not in found]
    return tuple(map(_landed, found))


def _landed(path: str) -> str:
    return f"assets/{Path(path).name}"


def _write_element(node: Node, folder: Path) -> None:
    """One module without imports, under a name that never changes."""
    text = node.printed(ESBUILD, ELEMENT, *_COMMON, "--format=esm", what="bundling the element")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lockstep.js").write_text(text, encoding="utf-8")


def _bundle_scripts(node: Node, dist: Path) -> Report:
    """Write the bundled scripts; what is imported on demand goes into files of its own."""
    bundled = json.loads(node.kept(["bundle", *SCRIPTS, *_BUNDLING], lambda: _bundled(node)))
    folder = dist / "assets"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in bundled["files"].items():
        (folder / name).write_text(text, encoding="utf-8")
    meta: Report = bundled["meta"]
    return meta


def _bundled(node: Node) -> str:
    """Return what esbuild makes of the scripts, as JSON: ``files`` by name, and its ``meta``."""
    with TemporaryDirectory() as folder:
        report, assets = Path(folder) / "meta.json", Path(folder) / "assets"
        node.run(
            ESBUILD,
            *SCRIPTS,
            *_BUNDLING,
            f"--outdir={assets}",
            f"--metafile={report}",
            what="bundling the scripts with esbuild",
        )
        files = {path.name: path.read_text(encoding="utf-8") for path in sorted(assets.iterdir())}
        meta = json.loads(report.read_text(encoding="utf-8"))
    return json.dumps({"files": files, "meta": meta})


def minified(node: Node, script: str) -> str:
    """Return a script that stands in a page, as short as those that it loads."""
    return node.printed(ESBUILD, "--minify", "--target=es2022", stdin=script, what="minifying")


def _bundle_styles(node: Node, without: set[str]) -> str:
    sheets = [path for path in styles(node.root / "site" / "styles") if path.name not in without]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sheets)
    return node.printed(ESBUILD, "--loader=css", *_COMMON, stdin=text, what="minifying the styles")


def styles(folder: Path) -> list[Path]:
    first = [folder / name for name in FIRST_STYLES if (folder / name).exists()]
    return first + [path for path in sorted(folder.glob("*.css")) if path not in first]


def _write_hashed(folder: Path, name: str, suffix: str, text: str) -> str:
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}-{digest}{suffix}").write_text(text, encoding="utf-8")
    return f"{folder.name}/{name}-{digest}{suffix}"


def _packages(inputs: Iterable[str]) -> tuple[str, ...]:
    """Names of the npm packages whose files went in: `node_modules/@scope/name/...`."""
    names = set()
    for path in inputs:
        parts = path.split("node_modules/")[-1].split("/")
        if "node_modules/" in path:
            names.add("/".join(parts[:2]) if parts[0].startswith("@") else parts[0])
    return tuple(sorted(names))
