"""How a file on disk becomes text cells: found, opened safely, told apart; ``export.py`` is the door."""
