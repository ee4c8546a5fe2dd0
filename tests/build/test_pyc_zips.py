"""The archives of bytecode: importable, and the same bytes whoever makes them."""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import zipfile

import pytest

from sitebuild.pyc_zips import package_zips
from sitebuild.runtime import EXPLORING
from tests.build.doors import ROOT

FILES = {
    "sample/__init__.py": b"from sample.deep import answer\n",
    "sample/deep.py": b"def answer():\n    return 40 + 2\n",
    "sample/lesson.txt": b"as it is",
}


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "sample.zip"
    path.write_bytes(package_zips(FILES, str(path), (), ("sample/none/",))[0])
    return path


def run(archive, code):
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(archive)!r}); {code}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_package_is_imported_from_its_bytecode(archive):
    names = zipfile.ZipFile(archive).namelist()
    assert names[1:] == ["sample/__init__.pyc", "sample/deep.pyc", "sample/lesson.txt"]
    assert run(archive, "import sample; print(sample.answer())") == "42\n"


def test_what_comes_later_is_listed_and_stands_in_an_archive_of_its_own(tmp_path):
    early, late = tmp_path / "early.zip", tmp_path / "late.zip"
    for path, content in zip(
        (early, late), package_zips(FILES, "/x", (), ("sample/deep",)), strict=True
    ):
        path.write_bytes(content)
    assert zipfile.ZipFile(late).namelist() == ["sample/deep.pyc"]
    assert (
        run(early, "import _lockstep_exploring; print(_lockstep_exploring.NAMES)")
        == "['sample.deep']\n"
    )


def test_a_traceback_names_the_archive(archive):
    where = run(archive, "import sample; print(sample.answer.__code__.co_filename)")
    assert where == f"{archive}/sample/deep.py\n"


def test_source_travels_beside_the_bytecode_where_it_is_asked_for():
    early, _ = package_zips(FILES, "/x", ("sample/deep",), ("sample/none/",))
    names = zipfile.ZipFile(io.BytesIO(early)).namelist()
    assert "sample/deep.py" in names
    assert "sample/__init__.py" not in names


def test_entries_carry_one_date_and_are_sorted():
    shuffled = dict(reversed(FILES.items()))
    early, _ = package_zips(shuffled, "/x", ("",), ("sample/none/",))
    entries = zipfile.ZipFile(io.BytesIO(early)).infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    names = [entry.filename.removesuffix("c") for entry in entries]
    assert names == sorted(names)


@pytest.mark.parametrize("later", EXPLORING)
def test_what_comes_in_a_later_archive_never_goes_by_where_it_lies(later):
    """Its code names the first archive, so its own place would pass for somebody else's."""
    files = list((ROOT / "py" / later).rglob("*.py"))
    names = {
        (path.name, node.id)
        for path in files
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Name)
    }
    assert files
    assert [name for name in names if name[1] == "__file__"] == []
