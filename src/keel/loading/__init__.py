"""Sources brought into the record: loads, what they changed and what they found."""
