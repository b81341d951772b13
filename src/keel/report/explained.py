"""A timescale, signal or standard in plain English, as headed lines that any format can show."""

from dataclasses import dataclass
from datetime import date

from keel.practice.signals import SIGNALS, Clause, Scope, Signal
from keel.practice.standards import Standard, Standards, duration_text
from keel.practice.timescales import BOOK, Timescale
from keel.practice.timescales.explain import explain
from keel.report.standard_lines import StandardLine, standard_line
from keel.report.wording import CONFIRM, day_text


@dataclass(frozen=True, slots=True)
class Explained:
    """What a rule asks: a title, one sentence, then headed lines."""

    kind: str  # timescale, signal, standard
    key: str
    name: str
    sentence: str
    lines: tuple[tuple[str, str], ...]


def explained_timescale(
    timescale: Timescale, standards: Standards, on: date, since: date | None = None
) -> Explained:
    """A timescale: what starts it, what meets it, how long, how it is counted, and its source."""
    told = explain(timescale, standards, on, since)
    lines = [
        ("Force", told.force),
        *(("Value", _value(each.said, each.from_on, each.until_on, each.in_force)) for each in told.values),
        ("Confirm", told.confirm),
        *(("Source", _source(each.citation, each.address, each.basis)) for each in told.values),
        ("Councils", told.councils),
        ("Starts", told.starts),
        ("Met by", told.met),
        ("Ends", told.ends),
        *(("For whom", each) for each in told.limits),
        ("Counting", told.counting),
        ("Not recorded", told.missing),
        ("Severity", told.severity),
        ("Note", told.note),
    ]
    return Explained("timescale", told.key, told.name, told.sentence, _filled(lines))


def explained_signal(signal: Signal, standards: Standards, on: date) -> Explained:
    """A signal: each pattern with its severity and the standards it reads, and the sentence it answers."""
    patterns = [
        (clause.severity.label.capitalize(), _pattern(clause, standards, on)) for clause in signal.clauses
    ]
    used = dict.fromkeys(key for clause in signal.clauses for key in clause.standards)
    lines = [
        *patterns,
        *(("Standard", _standard_text(standard_line(standards[key], on))) for key in used),
        ("Rests on", "; ".join(_rests_on(signal))),
        ("The letter", f"“{signal.letter}”"),
        ("Source", signal.source),
        ("Not recorded", "Where the source does not hold what a pattern needs, it says so: never green."),
    ]
    return Explained("signal", signal.key, signal.name, signal.why, _filled(lines))


def explained_standard(standard: Standard, on: date) -> Explained:
    """A standard: every value it has had, its force, and its source."""
    now = standard_line(standard, on)
    lines = [
        ("Force", now.status),
        *(
            ("Value", _value(duration_text(v.value, v.unit), v.from_on, v.until_on, v.in_force))
            for v in standard.values
        ),
        ("Confirm", CONFIRM if now.needs_confirming else ""),
        *(("Source", _source(v.citation, v.address, v.known_how)) for v in standard.values),
        ("Councils", now.councils),
        ("Severity", str(standard.severity)),
        ("Note", standard.note or ""),
    ]
    sentence = f"{now.value}, {now.status}" + ("" if now.in_force else ", not in force")
    return Explained("standard", standard.key, standard.name, sentence, _filled(lines))


def _filled(lines: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((heading, text) for heading, text in lines if text)


def _value(said: str, from_on: date, until_on: date | None, in_force: bool) -> str:
    until = f" until {day_text(until_on)}" if until_on else ""
    return f"{said}, from {day_text(from_on)}{until}" + ("" if in_force else ", not in force")


def _source(citation: str, address: str | None, basis: str) -> str:
    return " ".join(part for part in (f"{citation}.", address or "", f"({basis})") if part)


def _pattern(clause: Clause, standards: Standards, on: date) -> str:
    where = "while the plan is open" if clause.scope is Scope.PLAN else "at any time"
    limits = ", ".join(
        _limit(clause, key, standard_line(standards[key], on).value) for key in clause.standards
    )
    return f"{clause.says} ({where}{'; ' + limits if limits else ''})"


def _limit(clause: Clause, key: str, value: str) -> str:
    """A standard's value, with what it limits where a bare number would not say."""
    if key == clause.answers_from:
        return f"answers counted from {value} after the start"
    return f"{value} allowed" if clause.answers_from and key == clause.older_than else value


def _standard_text(line: StandardLine) -> str:
    confirm = f" ({CONFIRM})" if line.needs_confirming else ""
    return f"{line.name}: {line.value}, {line.status}{confirm}. {line.citation}"


def _rests_on(signal: Signal) -> list[str]:
    timescales = dict.fromkeys(key for clause in signal.clauses for key in clause.timescales)
    signals = dict.fromkeys(key for clause in signal.clauses for key in clause.signals)
    return [BOOK[key].name for key in timescales if key in BOOK] + [
        SIGNALS[key].name for key in signals if key in SIGNALS
    ]
