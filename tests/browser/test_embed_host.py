"""The page around an embed: followed in its colours, asked for little, and never moved."""

from __future__ import annotations

import html
import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_embed import CODE, LONGEST, RESERVED, frame, ready, script

#: Of the ground that is drawn on, and of what is drawn for a running task.
LOOK = """(root) => {
  const style = getComputedStyle(root);
  const probe = root.ownerDocument.createElement("i");
  root.append(probe);
  const of = (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const look = {theme: root.dataset.theme, run: of("--run"), card: of("--card"), ink: of("--ink")};
  probe.remove();
  return JSON.stringify(look);
}"""
PAPERS = {
    "light": ("rgb(0, 90, 160)", "rgb(250, 250, 250)", "rgb(20, 20, 20)"),
    "dark": ("rgb(240, 190, 255)", "rgb(16, 16, 24)", "rgb(230, 230, 230)"),
}


def look(theme):
    run, card, ink = PAPERS[theme]
    return json.dumps({"theme": theme, "run": run, "card": card, "ink": ink}, separators=(",", ":"))


def rule(name, theme):
    accent, paper, ink = PAPERS[theme]
    return f".{name} {{ --md-primary-fg-color: {accent}; background: {paper}; color: {ink} }}"


COLOURS = f"<style>{rule('day', 'light')} {rule('night', 'dark')}</style>"
#: How hosts change their theme, by what they change.
CHANGES = {
    "the body": ("body", "document.body.className = 'night'"),
    "an element around it": ("div", "document.querySelector('.day').className = 'night'"),
    "a ground that fades": (
        "body",
        "document.body.style.transition = 'background-color .3s, color .3s';"
        "document.body.className = 'night'",
    ),
    "a sheet": (
        "body",
        "document.querySelector('style').textContent = document.querySelector('style').textContent"
        ".replace('.day', '.x').replace('.night', '.day')",
    ),
}


def look_becomes(page, wanted):
    root = frame(page).locator("html").element_handle()
    inside = root.owner_frame()
    inside.wait_for_function(
        f"([root, wanted]) => ({LOOK})(root) === wanted", arg=[root, wanted], polling=50
    )


@pytest.mark.parametrize("what", CHANGES)
def test_theme_paper_ink_and_accent_of_the_host_are_followed_live(page, site, host, what):
    where, change = CHANGES[what]
    body = RESERVED if where == "body" else f"<div class='day'>{RESERVED}</div>"
    with host(body + script(site), COLOURS) as url:
        page.goto(url)
        if where == "body":
            page.evaluate("document.body.className = 'day'")
        ready(page)
        look_becomes(page, look("light"))
        page.evaluate(change)
        look_becomes(page, look("dark"))


def test_a_theme_that_the_author_fixes_stays_and_can_be_changed_live(page, site, host):
    fixed = RESERVED.replace("scenario=", 'theme="light" scenario=')
    with host(fixed + script(site), COLOURS) as url:
        page.goto(url)
        ready(page)
        root = frame(page).locator("html")
        page.evaluate("document.body.className = 'night'")
        expect(root).to_have_attribute("data-theme", "light")
        page.evaluate("document.querySelector('lockstep-playground').setAttribute('theme', 'dark')")
        expect(root).to_have_attribute("data-theme", "dark")
        page.evaluate("document.querySelector('lockstep-playground').removeAttribute('theme')")
        page.evaluate("document.body.className = 'day'")
        expect(root).to_have_attribute("data-theme", "light")


@pytest.mark.every_engine
def test_under_the_strictest_policy_what_is_offered_works_with_two_directives(page, site, host):
    origin = site.rstrip("/")
    policy = f"default-src 'none'; script-src {origin}/; frame-src {origin}/"
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    with host(RESERVED + script(site), head) as url:
        page.goto(url)
        ready(page)
        expect(frame(page).get_by_test_id("final-balance")).to_have_text("100")
        frame(page).get_by_test_id("run").click()
        expect(frame(page).locator("#playground")).to_have_attribute(
            "data-source", "live", timeout=LONGEST
        )


