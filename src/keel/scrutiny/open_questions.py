"""What stands open about a child and asks the chair for a word."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from keel.clock import today
from keel.oversight.models import Challenge, CriticalSignal, StoredReading, StoredSignal
from keel.oversight.rules_held import standards_held
from keel.oversight.sentences import told_signals
from keel.people.models import Person
from keel.practice.signals.model import Severity
from keel.protection.models import ProtectionPlan


@dataclass(frozen=True, slots=True)
class RedSignal:
    """A signal that is red or black: its key, its name, and why."""

    key: str
    name: str
    because: str


def red_signals(child: Person) -> list[RedSignal]:
    """A child's signals that ask the chair to challenge or to say why not, the gravest first."""
    raised = StoredSignal.objects.filter(child=child, severity__gte=Severity.RED)
    kept = list(raised.order_by("-severity", "since_on", "pk"))
    readings = StoredReading.objects.filter(child=child)
    told = told_signals(kept, readings, standards_held(), today())
    return [RedSignal(each.key, each.name, each.because) for each in told]


def unanswered(rows: QuerySet[CriticalSignal] | None = None) -> QuerySet[Any]:
    """Red signals to which the chair has neither challenged nor said why not, while they and the child's plan last.

    A challenge about another matter is no word about this one.
    """
    about_it = Q(signal=OuterRef("pk")) | Q(trigger=OuterRef("signal"), raised_on__gte=OuterRef("opened_on"))
    challenged = Challenge.objects.filter(about_it, child=OuterRef("child"))
    on_plan = ProtectionPlan.objects.filter(child=OuterRef("child"), ended_on=None)
    found = CriticalSignal.objects.all() if rows is None else rows
    return found.filter(Exists(on_plan), ~Exists(challenged), no_challenge_on=None, closed_on=None)
