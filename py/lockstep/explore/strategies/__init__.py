"""One strategy a file: a way to the answer, and what they share: the session."""
