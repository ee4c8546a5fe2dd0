"""What axe has to say about a page."""

from __future__ import annotations

from tests.browser.conftest import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def complaints(page) -> str:
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=AXE)
    found = page.evaluate(
        """async (tags) => {
            const options = {runOnly: {type: "tag", values: tags}};
            const {violations} = await axe.run(document, options);
            return violations.map(({id, nodes}) =>
                [id, ...nodes.map(({target, failureSummary}) => `${target}: ${failureSummary}`)]);
        }""",
        TAGS,
    )
    return "\n".join("\n  ".join(each) for each in found)
