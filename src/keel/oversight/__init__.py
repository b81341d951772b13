"""Readings and signals kept up to date with the record, and the decisions that answer them."""
