"""Says what a timescale asks, in words a tired social worker can read, with its source beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from keel.practice.calendar import Unit
from keel.practice.standards import DatedValue, Measure, Standard, Standards, Status, duration_text
from keel.practice.timescales.model import Born, Timescale
from keel.practice.timescales.wording import asked_text, conditions_text, counting_text, fact_text

PLEASE_CONFIRM = "local value, please confirm"
_FORCE = {
    Status.STATUTORY: "This is the law.",
    Status.GUIDANCE: "This is statutory guidance, to be followed unless there is an exceptional reason.",
    Status.LOCAL: "This is a local standard: no national number exists.",
}


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One value a standard has or had, in words. ``until_on`` is included; None means that it goes on."""

    said: str  # "15 working days"
    from_on: date
    until_on: date | None
    in_force: bool
    citation: str
    address: str | None
    basis: str
    confirm: str  # "local value, please confirm", or empty


@dataclass(frozen=True, slots=True)
class Explanation:
    """A timescale explained, as at a day. ``current`` is None where nothing was in force on it."""

    key: str
    part: str
    name: str
    sentence: str
    force: str
    severity: str
    current: ValueLine | None
    values: tuple[ValueLine, ...]
    councils: str
    starts: str
    met: str
    ends: str
    limits: tuple[str, ...]  # for whom, from when and until when it is read
    counting: str
    missing: str
    note: str

    @property
    def confirm(self) -> str:
        """What to put beside the value where its number has no source; otherwise empty."""
        return "" if self.current is None else self.current.confirm

    def __str__(self) -> str:
        return "\n".join(_lines(self))


def explain(timescale: Timescale, standards: Standards, on: date, since: date | None = None) -> Explanation:
    """What ``timescale`` asks on the day ``on``; ``since`` is the day from which what may meet it is recorded."""
    standard = standards[timescale.allowance]
    value = standard.value_on(on)
    return Explanation(
        key=timescale.key,
        part=timescale.part,
        name=timescale.name,
        sentence=_sentence(timescale, value),
        force=_FORCE[standard.status],
        severity=standard.severity.value,
        current=None if value is None else _value_line(value),
        values=tuple(_value_line(each) for each in standard.values),
        councils=_councils(standard),
        starts=conditions_text(timescale.starts_on),
        met=conditions_text(timescale.met_by),
        ends=conditions_text(timescale.ends_on),
        limits=tuple(_limits(timescale, standards, on, since)),
        counting=_counting(timescale, standard),
        missing=timescale.missing,
        note=timescale.note,
    )


def _sentence(timescale: Timescale, value: DatedValue | None) -> str:
    if value is None:
        return f"{timescale.name}: nothing is asked on this day, because no value is in force."
    said = duration_text(value.value, value.unit)
    start = _start(timescale)
    first = f"{timescale.name}: {_due(timescale, value, said, start)}."
    if not timescale.recurs:
        return first
    again = f"then again within {said} of each time it is met"
    if timescale.skips_first:
        return f"{timescale.name}: due within {said} of the last one, after the first."
    return f"{first[:-1]}, {again}."


def _start(timescale: Timescale) -> str:
    return "; or ".join(asked_text(part) for part in timescale.starts_on)


def _due(timescale: Timescale, value: DatedValue, said: str, start: str) -> str:
    if timescale.before:
        return _due_before(value, said, start)
    fixed = {
        Unit.DATE: f"due on the date set ({start})",
        Unit.PREGNANCY_WEEKS: f"due by {said}",
        Measure.SHARE: f"due when {said} to the next review has passed ({start})",
    }
    if value.unit in fixed:
        return fixed[value.unit]
    if value.value == 0:
        return f"due on the same day as: {start}"
    return f"due within {said} of: {_second_date(timescale, start)}"


def _due_before(value: DatedValue, said: str, start: str) -> str:
    if value.unit is Unit.EVENT or value.value == 0:
        return f"due before: {start}"
    return f"due at least {said} before: {start}"


def _second_date(timescale: Timescale, start: str) -> str:
    if not timescale.counts_from_anchor:
        return start
    return f"the point of referral ({start})" if timescale.anchor_or_event else f"the date set ({start})"


def _limits(timescale: Timescale, standards: Standards, on: date, since: date | None) -> Iterator[str]:
    if since is not None:
        said = (
            "what began earlier counts from then" if timescale.recurs else "what was due earlier is not read"
        )
        yield f"Recorded in Keel since {since.day} {since:%B %Y}: {said}."
    if timescale.born is Born.BORN:
        yield "Only for a child already born; for one not yet born it starts at birth."
    if timescale.born is Born.UNBORN:
        yield "Only until the child is born."
    for fact in timescale.child_yes:
        yield f"Only where {fact_text(fact, True)}."
    worded = {
        "from_age": "From the age of {}.",
        "until_age": "Until the age of {}.",
        "lasts": "For {} from the start.",
        "begins_after": "Begins {} after the start.",
        "earlier_of": "Or by {}, whichever is sooner.",
        "number_at_least": "Only from {} of them.",
    }
    for name, text in worded.items():
        key = getattr(timescale, name)
        if key:
            yield text.format(_said_on(standards[key], on))


def _said_on(standard: Standard, on: date) -> str:
    value = standard.value_on(on)
    return "a value not in force on this day" if value is None else duration_text(value.value, value.unit)


def _counting(timescale: Timescale, standard: Standard) -> str:
    text = counting_text(standard.unit, backwards=timescale.before)
    if timescale.version_by_today:
        return f"{text} The value in force today applies to every start."
    return f"{text} The value in force when it starts applies, even if it has changed since."


def _value_line(value: DatedValue) -> ValueLine:
    return ValueLine(
        said=duration_text(value.value, value.unit),
        from_on=value.from_on,
        until_on=value.until_on,
        in_force=value.in_force,
        citation=value.citation,
        address=value.address,
        basis=f"{value.known}: {value.known_how}",
        confirm=PLEASE_CONFIRM if value.needs_confirming else "",
    )


def _councils(standard: Standard) -> str:
    found = standard.councils
    if found is None or found.min is None or found.max is None:
        return ""
    spread = f"{found.min:g}" if found.min == found.max else f"{found.min:g} to {found.max:g}"
    return f"{found.n} council{'s' if found.n > 1 else ''} read: {spread} {found.unit}. {found.note}".strip()


def _lines(told: Explanation) -> Iterator[str]:
    yield told.sentence
    yield told.force
    for line in told.values:
        yield _value_text(line)
    if told.councils:
        yield told.councils
    yield f"Starts: {told.starts}."
    yield f"Met by: {told.met}."
    if told.ends:
        yield f"Ends: {told.ends}."
    yield from told.limits
    yield f"Counting: {told.counting}"
    yield f"Not recorded: {told.missing}"
    if told.note:
        yield f"Note: {told.note}"


def _value_text(line: ValueLine) -> str:
    until = "" if line.until_on is None else f" until {line.until_on:%-d %B %Y}"
    off = "" if line.in_force else ", not in force"
    confirm = f" ({line.confirm})" if line.confirm else ""
    source = line.citation if line.address is None else f"{line.citation}, {line.address}"
    return f"From {line.from_on:%-d %B %Y}{until}{off}: {line.said}{confirm}. Source: {source} ({line.basis})"
