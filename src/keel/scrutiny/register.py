"""The register of challenges and of partners' disagreements as counts, which name no child."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from statistics import median
from typing import Any, NamedTuple

from django.db import connection

from keel.access.acts import Act
from keel.access.rules import BY_ROLE
from keel.record.codes import choices_of
from keel.report.wording import percent
from keel.scrutiny.stages import counted_agencies

CHALLENGE, ESCALATION = "challenge", "escalation"


class Line(NamedTuple):
    """One challenge or disagreement, of no child: the columns of ``scrutiny_register`` in SQL."""

    kind: str
    team: int | None
    agency: str
    stage: int | None
    raised_on: date | None
    resolved_on: date | None
    due_on: date | None
    theme: str
    is_answered: bool
    has_changed: bool
    asked: int
    in_time: int
    climbed: int

    @property
    def is_open(self) -> bool:
        """Whether it is not closed."""
        return self.resolved_on is None

    def days(self, day: date) -> int | None:
        """For how many days it has been open, or was."""
        return ((self.resolved_on or day) - self.raised_on).days if self.raised_on else None


@dataclass(frozen=True, slots=True)
class Counts:
    """What some lines come to."""

    lines: Sequence[Line]
    day: date

    @property
    def open(self) -> list[Line]:
        """Those not closed."""
        return [line for line in self.lines if line.is_open]

    @property
    def late(self) -> int:
        """Open, with the answer overdue."""
        return sum(bool(one.due_on and one.due_on < self.day and not one.is_answered) for one in self.open)

    @property
    def in_time(self) -> float | None:
        """The share of stages that were answered by their day; None where none was due."""
        return percent(sum(one.in_time or 0 for one in self.lines), sum(one.asked or 0 for one in self.lines))

    @property
    def climbed(self) -> int:
        """How often one went up since nobody answered."""
        return sum(one.climbed or 0 for one in self.lines)

    @property
    def changed(self) -> int:
        """Closed, with a change for the child."""
        return sum(one.has_changed for one in self.lines if not one.is_open)

    @property
    def closed(self) -> int:
        """Those closed."""
        return len(self.lines) - len(self.open)

    @property
    def days(self) -> float | None:
        """The days that those open have been so: the middle one."""
        known = [days for one in self.open if (days := one.days(self.day)) is not None]
        return median(known) if known else None

    def by(self, key: Callable[[Line], Any]) -> "list[tuple[Any, Counts]]":
        """The same for each value of a key, in the order of the values."""
        found: dict[Any, list[Line]] = {}
        for line in self.lines:
            found.setdefault(key(line), []).append(line)
        return [
            (value, Counts(lines, self.day))
            for value, lines in sorted(found.items(), key=lambda one: str(one[0]))
        ]

    @property
    def themes(self) -> "Counter[str]":
        """How often each thing was learned."""
        return Counter(line.theme for line in self.lines if line.theme)


def counted_lines(day: date) -> dict[str, Counts]:
    """Every challenge and every disagreement, for whoever may count them; nothing for anybody else. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM scrutiny_register(%s)", [day])
        lines = [Line(*row) for row in cursor.fetchall()]
    return {kind: Counts(_of(lines, kind), day) for kind in (CHALLENGE, ESCALATION)}


def _of(lines: Iterable[Line], kind: str) -> list[Line]:
    return [line for line in lines if line.kind == kind]


def lay() -> None:
    """Make the function in the database that counts."""
    text = files(__package__).joinpath("sql", "register.sql").read_text(encoding="utf-8")
    roles = _quoted(role.value for role in BY_ROLE[Act.CHALLENGE_COUNT])
    themes = _quoted(code for code, _ in choices_of("challenge_theme"))
    named = {"counts": roles, "agencies": _quoted(counted_agencies()), "themes": themes}
    for place, words in named.items():
        text = text.replace("{" + place + "}", words)
    with connection.cursor() as cursor:
        cursor.execute(text)


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)
