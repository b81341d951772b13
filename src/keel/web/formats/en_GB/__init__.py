"""England."""
