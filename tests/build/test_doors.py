"""The doors between rooms are shut: each room imports what its line allows, and nothing else.

A new import that fails here is a question, not a nuisance: does this room have to know that
one? If it does, its line says so from then on.
"""

import sys

import pytest

from sitebuild.rooms import DOORS, EXPLORE, LOCKSTEP, table
from tests.build import doors

#: Modules of the standard library that a room must do without.
FORBIDDEN = table(
    {
        "trace": "asyncio",
        "schedulers": "asyncio",
        "loop": "json pathlib",
        "recording": "json pathlib io os",
        "findings": "asyncio json pathlib",
    }
)

SITEBUILD = table(
    {
        "__init__": "",
        # the bootstrap: any Python from 3.9 on, nothing installed
        "cli": "",
        "interpreter": "",
        "setup": "interpreter",
        # leaves
        "fuzz": "",
        "rooms": "",
        "rooms_drawing": "rooms",
        "kept": "",
        "node": "kept",
        "browser": "node",
        "serve": "",
        "pictures": "browser node serve",
        "wheel": "",
        "drawing": "node",
        "hatch_hook": "drawing node",
        "lockfile": "",
        "core_modules": "",
        "pyc_zips": "",
        "recordings": "",
        "prose": "",
        "reference": "prose",
        "threads": "",
        "exercises": "answers node prose",
        # parts of the site
        "columns": "",
        "path": "prose threads",
        "listings": "node prose reference threads",
        "answers": "kept",
        "record": "answers node",
        # what a link to the site becomes elsewhere
        "address": "node",
        "cards": "node prose record",
        "oembed": "cards prose record",
        "entries": "node record threads",
        "assets": "node",
        "notices": "node",
        "offline": "node",
        "runtime": "core_modules lockfile node",
        "python_dist": "lockfile wheel",
        "render": (
            "assets cards columns entries exercises listings node path prose record reference "
            "threads"
        ),
        "pipeline": (
            "address answers assets cards drawing exercises node notices oembed offline "
            "python_dist record render runtime"
        ),
        # commands
        "check": "browser chosen_tests node pipeline",
        "fresh": "address pipeline",
        "chosen_tests": "fresh node",
        "fix": "check node rooms_drawing",
        "watch": "serve",
        "bench": "browser render serve",
        "bench_devices": "bench bench_explorer serve",
        "bench_explorer": "bench serve",
        "bench_web": "bench browser node render serve",
        "commands": (
            "bench bench_devices bench_explorer bench_web check chosen_tests fix fresh fuzz node "
            "pictures serve threads watch"
        ),
    }
)
BOOTSTRAP = ("__init__", "cli", "interpreter", "setup")

