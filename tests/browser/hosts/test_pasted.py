"""A teacher pastes what is offered into a page of their own docs: it works unchanged.

Taken as a teacher takes it: out of "Embed this" of a lesson or of a program of one's own, and from
the page about embedding.
"""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
import textwrap
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import serving_elsewhere
from tests.browser.hosts.builders import CODE, run_builder
from tests.browser.hosts.conftest import BELOW
from tests.build.doors import ROOT

pytestmark = pytest.mark.slow

SETTLED = """async () => {
  const preview = document.querySelector(".embed-this-preview");
  const before = preview.height;
  for (let frames = 0; frames < 30; frames += 1) await new Promise(requestAnimationFrame);
  return before !== "300" && preview.height === before;
}"""
#: What "Embed this" calls each kind, and a part that only its own text has.
KINDS = {
    "html": "<lockstep-playground",
    "iframe": "<iframe",
    "markdown": "<div>",
    "rst": ".. raw:: html",
    "mdx": "style={{",
    "link": "http",
}


@pytest.fixture(scope="module")
def offers(open_page, site_below):
    """By what is shown and by kind: the text in "Embed this" of the page itself."""

    def of(page):
        page.locator("#embed-this > summary").click()
        expect(page.locator(".embed-this-preview")).to_be_attached()
        page.wait_for_function(SETTLED)
        texts = {}
        for kind, part in KINDS.items():
            page.get_by_test_id("embed-kind").select_option(kind)
            expect(page.get_by_test_id("embed-code")).to_contain_text(part)
            texts[kind] = page.get_by_test_id("embed-code").text_content()
        return texts

    with open_page() as page:
        page.goto(f"{site_below}scenarios/async-with/")
        lesson = of(page)
        page.goto(site_below)
        page.get_by_role("button", name="New", exact=True).click()
        page.locator(".cm-content").fill(CODE)
        own = of(page)
    return {"lesson": lesson, "own": own}


@pytest.fixture(scope="module")
def listing(open_page, site_below):
    """What stands on the page about embedding, by the name of the listing."""
    with open_page() as page:
        page.goto(f"{site_below}embed/")
        expect(page.locator("pre.code").first).to_contain_text(site_below)
        each = page.locator("pre.code").all()
        texts = {one.get_attribute("aria-label"): one.text_content() for one in each}
    return texts.__getitem__


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


def plain(folder, text):
    """A page written by hand."""
    (folder / "built").mkdir()
    (folder / "built/index.html").write_text(
        f"<!doctype html><title>Host</title><p>Some words.</p>{text}<p>The last words.</p>"
    )


def mdx(folder, text, configured=None):
    """As Docusaurus does it: the element is JSX, and the site's configuration names the script."""
    jsx = ["--loader=jsx", "--jsx-factory=h"]
    page = esbuilt(f"const page = {text};", *jsx)
    own = (folder / "site.txt").read_text() + "embed/v1/lockstep.js"
    scripts = configured or [{"src": own, "type": "module"}]
    tags = "".join(f"<script {attributes(script)}></script>" for script in scripts)
    (folder / "built").mkdir()
    (folder / "built/index.html").write_text(
        f"""<!doctype html><title>Host</title>{tags}<p>Some words.</p><div id="root"></div>
        <p>The last words.</p><script>
        const h = (name, given, ...children) => {{
          const {{style, ...attributes}} = given ?? {{}};
          const element = document.createElement(name);
          for (const [key, value] of Object.entries(attributes))
            element.setAttribute(key, value === true ? "" : value);
          Object.assign(element.style, style);
          element.append(...children);
          return element;
        }};
        {page}
        document.getElementById("root").append(page);
        </script>"""
    )


def esbuilt(text, *options):
    command = ["node", "node_modules/esbuild/bin/esbuild", *options]
    done = subprocess.run(command, cwd=ROOT, input=text, capture_output=True, text=True, check=True)
    return done.stdout


def attributes(given):
    return " ".join(f'{name}="{html.escape(value)}"' for name, value in given.items())


HOSTS = {
    "rst": ("rst", rst),
    "myst": ("markdown", myst),
    "mkdocs": ("markdown", mkdocs),
    "mdx": ("mdx", mdx),
    "plain": ("html", plain),
    "frame": ("iframe", plain),
}


