"""All that is private to CPython and its asyncio, once: seen from outside, or put in its place.

A new Python that renames something fails in `tests/engine/cpython`, by name, before anything else.
"""
