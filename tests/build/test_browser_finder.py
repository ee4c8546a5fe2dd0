"""A Chromium for the tests: what is there first, what can be had next, a sentence last."""

import pytest

from sitebuild import browser

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
