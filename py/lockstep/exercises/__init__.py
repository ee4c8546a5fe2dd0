"""Exercises: what a learner is asked, and a grader that judges the answer over every order.

Rules of this room:

1. An exercise is a folder in ``tasks/``: ``task.py`` is the program as the learner meets it, with
   what is asked in its docstring; beside it lie the solution and the known wrong answers. Adding a
   folder adds the exercise: list, grader and tests follow.
2. An answer is right if *every* order of it ends right. A bound, a doubt or a failure of the grader
   is never the learner's fault, and said as such.
3. A mistake is named by what a run shows (who held which lock object at which access), never by
   searching the text.
"""
