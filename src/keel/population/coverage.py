"""Which timescales and signals a source can feed, and why it cannot feed the others."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from keel.exchange.extract import Coverage
from keel.population.answer import Computable
from keel.practice.history import EventKind, Fact
from keel.practice.signals.model import Clause, Shape, Signal
from keel.practice.timescales.model import Born, Status, Timescale, When
from keel.practice.timescales.program import Since


def timescale_gaps(timescale: Timescale, coverage: Coverage) -> tuple[str, ...]:
    """Why a source cannot feed the timescale, in a few words each; empty when it can.

    One of the starting events will do; of the events that may meet it each must be held, or a child could be called
    late because the source is silent.
    """
    starts = [_lacks(part, coverage) for part in timescale.starts_on]
    gaps = [] if any(not lacking for lacking in starts) else [gap for lacking in starts for gap in lacking]
    gaps += [gap for part in timescale.met_by for gap in _lacks(_needed(part, timescale), coverage)]
    if timescale.counts_from_anchor and not timescale.start_kinds & coverage.anchored:
        kind = next(iter(timescale.starts_on)).kinds[0]
        gaps.append(f"holds no second date for: {kind.label}")
    gaps += [
        f"does not say: {_words(fact)}" for fact in timescale.child_yes if fact not in coverage.child_facts
    ]
    if (
        timescale.from_age or timescale.until_age or timescale.born is not Born.EITHER
    ) and not coverage.has_births:
        gaps.append("holds no birth dates")
    return tuple(dict.fromkeys(gaps))


def _lacks(part: When, coverage: Coverage) -> list[str]:
    gaps = []
    for kind in part.kinds:
        if kind not in coverage.kinds:
            gaps.append(coverage.absent.get(kind) or f"holds no {_plural(kind)}")
        else:
            lacking = [fact for fact in part.facts if fact not in coverage.kinds[kind]]
            gaps += [f"does not say, of: {kind.label}: {_words(fact)}" for fact in lacking]
    return gaps


def _needed(part: When, timescale: Timescale) -> When:
    """The condition with only those kinds that the source must hold."""
    kept = tuple(kind for kind in part.kinds if not timescale.needs or kind in timescale.needs)
    return replace(part, kinds=kept or part.kinds)


def _plural(kind: EventKind) -> str:
    return f"record of: {kind.label}"


def _words(fact: Fact) -> str:
    return fact.value.replace("_", " ")


def feedable(
    book: Iterable[Timescale], coverage: Coverage, here: Coverage | None = None
) -> tuple[list[Timescale], list[Computable]]:
    """The timescales that the source can feed, and the verdict on each.

    ``here`` is what is written down in Keel itself. What starts a timescale and is in no source was written here, and
    so will be what meets it: then it is no source that is silent. What starts in a source and is met by something
    recorded here from a day on can be told from that day on.
    """
    kept, verdicts = [], []
    in_a_source = coverage.kinds.keys() - coverage.since.keys()
    for timescale in book:
        is_ours = here is not None and not timescale.start_kinds & in_a_source
        held = here if is_ours and here else coverage
        gaps = timescale_gaps(timescale, held)
        since = None if gaps else told_since(timescale, held)
        verdicts.append(Computable(timescale.key, timescale.name, not gaps, "; ".join(gaps), since))
        if not gaps:
            kept.append(timescale)
    return kept, verdicts


def told_since(timescale: Timescale, coverage: Coverage) -> date | None:
    """The day from which all that may meet the timescale is held; None where it always was."""
    kinds = kinds_needed(timescale) & coverage.since.keys()
    return max((coverage.since[kind] for kind in kinds), default=None)


def kinds_needed(timescale: Timescale) -> frozenset[EventKind]:
    """The kinds that must be held for the timescale to be told: those without which its silence means nothing."""
    return frozenset(kind for part in timescale.met_by for kind in _needed(part, timescale).kinds)


def since_of(verdicts: Iterable[Computable]) -> Since:
    """Those that are told only from a day on, by key, with the day."""
    return {each.key: each.since for each in verdicts if each.since is not None}


def in_sources(coverage: Coverage) -> Coverage:
    """What is held from its beginning: without what is recorded in Keel only from a day on."""
    kinds = {kind: facts for kind, facts in coverage.kinds.items() if kind not in coverage.since}
    return replace(coverage, kinds=kinds, since={})


def clause_gaps(
    clause: Clause, coverage: Coverage, timescales: frozenset[str], signals: frozenset[str]
) -> list[str]:
    """Why a source cannot feed the clause; empty when it can."""
    if clause.shape is Shape.READING:
        if any(key in timescales for key in clause.timescales):
            return []
        return [f"needs the timescale {key}" for key in clause.timescales]
    if clause.shape is Shape.COMPOSITE:
        gaps = (
            [] if any(key in signals for key in clause.signals) else ["holds none of the signals it looks at"]
        )
    else:
        gaps = _trigger_gaps(clause, coverage) + _answer_gaps(clause, coverage)
    facts = (*clause.child_yes, *clause.child_lacks)
    return gaps + [f"does not say: {_words(fact)}" for fact in facts if fact not in coverage.child_facts]


def _trigger_gaps(clause: Clause, coverage: Coverage) -> list[str]:
    """Gaps in the events a clause looks at. One kind will do, but for allocations, where each is half the story."""
    each = [
        _lacks(replace(part, kinds=(kind,)), coverage) + _silence(kind, clause, coverage)
        for part in clause.on
        for kind in part.kinds
    ]
    if clause.shape not in (Shape.WORKERS, Shape.GAP) and any(not lacking for lacking in each):
        return []
    return [gap for lacking in each for gap in lacking]


def _answer_gaps(clause: Clause, coverage: Coverage) -> list[str]:
    if clause.shape is Shape.COUNT:
        return []
    needed = clause.needs or tuple(kind for part in clause.answers for kind in part.kinds)
    return [gap for kind in needed for gap in _lacks(When((kind,)), coverage)]


def _silence(kind: EventKind, clause: Clause, coverage: Coverage) -> list[str]:
    asked = (*clause.bad_yes, *clause.bad_no)
    held = coverage.kinds.get(kind, frozenset())
    if not asked or kind not in coverage.kinds or any(fact in held for fact in asked):
        return []
    return [f"does not say, of: {kind.label}: {', '.join(_words(fact) for fact in asked)}"]


def raisable(
    signals: Iterable[Signal],
    coverage: Coverage,
    timescales: Iterable[Timescale],
    here: Coverage | None = None,
) -> tuple[list[Signal], list[Computable]]:
    """The signals that the source can feed, each with those clauses only, and the verdict on each.

    ``here`` as in :func:`feedable`: a pattern of events that are in no source is a pattern of what is written here.
    What is recorded here only from a day on leaves every pattern of its own in the dark of the time before; what rests
    on a timescale is told as far as that is.
    """
    coverage = in_sources(coverage)
    keys = frozenset(timescale.key for timescale in timescales)
    kept: list[Signal] = []
    verdicts = []
    for signal in signals:
        known = frozenset(s.key for s in kept)
        used = [_fed_by(clause, coverage, here) for clause in signal.clauses]
        each = list(zip(signal.clauses, used, strict=True))
        gaps = [clause_gaps(clause, held, keys, known) for clause, held in each]
        clauses = tuple(
            _narrowed(clause, held, keys)
            for (clause, held), lacking in zip(each, gaps, strict=True)
            if not lacking
        )
        reasons = "; ".join(dict.fromkeys(gap for lacking in gaps for gap in lacking))
        verdicts.append(Computable(signal.key, signal.name, bool(clauses), reasons))
        if clauses:
            kept.append(replace(signal, clauses=clauses))
    return kept, verdicts


_PRESENT = (
    Shape.AFTER,
    Shape.STATE,
    Shape.COUNT,
    Shape.NUMBER,
)  # patterns of what is there, not of what is missing


def _fed_by(clause: Clause, coverage: Coverage, here: Coverage | None) -> Coverage:
    kinds = {kind for part in clause.on for kind in part.kinds}
    is_ours = here is not None and clause.shape in _PRESENT and kinds and not kinds & coverage.kinds.keys()
    return here if is_ours and here else coverage


def _narrowed(clause: Clause, coverage: Coverage, timescales: frozenset[str]) -> Clause:
    """The clause with only the facts and timescales that the source holds."""
    if clause.shape is Shape.READING:
        kept = tuple(key for key in clause.timescales if key in timescales)
        return replace(clause, timescales=kept, statuses=clause.statuses or (Status.OVERDUE,))
    held = {fact for part in clause.on for kind in part.kinds for fact in coverage.kinds.get(kind, ())}
    return replace(
        clause,
        bad_yes=tuple(fact for fact in clause.bad_yes if fact in held),
        bad_no=tuple(fact for fact in clause.bad_no if fact in held),
    )
