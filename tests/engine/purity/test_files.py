"""Files live in a fresh folder for each run; nothing of the host is written."""

import os
import subprocess
import sys
from pathlib import Path

from tests.engine.support import run

WRITES = """
import os, pathlib, sqlite3, tempfile
print(sorted(os.listdir()), pathlib.Path("notes").exists(), open("data.txt").read())
open("notes", "w").write("x")
pathlib.Path("data.txt").write_text("changed")
os.makedirs("deep/er")
sqlite3.connect("base.db").execute("create table t (n)")
print(os.path.basename(tempfile.mkdtemp()), tempfile.NamedTemporaryFile().name[-4:] != "")
print(sorted(name for name in os.listdir() if not name.startswith("tmp")))
"""


def test_a_run_finds_what_it_names_and_leaves_the_host_as_it_was(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data.txt").write_text("given")
    (tmp_path / "secret.txt").write_text("not named")
    first, second = run(WRITES), run(WRITES)
    assert first.status == "ok", first.error
    assert first.stdout.splitlines()[::2] == [
        "['data.txt'] False given",
        "['base.db', 'data.txt', 'deep', 'notes']",
    ]
    assert first.stdout == second.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.txt", "secret.txt"]
    assert (tmp_path / "data.txt").read_text() == "given"
    assert Path.cwd() == tmp_path


def test_a_function_called_like_a_module_of_files_is_none_and_the_module_is_seen(monkeypatch):
    folders = []
    monkeypatch.setattr(os, "chdir", folders.append)
    assert run("async def io(): pass\nimport asyncio\nasyncio.run(io())\n").status == "ok"
    assert folders == []
    assert run("import io as files\nfiles.StringIO()\n").status == "ok"
    assert run("__import__('os').getcwd()\n").status == "ok"
    assert len(folders) == 4  # into a fresh one and back, twice


def test_file_names_itself_in_full_as_for_python(tmp_path):
    path = tmp_path / "named.py"
    path.write_text("import os\nprint(__file__)\n")
    command = [sys.executable, "-m", "lockstep", "run", "--quiet", "named.py"]
    environment = {**os.environ, "PYTHONPATH": str(Path("py").absolute())}
    stock = subprocess.run([sys.executable, "named.py"], cwd=tmp_path, capture_output=True)
    here = subprocess.run(command, cwd=tmp_path, capture_output=True, env=environment)
    assert here.stdout == stock.stdout


def test_chance_of_the_operating_system_repeats():
    source = """
        import os, random, secrets, uuid
        print(secrets.token_hex(8), uuid.uuid4(), uuid.uuid1(), os.urandom(4))
        print(random.Random().random(), random.SystemRandom().random(), secrets.choice("abc"))
        random.seed()
        print(random.random())
        random.seed(1)
        uuid.uuid4()
        print(random.random(), random.Random(1).random())
        """
    one, other = run(source), run(source)
    assert one.stdout == other.stdout
    assert one.stdout.splitlines()[-1] == "0.13436424411240122 0.13436424411240122"
    assert run(source, seed=1).stdout != one.stdout
