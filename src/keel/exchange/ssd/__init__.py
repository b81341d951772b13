"""The Standard Safeguarding Dataset: a folder of tables, CSV or Parquet."""

from keel.exchange.ssd.reader import FORMAT, holds_table, read, recognises

__all__ = ["FORMAT", "holds_table", "read", "recognises"]
