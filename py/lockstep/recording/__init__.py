"""Moments into events, and the events of a run into its trace."""
