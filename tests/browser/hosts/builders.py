"""Documentation of somebody else's, made by the builders that people use: one page with two runs.

Each builder writes its sources, builds them strictly, and says how its readers change the theme.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lockstep.embedding import room
from tests.build.doors import ROOT

CODE = """\
import asyncio

total = 0

async def add():
    global total
    before = total
    await asyncio.sleep(0.1)
    total = before + 1

async def main():
    await asyncio.gather(add(), add())
    return total

asyncio.run(main())
"""
#: What the page claims of CODE, and what it may not claim.
TRUE, FALSE = "1", "2"
#: As the site offers it.
ROOM = room.css(room.height("all"))


class NotBuilt(Exception):
    """The builder refused; the message is what it said."""


@dataclass(frozen=True)
class Host:
    """A builder of documentation.

    Attributes:
        name: for the names of tests.
        build: writes the page's sources into a folder and returns the folder that is served.
            It is given the folder, the address it will be served at, that of Lockstep's site,
            and the outcomes to claim of CODE.
        toggle: selectors of what changes the theme, pressed in turn until it is dark.
        dark: what is there then.
        recorded: whether a build records the runs; else the page's own script shows CODE.
    """

    name: str
    build: Callable[[Path, str, str, str], Path]
    toggle: tuple[str, ...]
    dark: str
    recorded: bool = True

    def __str__(self) -> str:
        return self.name


def run_builder(folder: Path, *command: str | Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "py")},
        check=False,
    )
    if done.returncode:
        raise NotBuilt(done.stdout + done.stderr)


def _sphinx(theme: str) -> Callable[[Path, str, str, str], Path]:
    def build(folder: Path, _url: str, site: str, claimed: str) -> Path:
        (folder / "conf.py").write_text(
            f"project = 'Host'\nextensions = ['lockstep.sphinx']\nhtml_theme = {theme!r}\n"
            f"lockstep_site = {site!r}\n"
        )
        (folder / "other.rst").write_text(":orphan:\n\nOther\n=====\n\nNothing runs here.\n")
        (folder / "index.rst").write_text(
            "Host\n====\n\nSome words.\n\n.. lockstep:: unlocked\n\nMore words.\n\n"
            f".. lockstep::\n   :outcomes: {claimed}\n\n{textwrap.indent(CODE, '   ')}\n\n"
            "The last words. See :doc:`other`.\n"
        )
        run_builder(folder, "sphinx", "-q", "-W", "-b", "html", ".", "built")
        return folder / "built"

    return build


def _markdown(folder: Path, claimed: str) -> None:
    docs = folder / "docs"
    docs.mkdir()
    (docs / "other.md").write_text("# Other\n\nNothing runs here.\n")
    (docs / "index.md").write_text(
        'Some words.\n\n```lockstep scenario="unlocked"\n```\n\nMore words.\n\n'
        f'```lockstep outcomes="{claimed}"\n{CODE}```\n\nThe last words. See [Other](other.md).\n'
    )


def _material(folder: Path, url: str, site: str, claimed: str) -> Path:
    _markdown(folder, claimed)
    (folder / "mkdocs.yml").write_text(
        textwrap.dedent(
            f"""\
            site_name: Host
            site_url: {url}
            theme:
              name: material
              font: false
              features: [navigation.instant]
              palette:
                - {{scheme: default, toggle: {{icon: material/weather-night, name: Dark}}}}
                - {{scheme: slate, toggle: {{icon: material/weather-sunny, name: Light}}}}
            extra_javascript:
              - {{path: {site}embed/v1/lockstep.js, type: module}}
            markdown_extensions:
              - attr_list
              - pymdownx.superfences:
                  custom_fences:
                    - name: lockstep
                      class: lockstep
                      format: !!python/name:lockstep.fences.format
                      validator: !!python/name:lockstep.fences.validate
            """
        )
    )
    run_builder(folder, "mkdocs", "build", "--strict", "-d", "built")
    return folder / "built"


def _zensical(folder: Path, url: str, site: str, claimed: str) -> Path:
    _markdown(folder, claimed)
    fence = {
        "name": '"lockstep"',
        "class": '"lockstep"',
        "format": '"lockstep.fences.strict"',
        "validator": '"lockstep.fences.validate"',
    }
    reported = ", ".join(f"{name} = {value}" for name, value in fence.items())
    (folder / "zensical.toml").write_text(
        textwrap.dedent(
            f"""\
            [project]
            site_name = "Host"
            site_url = "{url}"
            site_dir = "built"
            extra_javascript = [{{ path = "{site}embed/v1/lockstep.js", type = "module" }}]
            [project.theme]
            font = false
            features = ["navigation.instant"]
            [[project.theme.palette]]
            scheme = "default"
            toggle.icon = "lucide/sun"
            toggle.name = "Dark"
            [[project.theme.palette]]
            scheme = "slate"
            toggle.icon = "lucide/moon"
            toggle.name = "Light"
            [project.markdown_extensions.attr_list]
            [project.markdown_extensions.pymdownx.superfences]
            custom_fences = [{{ {reported} }}]
            """
        )
    )
    run_builder(folder, "zensical", "build", "--strict")
    return folder / "built"


def _docusaurus_like(folder: Path, _url: str, site: str, claimed: str) -> Path:
    """A page whose theme stands on the root, as in Docusaurus; nothing is recorded for it."""
    if claimed != TRUE:
        raise NotBuilt("this page claims nothing")
    built = folder / "built"
    built.mkdir()
    (built / "other.html").write_text("<!doctype html><title>Other</title><h1>Other</h1>")
    (built / "index.html").write_text(
        f"""<!doctype html>
<html lang="en" data-theme="light">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Host</title>
<style>
  :root {{ --ifm-color-primary: #2e8555; color-scheme: light }}
  body {{ max-width: 720px; margin: 0 auto; background: #fff; color: #1c1e21; font: 16px serif }}
  [data-theme=dark] {{ --ifm-color-primary: #25c2a0; color-scheme: dark }}
  [data-theme=dark] body {{ background: #1b1b1d; color: #e3e3e3 }}
</style>
<button id="toggle">Theme</button>
<p>Some words.</p>
<lockstep-playground scenario="unlocked" style="display:block;min-height:{ROOM}">
<a href="{site}scenarios/unlocked/">The run</a></lockstep-playground>
<p>More words.</p>
<lockstep-playground style="display:block;min-height:{ROOM}">
<pre><code>{CODE}</code></pre></lockstep-playground>
<p>The last words. See <a href="other.html">Other</a>.</p>
<script type="module">
  import {json.dumps(site + "embed/v1/lockstep.js")};
  document.getElementById("toggle").onclick = () => {{
    const {{ dataset }} = document.documentElement;
    dataset.theme = dataset.theme === "dark" ? "light" : "dark";
  }};
</script>
</html>
"""
    )
    return built


_PALETTE = "label[for^='__palette']:visible"
_SLATE = "body[data-md-color-scheme=slate]"

HOSTS = (
    Host("furo", _sphinx("furo"), (".theme-toggle:visible",), "body[data-theme=dark]"),
    Host(
        "pydata",
        _sphinx("pydata_sphinx_theme"),
        (".theme-switch-button:visible", "[data-mode=dark]:visible"),
        "html[data-theme=dark]",
    ),
    Host("material", _material, (_PALETTE,), _SLATE),
    Host("zensical", _zensical, (_PALETTE,), _SLATE),
    Host("module", _docusaurus_like, ("#toggle",), "html[data-theme=dark]", recorded=False),
)
