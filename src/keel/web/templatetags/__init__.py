"""The tags that templates write components with."""
