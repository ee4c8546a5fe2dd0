"""What an exploration found, and how it is said."""
