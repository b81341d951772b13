"""Where each family of entries is recorded, and what is watched by it, as lines of pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from keel.oversight.models import RecordedPreview
from keel.oversight.rules_held import Rules
from keel.population.answer import Computable
from keel.population.coverage import kinds_needed
from keel.practice.timescales import BOOK
from keel.record.models import CoverageHeld, RecordedHere
from keel.record.recorded_here import FAMILIES, Family, said
from keel.report.wording import counted, day_text, short_day

COLUMNS = {
    "families": ("What", "Where it is recorded", "Watched by it", "Not watched"),
    "said": ("Said on", "What", "Why", "By"),
}
NOWHERE = "Not recorded anywhere"
ENDED = "No longer recorded in Keel"
IN_KEEL = "In Keel"
OF_WHAT_BEGINS_HERE = "In Keel, but only of what begins there"
WITH_ITS_CAUSE = "In Keel, as is all that calls for it"


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a family is recorded, and which timescales hang on it."""

    family: Family
    sources: tuple[str, ...]  # formats that hold some of it
    is_whole: bool  # they hold all of it
    since: date | None
    is_loaded: bool  # something was loaded at all: without a source, everything is recorded in Keel
    verdicts: tuple[Computable, ...]

    @property
    def watched(self) -> list[Computable]:
        """The timescales that are read."""
        return [each for each in self.verdicts if each.computable]

    @property
    def unwatched(self) -> list[Computable]:
        """Those that are not, because nobody could tell of them."""
        return [each for each in self.verdicts if not each.computable]

    @property
    def place(self) -> str:
        """Where it is recorded, in words."""
        told = [f"In a source: {', '.join(self.sources)}"] if self.sources else []
        if self.since and not self.is_whole:
            told.append(f"{'The rest in' if self.sources else 'In'} Keel since {day_text(self.since)}")
        if told:
            return "; ".join(told)
        if not self.is_loaded:
            return IN_KEEL
        if self.unwatched:
            return OF_WHAT_BEGINS_HERE if self.watched else NOWHERE
        return WITH_ITS_CAUSE

    @property
    def is_nowhere(self) -> bool:
        """Nobody has said where it is recorded, though a source calls for it."""
        return self.place in (NOWHERE, OF_WHAT_BEGINS_HERE)


def standing_of(held: Rules) -> list[Stands]:
    """Every family as it stands, in two statements."""
    in_sources = list(CoverageHeld.objects.filter(is_held=True).values_list("format", "kind"))
    newest = said()
    return [_stands(family, in_sources, newest, held) for family in FAMILIES]


def _stands(
    family: Family, in_sources: list[tuple[str, str]], newest: Mapping[str, RecordedHere], held: Rules
) -> Stands:
    found = [(form, kind) for form, kind in in_sources if kind in family.kinds]
    mine = {key for key, timescale in BOOK.items() if kinds_needed(timescale) & {*family.kinds}}
    return Stands(
        family,
        tuple(sorted({form for form, _ in found})),
        {kind for _, kind in found} == {*family.kinds},
        newest[family.key].from_on if family.key in newest else None,
        bool(in_sources),
        tuple(each for each in held.timescale_verdicts if each.key in mine),
    )


def family_rows(standing: Iterable[Stands]) -> list[list[Any]]:
    """A line for each family."""
    return [
        [
            {
                "words": each.family.name,
                "href": reverse("chronology:recorded-family", args=[each.family.key]),
                "hint": each.family.hint.capitalize(),
            },
            {"words": each.place, "kind": "overdue" if each.is_nowhere else ""},
            _named(each.watched),
            _named(each.unwatched),
        ]
        for each in standing
    ]


def _named(verdicts: list[Computable]) -> dict[str, str]:
    if not verdicts:
        return {"words": "None"}
    return {
        "words": counted(len(verdicts), "timescale"),
        "hint": "; ".join(each.name for each in verdicts),
    }


def timescale_lines(verdicts: Iterable[Computable]) -> list[dict[str, str]]:
    """Timescales with the way to each and, in few words, since when it is read or why it is not."""
    return [
        {
            "words": each.name,
            "href": reverse("chronology:law", args=[each.key]),
            "beside": read_words(each),
        }
        for each in verdicts
    ]


def read_words(verdict: Computable) -> str:
    """Since when a timescale is read, or why it is not; blank where there is nothing to say."""
    if verdict.since:
        return f"since {day_text(verdict.since)}"
    return f"the record {verdict.why_not}" if verdict.why_not and not verdict.computable else ""


def facts_of(asked: RecordedPreview, stands: Stands) -> list[dict[str, Any]]:
    """What somebody thinks of saying."""
    then = f"{IN_KEEL} since {day_text(asked.from_on)}" if asked.from_on else ENDED
    family = reverse("chronology:recorded-family", args=[asked.family])
    now = [{"words": "Now", "value": stands.place}] if asked.said is None else []
    return [
        {"words": "What", "value": stands.family.name, "href": family},
        *now,
        {"words": "Then", "value": then},
        {"words": "Why", "value": asked.reason},
        {"words": "Asked by", "value": asked.by.name},
    ]


def said_rows(family: str) -> list[list[Any]]:
    """Everything that was ever said of a family, the newest first."""
    rows = RecordedHere.objects.filter(family=family).select_related("by").order_by("-pk")
    return [
        [
            short_day(localtime(row.at).date()),
            f"{IN_KEEL} since {day_text(row.from_on)}" if row.from_on else ENDED,
            row.reason,
            row.by.name,
        ]
        for row in rows
    ]
