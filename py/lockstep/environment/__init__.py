"""The world inside a run: time, chance, output and modules of its own, bounds, what cannot run."""
