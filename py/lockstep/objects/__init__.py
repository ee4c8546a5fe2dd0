"""The objects of a program: looked at, named and spelled without running a line of its code."""
