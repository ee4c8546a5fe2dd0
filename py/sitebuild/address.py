"""Where the site will be: known to whoever publishes it, never to the pages themselves."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from .node import BuildError

VARIABLE = "LOCKSTEP_SITE_URL"


def site_url(given: str | None = None) -> str:
    """Return the address with a slash at its end; an empty string if none is known.

    Args:
        given: what the command line says; else the environment variable is asked.

    Raises:
        BuildError: it is no absolute address of a folder.
    """
    text = (os.environ.get(VARIABLE, "") if given is None else given).strip()
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise BuildError(
            f"{text!r} is no address of a site: give one like https://owner.github.io/repository/ "
            f"(--site-url, or {VARIABLE})"
        )
    return f"{text.rstrip('/')}/"
