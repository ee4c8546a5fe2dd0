"""The page's `sitecustomize`: what `site` imports before nearly everything else is imported.

For each module `zipimport` reads, inflates and unmarshals its code twice: to say which file it is
(`get_filename`, asked for its spec), and to run it. Here the second takes what the first has found.
"""

from __future__ import annotations

import zipimport

TYPE_CHECKING = False  # `typing` would be the first of what is imported slowly
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Find = Callable[[Any, str], tuple[Any, ...]]


def once(find: Find) -> Find:
    """Hand out what was found for a module once more, then forget it."""
    kept: dict[tuple[str, str, str], tuple[Any, ...]] = {}

    def _get_module_code(importer: Any, fullname: str) -> tuple[Any, ...]:
        place = (importer.archive, importer.prefix, fullname)
        found = kept.pop(place, None)
        if found is None:
            found = kept[place] = find(importer, fullname)
        return found

    return _get_module_code


if __name__ == "sitecustomize":
    zipimport._get_module_code = once(zipimport._get_module_code)  # type: ignore[attr-defined]
