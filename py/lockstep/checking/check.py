"""Hold every marked block of files to what it claims."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lockstep.checking import markdown, python_files, restructured
from lockstep.checking.blocks import Block
from lockstep.checking.claims import NAMES, misspelt, untrue
from lockstep.embedding.options import Options
from lockstep.embedding.program import NoProgram, Shown, program_of
from lockstep.embedding.recording import Results, results_of
from lockstep.instrument import SourceError
from lockstep.schedulers import BadSchedule, Misfit

#: Who reads a file, by the end of its name.
READERS: dict[str, Callable[[str], Iterator[Block]]] = {
    ".py": python_files.blocks,
    ".md": markdown.blocks,
    ".markdown": markdown.blocks,
    ".rst": restructured.blocks,
}
#: Folders of others, where a folder is searched.
_FOREIGN = frozenset(("node_modules", "__pycache__", "site-packages"))


class Unreadable(Exception):
    """A path that cannot be checked; the message says which and why."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one marked block.

    Attributes:
        file, line: where; the line from 1.
        kind: 'untrue', 'undecided', 'program' (it cannot run, or fails without saying so) or
            'option'.
        claim: as it was stated, or None.
        found: what was found instead.
        schedule: the shortest order that shows it, or None.
        message: all of it in one sentence.
    """

    file: str
    line: int
    kind: str
    claim: str | None
    found: str
    schedule: str | None
    message: str


def files(paths: list[str]) -> Iterator[str]:
    """Yield every file that is named or lies in a folder that is, each once.

    Raises:
        Unreadable: a path that does not exist, or is no kind of file that is read.
    """
    seen: set[str] = set()
    for path in paths:
        for file in _under(path):
            if file not in seen:
                seen.add(file)
                yield file


def _under(path: str) -> Iterator[str]:
    if Path(path).is_dir():
        yield from _in_folder(path)
    elif not Path(path).exists():
        raise Unreadable(f"cannot read {path}: No such file or directory")
    elif Path(path).suffix not in READERS:
        raise Unreadable(f"{path} is none of the files that are read: {', '.join(READERS)}")
    else:
        yield path


def _in_folder(path: str) -> Iterator[str]:
    for folder, inside, names in os.walk(path):
        inside[:] = sorted(name for name in inside if _is_own(Path(folder, name)))
        for name in sorted(names):
            if Path(name).suffix in READERS:
                yield str(Path(folder, name))


def _is_own(folder: Path) -> bool:
    is_hidden = folder.name.startswith(".")
    return not is_hidden and folder.name not in _FOREIGN and not (folder / "pyvenv.cfg").exists()


def blocks(file: str) -> list[Block]:
    """Return the marked blocks of a file.

    Raises:
        Unreadable: it cannot be read as text.
    """
    try:
        text = Path(file).read_text("utf-8-sig")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise Unreadable(f"cannot read {file}: {why}") from None
    return list(READERS[Path(file).suffix](text))


def faults(file: str, block: Block, kept_in: Path | None) -> list[Fault]:
    """Explore a block's program, unless that is kept already, and say what is not as stated.

    Args:
        file: where the block stands.
        block: the block.
        kept_in: the folder of what is kept, or None to keep nothing.
    """
    given = {name: text for name, text in block.given.items() if name not in NAMES}
    embed = Options.of(given)
    wrong = [
        _plainly(file, block.line, "option", fault) for fault in (*embed.faults, *misspelt(given))
    ]
    try:
        shown = program_of(embed, block.code)
        known = results_of(shown, embed.get("schedule"), kept_in)
    except SourceError as error:
        return [*wrong, _not_compiled(file, block, shown, error)]
    except (NoProgram, BadSchedule, Misfit) as error:
        return [*wrong, _of_program(file, block, block.line, str(error))]
    return [*wrong, *_judged(file, block, known)]


def unanswered(file: str, block: Block, why: str) -> Fault:
    """Return that a block was not explored to an end: what it claims is undecided."""
    claim = str(block.claims) or None
    return Fault(file, block.line, "undecided", claim, why, None, f"could not be decided: {why}")


def _judged(file: str, block: Block, known: Results) -> Iterator[Fault]:
    for each in untrue(known.exploration, known.findings, block.claims):
        kind = "undecided" if each.is_undecided else "untrue"
        yield Fault(file, block.line, kind, each.claim, each.found, each.schedule, str(each))
    if known.trace["status"] == "error" and not block.claims.any:
        what = f"the program fails: {known.trace['result']}"
        yield _of_program(file, block, block.line, what)


def _not_compiled(file: str, block: Block, shown: Shown, error: SourceError) -> Fault:
    """The line of the program as a line of the file; hidden set-up code has none there."""
    hidden = shown.source.count("\n") - shown.visible.count("\n")
    what = str(error).removeprefix(f"{shown.filename}:{error.line}: ")
    line = (error.line or 0) - hidden
    return _of_program(file, block, block.code_line + line - 1 if line > 0 else block.line, what)


def _of_program(file: str, block: Block, line: int, what: str) -> Fault:
    """What cannot run is not as anything claims."""
    return Fault(file, line, "program", str(block.claims) or None, what, None, what)


def _plainly(file: str, line: int, kind: str, what: str) -> Fault:
    return Fault(file, line, kind, None, what, None, what)
