"""Strategy discussions, section 47, conferences, plans, core groups and visits."""
