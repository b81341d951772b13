"""Reads Keel's own small format for what the sector's extracts lack: names, families, addresses, staff."""

from keel.exchange.roster.reader import FORMAT, read
from keel.exchange.roster.tables import holds_table, recognises, says_who

__all__ = ["FORMAT", "holds_table", "read", "recognises", "says_who"]
