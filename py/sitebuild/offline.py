"""The service worker: the site's own list of what it keeps for when there is no network."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from .node import ESBUILD, Node

SCRIPT = "site/js/offline/worker.js"
#: Below dist: for other programs and other sites, not for a reader of this one.
_LEFT_OUT = ("python/", "cards/", "schema/", "404.html", "LICENSE.txt", "THIRD-PARTY.txt")


def write_service_worker(node: Node, dist: Path) -> None:
    """Write offline.js, with the hash of every file that is kept; last, when all are there.

    Its bytes change whenever one of them does, which is how a browser knows of an update.
    """
    files = {path: _hash(dist / path) for path in kept(dist)}
    listed = json.dumps(files, separators=(",", ":"))
    build = hashlib.sha256(listed.encode()).hexdigest()[:16]
    text = node.printed(
        ESBUILD,
        SCRIPT,
        "--bundle",
        "--minify",
        "--target=es2022",
        "--format=iife",
        "--legal-comments=none",
        "--log-level=warning",
        what="bundling the service worker",
    )
    given = f'globalThis.__LIST__={{"build":"{build}","files":{listed}}};\n'
    (dist / "offline.js").write_text(given + text, encoding="utf-8")


def kept(dist: Path) -> list[str]:
    """Return the files that are kept, below dist: pages and scripts first, then by size."""
    found = [path for path in dist.rglob("*") if path.is_file() and not path.name.startswith(".")]
    names = {path.relative_to(dist).as_posix(): path.stat().st_size for path in found}
    wanted = [name for name in names if not name.startswith(_LEFT_OUT) and name != "offline.js"]
    return sorted(wanted, key=lambda name: (not name.startswith("assets/"), names[name], name))


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:32]
