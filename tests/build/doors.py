"""Who imports whom, read from the text of the modules."""

from __future__ import annotations

import ast
import posixpath
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Imports = dict[str, set[str]]  # module -> modules of the same package; or what lies outside

_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
_JS_IMPORT = re.compile(
    r"""(?:^|[;\s])(?:import|export)\b[^;"'()]*?\bfrom\s*["']([^"']+)["']"""
    r"""|(?:^|[;\s])import\s*["']([^"']+)["']"""
    r"""|\bimport\(\s*["']([^"']+)["']\s*\)"""
)


def python_imports(package: str) -> tuple[Imports, Imports]:
    """For each module of py/`package`: the modules of the package, and the others, it imports."""
    home = ROOT / "py" / package
    modules = {_dotted(path, home): path for path in sorted(home.rglob("*.py"))}
    inside: Imports = {}
    outside: Imports = {}
    for name, path in modules.items():
        wanted = _wanted(path, package, name, set(modules))
        inside[name] = {module for module in wanted if module in modules and module != name}
        outside[name] = {module.split(".")[0] for module in wanted if module not in modules}
    return inside, outside


def imports_from(package: str, folder: Path) -> Imports:
    """For each Python file below ``folder``: the modules of py/`package` that it imports."""
    home = ROOT / "py" / package
    known = {_dotted(path, home) for path in home.rglob("*.py")}
    return {
        path.relative_to(ROOT).as_posix(): _wanted(path, package, "", known) & known
        for path in sorted(folder.rglob("*.py"))
    }


def _dotted(path: Path, home: Path) -> str:
    """Name inside the package: `findings.base`; a package's `__init__` by the package's name."""
    parts = path.relative_to(home).with_suffix("").parts
    return ".".join(parts if parts == ("__init__",) else [p for p in parts if p != "__init__"])


def _wanted(path: Path, package: str, module: str, known: set[str]) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    folder = module if path.name == "__init__.py" else module.rpartition(".")[0]
    wanted: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            wanted |= {_within(alias.name, package) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            wanted |= _from(node, package, folder, known)
    return wanted


def _from(node: ast.ImportFrom, package: str, folder: str, known: set[str]) -> set[str]:
    """`from a import b` wants the module a.b if there is one, else a."""
    source = node.module or ""
    if node.level:
        source = ".".join(filter(None, [package, folder.replace("__init__", ""), source]))
    found = set()
    for alias in node.names:
        full = _within(f"{source}.{alias.name}", package)
        found.add(full if full in known else _within(source, package))
    return found


def _within(name: str, package: str) -> str:
    if name == package:
        return "__init__"
    return name.removeprefix(f"{package}.")


def javascript_imports() -> tuple[Imports, Imports]:
    """For each file of site/js (path without `.js`): the files, and the packages, it imports.

    Types named in comments are no imports: they are gone when the program runs.
    """
    home = ROOT / "site" / "js"
    inside: Imports = {}
    outside: Imports = {}
    for path in sorted(home.rglob("*.js")):
        name = path.relative_to(home).as_posix().removesuffix(".js")
        wanted = specifiers(path.read_text(encoding="utf-8"))
        inside[name] = {_resolve(name, one) for one in wanted if one.startswith(".")}
        outside[name] = {one for one in wanted if not one.startswith(".")}
    return inside, outside


def specifiers(text: str) -> set[str]:
    matches = _JS_IMPORT.findall(_COMMENT.sub(" ", text))
    return {one for match in matches for one in match if one}


def _resolve(importer: str, specifier: str) -> str:
    folder = posixpath.dirname(importer)
    return posixpath.normpath(posixpath.join(folder, specifier)).removesuffix(".js")


def by_room(imports: Imports, separator: str) -> Imports:
    """The same at the level of rooms: a room is a folder, or a file beside the folders."""
    rooms: Imports = {}
    for module, wanted in imports.items():
        room = module.split(separator)[0]
        others = {one.split(separator)[0] for one in wanted}
        rooms[room] = rooms.get(room, set()) | (others - {room})
    return rooms


def below(imports: Imports, room: str) -> Imports:
    """What the modules of ``room`` import of each other, by their names inside it."""
    start = f"{room}."
    return {
        module.removeprefix(start): {
            one.removeprefix(start) for one in wanted if one.startswith(start)
        }
        for module, wanted in imports.items()
        if module.startswith(start)
    }


def intrusions(imports: Imports, doors: Imports) -> list[str]:
    """A sentence for every import that comes into a room by none of its doors.

    A room's own name is a door of it; ``doors`` has the others, by their names inside the room.
    """
    return [
        f"{module} imports {other}, which is no door of {room}"
        for module, wanted in sorted(imports.items())
        for other in sorted(wanted)
        for room in _rooms_of(other)
        if not _is_in(module, room) and other.removeprefix(f"{room}.") not in doors.get(room, set())
    ]


def _rooms_of(module: str) -> list[str]:
    """The rooms around a module, or around a room: all its prefixes."""
    parts = module.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts))]


def _is_in(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}.")


def cycle(imports: Imports) -> list[str]:
    """The modules of an import cycle, or an empty list."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        modules: list[str] = error.args[1]
        return modules
    return []


def trespasses(imports: Imports, table: Imports) -> list[str]:
    """A sentence for every import that the table does not allow."""
    return [
        f"{room} imports {other}"
        for room, others in sorted(imports.items())
        for other in sorted(others - table.get(room, set()))
    ]


def folder_of(module: str) -> str:
    """The room of a JavaScript file: its folder, however deep; a file at the top is one itself."""
    return posixpath.dirname(module) or module


def folder_trespasses(imports: Imports, table: Imports) -> list[str]:
    """A sentence for every import between folders that the table does not allow.

    A line of the table names rooms (every file directly in that folder) or single files of them.
    A file may have a line of its own, which then counts in place of its room's.
    """
    return [
        f"{module} imports {other}"
        for module, others in sorted(imports.items())
        for other in sorted(others)
        if not _may_enter(module, other, table)
    ]


def _may_enter(module: str, other: str, table: Imports) -> bool:
    if module in table:
        return bool({other, folder_of(other)} & table[module])
    room = folder_of(module)
    return folder_of(other) == room or bool({other, folder_of(other)} & table.get(room, set()))
