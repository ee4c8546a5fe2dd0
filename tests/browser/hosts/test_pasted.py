"""A teacher pastes what "Embed this" offers into a page of their own docs: it works unchanged."""

from __future__ import annotations

import json
import subprocess

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import serving_elsewhere
from tests.browser.hosts.builders import CODE, run_builder
from tests.browser.hosts.conftest import BELOW
from tests.build.doors import ROOT

pytestmark = pytest.mark.slow

_OFFERED = """
import {{ snippetsOf }} from "./site/js/text/embed-code.js";
const wanted = {};
console.log(JSON.stringify(snippetsOf(wanted).map(({{name, text}}) => [name, text])));
"""


def offered(site, kind, scenario="async-with"):
    """The text that the page offers for a kind of host."""
    wanted = {
        "home": site,
        "scenario": scenario,
        "code": "" if scenario else CODE,
        "options": {},
        "height": 700,
        "fragment": "",
    }
    script = _OFFERED.format(json.dumps(wanted))
    command = ["node", "--input-type=module", "-e", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))[kind]


def sphinx(folder, suffix, text):
    (folder / "conf.py").write_text("project = 'Host'\nextensions = ['myst_parser']\n")
    (folder / f"index.{suffix}").write_text(text)
    run_builder(folder, "sphinx", "-q", "-W", "-b", "html", ".", "built")


def rst(folder, text):
    sphinx(folder, "rst", f"Host\n====\n\nSome words.\n\n{text}\n\nThe last words.\n")


def myst(folder, text):
    sphinx(folder, "md", f"# Host\n\nSome words.\n\n{text}\n\nThe last words.\n")


def mkdocs(folder, text):
    (folder / "docs").mkdir()
    (folder / "docs/index.md").write_text(f"# Host\n\nSome words.\n\n{text}\n\nThe last words.\n")
    (folder / "mkdocs.yml").write_text("site_name: Host\ntheme: {name: material, font: false}\n")
    run_builder(folder, "mkdocs", "build", "-q", "--strict", "-d", "built")


def mdx(folder, text):
    """As MDX does it: the element is JSX, and the script stands in the site's configuration."""
    command = ["node", "node_modules/esbuild/bin/esbuild", "--loader=jsx", "--jsx-factory=h"]
    done = subprocess.run(
        command, cwd=ROOT, input=f"const page = {text};", capture_output=True, text=True, check=True
    )
    site = (folder / "site.txt").read_text()
    (folder / "built").mkdir()
    (folder / "built/index.html").write_text(
        f"""<!doctype html><title>Host</title><p>Some words.</p><div id="root"></div>
        <p>The last words.</p><script type="module">
        const h = (name, given, ...children) => {{
          const {{style, ...attributes}} = given ?? {{}};
          const element = document.createElement(name);
          for (const [key, value] of Object.entries(attributes))
            element.setAttribute(key, value === true ? "" : value);
          Object.assign(element.style, style);
          element.append(...children);
          return element;
        }};
        {done.stdout}
        document.getElementById("root").append(page);
        import({json.dumps(site + "embed/v1/lockstep.js")});
        </script>"""
    )


HOSTS = {
    "rst": ("rst", rst),
    "myst": ("markdown", myst),
    "mkdocs": ("markdown", mkdocs),
    "mdx": ("mdx", mdx),
}


@pytest.mark.parametrize("scenario", ["async-with", None], ids=["lesson", "own"])
@pytest.mark.parametrize("host", HOSTS)
def test_what_is_offered_works_where_it_is_pasted(open_page, site_below, tmp_path, host, scenario):
    kind, build = HOSTS[host]
    source, served = tmp_path / "source", tmp_path / "served"
    source.mkdir()
    (source / "site.txt").write_text(site_below)
    build(source, offered(site_below, kind, scenario))
    (source / "built").rename(served)
    with serving_elsewhere(served, BELOW) as url, open_page() as page:
        page.goto(url)
        element = page.locator("lockstep-playground[data-ready]")
        expect(element).to_have_count(1, timeout=30_000)
        assert element.evaluate("(one) => getComputedStyle(one).minHeight") == "700px"
        inside = page.frame_locator("lockstep-playground iframe")
        if scenario:
            expect(inside.get_by_test_id("final-balance")).to_have_text("300")
        else:
            expect(inside.get_by_test_id("editor")).to_contain_text("before = total")
        expect(page.get_by_text("The last words.")).to_be_visible()
