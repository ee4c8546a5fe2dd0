"""The playground as its users see it, for tests to read and to press."""

from __future__ import annotations

from playwright.sync_api import Page, expect

LONGEST_LOAD = 60_000  # ms: the runtime, on a busy machine


def made_live(page: Page) -> None:
    """Act, and wait for the scripts that come with the first act: what was drawn stands anew."""
    page.mouse.move(1, 1)
    expect(page.locator("#playground")).to_have_attribute("data-live", "")


class Playground:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator("#playground")
        self.run_button = page.get_by_test_id("run")
        self.final = page.get_by_test_id("final-balance")
        self.expected = page.get_by_test_id("expected-balance")
        self.verdict = page.get_by_test_id("verdict")
        self.status = page.locator("#status-text")
        self.note = page.locator("#controls-note")
        self.code = page.locator(".cm-content")

    def opened(self, url: str) -> Playground:
        """With the editor in the place of the listing: it comes when its reader first acts."""
        self.page.goto(url)
        self.page.mouse.move(1, 1)
        expect(self.code).to_be_attached(timeout=LONGEST_LOAD)
        return self

    def written(self, url: str, code: str) -> Playground:
        """With a program of one's own in the editor."""
        self.opened(url)
        self.page.get_by_test_id("new-program").click()
        self.type_code(code)
        return self

    def wait_for(self, state: str) -> None:
        expect(self.root).to_have_attribute("data-state", state, timeout=LONGEST_LOAD)

    def run(self) -> None:
        self.run_button.click()
        self.wait_for("done")

    def choose(self, axis: str, value: str) -> None:
        self.page.locator(f"[data-testid={axis}] input[value={value}]").check()

    def fill(self, testid: str, value: object) -> None:
        self.page.get_by_test_id(testid).fill(str(value))

    def type_code(self, code: str) -> None:
        """Put code into the editor as a paste does: typing would be indented for us."""
        self.code.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code)

    def shown_code(self) -> str:
        """All of it, also what is scrolled out of sight and therefore not drawn."""
        return self.page.evaluate(
            "document.querySelector('.cm-content').cmTile.view.state.doc.toString()"
        )

    def run_source(self, code: str) -> dict[str, object]:
        """The trace that the page's own entry gives, or the words of its refusal."""
        return self.page.evaluate(
            "code => lockstep.runSource(code).catch((error) => ({refused: error.message}))", code
        )
