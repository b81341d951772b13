"""Who may see and do what, and who looked: policy, roles, restrictions, audit and row security."""
