"""What a desk makes of a child: what is due, what is late, and how ready the next conference is."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from keel.clock import today
from keel.oversight.models import ChairMidpoint, ChallengeStage, SeniorReviewKind
from keel.oversight.rules_held import standards_held
from keel.practice.ladder import Rung
from keel.protection.agencies_asked import agencies_asked
from keel.protection.allowed import due_after
from keel.protection.models import ConferenceKind
from keel.protection.progress import months_between
from keel.report.wording import counted, short_day
from keel.scrutiny.desk import Ahead, Child

AGES = (  # the looks that a plan is owed by its age, and their timescales
    (SeniorReviewKind.NINE_MONTHS, "plan_age_9m"),
    (SeniorReviewKind.TWELVE_MONTHS, "plan_age_12m"),
    (SeniorReviewKind.FIFTEEN_MONTHS, "plan_age_15m"),
    (SeniorReviewKind.EIGHTEEN_MONTHS, "plan_age_18m"),
    (SeniorReviewKind.TWENTY_FOUR_MONTHS, "plan_age_24m"),
)
MIDPOINT, LIMIT = "chair_midpoint", "caseload_chair"
CALM, DUE, LATE, DOUBT = "calm", "amber", "overdue", "cannot-be-computed"
Cell = dict[str, Any]


def midpoint_due(child: Child) -> date | None:
    """The middle between the last conference and the day set for the next; None where either is not known."""
    first, last = child.conferred_on, _next_review(child)
    if first is None or last is None or last < first:
        return None
    share = standards_held()[MIDPOINT].number_on(first)
    return first + timedelta(days=int((last - first).days * share))


def _next_review(child: Child) -> date | None:
    """The day that the last conference set for the next; where it set none, the day booked, or the last one allowed."""
    plan, last = child.plan, child.last
    if plan is None:
        return None
    has_reviewed = last is not None and last.kind == ConferenceKind.REVIEW
    day: date | None = last.next_review_on if has_reviewed else plan.first_review_on  # type: ignore[union-attr]
    return day or (child.ahead.conference.planned_on if child.ahead else child.review_by)


def is_midpoint_done(child: Child) -> bool:
    """Whether the chair has looked since the last conference."""
    return look_made(child) is not None


def look_made(child: Child) -> ChairMidpoint | None:
    """Her look since the last conference, the latest."""
    since = child.conferred_on
    made = (look for look in child.looks if look.checked_on and (since is None or look.checked_on >= since))
    return next(made, None)


def owes_challenge(child: Child) -> bool:
    """Whether she said in her look that she challenges, and no challenge was raised since."""
    look = look_made(child)
    if look is None or not look.is_challenged:
        return False
    return child.challenged_on is None or child.challenged_on < look.checked_on


def is_midpoint_late(child: Child) -> bool:
    """Whether she should have, and has not."""
    due = midpoint_due(child)
    return bool(child.plan and due and due < today() and not is_midpoint_done(child))


def is_midpoint_untold(child: Child) -> bool:
    """Whether nobody can tell by when she should look."""
    return bool(child.plan and midpoint_due(child) is None and not is_midpoint_done(child))


def review_cell(child: Child) -> Cell:
    """The next conference: the day booked; where none is, the last day allowed for the review, red once it is past."""
    if child.ahead:
        day = child.ahead.conference.planned_on
        return {"words": short_day(day), "kind": LATE if day < today() else ""}
    if child.plan is None:
        return {"words": "None booked"}
    if child.review_by is None:
        return {"words": "None booked", "kind": DOUBT, "hint": "By when cannot be told"}
    is_past = child.review_by < today()
    return {
        "words": f"{'Was due' if is_past else 'Due'} by {short_day(child.review_by)}",
        "hint": "None booked",
        "kind": LATE if is_past else "",
    }


def midpoint_cell(child: Child) -> Cell:
    """The look half way: done, due or late; where it cannot be told, what is not recorded."""
    if child.plan is None:
        return {"words": "No plan"}
    if look := look_made(child):
        if owes_challenge(child):
            return {
                "words": "Challenge not sent",
                "hint": f"Looked {short_day(look.checked_on)}",
                "kind": LATE,
            }
        found = f"Progress: {look.get_progress_display()}" if look.progress else ""
        return {"words": f"Looked {short_day(look.checked_on)}", "hint": found}
    due = midpoint_due(child)
    if due is None:
        return {
            "words": "Cannot be told",
            "kind": DOUBT,
            "hint": "The day of the next review is not recorded",
        }
    return {
        "words": f"{'Was due' if due < today() else 'Due'} {short_day(due)}",
        "kind": LATE if due < today() else "",
    }


@dataclass(frozen=True, slots=True)
class Age:
    """An age that a plan has reached, and whether anybody senior decided about it."""

    kind: Any  # SeniorReviewKind
    reached_on: date
    is_decided: bool


def ages(child: Child) -> list[Age]:
    """The ages that a child's plan has come to, the youngest first."""
    plan = child.plan
    if plan is None or plan.started_on is None:
        return []
    decided = {
        row.kind
        for row in child.senior
        if row.plan_id == plan.pk or (row.held_on and row.held_on >= plan.started_on)
    }
    reached = ((kind, due_after(key, plan.started_on)) for kind, key in AGES)
    return [Age(kind, day, kind in decided) for kind, day in reached if day and day <= today()]