@pytest.fixture
def shown(open_page, site_below, tmp_path):
    """Build a page with a text in it, serve it, and open it."""
    source, served = tmp_path / "source", tmp_path / "served"
    source.mkdir()
    (source / "site.txt").write_text(site_below)

    def opened(build, *texts):
        build(source, *texts)
        (source / "built").rename(served)
        page.goto(url)
        expect(page.get_by_text("The last words.")).to_be_visible()
        return page

    with serving_elsewhere(served, BELOW) as url, open_page() as page:
        yield opened


def is_there(page, nth=0, balance="300"):
    """The embed has come; return its frame."""
    inside = page.frame_locator("iframe").nth(nth)
    if balance is None:
        expect(inside.get_by_test_id("editor")).to_contain_text("asyncio.gather", timeout=30_000)
    else:
        expect(inside.get_by_test_id("final-balance")).to_have_text(balance, timeout=30_000)
    return inside


@pytest.mark.parametrize("what", ["lesson", "own"])
@pytest.mark.parametrize("host", HOSTS)
def test_what_embed_this_offers_works_where_it_is_pasted(shown, offers, host, what):
    kind, build = HOSTS[host]
    text = offers[what][kind]
    page = shown(build, text)
    is_there(page, balance="300" if what == "lesson" else None)
    [room] = re.findall(r"clamp\((\d+)px", text)
    embed = page.locator("iframe" if kind == "iframe" else "lockstep-playground[data-ready]")
    least = "(one) => Math.max(parseFloat(getComputedStyle(one).minHeight) || 0, one.offsetHeight)"
    assert embed.evaluate(least) >= int(room)


@pytest.mark.parametrize("what", ["lesson", "own"])
def test_a_link_that_is_offered_opens_the_embed_itself(open_page, offers, what):
    with open_page() as page:
        page.goto(offers[what]["link"])
        if what == "lesson":
            expect(page.get_by_test_id("final-balance")).to_have_text("300")
        else:
            expect(page.get_by_test_id("editor")).to_contain_text("before = total")


def test_the_page_about_embedding_offers_what_works_in_any_page(shown, listing):
    texts = [listing("HTML"), listing("HTML with a program of your own"), listing("A frame")]
    page = shown(plain, "\n".join(texts))
    is_there(page, 0)
    is_there(page, 1, None)
    is_there(page, 2)


def with_extension(folder, conf, text):
    (folder / "conf.py").write_text(f"project = 'Host'\n{conf}\n")
    (folder / "index.rst").write_text(f"Host\n====\n\n{text}\n\nThe last words.\n")
    run_builder(folder, "sphinx", "-q", "-W", "-b", "html", ".", "built")


def test_so_does_what_it_offers_for_sphinx(shown, listing, recordings):
    page = shown(with_extension, listing("conf.py"), listing("reStructuredText"))
    is_there(page, 0)
    is_there(page, 1, "1")


