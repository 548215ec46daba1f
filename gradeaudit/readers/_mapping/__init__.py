"""A small YAML file that says what the columns of a table mean, and the gradebook that the table then is."""
