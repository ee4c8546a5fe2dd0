"""Real runs of the program that is explored: what its steps do, and what state they leave."""
