"""The Standard Safeguarding Dataset: a folder of tables, CSV or Parquet."""

from keel.exchange.ssd.reader import FORMAT, read, recognises

__all__ = ["FORMAT", "read", "recognises"]
