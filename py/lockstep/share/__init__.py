"""A moment in a link: program, widgets, schedule and step behind the `#` of an address.

`format` is the table that both languages read the format from (`docs/link-format.md`), `moment`
what a link carries, `links` packs it and unpacks it.
"""

from lockstep.share.links import LinkError, fragment, open_link
from lockstep.share.moment import Moment

__all__ = ["LinkError", "Moment", "fragment", "open_link"]
