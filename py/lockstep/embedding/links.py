"""A program in the fragment of a URL, which no server ever sees: `#1.` and deflated JSON.

The format, shared with site/js/state/share-link.js: the version's number, a dot, then the
base64url, without padding, of raw DEFLATE (RFC 1951) of a JSON object in UTF-8 with these
members, all optional:
``code``, ``setup``, ``schedule`` (texts), ``step`` (a whole number), ``widgets`` (texts by name).
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping

VERSION = 1
_RAW = -15  # zlib's word for DEFLATE without a header


def fragment(moment: Mapping[str, object]) -> str:
    """Return the fragment, without its ``#``, that carries ``moment``."""
    text = json.dumps(moment, ensure_ascii=False, separators=(",", ":"))
    packer = zlib.compressobj(9, zlib.DEFLATED, _RAW)
    packed = packer.compress(text.encode()) + packer.flush()
    return f"{VERSION}.{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"
