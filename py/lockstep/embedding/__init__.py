"""A run inside somebody else's page: options, drawing and markup, for every docs builder.

Rules of this room:

1. An option is written once, in `options`; element, link, iframe, directive and fence share it.
2. What is drawn is drawn by the page's own JavaScript (`drawing`), never a second time in Python.
3. The markup reads well without any script, and without any style sheet but its own.
"""
