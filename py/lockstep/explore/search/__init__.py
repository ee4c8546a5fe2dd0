"""Ways to go through the orders of a program."""
