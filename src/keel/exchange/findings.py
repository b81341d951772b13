"""What a reader noticed about the file itself: counted, with examples, never lost and never unbounded."""

from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How much a finding about a file matters to the answer."""

    NOTE = "note"  # read, and understood
    WARNING = "warning"  # read, but something could not be used
    ERROR = "error"  # a row or a part of the file could not be read


@dataclass(frozen=True, slots=True)
class Example:
    """One place where a finding was met, with the text as it stood."""

    row: int | None = None
    child: str | None = None
    raw: str | None = None


@dataclass(slots=True)
class Finding:
    """One kind of trouble at one place (sheet and column), with how often and the first examples."""

    code: str  # for instance "unknown-heading", "impossible-date"
    level: Level
    message: str  # what is wrong and what to do next
    source: str  # sheet, element or table
    column: str | None = None
    count: int = 0
    examples: list[Example] = field(default_factory=list)


class Findings:
    """Collects findings, one per (code, source, column), keeping the first few examples of each."""

    EXAMPLES_KEPT = 5

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str | None], Finding] = {}

    def add(
        self,
        code: str,
        level: Level,
        message: str,
        *,
        source: str,
        column: str | None = None,
        row: int | None = None,
        child: str | None = None,
        raw: str | None = None,
        count: int = 1,
    ) -> None:
        """Count one more of this finding; ``message`` is kept from the first."""
        found = self._found.setdefault((code, source, column), Finding(code, level, message, source, column))
        found.count += count
        if len(found.examples) < self.EXAMPLES_KEPT and (
            row is not None or child is not None or raw is not None
        ):
            found.examples.append(Example(row, child, raw))

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(
            sorted(self._found.values(), key=lambda f: (_ORDER[f.level], f.source, f.code, f.column or ""))
        )

    def __len__(self) -> int:
        return len(self._found)

    def beside(self, known: "Findings") -> "Findings":
        """These findings, less those of which ``known`` has one of the same code at the same place."""
        rest = Findings()
        rest._found = {place: found for place, found in self._found.items() if place not in known._found}
        return rest


_ORDER = {Level.ERROR: 0, Level.WARNING: 1, Level.NOTE: 2}


class UnreadableSource(Exception):
    """A source that cannot be read at all. The message is one sentence: what, where, what to do."""
