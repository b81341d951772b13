"""The register as the components want it: counts for everybody who may count, rows for whoever may read them."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from keel.clock import today
from keel.oversight.models import Challenge, ChallengeStage, Escalation
from keel.record.codes import words_of
from keel.recording.pages import entry_page
from keel.report.wording import short_day
from keel.scrutiny.climbing import escalations_now, stages_now
from keel.scrutiny.judging import LATE, turn_of
from keel.scrutiny.register import CHALLENGE, ESCALATION, Counts

NUMBER = {"is_number": True}
COUNTED = (
    {"words": "Open", **NUMBER}, {"words": "Answer overdue", **NUMBER}, {"words": "Days open, middle", **NUMBER},
    {"words": "Stages answered in time", **NUMBER}, {"words": "Went up unanswered", **NUMBER},
    {"words": "Closed", **NUMBER}, {"words": "With a change for the child", **NUMBER},
)  # fmt: skip
CHANGED = "What changed for the child"
MOST = 100  # rows shown of each kind


def columns() -> dict[str, Any]:
    """The headings of the rows."""
    return {
        "challenges": ("Child", "What is wrong", "Stage", "Whose turn", "Raised", CHANGED, "Learning"),
        "escalations": ("Child", "Agency", "Disagreement", "Stage", "Whose turn", "Raised", CHANGED),
    }


def figures(challenges: Counts, escalations: Counts) -> list[dict[str, Any]]:
    """Counts to see first."""
    late = challenges.late + escalations.late
    share = challenges.in_time
    return [
        {"number": len(challenges.open), "words": "challenges open"},
        {"number": len(escalations.open), "words": "partners’ escalations open"},
        {"number": late, "words": "with an answer overdue", "kind": LATE if late else "calm"},
        {"number": "–" if share is None else f"{share:g}%", "words": "of stages answered in time"},
        {"number": challenges.climbed + escalations.climbed, "words": "times one went up unanswered"},
        {"number": challenges.changed, "words": "closed with a change for the child"},
    ]


def count_tables(counts: Mapping[str, Counts], teams: Mapping[Any, str]) -> list[dict[str, Any]]:
    """Challenges by stage and by team, what they taught, and escalations by agency."""
    challenges, escalations = counts[CHALLENGE], counts[ESCALATION]
    themes = challenges.themes.most_common()
    return [
        _table(
            "Challenges by stage",
            "Stage",
            [(f"Stage {n}", c) for n, c in challenges.by(lambda one: one.stage)],
        ),
        _table(
            "Challenges by team",
            "Team",
            [
                (teams.get(team, "No team recorded"), each)
                for team, each in challenges.by(lambda one: one.team)
            ],
        ),
        {
            "title": "What challenges taught",
            "columns": ("Theme", {"words": "Challenges", **NUMBER}),
            "rows": [[words_of("challenge_theme", theme), number] for theme, number in themes],
        },
        _table("Partners’ escalations by agency", "Agency", escalations.by(lambda one: one.agency)),
    ]


def _table(title: str, head: str, found: list[tuple[str, Counts]]) -> dict[str, Any]:
    return {
        "title": title,
        "columns": (head, *COUNTED),
        "rows": [[name, *_counted(each)] for name, each in found],
    }


def _counted(each: Counts) -> list[Any]:
    share, days = each.in_time, each.days
    return [
        len(each.open),
        {"words": each.late, "kind": LATE if each.late else ""},
        "–" if days is None else f"{days:g}",
        "–" if share is None else f"{share:g}%",
        each.climbed,
        each.closed,
        each.changed,
    ]


def challenge_rows(user: Any) -> list[list[Any]]:
    """The challenges of the children open to a user, open ones first, the newest first; in five statements."""
    found = Challenge.objects.visible_to(user).select_related("child").prefetch_related("child__names")
    kept = list(found.order_by("resolved_on", "-raised_on", "-pk")[:MOST])
    kept.sort(key=lambda row: row.resolved_on is not None)
    stages: dict[int, ChallengeStage] = {
        row.challenge_id: row for row in stages_now().filter(challenge__in=kept).select_related("sent_to")
    }
    return [_challenge(row, stages.get(row.pk)) for row in kept]


def _challenge(row: Challenge, stage: ChallengeStage | None) -> list[Any]:
    return [
        _child(row),
        {"words": row.what_is_wrong, "href": entry_page(row)},
        stage.stage if stage else None,
        _turn(row, stage),
        short_day(row.raised_on),
        row.what_changed or ("–" if row.resolved_on is None else None),
        words_of("challenge_theme", row.theme) if row.theme else "–",
    ]


def _turn(row: Any, stage: Any) -> dict[str, Any]:
    if row.resolved_on:
        return {"words": f"Closed {short_day(row.resolved_on)}"}
    is_late = bool(
        stage and stage.due_on and stage.due_on < today() and not getattr(stage, "answered_on", None)
    )
    due = f"due {short_day(stage.due_on)}" if stage and stage.due_on else ""
    return {"words": turn_of(stage), "hint": due, "kind": LATE if is_late else ""}


def escalation_rows(user: Any) -> list[list[Any]]:
    """The partners' disagreements about the children open to a user; in three statements."""
    mine = Escalation.objects.visible_to(user).values("pk")
    found = escalations_now().filter(pk__in=mine).select_related("child", "sent_to")
    kept = found.prefetch_related("child__names").order_by("-raised_on", "-pk")[:MOST]
    return [
        [
            _child(row),
            {"words": row.agency, "hint": row.raised_by},
            {"words": row.disagreement, "href": entry_page(row)},
            row.stage,
            _escalation_turn(row),
            short_day(row.raised_on),
            row.what_changed or ("–" if row.resolved_on is None else None),
        ]
        for row in kept
    ]


def _escalation_turn(row: Escalation) -> dict[str, Any]:
    if row.resolved_on:
        return {"words": f"Settled {short_day(row.resolved_on)}"}
    is_late = bool(row.due_on and row.due_on < today())
    name = row.sent_to.name if row.sent_to else "Nobody"
    return {
        "words": name,
        "hint": f"due {short_day(row.due_on)}" if row.due_on else "",
        "kind": LATE if is_late else "",
    }


def _child(row: Any) -> dict[str, Any]:
    return {"words": row.child.shown_name, "href": reverse("chronology:child", args=[row.child_id])}
