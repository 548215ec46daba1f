"""gradeaudit checks gradebook exports against a district's written grading policy."""

__version__ = "0.1.0"
