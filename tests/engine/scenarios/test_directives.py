"""What a program says of itself."""

import pytest

from lockstep.directives import Directives


@pytest.mark.parametrize(
    ("expect", "namespace", "expected"),
    [
        ("ATMS * 100", {"ATMS": 3}, "300"),
        ("100 * len(NAMES)", {"NAMES": ("A", "B", "C")}, "300"),
        ("'-'.join(NAMES)", {"NAMES": ("A", "B")}, "'A-B'"),
        ("len(NAMES)", {"NAMES": ["A", "B"]}, None),  # a list may have grown meanwhile
        ("open('x')", {}, None),
    ],
)
def test_what_is_expected_is_worked_out_of_plain_values(expect, namespace, expected):
    wording = Directives.of(f'"""T\n\nExpect: {expect}\n"""\n')
    assert wording.expected(namespace) == expected
