"""Short ways to declare clauses, one for each shape, so that a declaration reads as a sentence."""

from keel.practice.history import EventKind, Fact
from keel.practice.signals.model import Clause, Scope, Severity, Shape
from keel.practice.timescales.model import Status, When, when

BREACHED = (Status.OVERDUE, Status.LATE, Status.MISSED)
OVERDUE = (Status.OVERDUE,)
AMBER, RED, BLACK = Severity.AMBER, Severity.RED, Severity.BLACK


def overdue(severity: Severity, says: str, *timescales: str, by: str = "") -> Clause:
    """Overdue now, by at least the standard ``by``."""
    return Clause(
        Shape.READING, severity, says, Scope.ANY, timescales=timescales, statuses=OVERDUE, at_least_over=by
    )


def breached(severity: Severity, says: str, *timescales: str, by: str = "") -> Clause:
    """Overdue now, or done late or never within the time that signals look back."""
    return Clause(
        Shape.READING, severity, says, Scope.ANY, timescales=timescales, statuses=BREACHED, at_least_over=by
    )


def nearly_due(severity: Severity, says: str, *timescales: str, within: str) -> Clause:
    """Not yet due, and due within the standard ``within``."""
    return Clause(
        Shape.READING,
        severity,
        says,
        Scope.ANY,
        timescales=timescales,
        statuses=(Status.RUNNING,),
        due_within=within,
    )


def unanswered(
    severity: Severity,
    says: str,
    trigger: When,
    *answers: EventKind,
    after: str = "",
    answers_from: str = "",
    scope: Scope = Scope.PLAN,
    linked: bool = False,
    needs: tuple[EventKind, ...] = (),
) -> Clause:
    """The trigger happened, the standard ``after`` (blank: at once) has passed, and none of ``answers`` followed."""
    return Clause(
        Shape.AFTER,
        severity,
        says,
        scope,
        on=(trigger,),
        answers=tuple(when(kind) for kind in answers),
        older_than=after,
        answers_from=answers_from,
        linked=linked,
        needs=needs,
    )


def latest(
    severity: Severity,
    says: str,
    *on: When,
    lacks: tuple[Fact, ...] = (),
    carries: tuple[Fact, ...] = (),
    run: str = "",
    from_age: str = "",
    scope: Scope = Scope.PLAN,
    child_yes: tuple[Fact, ...] = (),
) -> Clause:
    """The latest event, or the latest ``run`` of them, lacks or carries a fact."""
    return Clause(
        Shape.STATE,
        severity,
        says,
        scope,
        on=on,
        bad_no=lacks,
        bad_yes=carries,
        run=run,
        from_age=from_age,
        child_yes=child_yes,
    )


def stale(severity: Severity, says: str, *on: When, after: str) -> Clause:
    """None of these for longer than the standard ``after`` on an open plan."""
    return Clause(Shape.STALE, severity, says, on=on, older_than=after)


def counted(
    severity: Severity,
    says: str,
    *on: When,
    at_least: str = "",
    within: str = "",
    unless: tuple[EventKind, ...] = (),
    by_code: bool = False,
) -> Clause:
    """At least so many of these within the window, and none of ``unless`` since the first.

    Blank, ``at_least`` is one and the window is the open plan.
    """
    answers = tuple(when(kind) for kind in unless)
    return Clause(
        Shape.COUNT,
        severity,
        says,
        on=on,
        at_least=at_least,
        within=within,
        answers=answers,
        by_code=by_code,
    )


def numbered(
    severity: Severity, says: str, kind: EventKind, *, at_least: str, scope: Scope = Scope.PLAN
) -> Clause:
    """The latest event of ``kind`` has a number of at least the standard."""
    return Clause(Shape.NUMBER, severity, says, scope, on=(when(kind),), at_least=at_least)
