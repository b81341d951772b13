"""Pages about loads."""
