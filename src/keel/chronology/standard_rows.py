"""Standards, and what the authority made of them, as lines of pages."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from keel.oversight.models import PreviewLine, StandardChange, StandardPreview
from keel.practice.ladder import Colour
from keel.practice.signals import SIGNALS
from keel.practice.standards import DatedValue, Known, Standard, Standards, Status, duration_text, load
from keel.practice.timescales import BOOK
from keel.report.standard_lines import value_in_words
from keel.report.wording import CONFIRM, day_text, short_day

COLUMNS = {
    "standards": ("Standard", "Value", "How binding", "Where it comes from"),
    "changes": ("From", "Value", "Why", "Set by"),
    "preview": (
        "Question",
        "Colour",
        *({"words": words, "is_number": True} for words in ("Now", "Then", "Raised", "Closed")),
    ),
}
BOUND = {
    Status.STATUTORY: "The law sets this. You may ask more of yourselves than the law, never less.",
    Status.GUIDANCE: "Statutory guidance sets this. You may ask more of yourselves than it does, never less.",
    Status.LOCAL: "This is a local standard: the number is yours to set.",
}
SHOWN = ("all", "confirm", "own")
AS_SHIPPED = "As Keel ships it"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many standards there are, how many have no source, and how many have a value of the authority's own."""

    all: int
    confirm: int
    own: int


def part_words(part: str) -> str:
    """A part of the journey in words."""
    return part.replace("_", " ").capitalize()


def now_of(standard: Standard, day: date) -> DatedValue:
    """The value in force on a day; where none is, the latest."""
    return standard.value_on(day) or standard.values[-1]


def is_own(value: DatedValue) -> bool:
    """Whether the authority set it."""
    return value.known is Known.SET_LOCALLY


def counted(standards: Standards, day: date) -> Counted:
    """The three counts."""
    return Counted(*(sum(_is_shown(each, day, shown) for each in standards.values()) for shown in SHOWN))


def parts_of(standards: Standards, day: date, shown: str) -> list[tuple[str, list[list[Any]]]]:
    """A table for each part of the journey: all of it, what is to be confirmed, or what the authority set."""
    chosen = [each for each in standards.values() if _is_shown(each, day, shown)]
    return [
        (part_words(part), [_row(each, day) for each in group])
        for part, group in groupby(chosen, key=lambda each: each.part)
    ]


def _is_shown(standard: Standard, day: date, shown: str) -> bool:
    now = now_of(standard, day)
    return {"confirm": now.needs_confirming, "own": any(map(is_own, standard.values))}.get(shown, True)


def _row(standard: Standard, day: date) -> list[Any]:
    now = now_of(standard, day)
    way = reverse("chronology:standard", args=[standard.key])
    return [
        {"words": standard.name, "href": way},
        {"words": value_in_words(now), "hint": " ".join(_beside(standard, now, day))},
        str(standard.status).capitalize(),
        _source(now),
    ]


def _beside(standard: Standard, now: DatedValue, day: date) -> Iterator[str]:
    """What is to be said of the number: that nobody found it anywhere, what Keel ships, what is to come."""
    if now.needs_confirming:
        yield f"{CONFIRM.capitalize()}."
    if standard.value_on(day) is None:
        yield "Not in force."
    if is_own(now):
        yield f"Keel ships {value_in_words(now_of(load()[standard.key], day))}."
    for value in standard.values:
        if value.from_on > day:
            yield f"From {short_day(value.from_on)}: {value_in_words(value)}."


def _source(now: DatedValue) -> dict[str, str]:
    if is_own(now):
        by = f"{now.set_by}, " if now.set_by else ""
        return {
            "words": now.citation,
            "hint": f"Set by {by or 'the authority, '}from {short_day(now.from_on)}",
        }
    return {"words": now.citation, "href": now.address or ""}


def change_rows(changes: Iterable[StandardChange], refused: Mapping[int, str]) -> list[list[Any]]:
    """The history of a standard: every change that was made, the newest first."""
    return [
        [
            {"words": short_day(each.from_on), "hint": f"made on {short_day(localtime(each.at).date())}"},
            {"words": set_to(each), "hint": _why_refused(refused.get(each.pk))},
            each.reason,
            each.by.name,
        ]
        for each in changes
    ]


def _why_refused(why: str | None) -> str:
    return f"No longer used, and what Keel ships stands instead: {why}" if why else ""


def set_to(change: StandardChange | StandardPreview) -> str:
    """What a change sets, in words."""
    if change.is_shipped:
        return AS_SHIPPED
    if change.value is None:
        return "In force"
    return duration_text(change.value, change.unit)


def goes_by(key: str) -> list[dict[str, str]]:
    """The timescales and signals that read a standard, each with the way to its page."""
    timescales = [(each.key, each.name) for each in BOOK.values() if key in each.standards]
    signals = [
        (each.key, each.name)
        for each in SIGNALS.values()
        if any(key in clause.standards for clause in each.clauses)
    ]
    return [
        {"words": name, "href": reverse("chronology:law", args=[of])} for of, name in (*timescales, *signals)
    ]


def preview_rows(lines: Iterable[PreviewLine], *, changed: bool) -> list[list[Any]]:
    """The lines of a preview that the change would alter, or those that it would not."""
    return [
        [
            line.name,
            {
                "words": Colour(line.colour).label.capitalize(),
                "kind": Colour(line.colour).label if line.colour else "calm",
            },
            *(f"{number:,}" for number in (line.before, line.after, line.raised, line.closed)),
        ]
        for line in lines
        if changed == bool(line.before != line.after or line.raised or line.closed)
    ]


def facts_of(asked: StandardPreview, standards: Standards, day: date) -> list[dict[str, Any]]:
    """What a preview was asked about."""
    standard = standards[asked.key]
    now = [{"words": "Now", "value": value_in_words(now_of(standard, day))}] if asked.change is None else []
    return [
        {
            "words": "Standard",
            "value": standard.name,
            "href": reverse("chronology:standard", args=[asked.key]),
        },
        *now,
        {"words": "Then", "value": set_to(asked)},
        {"words": "From", "value": day_text(asked.from_on)},
        {"words": "Why, and where it stands", "value": asked.reason},
        {"words": "Asked by", "value": asked.by.name},
    ]
