"""Keel keeps children's protection plans from drifting."""

__version__ = "0.1.0"
