"""What the outside world can choose, step by step: every order, recorded or counted.

`stretches` cuts a recorded run at its steps, `orders` records every order of a small program, or
some of a large one; `tree` is all that the explorer has counted, `beginnings` finds an order that
begins as was chosen, `names` are those of steps.
"""

from lockstep.explore.choices.beginnings import Unreachable
from lockstep.explore.choices.exploring import explore_and_count
from lockstep.explore.choices.orders import SCHEMA, Orders, record_beginnings, record_orders

__all__ = [
    "SCHEMA",
    "Orders",
    "Unreachable",
    "explore_and_count",
    "record_beginnings",
    "record_orders",
]
