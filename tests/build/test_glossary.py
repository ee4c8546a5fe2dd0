"""The code obeys docs/glossary.md: what that names is there; words given up do not come back."""

import functools
import io
import re
import tokenize

import pytest

from tests.build.doors import ROOT

GLOSSARY = (ROOT / "docs/glossary.md").read_text("utf-8")
#: What others have named: a method of files.
NOT_OURS = {("py/lockstep/explore/observe/digest.py", "tell")}
#: Programs of learners speak as they like.
LEARNERS = (
    "py/lockstep/scenarios/",
    "py/lockstep/exercises/tasks/",
    "tests/programs/",
    "tests/cases/",
)
PYTHON, JAVASCRIPT = (("py/**/*.py", "tests/**/*.py"), ("site/**/*.js", "tests/**/*.js"))
_COMMENTS_AND_TEXTS = re.compile(
    r"""//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*\""""
    r"""|(?<=[(,=:!&|?;\n])\s*/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n])+/""",
    re.DOTALL,
)
_TEMPLATES = re.compile(r"`(?:\\.|[^`\\])*`", re.DOTALL)


def section(title):
    return GLOSSARY.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def rows(text):
    cells = [
        re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("|")
    ]
    return [[cell.strip() for cell in row] for row in cells[2:]]


GIVEN_UP = {
    word: instead
    for words, instead in rows(section("Names that say less"))
    for word in words.split(", ")
}


def words_of(name):
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def python_names(text):
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [(token.string, token.start[0]) for token in tokens if token.type == tokenize.NAME]


def javascript_names(text):
    blank = lambda match: re.sub(r"[^\n]", " ", match.group())  # noqa: E731 - keeps the lines
    inside = lambda match: " ".join(re.findall(r"\$\{([^}]*)\}|\n", match.group()))  # noqa: E731
    code = _TEMPLATES.sub(inside, _COMMENTS_AND_TEXTS.sub(blank, text))
    found = re.finditer(r"[A-Za-z_$][\w$]*", code)
    return [(match.group(), code.count("\n", 0, match.start()) + 1) for match in found]


@functools.cache
def names():
    """Where each name stands: `(file, line, name)`."""
    found = []
    for globs, names_in in ((PYTHON, python_names), (JAVASCRIPT, javascript_names)):
        for path in sorted(path for each in globs for path in ROOT.glob(each)):
            file = path.relative_to(ROOT).as_posix()
            if not file.startswith(LEARNERS):
                here = names_in(path.read_text("utf-8"))
                found += [(file, line, name) for name, line in here]
    return found


def is_sentence(name):
    return name.startswith(("test_", "assert_")) or len(re.findall("[^_]+", name)) > 4


def given_up(name):
    return [] if is_sentence(name) else sorted(words_of(name) & GIVEN_UP.keys())


def test_no_name_has_a_word_that_was_given_up():
    wrong = {
        f"{file}:{line}: {name}: not {word!r}, but {GIVEN_UP[word]}"
        for file, line, name in names()
        for word in given_up(name)
        if (file, name) not in NOT_OURS
    }
    assert not wrong, "\n".join(sorted(wrong))


@pytest.mark.parametrize(
    "name", ["tell", "_say", "isTold", "besideUsual", "SetTrials", "DEPARTURES", "study"]
)
def test_such_a_name_is_seen_however_it_is_spelled(name):
    assert given_up(name)


@pytest.mark.parametrize("name", ["default", "essay", "announce", "knowledge", "test_it_says_so"])
def test_a_name_of_which_it_is_only_a_part_is_none(name):
    assert not given_up(name)


def test_names_in_javascript_are_those_of_its_code():
    text = '/** say */ const a = `told ${b}`; // hear\nc("know");'
    assert [name for name, _ in javascript_names(text)] == ["const", "a", "b", "c"]


def test_a_word_that_was_given_up_is_explained_nowhere_as_one_of_ours():
    ours = {
        word
        for title in ("A run", "What is seen", "Orders", "The project")
        for row in rows(section(title))
        for word in re.findall(r"\w+", row[0].lower())
    }
    assert not ours & GIVEN_UP.keys()


def test_what_the_glossary_names_in_code_is_there():
    ours = GLOSSARY.replace(section("Names that say less"), "")
    spelled = set(re.findall(r"`([^`]+)`", ours))
    paths = {each for each in spelled if "/" in each}
    there = {name for _, _, name in names()}
    missing = [
        each
        for each in paths
        if not ((ROOT / each).exists() or (ROOT / "py/lockstep" / each).exists())
    ]
    missing += [
        each for each in spelled - paths if not there & set(re.findall(r"\w+", each.split(".")[-1]))
    ]
    assert paths and not missing
