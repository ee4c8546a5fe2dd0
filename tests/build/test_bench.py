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
    bench._report_warm({bench.REST_MS: 40, 0: 400})
    said = capsys.readouterr().out
    assert "ratio 0.45 (aim: at most 0.5)" in said
    assert "ratio 0.50" in said, "without what the program sleeps"
    assert "40 ms (aim: at most 50 ms); pressed again at once: 400 ms" in said
