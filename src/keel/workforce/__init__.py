"""Staff, teams and their involvement with children."""
