"""The readers: one export format a file, found by itself."""