# Message -> trace -> store -> layout -> views; actions flow back through the store.
SITE = table(
    {
        # leaves
        "ui": "",
        # a trace becomes a model
        "trace": "trace/fold",
        "trace/schema.gen": "",
        "trace/validate": "trace/schema.gen trace/trace-error",
        "trace/states.gen": "",
        "trace/fold": "trace/states.gen trace/trace-error",
        "trace/moment": "trace/fold/trace trace/states.gen",
        # the sandbox and its owner
        "runner": "trace/validate",
        "runner/protocol": "",
        "runner/sandbox": "runner/deferred runner/limits runner/pace runner/protocol",
        # choosing step by step
        "clock": "trace",
        "trace/loop": "trace/moment",
        # how high an embed is, for it and for what is pasted
        "embed/room": "embed/options.gen",
        # what the page knows, and what it says of it
        "state": "clock divergence/nearest trace ui/scales",
        "divergence/nearest": "clock/orders",
        "state/store": "",
        "state/catalogue": "",
        "text": (
            "clock/endings clock/orders embed/room state/explored state/outcome-groups trace/loop "
            "trace/moment"
        ),
        "map": "clock text ui/dom ui/prose",
        "map/layout": "clock",
        "text/numbers": "",
        "text/short": "",
        "text/steps": "text/numbers text/short trace/states.gen",
        # hears the sandbox in the page's stead
        "runner/gate": "clock runner trace/schema.gen trace/validate",
        # numbers, then pictures
        "timeline/layout": "text/short text/short-names trace/states.gen ui/scales",
        "timeline/draw": "timeline/layout ui",
        "timeline": "text timeline/draw timeline/layout ui",
        # two orders side by side, from where they part
        "divergence": "text timeline/layout/brief trace/moment ui/dom ../styles/later",
        "editor": "text/loop trace/loop trace/moment ui/dom ui/token",
        "views": (
            "clock divergence editor embed/room map share/links state text timeline/layout/lanes "
            "timeline/timeline trace/loop trace/moment ui"
        ),
        # kept for when there is no network
        "offline": "",
        # a drawn page is made live; until then its pictures are fitted, without any words
        "timeline/picture": "timeline/draw timeline/layout ui/dom",
        "hydration": (
            "state/second-run timeline/layout/sight timeline/picture trace/fold/trace ui/dom "
            "ui/first-act"
        ),
        # a moment taken away and brought back
        "share": "clock runner/gate runner/limits state text trace/model ui views ../styles/later",
        "share/links": "share/format.gen",
        # those that wire
        "session": "clock runner/errors state text trace/model",
        "main": (
            "clock/orders session share state trace/model ui/dom ui/first-act ui/focus "
            "ui/interest ui/keyboard views ../styles/order.css"
        ),
        "exercise": "clock divergence editor share/links state text trace/model ui views",
        "page": (
            "exercise hydration main offline runner/on-demand runner/runner share state "
            "ui/first-act ui/interest ui/preload ui/theme views"
        ),
        "embed": (
            "editor hydration main runner share state text trace/model ui/dom ui/first-act "
            "ui/interest ui/preload views"
        ),
        # in Node, when the site is built
        "build": (
            "clock editor state text timeline/draw timeline/layout trace/model ui/dom "
            "ui/fields views"
        ),
    }
)


@pytest.mark.parametrize(
    ("package", "allowed"),
    [("lockstep", LOCKSTEP), ("sitebuild", SITEBUILD)],
    ids=["lockstep", "sitebuild"],
)
def test_a_python_room_imports_only_what_the_table_allows(package, allowed):
    imports, _ = doors.python_imports(package)
    assert doors.trespasses(doors.by_room(imports, "."), allowed) == []


def test_a_room_inside_the_explorer_imports_only_what_the_table_allows():
    inside = doors.below(doors.python_imports("lockstep")[0], "explore")
    assert doors.trespasses(doors.by_room(inside, "."), EXPLORE) == []
    assert set(doors.by_room(inside, ".")) == set(EXPLORE)


def test_a_room_is_entered_by_its_doors_only():
    imports, _ = doors.python_imports("lockstep")
    assert doors.intrusions(imports, DOORS) == []


@pytest.mark.parametrize("folder", ["sitebuild", "pagehost"])
def test_what_is_built_around_the_engine_enters_by_its_doors(folder):
    imports = doors.imports_from("lockstep", doors.ROOT / "py" / folder)
    assert any(imports.values())
    assert doors.intrusions(imports, DOORS) == []


def test_every_door_is_there_and_is_used():
    imports, _ = doors.python_imports("lockstep")
    used = set().union(*imports.values())
    for folder in ("sitebuild", "pagehost"):
        used |= set().union(*doors.imports_from("lockstep", doors.ROOT / "py" / folder).values())
    doors_of = {f"{room}.{name}" for room, names in DOORS.items() for name in names}
    assert doors_of - used == set()


def test_the_rooms_of_the_engine_import_each_other_in_no_cycle():
    imports, _ = doors.python_imports("lockstep")
    assert doors.cycle(doors.by_room(imports, ".")) == []


def test_a_javascript_room_imports_only_what_the_table_allows():
    imports, _ = doors.javascript_imports()
    assert doors.folder_trespasses(imports, SITE) == []


@pytest.mark.parametrize("package", ["lockstep", "sitebuild", "pagehost"])
def test_python_modules_import_each_other_in_no_cycle(package):
    imports, _ = doors.python_imports(package)
    assert doors.cycle(imports) == []


def test_javascript_files_import_each_other_in_no_cycle():
    imports, _ = doors.javascript_imports()
    assert doors.cycle(imports) == []


