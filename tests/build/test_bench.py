"""The bench counts what it says it counts."""

import json

from sitebuild import bench
from sitebuild.serve import Sent


def test_bytes_until_a_moment_are_those_of_the_answers_begun_by_then():
    sent = [Sent(1000, 10), Sent(2000, 20), Sent(3000, 40)]
    assert bench._bytes_until(sent, 2000) == 30


def test_what_stock_sleeps_for_real_is_the_virtual_time_of_the_trace(tmp_path):
    (tmp_path / "traces").mkdir()
    trace = tmp_path / "traces" / f"{bench.FIRST}.json"
    trace.write_text(json.dumps({"duration_us": 100_000}), encoding="utf-8")
    assert bench._slept_ms(tmp_path) == 100


def test_the_report_gives_the_ratios_and_the_aims(capsys):
    ours, stock = bench.ColdStart(500, 1, 2), bench.ColdStart(1100, 3, 4)
    bench._report([ours], [stock], slept=100)
    bench._report_warm({bench.REST_MS: [40.0] * 19 + [90.0], 0: [30.0, 30.0]})
    bench._report_scrubbing({"tasks": 8, "events": 300, "times": [2.0, 4.0, 3.0]})
    said = capsys.readouterr().out
    assert "ratio 0.45 (aim: at most 0.5)" in said
    assert "ratio 0.50" in said, "without what the program sleeps"
    assert "(aim: p95 at most 50 ms)" in said
    assert "after a rest     median 40 ms, p95 42 ms" in said
    assert "pressed at once  median 30 ms, p95 30 ms" in said
    assert "8 tasks and 300 events: median 3.0 ms, p95 3.9 ms (aim: at most 16 ms" in said


def test_the_report_of_ten_embeds_has_frames_heaps_and_how_often_the_runtime_came(capsys):
    bench._report_embeds(bench.Embeds([16.0, 17.0, 40.0], [16.0] * 3, 21_000_000, 30_000_000, 1))
    said = capsys.readouterr().out
    assert "drawn            median 17 ms, p95 38 ms, longest 40 ms a frame; heap 21 MB" in said
    assert "two of them run  median 16 ms, p95 16 ms, longest 16 ms a frame; heap 30 MB" in said
    assert "runtimes loaded: 1 (aim: 1)" in said
