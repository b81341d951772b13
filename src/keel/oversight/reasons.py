"""How many words a reason has at the least, and the words that were given before it."""

from typing import Any

from keel.clock import today
from keel.oversight.rules_held import standards_held
from keel.practice.ladder import Limits

LOOKED_BACK = 200  # entries that words are held beside


def fewest_words() -> int:
    """As many as an answer to a question has at the least, by the standard of today."""
    return Limits(standards_held(), today()).reason_words


def said_before(rows: Any, *names: str) -> list[str]:
    """What these boxes of entries say, the latest first."""
    found = rows.order_by("-pk").values_list(*names)[:LOOKED_BACK]
    return [words for row in found for words in row if words]
