"""Small programs made by chance over the vocabulary: two or three tasks that share state.

A task returns what it saw in a list of its own, so that nothing but the state under test makes
one task depend on another.
"""

from __future__ import annotations

import ast
import random
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

_CONTINUED = ("    ", "except", "else:", "finally:")
_WORD = re.compile(r"\w+")

_MODULES = """
array asyncio bisect collections contextlib contextvars copy dataclasses enum functools heapq io
itertools json operator os pathlib random sqlite3 sys tempfile types weakref
""".split()

TRY_NAME = """
def try_name(read):
    try:
        return read()
    except NameError:
        return "no name"
"""

#: how `main` waits for what it started
MAINS = (
    "return await asyncio.gather(*tasks)",
    "return await asyncio.gather(*tasks, return_exceptions=True)",
    "return [await task for task in tasks]",
    "await asyncio.wait(tasks)\nreturn [task.result() for task in tasks]",
    "done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)\n"
    "return [task.done() for task in tasks]",
    "await asyncio.wait(tasks, timeout=1)\nreturn [task.done() for task in tasks]",
    "async with asyncio.timeout(1):\n    return await asyncio.gather(*tasks)",
    "await asyncio.sleep(1)\ntasks[0].cancel()\n"
    "return [str(x) for x in await asyncio.gather(*tasks, return_exceptions=True)]",
    "return [await one for one in asyncio.as_completed(tasks)]",
)


@dataclass(frozen=True)
class Theme:
    """State that tasks share, what they do with it, and what they see of it."""

    name: str
    setup: str
    does: tuple[str, ...]
    sees: tuple[str, ...]


def themes() -> list[Theme]:
    """Return the vocabulary."""
    text = Path(__file__).with_name("vocabulary.txt").read_text(encoding="utf-8")
    return [_theme(block) for block in text.split("\n== ")[1:]]


def _theme(block: str) -> Theme:
    name, _, rest = block.partition("\n")
    setup, rest = rest.split("-- do\n")
    does, sees = rest.split("-- see\n")
    return Theme(name, setup, tuple(_statements(does)), tuple(sees.split("\n")[:-1]))


def _statements(text: str) -> list[str]:
    found: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        if line.startswith(_CONTINUED):
            found[-1] += "\n" + line
        else:
            found.append(line)
    return found


THEMES = themes()


class _Maker:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        count = self.random.choice((1, 1, 1, 2, 2))
        self.themes = self.random.sample(THEMES, count)
        self.is_local = self.random.random() < 0.2

    def program(self) -> str:
        count = self.random.choice((2, 2, 2, 3))
        setup = "\n".join(theme.setup for theme in self.themes)
        workers = "\n".join(self._worker(number, count, setup) for number in range(count))
        start = self._start(count) + self._end()
        if self.is_local:
            text = f"async def main():\n{_indented(f'{setup}\n{workers}\n{start}')}\n"
        else:
            text = f"{setup}\n{workers}\nasync def main():\n{_indented(start)}\n"
        return f"{_head(text)}tasks = []\n{text}\nasyncio.run(main())\n"

    def _worker(self, number: int, count: int, setup: str) -> str:
        sleeps = 2 if count == 2 else 1
        lines = ["out = []"]
        if self.random.random() < 0.85:
            lines.append("await asyncio.sleep(1)")
            sleeps -= 1
        for _ in range(self.random.randint(1, 3)):
            lines += self._statement()
        if sleeps and self.random.random() < 0.4:
            lines.append(self.random.choice(("await asyncio.sleep(1)", "await asyncio.sleep(0)")))
            lines += self._statement()
        if self.random.random() < 0.7:
            lines += self._see()
        lines.append("return out")
        body = "\n".join(lines)
        scope = "nonlocal" if self.is_local else "global"
        shared = sorted(_assigned(body) & (_assigned(setup) | {"tasks"}))
        if shared:
            body = f"{scope} {', '.join(shared)}\n{body}"
        return f"async def work_{number}():\n{_indented(body)}\n"

    def _statement(self) -> list[str]:
        if self.random.random() < 0.25:
            return self._see()
        return [self.random.choice(self.random.choice(self.themes).does)]

    def _see(self) -> list[str]:
        return [f"out.append({self.random.choice(self.random.choice(self.themes).sees)})"]

    def _start(self, count: int) -> str:
        name = ", name=work.__name__" if self.random.random() < 0.3 else ""
        works = ", ".join(f"work_{number}" for number in range(count))
        start = f"tasks.extend(asyncio.create_task(work(){name}) for work in ({works},))\n"
        if self.random.random() < 0.05:
            eager = "asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)\n"
            start = eager + start
        return start

    def _end(self) -> str:
        end = MAINS[0] if self.random.random() < 0.6 else self.random.choice(MAINS)
        if self.random.random() < 0.5:
            see = self.random.choice(self.random.choice(self.themes).sees)
            end = end.replace("return ", "got = ") + f"\nreturn got, {see}"
        return end


def _head(text: str) -> str:
    words = set(_WORD.findall(text)) | {"asyncio"}
    imports = "".join(f"import {module}\n" for module in _MODULES if module in words)
    return imports + (TRY_NAME if "try_name" in words else "")


def _indented(text: str) -> str:
    return textwrap.indent(text, "    ")


def _assigned(body: str) -> set[str]:
    tree = ast.parse(f"async def f():\n{_indented(body)}")
    function = tree.body[0]
    assert isinstance(function, ast.AsyncFunctionDef)
    return set(_stored(function.body))


def _stored(nodes: list[ast.stmt]) -> list[str]:
    found: list[str] = []
    for node in nodes:
        for inner in _own(node):
            if isinstance(inner, ast.Name) and not isinstance(inner.ctx, ast.Load):
                found.append(inner.id)
            elif isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.append(inner.name)
    return found


def _own(node: ast.AST):  # type: ignore[no-untyped-def]
    """Yield a node and what is in it, but not what has a scope of its own."""
    yield node
    scopes = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
    comprehensions = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
    if isinstance(node, scopes | comprehensions):
        return
    for child in ast.iter_child_nodes(node):
        yield from _own(child)


def program(seed: int) -> str:
    """Return the program of a seed."""
    return _Maker(seed).program()
