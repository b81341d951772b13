"""The standards behind an answer: value, force, source, and whether the number needs confirming."""

from dataclasses import dataclass
from datetime import date

from keel.population.answer import Answer
from keel.practice.signals import SIGNALS
from keel.practice.standards import DatedValue, Standard, duration_text
from keel.practice.timescales import BOOK


@dataclass(frozen=True, slots=True)
class StandardLine:
    """One standard as it stands on a day. ``value`` is in words."""

    key: str
    name: str
    part: str
    value: str
    status: str  # statutory, statutory guidance, local standard
    from_on: date | None
    known_how: str
    citation: str
    address: str
    needs_confirming: bool
    in_force: bool
    councils: str  # what councils publish for the same thing
    set_by: str


def standards_used(answer: Answer) -> list[StandardLine]:
    """The standards of every timescale and signal computed here, in the order of the journey."""
    used = {
        key
        for each in answer.timescales
        if each.computable and each.key in BOOK
        for key in BOOK[each.key].standards
    } | {
        key
        for each in answer.signal_keys
        if each.computable and each.key in SIGNALS
        for clause in SIGNALS[each.key].clauses
        for key in clause.standards
    }
    return [standard_line(s, answer.as_of) for s in answer.standards.values() if s.key in used]


def standard_line(standard: Standard, on: date) -> StandardLine:
    """The standard as it stands on a day; where none is in force then, its latest value, marked so."""
    dated = standard.value_on(on)
    value = dated or standard.values[-1]
    return StandardLine(
        key=standard.key,
        name=standard.name,
        part=standard.part.replace("_", " "),
        value=duration_text(value.value, value.unit),
        status=str(standard.status),
        from_on=value.from_on,
        known_how=value.known_how,
        citation=value.citation,
        address=value.address or "",
        needs_confirming=value.needs_confirming,
        in_force=dated is not None,
        councils=councils_text(standard),
        set_by=value.set_by or "",
    )


def councils_text(standard: Standard) -> str:
    """What councils publish: "9 councils: 5 to 20 working days, middle 10"."""
    councils = standard.councils
    if councils is None:
        return ""
    counted = f"{councils.n} council{'' if councils.n == 1 else 's'}"
    if councils.min is None or councils.max is None:
        return f"{counted}: {councils.note}"
    same = councils.min == councils.max
    spread = f"{councils.min:g}" if same else f"{councils.min:g} to {councils.max:g}"
    middle = "" if councils.median is None or same else f", middle {councils.median:g}"
    return f"{counted}: {spread} {councils.unit}{middle}"


def value_in_words(dated: DatedValue) -> str:
    """The number of a dated value with its unit."""
    return duration_text(dated.value, dated.unit)