def in_readme(site, language):
    """What the README has of a language, as a reader copies it who knows the site's address."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.partition("\n## In your documentation\n")[2].partition("\n## ")[0]
    [block] = re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL)
    settings = re.findall(r"`((?:extensions|lockstep_site) = [^`]*)`", section)
    return [each.replace("https://YOUR-SITE/", site) for each in (block, "\n".join(settings))]


def test_what_the_readme_has_works_as_it_is(shown, site_below, recordings):
    html, _ = in_readme(site_below, "html")
    rst, settings = in_readme(site_below, "rst")
    page = shown(
        with_extension, settings, f".. raw:: html\n\n{textwrap.indent(html, '   ')}\n{rst}"
    )
    is_there(page, 0)
    is_there(page, 1)
    is_there(page, 2, "1")


def test_so_does_what_it_offers_for_mkdocs(shown, listing, recordings):
    def build(folder, settings, *texts):
        (folder / "docs").mkdir()
        pasted = "\n\n".join(texts)
        (folder / "docs/index.md").write_text(f"# Host\n\n{pasted}\n\nThe last words.\n")
        named = "site_name: Host\ntheme: {name: material, font: false}\n"
        (folder / "mkdocs.yml").write_text(named + settings)
        run_builder(folder, "mkdocs", "build", "-q", "--strict", "-d", "built")

    markdown = listing("Markdown"), listing("Markdown with a claim")
    page = shown(build, listing("mkdocs.yml"), *markdown)
    is_there(page, 0)
    is_there(page, 1, "1")


def test_so_does_what_it_offers_for_mdx_with_its_line_of_the_configuration(shown, listing):
    line = listing("docusaurus.config.js")
    reported = f"const config = {{{line}}}; console.log(JSON.stringify(config))"
    done = subprocess.run(["node", "-e", reported], capture_output=True, text=True, check=True)
    [(name, scripts)] = json.loads(done.stdout).items()
    assert name == "scripts"
    is_there(shown(mdx, listing("MDX"), scripts))


class Trait:
    """Of traitlets: a value that a notebook keeps in step with its page."""

    def __init__(self, value):
        self.value = value
        self.metadata = {}

    def tag(self, **metadata):
        self.metadata |= metadata
        return self


def widget_pasted(text):
    """What a notebook makes of a class that is pasted into it: the module, and the state sent."""
    anywidget = SimpleNamespace(AnyWidget=type("AnyWidget", (), {}))
    modules = {"anywidget": anywidget, "traitlets": SimpleNamespace(Unicode=Trait)}
    with pytest.MonkeyPatch.context() as patch:
        for name, module in modules.items():
            patch.setitem(sys.modules, name, module)
        exec(text, scope := {})
    [widget] = [
        made
        for made in scope.values()
        if isinstance(made, type) and issubclass(made, anywidget.AnyWidget)
    ]
    traits = {name: trait for name, trait in vars(widget).items() if isinstance(trait, Trait)}
    return widget._esm, {
        name: trait.value for name, trait in traits.items() if trait.metadata == {"sync": True}
    }


#: The front end of anywidget 0.11 (packages/anywidget/src/binding.ts): the default export, made if
#: it is a function, is initialized with a proxy of the model, then rendered; what that returns is
#: called once the view goes. A view lies in the page in Jupyter, in a shadow tree in marimo.
NOTEBOOK = """async ([esm, state, inShadow]) => {
  const heard = {};
  const model = {
    get: (name) => state[name],
    set: (name, value) => {
      state[name] = value;
      for (const tell of heard[`change:${name}`] ?? []) tell();
    },
    save_changes() {}, send() {}, widget_manager: {},
    on: (name, tell) => (heard[name] ??= []).push(tell),
    off: (name) => { if (name) delete heard[name]; },
  };
  const cell = document.getElementById("cell");
  const el = document.createElement("div");
  (inShadow ? cell.attachShadow({mode: "open"}) : cell).append(el);
  const {default: made} = await import(esm);
  const widget = typeof made === "function" ? await made() : made;
  const gone = new AbortController();
  await widget.initialize?.({model, signal: gone.signal, experimental: {}});
  const cleanUp = await widget.render({model, el, signal: gone.signal, experimental: {}});
  window.notebook = {set: model.set, close() { gone.abort(); cleanUp?.(); }};
}"""


@pytest.mark.parametrize("place", ["page", "shadow tree"])
def test_so_does_what_it_offers_for_notebooks(shown, listing, place):
    page = shown(plain, '<div id="cell"></div>')
    page.evaluate(NOTEBOOK, [*widget_pasted(listing("Python")), place == "shadow tree"])
    is_there(page)
    page.evaluate("notebook.set('scenario', 'unlocked')")
    is_there(page, balance="100")
    inside = page.frame_locator("iframe")
    inside.get_by_test_id("run").click()
    expect(inside.locator("#playground")).to_have_attribute("data-source", "live", timeout=90_000)
    expect(inside.get_by_test_id("final-balance")).to_have_text("100")
    page.evaluate("notebook.close()")
    expect(page.locator("lockstep-playground")).to_have_count(0)


def test_so_does_the_file_with_claims_that_it_offers(tmp_path, listing):
    (tmp_path / "visits.py").write_text(listing("A Python file with claims"))
    done = subprocess.run(
        [sys.executable, "-m", "lockstep", "check", "--no-cache", tmp_path],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "py")},
        check=False,
    )
    assert (done.returncode, done.stderr) == (
        0,
        "One program checked over every order: all is as it is claimed.\n",
    )
