"""Every timescale: what starts it, what meets it, how long, and what a missing fact means."""

from collections.abc import Iterator

from docs.chapters.conditions import any_of
from docs.chapters.markdown import bullets, in_words, page, plural, table

from keel.practice.standards import Standards, duration_text, load
from keel.practice.timescales import BOOK
from keel.practice.timescales.model import Born, Status, Timescale

PAGE = "timescales.md"

INTRODUCTION = """\
A timescale is a limit of time set by law, guidance or a local standard. How days are counted is in [How
time is counted](../explanation/how-time-is-counted.md); each number with its source is in
[Standards](standards.md)."""

STANDS = {
    Status.MET: "done by the day it was due",
    Status.LATE: "done, after the day it was due",
    Status.RUNNING: "not done, and not yet due",
    Status.OVERDUE: "due, and not done",
    Status.ENDED: "what it was for ended before it was due",
    Status.MISSED: "what it was for ended after it was due, and it was never done",
    Status.UNKNOWN: "a fact that the rule needs is not recorded",
}


def write() -> str:
    """The page."""
    standards = load()
    count = f"There are {plural(len(BOOK), 'timescale')}."
    sections = [block for part in _parts() for block in _part(part, standards)]
    return page("Timescales", INTRODUCTION, count, *_how_it_stands(), *sections)


def _how_it_stands() -> tuple[str, str]:
    rows = [(f"*{status}*", STANDS[status], "yes" if status.is_breach else "") for status in Status]
    return "## How a timescale can stand", table(("Status", "Means", "A breach"), rows)


def _parts() -> list[str]:
    return list(dict.fromkeys(timescale.part for timescale in BOOK.values()))


def _part(part: str, standards: Standards) -> Iterator[str]:
    yield f"## {in_words(part)}"
    for timescale in BOOK.values():
        if timescale.part == part:
            yield f"### {timescale.name} {{: #{timescale.key} }}"
            yield bullets(_lines(timescale, standards))


def _lines(timescale: Timescale, standards: Standards) -> Iterator[str]:
    standard = standards[timescale.allowance]
    latest = standard.values[-1]
    confirm = ", **local value, please confirm**" if standard.needs_confirming else ""
    switched_off = ", not in force: a switch, off" if not latest.in_force else ""
    before = " or more before" if timescale.before else ""
    yield f"Key: `{timescale.key}`"
    yield f"Starts on: {any_of(timescale.starts_on)}"
    yield f"Met by: {any_of(timescale.met_by)}"
    yield (
        f"Allowed: {duration_text(latest.value, latest.unit)}{before} "
        f"({standard.status}{confirm}{switched_off})"
    )
    if timescale.ends_on:
        yield f"Ends on: {any_of(timescale.ends_on)}"
    yield from _special(timescale)
    yield f"A missing fact: {timescale.missing}"
    if timescale.note:
        yield f"Note: {timescale.note}"


def _special(timescale: Timescale) -> Iterator[str]:
    if timescale.recurs:
        yield "Recurs: what meets it starts the next."
    if timescale.born is Born.BORN:
        yield "For children already born; for a plan made before birth it starts at birth."
    if timescale.born is Born.UNBORN:
        yield "Only while the child is not yet born."
    if timescale.counts_from_anchor:
        yield "Counts from the date that the starting event names, not from the event itself."
