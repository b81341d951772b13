"""Commands of the framework that the record does in its own way."""