def undecided_ages(child: Child) -> list[Age]:
    """Those about which nobody senior has decided."""
    return [age for age in ages(child) if not age.is_decided]


def plan_cell(child: Child) -> Cell:
    """How long the plan has lasted, and the ages that nobody decided about."""
    plan = child.plan
    if plan is None or plan.started_on is None:
        return {"words": "No plan" if plan is None else None}
    waiting = undecided_ages(child)
    told = ", ".join(age.kind.label.removeprefix("open ") for age in waiting)
    return {
        "words": counted(months_between(plan.started_on, today()), "month"),
        "hint": f"No decision at {told}" if told else f"since {short_day(plan.started_on)}",
        "kind": LATE if waiting else "",
    }


def conference_cells(child: Child) -> list[Cell]:
    """How ready the next conference is: reports, parents, chair, plan, core groups, the child's views."""
    ahead = child.ahead
    if ahead is None:
        return []
    return [
        {
            "words": short_day(ahead.conference.planned_on),
            "hint": ConferenceKind(ahead.conference.kind).label if ahead.conference.kind else "",
            "kind": LATE if ahead.conference.planned_on < today() else "",
        },
        _agencies(ahead),
        _given(ahead, "is_shared_with_parents", "conf_report_icpc_parents"),
        _given(ahead, "is_received_by_chair", "conf_report_icpc"),
        plan_gate_cell(child),
        _core_groups(child),
        _views(child),
    ]


def _agencies(ahead: Ahead) -> Cell:
    told = agencies_asked(ahead.asked, ahead.agencies)
    missing = sorted(each.name for each in told if each.came_on is None)
    if not told:
        return {"words": "Nobody asked", "kind": DUE}
    return {
        "words": f"{len(told) - len(missing)} of {len(told)}",
        "hint": f"Not yet: {', '.join(missing)}" if missing else "",
        "kind": DUE if missing else "",
    }


def _given(ahead: Ahead, name: str, key: str) -> Cell:
    """The social worker's report, with somebody: on which day, and whether that was in time."""
    is_review = ahead.conference.kind == ConferenceKind.REVIEW
    due = due_after("conf_report_rcpc" if is_review else key, ahead.conference.planned_on)
    days = [row.shared_on for row in ahead.reports if getattr(row, name) and row.shared_on]
    if not days:
        is_late = bool(due and due < today())
        return {
            "words": "Not yet",
            "hint": f"due {short_day(due)}" if due else "",
            "kind": LATE if is_late else DUE,
        }
    first = min(days)
    is_late = bool(due and first > due)
    return {
        "words": short_day(first),
        "hint": "late" if is_late else "in time",
        "kind": DUE if is_late else "",
    }


def plan_gate_cell(child: Child) -> Cell:
    """What the gate said of the newest version of the plan, and whether it is signed."""
    version, approval = child.version, child.approval
    if version is None:
        return {"words": "None written", "kind": DUE if child.plan else ""}
    name = f"Version {version.version or '?'}"
    if approval is None:
        return {
            "words": "Not signed",
            "hint": f"{name}{'' if version.published_on else ', a draft'}",
            "kind": DUE,
        }
    if approval.gate_passed is None:
        return {"words": "Signed", "hint": f"{name}, the gate was not asked"}
    if approval.gate_passed:
        return {"words": "Passed", "hint": name}
    return {"words": "Did not pass", "hint": f"{name}, signed: {approval.override_reason}", "kind": LATE}


def _core_groups(child: Child) -> Cell:
    held = child.core_groups
    if not held:
        return {"words": "None", "hint": "since the last conference", "kind": DUE if child.plan else ""}
    return {"words": str(len(held)), "hint": f"the last {short_day(held[0].held_on)}"}


def _views(child: Child) -> Cell:
    version = child.version
    if version and version.child_views_on:
        return {"words": short_day(version.child_views_on), "hint": "in the plan"}
    if version and version.has_child_views:
        return {"words": "In the plan"}
    return {"words": "Not there", "kind": DUE}


def turn_of(stage: ChallengeStage | None) -> str:
    """Whose turn it is: the chair's once it is answered, else whoever is asked."""
    if stage is None:
        return "Not recorded"
    if stage.answered_on:
        return "The chair"
    return (
        stage.sent_to.name
        if stage.sent_to
        else f"Nobody: no {Rung(stage.post).label if stage.post else 'post'}"
    )


def is_chairs_turn(stage: ChallengeStage | None) -> bool:
    """Whether the chair has an answer before her."""
    return stage is not None and stage.answered_on is not None


def limit() -> tuple[int, bool]:
    """The children of one chair that the authority takes for the most, and whether that number is to be confirmed."""
    standard = standards_held()[LIMIT]
    value = standard.value_on(today())
    return int(standard.number_on(today())), value is not None and value.needs_confirming
