"""Pages of supervision that are not about one child."""