def test_views_never_import_each_other_or_the_runner():
    imports, _ = doors.javascript_imports()
    views = {name: wanted for name, wanted in imports.items() if name.startswith("views/")}
    assert views
    for name, wanted in views.items():
        assert not [other for other in wanted if other.startswith(("views/", "runner/"))], name


def test_the_tables_name_no_room_that_is_gone():
    lockstep, sitebuild = (doors.python_imports(name)[0] for name in ("lockstep", "sitebuild"))
    javascript, _ = doors.javascript_imports()
    assert set(LOCKSTEP) - set(doors.by_room(lockstep, ".")) == set()
    assert set(SITEBUILD) - set(doors.by_room(sitebuild, ".")) == set()
    assert set(SITE) - {doors.folder_of(name) for name in javascript} - set(javascript) == set()


def test_every_room_has_its_line():
    lockstep, sitebuild = (doors.python_imports(name)[0] for name in ("lockstep", "sitebuild"))
    javascript, _ = doors.javascript_imports()
    assert set(doors.by_room(lockstep, ".")) - set(LOCKSTEP) == set()
    assert set(doors.by_room(sitebuild, ".")) - set(SITEBUILD) == set()
    assert {doors.folder_of(name) for name in javascript} - set(SITE) == set()


#: What runs in docs builders and in pytest, never in the page, uses what it finds there.
IN_HOSTS = {
    "embedding.drawing": {"py_mini_racer"},
    "embedding.markup": {"pygments"},
    "fences": {"pymdownx"},
    "sphinx": {"docutils", "sphinx"},
    "testing.fixtures": {"pytest"},
    "testing.plugin": {"pytest"},
}


@pytest.mark.parametrize("package", ["lockstep", "pagehost"])
def test_the_engine_needs_nothing_but_the_standard_library(package):
    _, outside = doors.python_imports(package)
    ours = {"lockstep", "__future__"}
    in_the_page = {"js", "pyodide", "pyodide_js"} if package == "pagehost" else set()
    allowed = sys.stdlib_module_names | ours | in_the_page
    needed = {name: wanted - allowed for name, wanted in outside.items() if wanted - allowed}
    assert needed == (IN_HOSTS if package == "lockstep" else {})


@pytest.mark.parametrize("room", FORBIDDEN)
def test_a_room_does_without_what_is_not_its_business(room):
    _, outside = doors.python_imports("lockstep")
    assert doors.by_room(outside, ".")[room] & FORBIDDEN[room] == set()


def test_the_bootstrap_needs_nothing_but_the_standard_library():
    _, outside = doors.python_imports("sitebuild")
    for name in BOOTSTRAP:
        assert outside[name] <= sys.stdlib_module_names | {"__future__"}, name


def test_the_scan_sees_imports_and_not_comments():
    text = """
        // import { a } from "./commented.js";
        /** @param {import("./types.js").Model} model */
        import { b } from "./b.js";
        import "./effect.js";
        export { c } from "./c.js";
        const later = () => import("./later.js");
        const url = "https://example.org/from './no.js'";
    """
    assert doors.specifiers(text) == {"./b.js", "./effect.js", "./c.js", "./later.js"}


def test_a_door_may_open_to_a_room_or_to_one_file_of_it():
    imports = {"ui/dom": {"text/words"}, "ui/keys": {"text/steps"}, "ui/leaf": {"ui/dom"}}
    table = {"ui": {"text/words"}, "ui/leaf": set()}
    assert doors.folder_trespasses(imports, table) == [
        "ui/keys imports text/steps",
        "ui/leaf imports ui/dom",
    ]
    assert doors.folder_trespasses(imports, {"ui": {"text"}}) == []


def test_who_reaches_past_a_door_is_told_which_room_that_is():
    imports = {"cli": {"explore", "explore.engines", "explore.model.core"}, "explore.model": set()}
    assert doors.intrusions(imports, {"explore": {"engines"}, "explore.model": {"core"}}) == [
        "cli imports explore.model.core, which is no door of explore"
    ]


def test_the_scan_finds_a_cycle_and_names_it():
    assert set(doors.cycle({"a": {"b"}, "b": {"a"}})) == {"a", "b"}
