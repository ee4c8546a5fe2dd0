"""The Sphinx extension: ``extensions = ["lockstep.sphinx"]`` and ``.. lockstep:: async-with``.

The run is recorded and drawn when the docs are built, so the page shows it without any script.
With ``lockstep_site`` in conf.py, the address of a Lockstep site with a slash at its end, every
block also becomes a playground. A claim that is untrue is a warning of type ``lockstep.claim``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from lockstep import __version__
from lockstep.checking.claims import NAMES, Claims, misspelt, untrue
from lockstep.embedding import markup
from lockstep.embedding.options import OPTIONS, Options
from lockstep.embedding.program import NoProgram, Shown, program_of
from lockstep.embedding.recording import Recorded, named_folder, record_asked
from lockstep.instrument import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx

_LOG = logging.getLogger(__name__)
_SCRIPT = "embed/v1/lockstep.js"


def _value(text: str | None) -> str:
    """What docutils calls for an option's text; a wrong value is told later, in words."""
    return (text or "").strip() if text is None or "\n" not in text else text


class _Readers(dict[str, object]):
    """By option. An unknown one is read, too, and ignored: a page outlives a version."""

    def __missing__(self, name: str) -> Callable[[str | None], str | None]:
        return _value


class LockstepDirective(SphinxDirective):
    """``.. lockstep:: [SCENARIO]``: a lesson, or the program that is its content."""

    has_content = True
    optional_arguments = 1
    option_spec: ClassVar[dict[str, object] | None] = _Readers(
        **{option.name: _value for option in OPTIONS},
        outcomes=directives.unchanged_required,
        findings=directives.unchanged_required,
        verified=directives.flag,
    )

    def run(self) -> list[nodes.Node]:
        """Record, check and draw; return the block, or the code alone where that fails."""
        given = {name: text for name, text in self.options.items() if name not in NAMES}
        if self.arguments:
            given["scenario"] = self.arguments[0]
        embed, code = Options.of(given), "\n".join(self.content)
        try:
            shown = program_of(embed, code)
            recorded, embed = record_asked(shown, embed, self._prefix(), self._kept_in())
        except (NoProgram, SourceError) as error:
            self._warn_all(embed.faults, "option")
            self._warn(str(error), "program")
            return _plain(code)
        self._warn_all([*embed.faults, *misspelt(given)], "option")
        if recorded.undrawn:
            self._warn(recorded.undrawn, "drawing")
        self._check(recorded)
        self.env.metadata[self.env.docname]["lockstep"] = "yes"
        return [*_nodes(markup.block(shown, recorded, embed), shown)]

    def _check(self, recorded: Recorded) -> None:
        claims = Claims.of(
            self.options.get("outcomes"),
            self.options.get("findings"),
            "verified" in self.options,
        )
        for each in untrue(recorded.exploration, recorded.findings, claims):
            self._warn(str(each), "claim")
        failed = recorded.trace["status"] == "error" and not claims.any
        if failed:
            self._warn(f"the program fails: {recorded.trace['result']}", "program")

    def _warn_all(self, faults: Iterable[str], subtype: str) -> None:
        for fault in faults:
            self._warn(fault, subtype)

    def _warn(self, words: str, subtype: str) -> None:
        _LOG.warning(words, location=self.get_location(), type="lockstep", subtype=subtype)

    def _kept_in(self) -> Path:
        """Beside the doctrees, which a build keeps, too; a clean build begins anew."""
        return named_folder() or Path(self.env.doctreedir) / "lockstep"

    def _prefix(self) -> str:
        """Ids in a picture must differ from those of every other on the page."""
        return f"ls-{self.env.new_serialno('lockstep')}"


def _plain(code: str) -> list[nodes.Node]:
    if not code.strip():
        return []
    return [nodes.literal_block(code, code, language="python")]


def _nodes(html: str, shown: Shown) -> list[nodes.Node]:
    """HTML for browsers; for every other builder, a listing."""
    only_html = nodes.raw("", html, format="html")
    listing = nodes.literal_block(shown.visible, shown.visible, language="python")
    listing["classes"].append("lockstep-listing")
    other = nodes.container("", listing, classes=["lockstep-elsewhere"])
    return [only_html, other]


def _drop_listings(app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """An HTML page has the block itself; only other builders need the listing."""
    if app.builder.format != "html":
        return
    for node in list(doctree.findall(nodes.container)):
        if "lockstep-elsewhere" in node["classes"]:
            node.parent.remove(node)


def _add_script(
    app: Sphinx, pagename: str, _template: str, _context: dict[str, object], _doctree: object
) -> None:
    """A page without a block loads nothing."""
    site = app.config.lockstep_site
    if site and "lockstep" in app.env.metadata.get(pagename, {}):
        app.add_js_file(f"{site.rstrip('/')}/{_SCRIPT}", type="module")


def setup(app: Sphinx) -> dict[str, object]:
    """Register the directive with ``app``; called by Sphinx, to which it returns what we are."""
    app.add_config_value("lockstep_site", "", "html", types=(str,))
    app.add_directive("lockstep", LockstepDirective)
    app.connect("doctree-resolved", _drop_listings)
    app.connect("html-page-context", _add_script)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
