"""Everybody's home: what each must answer, and what teams, services and leaders see of it."""
