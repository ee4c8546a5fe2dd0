"""A browser for the tests: what is there first, what can be had next, a sentence last."""

import pytest

from sitebuild import browser, check

WAYS = ["_on_the_system", "_playwrights", "_download", "_from_debian"]


@pytest.fixture
def ways(monkeypatch):
    """Replace the ways to a browser by what they shall answer; note which were tried."""
    browser.find_chromium.cache_clear()
    tried = []

    def answers(**given: str) -> list[str]:
        for name in WAYS:
            monkeypatch.setattr(
                browser, name, lambda name=name: tried.append(name) or given.get(name, "")
            )
        return tried

    yield answers
    browser.find_chromium.cache_clear()


def test_the_systems_own_is_taken_and_nothing_is_installed(ways):
    tried = ways(_on_the_system="/usr/bin/chromium", _download="/never")
    assert browser.find_chromium() == "/usr/bin/chromium"
    assert tried == ["_on_the_system"]


def test_debians_is_installed_only_when_playwrights_cannot_be_had(ways):
    tried = ways(_from_debian="/usr/bin/chromium")
    assert browser.find_chromium() == "/usr/bin/chromium"
    assert tried == WAYS


def test_without_any_the_sentence_says_what_to_install(ways):
    ways()
    with pytest.raises(browser.NoBrowserError, match="install chromium or Google Chrome"):
        browser.find_chromium()


def test_only_root_installs_debians(monkeypatch):
    monkeypatch.setattr(browser.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(browser, "_succeeds", lambda _command: pytest.fail("ran apt-get"))
    assert browser._from_debian() == ""


@pytest.fixture
def no_firefox(monkeypatch):
    """A machine without Firefox, on which none can be installed."""
    browser.find_firefox.cache_clear()
    monkeypatch.setattr(browser.shutil, "which", lambda _name: None)
    monkeypatch.setattr(browser, "_FIREFOX_MAC", browser.Path("/nowhere"))
    yield
    browser.find_firefox.cache_clear()


def test_without_firefox_its_tests_are_left_out_and_that_is_said_where_and_at_the_end(
    no_firefox, tmp_path, capsys
):
    firefox = [each for each in check.steps() if "Firefox" in each.what]
    last = check.Step("the last", lambda _root: True)
    assert check.run_steps(tmp_path, [*firefox, last]) == 0
    left_out = (
        "browser tests in Firefox (pytest) left out: no Firefox is here and none could be "
        "installed: install firefox-esr or Firefox (as root on Debian it is done by itself)."
    )
    assert capsys.readouterr().out.splitlines() == [
        "build.py: [1/2] browser tests in Firefox (pytest)",
        f"build.py:   {left_out}",
        "build.py: [2/2] the last",
        f"build.py: {left_out}",
        "build.py: all that can be tried here passed (0 s).",
    ]


def test_a_firefox_that_cannot_be_driven_is_named(monkeypatch):
    monkeypatch.setattr(browser, "find_firefox", lambda: "/nowhere/firefox")
    assert browser.fault_of_firefox().startswith("/nowhere/firefox cannot be driven (")


def test_only_the_firefox_that_is_missing_is_installed(no_firefox, monkeypatch):
    installed = []
    monkeypatch.setattr(browser, "_apt_installs", installed.append)
    assert browser.find_firefox() == ""
    assert installed == ["firefox-esr"]
