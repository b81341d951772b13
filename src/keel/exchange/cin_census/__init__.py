"""The children in need census: each authority's yearly return to the Department for Education."""

from keel.exchange.cin_census.census import read, recognises

__all__ = ["read", "recognises"]
