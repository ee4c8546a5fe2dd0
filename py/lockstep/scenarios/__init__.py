"""The lessons: one ordinary Python file each; see `lockstep.catalogue` for how they are read."""
