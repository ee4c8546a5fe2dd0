"""One way to an answer a file, and what they share: the session."""
