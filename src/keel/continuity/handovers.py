"""Handovers that are under way: those that somebody is to accept, gives away, or manages."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from keel.continuity.holding import STANDS, State, state_of
from keel.continuity.reach import in_reach
from keel.oversight.models import StoredReading
from keel.oversight.rules_held import standards_held
from keel.practice.calendar import add_working_days
from keel.report.wording import day_text, short_day
from keel.workforce.models import Handover

COLUMNS = ("Child", "From", "To", "Proposed", "Due", "How it stands", "Continuity pack")
DUE = "handover"  # the timescale


def under_way(user: Any) -> QuerySet[Handover]:
    """Those of the children open to whoever asks that are not refused and not finished, the oldest first."""
    done = Q(involvement__is_introduction_made=True, involvement__is_handover_complete=True)
    found = Handover.objects.visible_to(user).filter(refused_on=None).exclude(~Q(accepted_on=None) & done)
    found = found.select_related("from_worker", "to_worker", "involvement", "former")
    return found.prefetch_related("child__names").order_by("proposed_on", "pk")


def refused_lately(user: Any, since: date) -> QuerySet[Handover]:
    """Those refused since a day: the manager decides anew."""
    found = Handover.objects.visible_to(user).filter(refused_on__gte=since)
    return found.select_related("from_worker", "to_worker", "involvement", "former").prefetch_related(
        "child__names"
    )


def to_accept(user: Any) -> QuerySet[Handover]:
    """Those that wait for whoever asks, or of which she has something left to say."""
    return under_way(user).filter(to_worker__user=user)


def given_away(user: Any) -> QuerySet[Handover]:
    """Those of children whom whoever asks has had."""
    return under_way(user).filter(from_worker__user=user)


def of_teams(user: Any, reach: frozenset[int] | None) -> QuerySet[Handover]:
    """Those from or to a team within reach."""
    either = in_reach(reach, "involvement__team") | in_reach(reach, "former__team")
    either |= in_reach(reach, "from_worker__team")
    return under_way(user).filter(either)


def rows_of(handovers: Iterable[Handover], day: date) -> list[list[Any]]:
    """A line for each, with when the handover is due by the record's own reading."""
    kept = list(handovers)
    due = _due(kept)
    allowed = int(standards_held()[DUE].number_on(day))
    return [
        _row(each, due.get(str(each.involvement_id)) or _by_standard(each, allowed), day) for each in kept
    ]


def _due(kept: Iterable[Handover]) -> Mapping[str, date | None]:
    readings = StoredReading.objects.filter(child__in={each.child_id for each in kept}, timescale=DUE)
    return dict(readings.values_list("start_entry", "due_on"))


def _by_standard(each: Handover, allowed: int) -> date | None:
    """Where no source tells of handovers there is no reading: then by the standard alone."""
    begun = each.involvement.started_on if each.involvement else each.proposed_on
    return add_working_days(begun, allowed) if begun else None


def _row(each: Handover, due: date | None, day: date) -> list[Any]:
    state = state_of(each)
    is_late = due is not None and due < day and state is not State.REFUSED
    return [
        {
            "words": each.child.shown_name,
            "href": reverse("chronology:entry", args=[each.child_id, "handover", each.pk]),
        },
        each.from_worker.called if each.from_worker else "Nobody on file",
        each.to_worker.called if each.to_worker else "Nobody on file",
        short_day(each.proposed_on),
        {"words": short_day(due), "kind": "overdue" if is_late else "calm"} if due else "–",
        {"words": STANDS[state], "hint": _hint(each, state)},
        {"words": "Read the pack", "href": reverse("continuity:pack", args=[each.child_id])},
    ]


def _hint(each: Handover, state: State) -> str:
    if state is State.REFUSED:
        return each.refusal
    if state is State.ACCEPTED:
        met = "" if each.introduced_on else "The family has not met the new worker"
        return ". ".join(part for part in (met, each.missing and f"Missing: {each.missing}") if part)
    former = each.former
    if former is not None and former.ended_on:
        return f"The former worker’s last day: {day_text(former.ended_on)}"
    return "" if each.left_on else "The former worker has not written what must not be lost"
