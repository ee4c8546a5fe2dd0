"""Whether dist/ is what a build would make: then there is nothing to do.

What a build made is noted with what it was made from. Both are looked at anew each time: the
sources by what they hold, the files of dist/ by size and time, as nothing but a build writes them.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from .address import site_url

#: What goes into the site, beside the files at the top that say which versions of the rest do.
FOLDERS = ("py", "site")
#: Written by the build itself, below a folder of sources.
MADE = ("py/lockstep/embedding/drawing.js", "py/lockstep/embedding/drawing.css")
_NOTE = "built.json"


def build(root: Path, dist: Path, announce: Callable[[str], None], url: str | None = None) -> bool:
    """Build dist/ for `url` (see `site_url`), if need be; return whether there was need."""
    cache = root / "node_modules/.cache/lockstep"
    made_from = digest(root, site_url(url))
    if is_fresh(root, cache, dist, made_from):
        return False
    from . import pipeline  # noqa: PLC0415 - takes longer to load than all of the above

    pipeline.build(root, dist, announce, cache, url)
    note(root, cache, dist, made_from)
    return True


def digest(root: Path, url: str) -> str:
    """What a build at `url` would be made from."""
    total = hashlib.sha256(f"{sys.version}\0{url}\0".encode())
    for path in _sources(root):
        content = path.read_bytes()
        total.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def note(root: Path, cache: Path, dist: Path, made_from: str) -> None:
    """Note that dist/ has been built from that."""
    cache.mkdir(parents=True, exist_ok=True)
    (cache / _NOTE).write_text(json.dumps(_note(root, dist, made_from)), encoding="utf-8")


def is_fresh(root: Path, cache: Path, dist: Path, made_from: str) -> bool:
    """Return whether dist/ is there, whole and untouched, as it was built from that."""
    try:
        noted = json.loads((cache / _NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return dist.is_dir() and bool(noted == _note(root, dist, made_from))


def _note(root: Path, dist: Path, made_from: str) -> dict[str, object]:
    files = {
        path.relative_to(dist).as_posix(): [stat.st_size, stat.st_mtime_ns]
        for path in sorted(dist.rglob("*"))
        if path.is_file()
        for stat in [path.stat()]
    }
    made = [name for name in MADE if (root / name).is_file()]
    return {"dist": str(dist.resolve()), "made_from": made_from, "files": files, "made": made}


def _sources(root: Path) -> Iterator[Path]:
    made = {root / name for name in MADE}
    yield from sorted(path for path in root.iterdir() if path.is_file())
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path not in made and "__pycache__" not in path.parts:
                yield path
