"""What an event of each kind may carry: by what sources hold, and by what timescales and signals ask."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from keel.exchange.annex_a.telling import TOLD
from keel.exchange.cin_census import coverage as cin
from keel.exchange.ssd.uses import USES
from keel.practice.history import EventKind, Fact
from keel.practice.signals import SIGNALS
from keel.practice.signals.model import Shape
from keel.practice.timescales import BOOK
from keel.practice.timescales.model import Timescale, When

E = EventKind
# What the census teller writes beside the facts of its coverage.
CIN_CODES = (E.REFERRAL_RECEIVED, E.CASE_CLOSED, E.PLAN_STARTED, E.PRE_PROCEEDINGS_ENDED)
CIN_EPISODE_OF_BIRTH = E.CHILD_BORN


@dataclass
class Carried:
    """What events of a kind carry."""

    facts: set[Fact] = field(default_factory=set)
    code: bool = False
    number: bool = False
    anchor: bool = False


def carried() -> Mapping[EventKind, Carried]:
    """For each kind everything that anybody gives it or asks of it."""
    found: dict[EventKind, Carried] = defaultdict(Carried)
    for part, facts in _asked():
        for kind in part.kinds:
            found[kind].facts |= {*part.yes, *part.no, *part.not_no, *part.not_yes, *facts}
    for timescale in BOOK.values():
        _counts(timescale, found)
    _signals(found)
    for told in TOLD:
        _add(found[told.kind], (*told.facts, *told.given), told.code, told.number, told.anchor)
    for mark in (mark for use in USES for mark in use.marks):
        _add(found[mark.kind], (*mark.facts, *mark.always), mark.code, mark.number, mark.anchor)
    _census(found)
    return found


def _asked() -> Iterator[tuple[When, tuple[Fact, ...]]]:
    for timescale in BOOK.values():
        for part in (*timescale.starts_on, *timescale.met_by, *timescale.ends_on):
            yield part, ()
    for clause in (clause for signal in SIGNALS.values() for clause in signal.clauses):
        for part in (*clause.on, *clause.answers):
            yield part, (*clause.bad_yes, *clause.bad_no) if part in clause.on else ()


def _counts(timescale: Timescale, found: dict[EventKind, Carried]) -> None:
    from_anchor = timescale.counts_from_anchor or timescale.earlier_of or timescale.key == "chair_midpoint"
    for kind in timescale.start_kinds:
        found[kind].anchor |= bool(from_anchor)
        found[kind].number |= bool(timescale.number_at_least)


def _signals(found: dict[EventKind, Carried]) -> None:
    for clause in (clause for signal in SIGNALS.values() for clause in signal.clauses):
        for kind in (kind for part in clause.on for kind in part.kinds):
            found[kind].code |= clause.by_code or clause.shape in (Shape.WORKERS, Shape.GAP)
            found[kind].number |= clause.shape is Shape.NUMBER


def _census(found: dict[EventKind, Carried]) -> None:
    held = dict(cin._ALWAYS)
    for group in cin._SINCE.values():
        held |= group
    for kind, facts in held.items():
        found[kind].facts |= facts
    for kind in CIN_CODES:
        found[kind].code = True
    found[E.ASSESSMENT_STARTED].anchor = found[E.PLAN_STARTED].number = True
    found[E.LEGAL_PLANNING_HELD].facts.add(Fact.DECISION_RECORDED)


def _add(
    one: Carried, facts: tuple[Fact, ...], code: str | None, number: str | None, anchor: str | None
) -> None:
    one.facts |= set(facts)
    one.code |= code is not None
    one.number |= number is not None
    one.anchor |= anchor is not None
