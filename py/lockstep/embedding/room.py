"""The room that an embed takes before its reader acts: kept free from the first byte of a page.

Heights are CSS pixels. What a frame needs is the picture, whose height the drawing code knows,
and what stands around it; that is measured in Chromium (tests/browser/test_embed_room.py) and
stands here once, for docs builders, the site and, through options.gen.js, the element.
"""

from __future__ import annotations

#: By view: what stands around the picture where a frame is WIDE, six lines of code included.
AROUND = {"all": 510, "picture": 394, "code": 484}
#: The picture of three tasks and a lock, where no other is known.
DEFAULT_PICTURE = 274
#: Widths of a frame: below WIDE lines wrap, and from NARROW down that takes MORE pixels.
NARROW, WIDE, MORE = 352, 640, 144
#: What a host's page is wider than its text, on a phone.
MARGINS = 48


def height(view: str, picture: int = DEFAULT_PICTURE) -> int:
    """Return the height that a frame of WIDE pixels needs, for one of the values of `view`."""
    return AROUND[view] + (0 if view == "code" else picture)


def css(wide: int) -> str:
    """Return a CSS length: `wide` on a wide page, and as much more as a narrow one needs."""
    slope = MORE / (WIDE - NARROW)
    at_zero = round(wide + slope * (WIDE + MARGINS))
    return f"clamp({wide}px,{at_zero}px - {slope * 100:g}vw,{wide + MORE}px)"