@pytest.mark.every_engine
def test_a_host_page_that_is_sandboxed_itself_shows_runs_and_offers_a_link(page, site, host):
    inner = html.escape(f"<!doctype html><body>{RESERVED}{script(site)}", quote=True)
    outer = f'<iframe sandbox="allow-scripts" width="700" height="900" srcdoc="{inner}"></iframe>'
    with host(outer) as url:
        page.goto(url)
        within = page.frame_locator("iframe").first.frame_locator("lockstep-playground iframe")
        expect(within.get_by_test_id("final-balance")).to_have_text("100", timeout=30_000)
        assert within.locator("html").evaluate(
            "() => { try { localStorage; return false } catch { return true } }"
        )
        within.get_by_test_id("run").click()
        expect(within.locator("#playground")).to_have_attribute(
            "data-source", "live", timeout=LONGEST
        )
        within.get_by_test_id("share").click()
        expect(within.get_by_test_id("share-link")).to_have_value(re.compile(f"^{site}.*#1"))


def test_nothing_that_runs_in_an_embed_scrolls_its_host_or_takes_its_focus(open_page, site, host):
    asked = 'schedule="any-3.13:0=0,1=,2=1.2" run="visible" scenario='
    body = (
        f"<input id='mine'><p style='height:500px'>text</p>"
        f"{RESERVED.replace('scenario=', asked)}<p style='height:2000px'>text</p>"
    )
    with (
        host(body + script(site)) as url,
        open_page(viewport={"width": 700, "height": 640}) as page,
    ):
        page.goto(url)
        page.locator("#mine").focus()
        inside = frame(page).locator("#playground")
        expect(inside).to_have_attribute("data-source", "live", timeout=LONGEST)
        expect(inside.locator("#order")).to_be_visible()
        assert page.evaluate("[scrollY, document.activeElement.id]") == [0, "mine"]


def test_what_is_told_of_a_run_is_status_result_and_source_and_bubbles(page, site, host):
    failing = CODE.replace("return total", "assert total == 2, total")
    body = (
        f'<div id="around">{RESERVED}'
        f"<lockstep-playground><pre><code>{html.escape(failing)}</code></pre></lockstep-playground>"
        "</div>"
    )
    with host(body + script(site)) as url:
        page.goto(url)
        ready(page, 2)
        page.evaluate(
            """() => {
              window.told = [];
              document.getElementById("around").addEventListener("lockstep-done", (event) =>
                told.push([event.target.tagName, event.bubbles, event.detail]));
            }"""
        )
        for nth in (0, 1, 0):
            frame(page, nth).get_by_test_id("run").click()
            page.wait_for_function(
                "(count) => told.length === count",
                arg=page.evaluate("told.length") + 1,
                timeout=LONGEST,
            )
        first, second, third = page.evaluate("told")
        for tag, bubbles, detail in (first, second, third):
            assert (tag, bubbles, list(detail)) == (
                "LOCKSTEP-PLAYGROUND",
                True,
                ["status", "result", "source"],
            )
        assert (first[2]["status"], first[2]["result"]) == ("ok", "100")
        assert (second[2]["status"], second[2]["source"]) == ("failed", failing)
        assert second[2]["result"] == "AssertionError(1)"
        assert third[2] == first[2]


def test_messages_of_strangers_tell_the_host_nothing(page, site, host):
    with host(RESERVED + script(site) + '<iframe id="other" srcdoc="<p>x"></iframe>') as url:
        page.goto(url)
        ready(page)
        reported = page.evaluate(
            """async () => {
              const told = [];
              const element = document.querySelector("lockstep-playground");
              element.addEventListener("lockstep-done", ({detail}) => told.push(detail));
              const before = element.offsetHeight;
              const said = {lockstep: 1, type: "done", status: "ok", result: "300", source: ""};
              const other = document.getElementById("other").contentWindow;
              for (const data of [said, {lockstep: 1, type: "height", height: 3000}]) {
                postMessage(data, "*");
                other.eval(`parent.postMessage(${JSON.stringify(data)}, "*")`);
              }
              await new Promise((heard) => {
                addEventListener("message", ({data}) => data === "the last" && heard());
                other.eval("parent.postMessage('the last', '*')");
              });
              return [told, element.offsetHeight - before];
            }"""
        )
        assert reported == [[], 0]
