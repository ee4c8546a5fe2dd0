"""With the reader's own few colours, everything that colour says is said by shape, line or word."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.clock import Clock
from tests.browser.playground import LONGEST_LOAD, Playground
from tests.browser.test_explore import TWO, Orders


@pytest.fixture(params=["light", "dark"])
def page(request, open_page):
    with open_page(forced_colors="active", color_scheme=request.param) as fresh:
        yield fresh


#: A system colour as this browser computes it.
SYSTEM = """name => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.cssText = `color: ${name}; forced-color-adjust: none`;
    const {color} = getComputedStyle(probe);
    probe.remove();
    return color;
}"""


def system(page, name):
    return page.evaluate(SYSTEM, name)


def styles(locator, *names):
    """What the browser paints an element with, by CSS property."""
    return locator.evaluate(
        "(e, names) => names.map((name) => getComputedStyle(e)[name])", list(names)
    )


def test_what_is_chosen_stands_out(page, site):
    Playground(page).opened(site)
    chosen = page.locator("[name=lock-mode]:checked + span")
    other = page.locator("[name=lock-mode]:not(:checked) + span").first
    turned_over = [system(page, "CanvasText"), system(page, "Canvas")]
    assert styles(chosen, "backgroundColor", "color") == turned_over
    assert styles(other, "backgroundColor") != styles(chosen, "backgroundColor")
    reading = page.locator("#timeline .tl-reading input:checked + span")
    assert styles(reading, "backgroundColor", "color") == turned_over


def test_the_current_line_of_code_and_of_the_log_is_framed(page, site):
    Playground(page).opened(site)
    page.get_by_test_id("step-back").click()
    line = page.locator(".cm-line.cm-at").first
    expect(line).to_be_visible()
    assert styles(line, "borderTopStyle", "borderBottomStyle") == ["solid", "solid"]
    printed = page.locator(".log-line[aria-current]")
    expect(printed).to_have_count(1)
    assert styles(printed, "outlineStyle", "outlineWidth") == ["solid", "2px"]


def test_a_block_is_canvas_text_with_words_in_canvas_and_a_loss_is_hatched(page, site):
    Playground(page).opened(f"{site}scenarios/unlocked/")
    ink, paper = system(page, "CanvasText"), system(page, "Canvas")
    block = page.locator("#timeline .tl-block:not(.tl-wrong)").first
    assert styles(block.locator(".tl-body"), "fill") == [ink]
    assert styles(block.locator(".tl-words"), "fill") == [paper]
    lost = page.locator("#timeline .tl-wrong").first
    assert styles(lost.locator(".tl-body"), "fill", "stroke") == ['url("#tl-hatch")', ink]
    assert styles(lost.locator(".tl-words"), "fill", "stroke") == [ink, paper]
    expect(lost.locator("path.tl-body")).to_have_count(1)  # with its corner cut
    hatch = page.locator("#tl-hatch .tl-hatch-line")
    assert styles(hatch, "fill") == [ink]


def test_a_wait_is_hatched_and_the_moment_is_framed(page, site):
    Playground(page).opened(f"{site}scenarios/async-with/")
    waiting = page.locator("#timeline .tl-waiting rect").first
    assert waiting.get_attribute("fill") == "url(#tl-hatch)"
    ink, paper = system(page, "CanvasText"), system(page, "Canvas")
    pattern = page.locator("#tl-hatch")
    assert styles(pattern.locator(".tl-hatch-line"), "fill") == [ink]
    assert styles(pattern.locator(".tl-hatch-paper"), "fill") == [paper]
    page.get_by_test_id("step-forward").click(force=True)
    now = page.locator("#timeline .tl-now")
    assert styles(now, "stroke", "strokeWidth") == [system(page, "SelectedItem"), "2px"]


def test_bars_keep_their_length_and_the_wrong_ones_their_hatch(page, site):
    orders = Orders(page).opened(site, TWO)
    orders.explore()
    bars = page.locator(".outcome-bar")
    images = [styles(bar, "backgroundImage")[0] for bar in bars.all()]
    assert [image.split("(")[0] for image in images] == [
        "repeating-linear-gradient",
        "linear-gradient",
    ]
    sizes = [styles(bar, "backgroundSize")[0] for bar in bars.all()]
    assert [float(size.split("%")[0]) for size in sizes] == pytest.approx([66.7, 33.3], abs=0.1)
    orders.open_row("end at 200")
    shown = page.locator(".outcome[data-shown]")
    assert styles(shown, "outlineStyle", "outlineWidth") == ["solid", "2px"]
    number = page.locator("#timeline .tl-flag-number").first
    assert styles(number, "fill") == [system(page, "Canvas")]


def test_the_focus_is_highlight(page, site):
    Playground(page).opened(site)
    highlight = system(page, "Highlight")
    for locator in (page.get_by_test_id("run"), page.get_by_test_id("scrubber")):
        locator.focus()
        page.keyboard.press("Shift")  # a key: from here on the focus is shown
        expect(locator).to_be_focused()
        assert styles(locator, "outlineColor", "outlineStyle") == [highlight, "solid"]


def test_the_button_that_runs_can_be_read(page, site):
    Playground(page).opened(site)
    colour, background = styles(page.get_by_test_id("run"), "color", "backgroundColor")
    assert colour != background


def test_how_much_of_python_is_loaded_can_be_seen(page, site):
    playground = Playground(page).opened(site)
    page.route("**/pyodide.asm.wasm", lambda route: None)
    playground.run_button.click()
    playground.wait_for("loading")
    expect(playground.status).to_contain_text(" MB", timeout=LONGEST_LOAD)
    bar = page.locator("#runtime-progress .bar")
    around = styles(page.locator("#runtime-progress"), "backgroundColor")
    assert styles(bar, "backgroundColor") == [system(page, "CanvasText")]
    assert around != styles(bar, "backgroundColor")


def test_a_choice_can_be_read(page, site):
    clock = Clock(page).opened(f"{site}scenarios/sometimes/")
    clock.bet.get_by_role("button", name="300").click()
    ink, paper = system(page, "CanvasText"), system(page, "Canvas")
    choice = clock.of("ATM-A")
    assert styles(choice, "backgroundColor", "color", "forcedColorAdjust") == [ink, paper, "none"]


def test_in_the_map_right_is_hollow_wrong_full_and_what_is_between_hatched(page, site):
    clock = Clock(page).opened(f"{site}scenarios/sometimes/")
    clock.bet.get_by_role("button", name="300").click()
    ink, paper = system(page, "CanvasText"), system(page, "Canvas")
    bar = lambda ending: page.locator(f"[data-testid=order][data-ending='{ending}']").first  # noqa: E731
    looks = ("backgroundColor", "borderTopWidth")
    assert styles(bar(300), *looks) == [paper, "1px"]
    assert styles(bar(100), *looks) == [ink, "1px"]
    assert "repeating-linear-gradient" in styles(bar(200), "backgroundImage")[0]
