"""Examples that prove themselves: what is claimed of a program is held to every order of it.

Rules of this room:

1. A claim is true, untrue, or undecided (a bound came first); undecided is never true.
2. The same words make a claim wherever it stands: directive, fence, docstring, comment.
3. Finding marked blocks needs no docs builder: the readers here know just as much of reST and
   Markdown as it takes to tell a marked block from one that is only shown.
"""
