"""What axe has to say about a page."""

from __future__ import annotations

from tests.browser.conftest import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: The rules of TAGS that look at colours.
COLOURS = ["color-contrast", "link-in-text-block"]


def complaints(page, rules: list[str] | None = None) -> str:
    """What all rules of TAGS, or some rules only, find fault with."""
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=AXE)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    found = page.evaluate(
        """async (runOnly) => {
            const {violations} = await axe.run(document, {runOnly});
            return violations.map(({id, nodes}) =>
                [id, ...nodes.map(({target, failureSummary}) => `${target}: ${failureSummary}`)]);
        }""",
        only,
    )
    return "\n".join("\n  ".join(each) for each in found)
