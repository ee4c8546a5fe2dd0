"""Find a Chromium for the browser tests and the bench, or get one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

LAUNCH_ARGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


class NoBrowserError(Exception):
    """No Chromium was found, and none could be installed."""


@cache
def find_chromium() -> str:
    """Path of a Chromium: the system's, else Playwright's, else one installed now."""
    ways: tuple[Callable[[], str], ...] = (_on_the_system, _playwrights, _download, _from_debian)
    for way in ways:
        path = way()
        if path:
            return path
    raise NoBrowserError(
        "no Chromium was found and none could be installed: install chromium or Google Chrome, "
        "or run `.venv/bin/python -m playwright install chromium`, and start again."
    )


def _on_the_system() -> str:
    found = next(filter(None, map(shutil.which, _NAMES)), "")
    return found or (str(_MAC) if _MAC.exists() else "")


def _playwrights() -> str:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else ""


def _download() -> str:
    _say("no Chromium here: trying Playwright's own")
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return _playwrights() if _succeeds(command) else ""


def _from_debian() -> str:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return ""
    _say("trying Debian's Chromium (apt-get install chromium)")
    install = ["apt-get", "install", "--yes", "chromium"]  # with its fonts, which it recommends
    if not (_succeeds(["apt-get", "update"]) and _succeeds(install)):
        return ""
    return _on_the_system()


def _succeeds(command: list[str]) -> bool:
    result = subprocess.run(
        command,
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        capture_output=True,
        check=False,
    )
    return result.returncode == 0


def _say(what: str) -> None:
    print(f"build.py: {what}", flush=True)
