"""Which kinds of event the record's sources can feed, all of them together: what may be read without accusing anybody.

A timescale is read only where the record could hold what would meet it. Otherwise a child would be called late because
a source is silent.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from keel.exchange.extract import Coverage
from keel.practice.history import EventKind, Fact
from keel.record.models import CoverageHeld
from keel.record.recorded_here import Days, recorded_since, said_days
from keel.record.telling import Telling, all_tellings


@transaction.atomic
def hold_coverage(of_format: str, coverage: Coverage, as_of: date) -> None:
    """Remember what the newest source of a format can feed, in place of what an earlier one could."""
    CoverageHeld.objects.filter(format=of_format).delete()
    CoverageHeld.objects.bulk_create(_rows(of_format, coverage, as_of))


def _rows(of_format: str, coverage: Coverage, as_of: date) -> Iterable[CoverageHeld]:
    yield CoverageHeld(
        format=of_format,
        as_of=as_of,
        is_held=True,
        facts=sorted(coverage.child_facts),
        has_births=coverage.has_births,
    )
    for kind, facts in coverage.kinds.items():
        is_anchored = kind in coverage.anchored
        yield CoverageHeld(
            format=of_format,
            as_of=as_of,
            kind=kind,
            is_held=True,
            is_anchored=is_anchored,
            facts=sorted(facts),
        )
    for kind, reason in coverage.absent.items():
        if kind not in coverage.kinds:
            yield CoverageHeld(
                format=of_format, as_of=as_of, kind=kind, is_held=False, why_absent=reason[:300]
            )


def coverage_held(days: Days | None = None) -> Coverage:
    """What the newest source of each format can feed, put together, as far as the record can tell it again.

    A kind of event that no table tells, and a fact or a second date that its table does not keep, are not held. What no
    source holds and is recorded in Keel is held from the day on that was said, with all that its table keeps: since
    the days given, where somebody only thinks of saying so.
    """
    rows = list(CoverageHeld.objects.all())
    told = _by_kind()
    kinds: dict[EventKind, frozenset[Fact]] = {}
    for row in rows:
        if row.is_held and row.kind and EventKind(row.kind) in told:
            kind = EventKind(row.kind)
            kinds[kind] = kinds.get(kind, frozenset()) | (_facts(row) & _kept_facts(told[kind]))
    about_children = [row for row in rows if not row.kind]
    since = recorded_since(kinds, said_days() if days is None else days)
    kinds |= {kind: _kept_facts(told[kind]) - {Fact.EARLIER_UNKNOWN} for kind in since}
    return Coverage(
        kinds=kinds,
        anchored=frozenset(_anchored(rows, told)) | {kind for kind in since if _has_anchor(told[kind])},
        child_facts=frozenset[Fact]().union(*map(_facts, about_children)),
        absent={
            EventKind(row.kind): row.why_absent
            for row in rows
            if not row.is_held and EventKind(row.kind) not in kinds
        },
        has_births=any(row.has_births for row in about_children),
        since=since,
    )


def kinds_in_sources() -> frozenset[EventKind]:
    """The kinds that the newest source of some format holds."""
    held = CoverageHeld.objects.filter(is_held=True).exclude(kind="").values_list("kind", flat=True)
    return frozenset(map(EventKind, held))


def _by_kind() -> Mapping[EventKind, list[Telling]]:
    told: dict[EventKind, list[Telling]] = {}
    for telling in all_tellings():
        told.setdefault(telling.kind, []).append(telling)
    return told


def _facts(row: CoverageHeld) -> frozenset[Fact]:
    return frozenset(Fact(fact) for fact in row.facts)


def _kept_facts(tellings: Iterable[Telling]) -> frozenset[Fact]:
    """The facts that a row can say of the kind."""
    kept = (frozenset(telling.facts) | telling.always for telling in tellings)
    return frozenset({Fact.EARLIER_UNKNOWN}).union(*kept)


def _anchored(rows: Iterable[CoverageHeld], told: Mapping[EventKind, list[Telling]]) -> Iterable[EventKind]:
    for row in rows:
        if row.is_anchored and _has_anchor(told.get(EventKind(row.kind), ())):
            yield EventKind(row.kind)


def _has_anchor(tellings: Iterable[Telling]) -> bool:
    return any(telling.anchor for telling in tellings)
