"""Nothing stands in the engine, the build or the tests' own helpers that nothing asks for.

A name is asked for where code reads it, imports it, or spells it as a text of its own (`getattr`,
`__all__`, a table), in Python, in a template, or in the page's scripts.
"""

import ast
import functools
import re
from collections import Counter

import pytest

from tests.build.doors import ROOT

LEARNERS = (
    "py/lockstep/scenarios/",
    "py/lockstep/exercises/tasks/",
    "py/sitebuild/recordings/",
    "tests/cases/",
    "tests/programs/",
)
#: Who calls what no line of ours does: visitors of `ast` and of our own kind, `reprlib`, pytest
#: (its hooks, fixtures and tests, in their modules), `http.server`, and dunder names, of course.
CALLED_BY_NAME = re.compile(r"__\w+__|visit_\w+|_on_\w+|repr_\w+|pytest\w+|test_\w+|do_[A-Z]+")
#: The same, one by one.
CALLED_BY_OTHERS = {
    "hatchling": {"DrawingHook", "PLUGIN_NAME", "initialize"},
    "http.server": {
        *("allow_reuse_port", "daemon_threads", "handle_error", "log_message"),
        "protocol_version",
    },
    "docutils": {"has_content", "optional_arguments", "option_spec"},
    "io": {"readinto"},
    "pytest": {"runtest"},
    # in front of the methods that our loops have from CPython
    "asyncio": {"_process_events", "create_future"},
}
#: Tables of the code that tests hold it to.
HELD_BY_TESTS = {
    "CALLED",
    "DOORS",
    "EXPLORE",
    "OBJECT_KINDS",
    "OVERRIDDEN",
    "STATUSES",
    "TOLERANCE",
}
#: Names that are put together where they are read, as text: `f"bytes_to_{what}"`.
PUT_TOGETHER = re.compile(r"(?:bytes|requests)_to_\w+")


def python_files(*folders):
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return [p for p in found if not p.relative_to(ROOT).as_posix().startswith(LEARNERS)]


@functools.cache
def tree(path):
    return ast.parse(path.read_text("utf-8"))


def defined(path):
    """Yield the names that a module, its classes and its functions define, with their lines."""
    passed_over = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if not any(map(is_a_mark_that_calls, node.decorator_list)):
                yield node.name, node.lineno
        elif isinstance(node, ast.Tuple):  # `_rest` of what is taken apart
            passed_over |= {n for n in node.elts if getattr(n, "id", "").startswith("_")}
        elif is_stored(node) and node not in passed_over:
            yield node.id, node.lineno


def is_stored(node):
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def is_a_mark_that_calls(decorator):
    """Whether what is so decorated is found by its decorator: a check, a fixture."""
    return any(
        getattr(each, "id", getattr(each, "attr", "")) in ("asynchronous", "check", "fixture")
        for each in ast.walk(decorator)
    )


def asked_for(path):
    """Yield the names that a module reads, imports, is given as an argument, or spells."""
    for node in ast.walk(tree(path)):
        match node:
            case ast.Name(id=name, ctx=ast.Load() | ast.Del()) | ast.Attribute(attr=name):
                yield name
            case ast.alias(name=name):
                yield from name.split(".")
            case ast.keyword(arg=str(name)) | ast.arg(arg=name):
                yield name
            case ast.Constant(value=str(text)) if len(text) < 2_000:
                yield from re.findall(r"\w+", text) if " " not in text.strip() else ()


def is_called_by_name(name):
    return CALLED_BY_NAME.fullmatch(name) or PUT_TOGETHER.fullmatch(name)


def words(*patterns):
    found = [path for pattern in patterns for path in ROOT.glob(pattern)]
    return Counter(word for path in found for word in re.findall(r"\w+", path.read_text("utf-8")))


def unused(files, askers, others):
    asked = Counter(name for path in askers for name in asked_for(path)) + others
    known = set().union(*CALLED_BY_OTHERS.values())
    return [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in files
        for name, line in defined(path)
        if not (asked[name] or name in known or name == "_" or is_called_by_name(name))
    ]


def test_what_the_engine_and_the_build_define_is_asked_for_by_them():
    files = [ROOT / "build.py", *python_files("py")]
    others = words("site/js/**/*.js", "site/templates/**/*", "pyproject.toml", "docs/*.md")
    dead = unused(files, files, others + Counter(HELD_BY_TESTS))
    assert not dead, "\n".join(dead)


def test_what_tests_define_beside_tests_is_asked_for_by_them():
    files = python_files("tests")
    dead = unused(files, [*files, *python_files("py")], words("tests/**/*.mjs"))
    assert not dead, "\n".join(dead)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def left():\n    pass\n", ["left"]),
        ("def left():\n    left_over = 1\n", ["left", "left_over"]),
        ("class Kept:\n    pass\n\n\nKept()\n", []),
        ("def kept():\n    pass\n\n\nTABLE = {'kept': 1}\nprint(TABLE)\n", []),
    ],
)
def test_a_name_that_nothing_asks_for_is_found(tmp_path, monkeypatch, text, names):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    path = tmp_path / "module.py"
    path.write_text(text)
    assert [each.rpartition(" ")[2] for each in unused([path], [path], Counter())] == names
