"""What a return can feed: which kinds of event the form of its year holds."""

from keel.exchange.cin_census.form import form
from keel.exchange.extract import Coverage
from keel.practice.history import EventKind, Fact

_NO_FACTS: frozenset[Fact] = frozenset()
_ALWAYS = {
    EventKind.CHILD_BORN: _NO_FACTS,
    EventKind.CHILD_DIED: _NO_FACTS,
    EventKind.REFERRAL_RECEIVED: frozenset({Fact.NO_FURTHER_ACTION}),
    EventKind.CASE_CLOSED: _NO_FACTS,
    EventKind.ASSESSMENT_STARTED: _NO_FACTS,
    EventKind.ASSESSMENT_AUTHORISED: _NO_FACTS,
    EventKind.STRATEGY_DISCUSSION_HELD: _NO_FACTS,
    EventKind.S47_STARTED: frozenset({Fact.CONFERENCE_REQUIRED}),
    EventKind.ICPC_HELD: frozenset({Fact.PLAN_MADE}),
    EventKind.TRANSFER_IN_NOTIFIED: _NO_FACTS,
    EventKind.TRANSFER_IN_CONFERENCE_HELD: frozenset({Fact.TRANSFER_IN, Fact.PLAN_MADE}),
    EventKind.PLAN_STARTED: frozenset({Fact.TRANSFER_IN}),
    EventKind.PLAN_ENDED: _NO_FACTS,
    EventKind.RCPC_HELD: frozenset({Fact.EARLIER_UNKNOWN}),
}
_SINCE = {
    "CINPlanDates": {
        EventKind.CIN_PLAN_STARTED: _NO_FACTS,
        EventKind.CIN_PLAN_ENDED: _NO_FACTS,
    },
    "PreProceedingsandFGDM": {
        EventKind.PRE_PROCEEDINGS_STARTED: _NO_FACTS,
        EventKind.LETTER_BEFORE_PROCEEDINGS_SERVED: _NO_FACTS,
        EventKind.FAMILY_MEETING_OFFERED: _NO_FACTS,
        EventKind.PRE_PROCEEDINGS_MEETING_HELD: _NO_FACTS,
        EventKind.PRE_PROCEEDINGS_ENDED: _NO_FACTS,
        EventKind.COURT_APPLICATION_ISSUED: _NO_FACTS,
    },
}
_HELD_IN_PART = {
    EventKind.LEGAL_PLANNING_HELD: (
        "the census holds only legal planning that began pre-proceedings within its year"
    ),
    EventKind.ASSESSMENT_CHECKPOINT_HELD: (
        "the census holds the review point set for an assessment, not whether it was held"
    ),
    EventKind.FAMILY_MEETING_HELD: "the census holds whether a family meeting was held, not its date",
}


def coverage(met: set[str], ends_in: int | None) -> Coverage:
    """The kinds that a return can feed, from the groups ``met`` in it and the year it ends in."""
    kinds = dict(_ALWAYS)
    absent = dict(_HELD_IN_PART)
    for name, fed in _SINCE.items():
        reason = _reason(name, met, ends_in)
        if reason is None:
            kinds |= fed
        else:
            absent |= dict.fromkeys(fed, reason)
    return Coverage(
        kinds=kinds,
        anchored=frozenset({EventKind.ASSESSMENT_STARTED}),
        child_facts=frozenset({Fact.DISABLED}),
        absent=absent,
    )


def _reason(name: str, met: set[str], ends_in: int | None) -> str | None:
    """Why a group that the census has not always had feeds nothing, or None when it does."""
    if name in met:
        return None
    since = _groups_since()[name]
    if ends_in is not None and ends_in < since:
        return f"the census holds {name} from {year_name(since)}; this return is for {year_name(ends_in)}"
    return f"no child in the return has {name}"


def _groups_since() -> dict[str, int]:
    needs = form().child.groups["CINdetails"].groups
    return {name: group.since for name, group in needs.items() if group.since}


def year_name(ends_in: int) -> str:
    """A census year by its two calendar years: 2026 is "2025-26"."""
    return f"{ends_in - 1}-{ends_in % 100:02}"
