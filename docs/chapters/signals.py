"""Every signal of drift: what it looks for, how severe, and the words of the letter it answers."""

from collections.abc import Iterator

from docs.chapters.markdown import bullets, page, plural

from keel.practice.signals import SIGNALS, Signal
from keel.practice.standards import Standards, duration_text, load

PAGE = "signals.md"

INTRODUCTION = """\
A signal is a pattern in a child's history which means that time passes and the child's life does not
get better. A signal never decides for a person: it forces a decision with a reason. *Amber* is for the
worker and team manager, *red* also for the service manager and chair, *black* for the director. The
worst clause that holds gives the severity."""


def write() -> str:
    """The page."""
    standards = load()
    ordered = sorted(SIGNALS.values(), key=lambda signal: signal.key)
    blocks = [block for signal in ordered for block in _signal(signal, standards)]
    return page("Signals of drift", INTRODUCTION, f"There are {plural(len(ordered), 'signal')}.", *blocks)


def _signal(signal: Signal, standards: Standards) -> Iterator[str]:
    yield f"## {signal.name} {{: #{signal.key.lower()} }}"
    yield signal.why
    yield bullets(f"**{clause.severity.label}**: {clause.says}" for clause in signal.clauses)
    yield "What it rests on:"
    yield bullets(_sources(signal, standards))


def _sources(signal: Signal, standards: Standards) -> Iterator[str]:
    yield f"Key: `{signal.key}`"
    keys = dict.fromkeys(key for clause in signal.clauses for key in clause.standards)
    if keys:
        yield "Standards: " + ", ".join(f"`{key}` ({_number(standards, key)})" for key in keys)
    timescales = dict.fromkeys(key for clause in signal.clauses for key in clause.timescales)
    if timescales:
        yield "Timescales: " + ", ".join(f"[`{key}`](timescales.md#{key})" for key in timescales)
    yield f"Answers the letter: “{signal.letter}”"
    yield f"Source: {signal.source}"


def _number(standards: Standards, key: str) -> str:
    value = standards[key].values[-1]
    return duration_text(value.value, value.unit)
