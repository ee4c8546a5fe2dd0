"""What is shipped: named by what it holds, the same every time, with its licences."""

import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from sitebuild import assets, notices, python_dist, render, runtime, wheel
from sitebuild.node import BuildError, Node
from tests.build.doors import ROOT


def test_tokens_come_first_and_the_other_styles_by_name(tmp_path):
    for name in ("timeline.css", "page.css", "answer.css", "tokens.css"):
        (tmp_path / name).touch()
    names = [path.name for path in assets.styles(tmp_path)]
    assert names == ["tokens.css", "page.css", "answer.css", "timeline.css"]


def test_a_file_is_named_by_the_hash_of_what_it_holds(tmp_path):
    first = assets._write_hashed(tmp_path / "assets", "style", ".css", "a{}")
    assert re.fullmatch(r"assets/style-[0-9a-f]{8}\.css", first)
    assert assets._write_hashed(tmp_path / "assets", "style", ".css", "a{}") == first
    assert assets._write_hashed(tmp_path / "assets", "style", ".css", "b{}") != first


@pytest.mark.slow
def test_scripts_kept_from_an_earlier_build_are_those_that_are_bundled_anew(tmp_path):
    def bundled(name: str, cache: Path | None) -> dict[str, str]:
        assets._bundle_scripts(Node(ROOT, cache), tmp_path / name)
        return {file.name: file.read_text() for file in (tmp_path / name / "assets").iterdir()}

    anew = bundled("anew", None)
    assert any(name.startswith("page-") for name in anew)
    assert bundled("first", tmp_path / "cache") == bundled("second", tmp_path / "cache") == anew


def test_the_packages_in_a_bundle_are_read_from_its_inputs():
    inputs = [
        "site/js/main.js",
        "node_modules/@codemirror/view/dist/index.js",
        "node_modules/crelt/index.js",
        "node_modules/a/node_modules/b/index.js",
    ]
    assert assets._packages(inputs) == ("@codemirror/view", "b", "crelt")


def test_what_is_shipped_has_its_licence_in_the_notices():
    text = notices.notices(ROOT, ["@codemirror/state"])
    version = json.loads((ROOT / "node_modules/pyodide/package.json").read_text())["version"]
    assert f"Pyodide {version}" in text
    assert "Python Software Foundation" in text
    assert "@codemirror/state" in text
    assert "Permission is hereby granted" in text


def test_a_shipped_package_without_a_licence_stops_the_build(tmp_path):
    package = tmp_path / "node_modules" / "x"
    package.mkdir(parents=True)
    (package / "package.json").write_text('{"name": "x", "version": "1", "license": "MIT"}')
    with pytest.raises(BuildError, match="no licence file"):
        notices._notice(package)


def test_no_lesson_is_part_of_the_runtime_which_stays_when_one_changes():
    names = runtime._package_files(ROOT / "py")
    assert "lockstep/run.py" in names
    assert not [name for name in names if "scenarios" in name or "catalogue" in name]


def test_the_wheel_holds_the_engine_and_is_the_same_every_time(tmp_path):
    one = wheel.build_wheel(ROOT, tmp_path / "one")
    two = wheel.build_wheel(ROOT, tmp_path / "two")
    assert one.read_bytes() == two.read_bytes()
    names = ZipFile(one).namelist()
    assert "lockstep/run.py" in names
    assert "lockstep/scenarios/unlocked.py" in names
    assert not [name for name in names if "__pycache__" in name]


def test_the_index_and_the_lock_lead_to_the_wheel(tmp_path):
    python_dist.build_python_dist(ROOT, tmp_path / "python")
    page = tmp_path / "python/package_index/lockstep/index.html"
    href, digest = re.search(r'href="([^"#]+)#sha256=(\w+)"', page.read_text()).groups()
    assert (page.parent / href).resolve() == next((tmp_path / "python").glob("*.whl")).resolve()
    lock = json.loads((tmp_path / "python/pyodide-lock.json").read_text())
    assert lock["packages"]["lockstep"]["sha256"] == digest


def test_our_lock_has_the_abi_of_the_runtime_and_nothing_else_of_it(tmp_path):
    python_dist.build_python_dist(ROOT, tmp_path / "python")
    lock = json.loads((tmp_path / "python/pyodide-lock.json").read_text())
    stock = json.loads((ROOT / "node_modules/pyodide/pyodide-lock.json").read_text())
    assert lock["info"]["abi_version"] == stock["info"]["abi_version"]
    assert list(lock["packages"]) == ["lockstep"]


def test_data_inside_a_page_cannot_end_its_script_element():
    text = render._in_script({"evil": "</script><!--&"})
    assert not set("<>&") & set(text)
    assert json.loads(text) == {"evil": "</script><!--&"}


def test_our_licence_is_mit():
    assert (ROOT / "LICENSE").read_text().startswith("MIT License")
    assert json.loads((ROOT / "package.json").read_text())["license"] == "MIT"


def test_the_first_scenario_exists():
    assert (Path(ROOT) / "py/lockstep/scenarios" / f"{render.FIRST}.py").exists()
