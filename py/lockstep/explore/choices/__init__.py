"""What the outside world can choose: every order, recorded, for whoever chooses step by step.

`stretches` cuts a recorded run at its steps, `orders` records every order of a small program.
"""

from lockstep.explore.choices.orders import SCHEMA, Orders, record_orders

__all__ = ["SCHEMA", "Orders", "record_orders"]
