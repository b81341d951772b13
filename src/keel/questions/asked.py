"""Questions as they are asked: flags of one cause and one owner, answered together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.text import get_text_list

from keel.clock import today
from keel.oversight.flags import Because, ToldFlag, told
from keel.oversight.models import Flag, FlagSeen
from keel.people.models import Person
from keel.practice.ladder import Colour, Rung
from keel.report.wording import counted
from keel.workforce.models import Worker

NAMED = 4  # children that a heading names


@dataclass(frozen=True, slots=True)
class Question:
    """What one person is asked: about one child, brothers and sisters, or all the children of a worker who is gone."""

    flags: tuple[ToldFlag, ...]
    worker: str = ""  # who is gone, where that is the cause

    @property
    def first(self) -> ToldFlag:
        """The gravest of its flags."""
        return self.flags[0]

    @property
    def pk(self) -> UUID:
        """The flag by which it is opened."""
        return self.first.pk

    @property
    def colour(self) -> Colour:
        """How grave it is."""
        return self.first.colour

    @property
    def rung(self) -> Rung:
        """As what its owner is asked."""
        return self.first.rung

    @property
    def children(self) -> list[Person]:
        """Whom it is about, each once."""
        return list({flag.row.child_id: flag.row.child for flag in self.flags}.values())

    @property
    def title(self) -> str:
        """Whom and what it is about."""
        if self.worker:
            about = counted(len(self.children), "child", "children")
            return f"{self.worker} is gone: {about} to be taken on"
        return f"{names_of(self.children)}: {self.first.name.lower()}"

    @property
    def asks(self) -> str:
        """The question in words."""
        return "Who takes these children on, and from when?" if self.worker else self.first.matter.asks

    @property
    def because(self) -> list[Because]:
        """Why it is asked, each reason once."""
        found: dict[str, Because] = {}
        for flag in self.flags:
            for each in flag.because:
                found.setdefault(each.words, each)
        return list(found.values())

    @property
    def opened_on(self) -> date:
        """Since when it has been open."""
        return min(flag.opened_on for flag in self.flags)

    @property
    def answer_by(self) -> date | None:
        """The earliest day by which an answer is asked for."""
        return min((flag.answer_by for flag in self.flags if flag.answer_by), default=None)

    @property
    def holds_until(self) -> date | None:
        """The earliest day that an answer holds until."""
        return min((flag.row.holds_until for flag in self.flags if flag.row.holds_until), default=None)


def names_of(children: Sequence[Person]) -> str:
    """The children in a heading."""
    shown = [child.shown_name for child in children[:NAMED]]
    more = len(children) - NAMED
    return get_text_list([*shown, f"{more} more"] if more > 0 else shown, "and")


def questions(rows: QuerySet[Flag]) -> list[Question]:
    """Flags as questions, the worst for a child first; in a fixed number of statements."""
    named = Prefetch("child", Person.objects.with_names())
    flags = told(list(rows.select_related("owner").prefetch_related(named)))
    grouped: dict[tuple[str, int | None, bool], list[ToldFlag]] = {}
    for flag in sorted(flags, key=_worst):
        grouped.setdefault((flag.row.cause, flag.row.owner_id, flag.row.asks), []).append(flag)
    gone = _gone(cause for cause, *_ in grouped)
    found = [Question(tuple(each), gone.get(cause, "")) for (cause, *_), each in grouped.items()]
    return sorted(found, key=lambda question: _worst(question.first))


def _worst(flag: ToldFlag) -> tuple[int, date, date, str]:
    return -flag.colour, flag.answer_by or date.max, flag.opened_on, str(flag.pk)


def _gone(causes: Iterable[str]) -> Mapping[str, str]:
    """The names of the workers whose going is a cause."""
    keys = {cause: int(cause.partition(":")[2]) for cause in causes if cause.startswith("worker:")}
    names = Worker.objects.in_bulk(keys.values())
    return {cause: names[key].name or names[key].key for cause, key in keys.items() if key in names}


def seen(flags: Iterable[ToldFlag], by: Any) -> None:
    """Somebody sees these flags as they are now: kept once for each colour, so that what was known is known."""
    on = today()
    FlagSeen.objects.bulk_create(
        [
            FlagSeen(flag_id=flag.pk, child_id=flag.row.child_id, user=by, colour=flag.row.colour, on=on)
            for flag in flags
        ],
        ignore_conflicts=True,
    )
