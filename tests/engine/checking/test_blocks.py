"""Which blocks of a file are marked, where they stand, and what they claim."""

import pytest

from lockstep.checking import markdown, python_files, restructured
from lockstep.checking.blocks import Block

RST = """\
Title
=====

.. lockstep::
   :outcomes: 1
      | 2
   :verified:

   import asyncio

   async def main():
       pass

.. note::

   .. lockstep:: unlocked

   .. lockstep::

      x = 1

After.
"""


def test_a_directive_is_found_with_its_options_and_its_code_wherever_it_stands():
    assert list(restructured.blocks(RST)) == [
        Block(
            4,
            {"outcomes": "1\n| 2", "verified": ""},
            "import asyncio\n\nasync def main():\n    pass\n",
            9,
        ),
        Block(16, {"scenario": "unlocked"}, "", 17),
        Block(18, {}, "x = 1\n", 20),
    ]


@pytest.mark.parametrize(
    "text",
    [
        ".. code-block:: rst\n\n   .. lockstep:: shown\n",
        "So it looks::\n\n    .. lockstep:: shown\n",
        ".. a comment\n   .. lockstep:: shown\n",
        "..\n   .. lockstep:: shown\n",
        ".. lockstep-like:: shown\n",
        ".. _lockstep: https://example.org\n",
    ],
)
def test_a_directive_that_is_only_shown_is_no_mark(text):
    assert list(restructured.blocks(text)) == []


MARKDOWN = """\
# Title

```lockstep outcomes="1 | 2" verified
import asyncio
```

- In a list:

    ```lockstep findings=none
    x = 1
    ```

~~~ { .lockstep outcomes='2' verified=false }
x = 2
~~~

```{lockstep} unlocked
:outcomes: 100
```

````{note}
```{lockstep}
---
outcomes: "3"
---

x = 3
```
````

:::{lockstep}
x = 4
:::
"""


def test_a_fence_is_found_with_its_options_and_its_code_however_it_is_written():
    assert list(markdown.blocks(MARKDOWN)) == [
        Block(3, {"outcomes": "1 | 2", "verified": ""}, "import asyncio\n", 4),
        Block(9, {"findings": "none"}, "x = 1\n", 10),
        Block(13, {"outcomes": "2"}, "x = 2\n", 14),
        Block(17, {"scenario": "unlocked", "outcomes": "100"}, "", 19),
        Block(22, {"outcomes": "3"}, "x = 3\n", 27),
        Block(31, {}, "x = 4\n", 32),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "````markdown\n```lockstep\nx = 1\n```\n````\n",
        "<!--\n```lockstep\nx = 1\n```\n-->\n",
        "```lockstep-like\nx = 1\n```\n",
        "```rst\n.. lockstep:: shown\n```\n",
        "```lockstep``` is a fence\n",
    ],
)
def test_a_fence_that_is_only_shown_is_no_mark(text):
    assert list(markdown.blocks(text)) == []


def test_a_file_claims_in_its_docstring():
    text = '"""A title\n\nWords.\n\nWatch: total\nOutcomes: 1 |\n    2\nVerified:\n"""\nx = 1\n'
    assert list(python_files.blocks(text)) == [
        Block(6, {"outcomes": "1 | 2", "verified": ""}, text, 1)
    ]


def test_a_file_claims_in_the_comment_it_begins_with():
    text = "#!/usr/bin/env python3\n# An example.\n# Outcomes: 1 | 2\n\nimport asyncio\n"
    assert list(python_files.blocks(text)) == [Block(3, {"outcomes": "1 | 2"}, text, 1)]


def test_a_mark_without_code_in_the_file_s_docstring_speaks_of_the_file():
    text = '"""Title\n\n.. lockstep::\n   :outcomes: 1\n"""\nx = 1\n'
    assert list(python_files.blocks(text)) == [Block(3, {"outcomes": "1"}, text, 1)]


def test_a_marked_block_in_the_docstring_of_a_function_is_found_with_its_lines():
    text = (
        'def use():\n    """Use it.\n\n    .. lockstep::\n       :outcomes: 1\n\n'
        '       x = 1\n    """\n'
    )
    assert list(python_files.blocks(text)) == [Block(4, {"outcomes": "1"}, "x = 1\n", 7)]


@pytest.mark.parametrize("text", ["x = 1\n", '"""Title"""\n', "x = (\n", "", "# Expect: 1\n"])
def test_a_file_that_claims_nothing_is_not_marked(text):
    assert list(python_files.blocks(text)) == []


def test_a_file_that_claims_something_and_does_not_compile_is_marked():
    text = "# Outcomes: 1\nx = (\n"
    assert list(python_files.blocks(text)) == [Block(1, {"outcomes": "1"}, text, 1)]
