"""Find the browsers of the tests and the bench, or get them: Chromium, and Firefox if it can be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from .node import BuildError

#: How Playwright drives the Firefox that distributions ship, which is not Playwright's own build.
FIREFOX_CHANNEL = "moz-firefox"
LAUNCH_ARGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
_FIREFOX_NAMES = ("firefox-esr", "firefox")
_FIREFOX_MAC = Path("/Applications/Firefox.app/Contents/MacOS/firefox")


class NoBrowserError(BuildError):
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


@cache
def find_firefox() -> str:
    """Path of a Firefox: the system's, else Debian's installed now; "" if none can be had."""
    return _firefox_on_the_system() or _firefox_from_debian()


def fault_of_firefox() -> str:
    """Why no test can run in Firefox here and what to do, in one sentence; "" if they can."""
    path = find_firefox()
    if not path:
        return (
            "no Firefox is here and none could be installed: install firefox-esr or Firefox "
            "(as root on Debian it is done by itself)"
        )
    try:
        with sync_playwright() as playwright:
            playwright.firefox.launch(executable_path=path, channel=FIREFOX_CHANNEL).close()
    except Error as error:
        return f"{path} cannot be driven ({str(error).splitlines()[0]}): install firefox-esr"
    return ""


def _on_the_system() -> str:
    return _first_of(_NAMES, _MAC)


def _firefox_on_the_system() -> str:
    return _first_of(_FIREFOX_NAMES, _FIREFOX_MAC)


def _first_of(names: tuple[str, ...], application: Path) -> str:
    found = next(filter(None, map(shutil.which, names)), "")
    return found or (str(application) if application.exists() else "")


def _playwrights() -> str:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else ""


def _download() -> str:
    _announce("no Chromium here: trying Playwright's own")
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return _playwrights() if _succeeds(command) else ""


def _from_debian() -> str:
    return _on_the_system() if _apt_installs("chromium") else ""


def _firefox_from_debian() -> str:
    return _firefox_on_the_system() if _apt_installs("firefox-esr") else ""


def _apt_installs(package: str) -> bool:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    _announce(f"trying Debian's package (apt-get install {package})")
    install = ["apt-get", "install", "--yes", package]  # with its fonts, which it recommends
    return _succeeds(["apt-get", "update"]) and _succeeds(install)


def _succeeds(command: list[str]) -> bool:
    result = subprocess.run(
        command,
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        capture_output=True,
        check=False,
    )
    return result.returncode == 0


def _announce(what: str) -> None:
    print(f"build.py: {what}", flush=True)
