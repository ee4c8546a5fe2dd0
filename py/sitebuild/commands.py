"""What each command of `build.py` does, once the environment is there.

Each imports for itself what it needs, since that takes longer than to see that nothing is to do.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from . import fresh
from .node import BuildError


def run(options: argparse.Namespace, root: Path) -> int:
    try:
        return _run(options, root)
    except BuildError as error:
        print(f"build.py: {error}", file=sys.stderr)
        return 1


def _run(options: argparse.Namespace, root: Path) -> int:
    if options.command == "test":
        return _test(options, root)
    if options.command == "fix":
        from . import fix

        return fix.check(root) if options.check else fix.fix(root)
    if options.command == "watch":
        from . import watch

        return watch.watch(root, root / "dist", options.port)
    if options.command == "fuzz":
        from . import fuzz

        return fuzz.fuzz(root, options)
    if options.command == "record-threads":
        from . import threads

        threads.record(announce)
        return 0
    return _with_site(options, root, _build(root, getattr(options, "site_url", None)))


def _test(options: argparse.Namespace, root: Path) -> int:
    from . import check, chosen_tests

    if options.paths or options.words:
        return chosen_tests.run(root, options.paths, options.words, options.quick)
    return check.check(root, options.quick)


def _with_site(options: argparse.Namespace, root: Path, dist: Path) -> int:
    """Do what needs the built site."""
    if options.command == "serve":
        from .serve import serve

        return serve(dist, options.port, open_browser=options.open)
    if options.command == "pictures":
        from . import pictures

        pictures.renew(root, dist, announce)
    if options.command == "bench":
        from . import bench, bench_devices, bench_explorer, bench_web

        bench.bench(root, dist)
        bench_devices.measure(dist)
        bench_web.bench(root, dist)
        bench_explorer.bench(root, dist)
    return 0


def _build(root: Path, url: str | None) -> Path:
    dist = root / "dist"
    began = time.monotonic()
    what = "built" if fresh.build(root, dist, announce, url) else "as a build would make it"
    announce(f"dist/ is {what} ({time.monotonic() - began:.1f} s)")
    return dist


def announce(what: str) -> None:
    print(f"build.py: {what}", flush=True)
