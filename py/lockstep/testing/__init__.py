"""Tests that hold in every order: `every_order` and `check`, and the plugin of pytest.

Rules of this room:

1. A test is explored as a program of its own: the text of its file, and below it, in plain Python,
   the call that pytest would make. So its module, its fixtures and all it imports from beside it
   are made anew for every order, and a failing order can be shown without Lockstep.
2. What cannot be made anew is refused by name; it is never shared in silence.
3. A test passes if no order fails. Whether all were tried is said with it, or which bound came
   first; `strict` makes the latter a failure.
4. pytest is imported by `plugin` and `fixtures` only, which pytest itself loads.
"""

from lockstep.testing.call import CannotExplore
from lockstep.testing.decorator import check, every_order
from lockstep.testing.verdict import NotVerified, OrderFailed

__all__ = ["CannotExplore", "NotVerified", "OrderFailed", "check", "every_order"]
