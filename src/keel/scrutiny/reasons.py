"""What is said to a challenge counts only in somebody's own words, as an answer on the ladder does."""

from collections.abc import Iterable
from typing import Any, ClassVar

from keel.clock import today
from keel.oversight.rules_held import standards_held
from keel.practice.ladder import Limits
from keel.practice.ladder.reasons import why_poor
from keel.recording.checks import AboutChild

LOOKED_BACK = 200  # entries that words are held beside


class InOwnWords(AboutChild):
    """A form whose boxes in ``own_words`` want a sentence. ``before`` are the words given there already."""

    own_words: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, before: Iterable[str] = (), **named: Any) -> None:
        super().__init__(*args, **named)
        self.before = before

    def clean(self) -> dict[str, Any]:
        """A word or two, and what was pasted, are asked for again beside the box that they stand in."""
        said = super().clean()
        fewest = Limits(standards_held(), today()).reason_words
        for name in self.own_words:
            words = said.get(name)
            if words and name not in self.errors and (why := why_poor(words, self.before, fewest)):
                self.add_error(name, why)
        return said


def said_before(rows: Any, *names: str) -> list[str]:
    """What these boxes of entries say, the latest first."""
    found = rows.order_by("-pk").values_list(*names)[:LOOKED_BACK]
    return [words for row in found for words in row if words]
