"""The district's policy: read, checked, and settled for each gradebook."""
