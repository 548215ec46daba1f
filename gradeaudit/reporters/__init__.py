"""The reporters: one output format a file, found by itself."""
