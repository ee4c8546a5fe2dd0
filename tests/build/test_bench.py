"""The bench counts what it says it counts."""

import json
import os

import pytest

from sitebuild import bench, bench_devices
from sitebuild.bench_web import lighthouse, pyscript, tools
from sitebuild.node import BuildError
from sitebuild.serve import Sent


def test_bytes_until_a_moment_are_those_of_the_answers_begun_by_then():
    sent = [Sent(1000, 10), Sent(2000, 20), Sent(3000, 40)]
    assert bench._until(sent, 2000) == sent[:2]
    assert bench.weight(sent[:2]) == 30


def test_what_stock_sleeps_for_real_is_the_virtual_time_of_the_trace(tmp_path):
    (tmp_path / "traces").mkdir()
    trace = tmp_path / "traces" / f"{bench.FIRST}.json"
    trace.write_text(json.dumps({"duration_us": 100_000}), encoding="utf-8")
    assert bench._slept_ms(tmp_path) == 100


def test_the_report_gives_the_ratios_and_the_aims(capsys):
    ours, stock = (
        [
            bench.ColdStart(500, 1, 2, 5, 6, 300, 0, 5_500_000),
            bench.ColdStart(5000, 1, 2, 5, 6, 3000, 0, 5_500_000),
        ],
        [
            bench.ColdStart(1100, 3, 4, 7, 8, 900, 9),
            bench.ColdStart(11000, 3, 4, 7, 8, 9000, 9),
        ],
    )
    bench._report(ours, stock, slept=100)
    bench._report_warm({bench.REST_MS: [40.0] * 19 + [90.0], 0: [30.0, 30.0]})
    bench._report_scrubbing({"tasks": 8, "events": 300, "times": [2.0, 4.0, 3.0]})
    wording = capsys.readouterr().out
    assert "ratio 0.45 (aim: at most 0.45)" in wording
    assert "ratio 0.48" in wording, "without what the program sleeps"
    assert "ratio 0.33 (aim: at most 0.35)" in wording, "a second visit"
    assert "bytes of a second visit   ours 0   stock 9" in wording
    assert "kept for a second visit   ours 5,500,000 bytes" in wording
    assert "requests before the live result   ours          6   stock          8" in wording
    assert "(aim: p95 at most 50 ms)" in wording
    assert "after a rest     median 40 ms, p95 42 ms" in wording
    assert "pressed at once  median 30 ms, p95 30 ms" in wording
    assert "8 tasks and 300 events: median 3.0 ms, p95 3.9 ms (aim: at most 16 ms" in wording


def test_the_report_of_ten_embeds_has_frames_heaps_and_how_often_the_runtime_came(capsys):
    bench._report_embeds(bench.Embeds([16.0, 17.0, 40.0], [16.0] * 3, 21_000_000, 30_000_000, 1))
    wording = capsys.readouterr().out
    assert "drawn            median 17 ms, p95 38 ms, longest 40 ms a frame; heap 21 MB" in wording
    assert "two of them run  median 16 ms, p95 16 ms, longest 16 ms a frame; heap 30 MB" in wording
    assert "runtimes loaded: 1 (aim: 1)" in wording


def test_the_report_of_devices_has_a_phone_s_start_the_keys_and_the_memory(capsys):
    bench_devices._report_phone({"paint": 1.0, "result": 24.0, "bytes": 6_900_000})
    bench_devices._report_keys([16.0] * 90 + [80.0] * 10)
    bench_devices._report_memory(bench_devices.Memory(60_000_000, 200_000_000, 310_000_000))
    wording = capsys.readouterr().out
    assert "painted after      1.0 s (aim: at most 1.2)" in wording
    assert "first live run at 24.0 s (aim: at most 25), by when 6.9 MB were sent" in wording
    assert "median 16 ms, p95 80 ms (aim: p95 at most 50 ms)" in wording
    assert "drawn 60 MB, after a run, with its spares, 200 MB" in wording
    assert "while every order of 8 deposits is tried 310 MB" in wording


def test_what_processes_share_is_counted_once():
    assert 0 < bench_devices._share(os.getpid()) < 2**33


def test_lighthouse_s_scores_are_told_beside_what_is_aimed_at(capsys):
    answer = {
        "performance": {"score": 0.97},
        "accessibility": {"score": 1},
        "best-practices": {"score": None},
    }
    scores = lighthouse.read({"categories": answer})
    lighthouse.report({"a lesson": {name: round(score) for name, score in scores.items()}})
    assert capsys.readouterr().out == (
        "(g) Lighthouse, phone, a lesson: performance 97, accessibility 100, best-practices 0 "
        "(aim: each at least 95)\n"
    )


def test_an_embed_and_an_editor_stand_side_by_side(capsys):
    ours = [pyscript.Visit(100, 900, 6_000_000, 300, 0), pyscript.Visit(300, 1100, 6_000_000, 0, 0)]
    pyscript.report(ours, [pyscript.Visit(2000, 1500, 6_500_000, 1400, 5)])
    first = capsys.readouterr().out.splitlines()[1]
    assert first.split() == (
        "visible result, from the navigation ours 200 ms PyScript 2,000 ms".split()
    )


def test_the_editor_s_page_holds_the_program_and_the_pyodide_beside_it():
    page = pyscript.editor_page("print(1)\n")
    assert page.endswith(
        '<script type="py-editor" config="{&quot;interpreter&quot;: '
        '&quot;./pyodide/pyodide.mjs&quot;}">\nprint(1)\n</script></html>'
    )


def test_what_only_the_bench_needs_is_installed_once_and_a_failure_is_told(monkeypatch, tmp_path):
    (tmp_path / ".npmrc").write_text("")
    calls = []

    class Result:
        returncode = 0

    def run(command, cwd, check):
        calls.append(command)
        (cwd / "node_modules").mkdir()
        return Result

    monkeypatch.setattr(tools.subprocess, "run", run)
    home = tmp_path / "node_modules/.bench/node_modules"
    assert [tools.ensure(tmp_path), tools.ensure(tmp_path)] == [home, home]
    assert calls == [["npm", "ci", "--loglevel=error"]]
    (home.parent / "package-lock.json").write_text("of another day")
    Result.returncode = 1
    for _ in range(2):
        with pytest.raises(BuildError, match="npm could not install what the bench needs"):
            tools.ensure(tmp_path)
