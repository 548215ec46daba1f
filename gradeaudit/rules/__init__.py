"""The rule catalogue: one rule a file, found by itself."""
