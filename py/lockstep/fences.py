"""A fence for Markdown builders that use SuperFences: MkDocs, Material, Zensical.

In mkdocs.yml::

    markdown_extensions:
      - attr_list
      - pymdownx.superfences:
          custom_fences:
            - name: lockstep
              class: lockstep
              format: !!python/name:lockstep.fences.format
              validator: !!python/name:lockstep.fences.validate

In zensical.toml, `strict` in place of `format`: its ``--strict`` does not count such warnings::

    [project.markdown_extensions.pymdownx.superfences]
    custom_fences = [{ name = "lockstep", class = "lockstep",
      format = "lockstep.fences.strict", validator = "lockstep.fences.validate" }]

Then a fence ``lockstep`` holds a program, or ``lockstep scenario="async-with"`` names a lesson.
Options are those of every embed, with ``_`` for ``-``: ``lock_mode="async-with"``.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from lockstep.checking import markdown
from lockstep.checking.claims import Claims, misspelt, untrue
from lockstep.embedding import markup
from lockstep.embedding.options import Options
from lockstep.embedding.program import NoProgram, program_of
from lockstep.embedding.recording import folder, record_asked
from lockstep.instrument import SourceError

_LOG = logging.getLogger("mkdocs.lockstep")  # what MkDocs counts for `--strict`


class _Page(Protocol):
    """A page of MkDocs: its file, and how MkDocs calls that."""

    abs_src_path: str
    src_uri: str


class _Links(Protocol):
    file: _Page


class Converter(Protocol):
    """Python-Markdown's converter; MkDocs leaves the page in the processor of its links."""

    treeprocessors: Mapping[str, _Links]


def validate(
    language: str,
    inputs: dict[str, object],
    options: dict[str, object],
    attrs: dict[str, object],
    md: object,
) -> bool:
    """Take every option, known or not: a fence with others would be no block to SuperFences.

    Args:
        language: what the fence is called.
        inputs: all that stands behind that, by name.
        options: where to put those that `format` is to be given: here, all.
        attrs: where to put attributes of the element: here, none.
        md: the Markdown converter.

    Returns:
        Whether this is a fence of ours: always.
    """
    options.update(inputs)
    return True


def format(
    source: str,
    language: str,
    css_class: str,
    options: Mapping[str, object] | None,
    md: Converter,
    **more: Mapping[str, object],
) -> str:
    """Return the HTML of a fence.

    Args:
        source: the code in the fence; may be empty where the options name a scenario.
        language: what the fence is called.
        css_class: the class that the configuration gives it; the block has its own.
        options: of the fence, as `validate` sorted them, or as SuperFences does without it.
        md: the Markdown converter.
        **more: what SuperFences adds: ``attrs``, ``classes``, ``id_value``.

    A claim that is untrue, or a program that cannot run, is a warning of MkDocs (so that
    ``--strict`` fails) with file and line, and leaves a plain listing where nothing can be drawn.
    """
    block, faults = _block(source, {**(more.get("attrs") or {}), **(options or {})})
    for fault in faults:
        _LOG.warning("%slockstep: %s", _place(source, md), fault)
    return block


def strict(
    source: str,
    language: str,
    css_class: str,
    options: Mapping[str, object] | None,
    md: Converter,
    **more: Mapping[str, object],
) -> str:
    """Return the HTML of a fence, as `format` does, or end the build.

    Args:
        source, language, css_class, options, md, more: as for `format`.

    Raises:
        SuperFencesException: what `format` warns of.
    """
    from pymdownx.superfences import SuperFencesException  # noqa: PLC0415 - our caller has it

    block, faults = _block(source, {**(more.get("attrs") or {}), **(options or {})})
    if faults:
        sentences = "; ".join(f"lockstep: {fault}" for fault in faults)
        raise SuperFencesException(f"{_place(source, md)}{sentences}")
    return block


def _place(source: str, md: Converter) -> str:
    """File and line of the fence, as MkDocs knows the page; nothing where no builder tells.

    A fence is found by its code: where two of a page hold the same, the first is named.
    """
    try:
        page = md.treeprocessors["relpath"].file
        marked = markdown.blocks(Path(page.abs_src_path).read_text("utf-8-sig"))
    except (AttributeError, KeyError, TypeError, OSError, ValueError):
        return ""
    line = next((block.line for block in marked if block.code.strip() == source.strip()), None)
    return f"{page.src_uri}: " if line is None else f"{page.src_uri}:{line}: "


def _block(source: str, given: dict[str, object]) -> tuple[str, list[str]]:
    """The HTML, and a sentence for each thing that is not as the author states it."""
    embed = Options.of({name: _text(value) for name, value in given.items()})
    try:
        shown = program_of(embed, source)
        recorded, embed = record_asked(shown, embed, _prefix(source, embed), folder())
    except (NoProgram, SourceError) as error:
        return markup.listing(source), [*embed.faults, str(error)]
    claims = Claims.of(
        _stated(given, "outcomes"),
        _stated(given, "findings"),
        _is_set(given.get("verified", False)),
    )
    false = [*map(str, untrue(recorded.exploration, recorded.findings, claims)), *misspelt(given)]
    if recorded.trace["status"] == "error" and not claims.any:
        false.append(f"the program fails: {recorded.trace['result']}")
    undrawn = [recorded.undrawn] if recorded.undrawn else []
    # Markdown takes an element that it does not know for a word and would open a paragraph,
    # which the figure inside would end, and the element with it.
    block = f'<div class="lockstep-block">{markup.block(shown, recorded, embed)}</div>'
    return block, [*false, *embed.faults, *undrawn]


def _prefix(source: str, embed: Options) -> str:
    """The ids in a picture must differ from those of every other picture of the page."""
    content = repr((source, sorted(embed.values.items())))
    return f"ls-{hashlib.sha256(content.encode()).hexdigest()[:10]}"


def _stated(given: Mapping[str, object], name: str) -> str | None:
    return _text(given[name]) if name in given else None


def _text(value: object) -> str:
    """An attribute without a value comes as True, or as its own name."""
    return "" if value is True else str(value)


def _is_set(value: object) -> bool:
    return value is True or str(value).lower() in ("", "true", "yes", "verified")
