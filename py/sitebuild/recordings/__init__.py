"""Programs about threads, and the recording of them. Plain Python: they know nobody here."""
