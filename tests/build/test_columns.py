"""A trace packed for a page is the same trace, once the page has made it whole again."""

from __future__ import annotations

import json

import pytest

from lockstep import catalogue, run
from sitebuild.columns import columns, packed
from sitebuild.node import Node
from tests.build.doors import ROOT

UNPACK = """
import { text } from "node:stream/consumers";
import { unpacked } from "./site/js/hydration/columns.js";
const traces = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(traces.map(unpacked)));
"""


def unpacked(traces):
    sent = json.dumps([packed(trace) for trace in traces])
    program = ("--input-type=module", "--eval", UNPACK)
    return json.loads(Node(ROOT).run(*program, stdin=sent, what="unpacking"))


def test_every_recorded_trace_comes_back_as_it_was():
    traces = [run(each["source"]).to_dict() for each in catalogue.load()]
    assert unpacked(traces) == traces


def test_records_of_several_shapes_keep_their_order_and_their_missing_fields():
    trace = {"events": [{"a": 1}, {"b": None, "a": "x"}, {"a": 2}], "state": {"i": "0"}, "none": []}
    assert unpacked([trace]) == [trace]


@pytest.mark.parametrize(
    ("records", "numbered"),
    [
        ([{"i": 0, "t": 5}, {"i": 1, "t": 5}], True),
        ([{"i": 1, "t": 5}, {"i": 0, "t": 5}], False),
        ([{"t": 5, "i": 0}], False),
    ],
)
def test_a_number_is_left_out_only_where_it_is_the_position_and_comes_first(records, numbered):
    assert columns(records)["numbered"] is numbered
    assert unpacked([{"events": records}]) == [{"events": records}]
