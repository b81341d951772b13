"""What can go wrong when an authority is made."""


class InventError(ValueError):
    """An authority that cannot be made: says what was asked and what to ask instead."""
