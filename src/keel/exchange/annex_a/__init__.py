"""Ofsted's Annex A: the workbook of eleven lists of children that an authority exports."""

from keel.exchange.annex_a.reader import read, recognises

__all__ = ["read", "recognises"]
