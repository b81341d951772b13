"""What is said to a challenge counts only in somebody's own words, as an answer on the ladder does."""

from collections.abc import Iterable
from typing import Any, ClassVar

from keel.oversight.reasons import fewest_words
from keel.practice.ladder.reasons import why_poor
from keel.recording.checks import AboutChild


class InOwnWords(AboutChild):
    """A form whose boxes in ``own_words`` want a sentence. ``before`` are the words given there already."""

    own_words: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, before: Iterable[str] = (), **named: Any) -> None:
        super().__init__(*args, **named)
        self.before = before

    def clean(self) -> dict[str, Any]:
        """A word or two, and what was pasted, are asked for again beside the box that they stand in."""
        said = super().clean()
        fewest = fewest_words()
        for name in self.own_words:
            words = said.get(name)
            if words and name not in self.errors and (why := why_poor(words, self.before, fewest)):
                self.add_error(name, why)
        return said
