"""What chairs and partners have done in the made-up authority: no file brings it, and desks would be empty."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from keel.access.models import Restriction
from keel.oversight.models import ChairMidpoint, Challenge, ChallengeStage, Escalation, Standing
from keel.practice.calendar import is_working_day
from keel.protection.models import ProtectionPlan
from keel.record.changes import changed
from keel.scrutiny.challenging import OWN_VIEW
from keel.scrutiny.posts import Line, line_of
from keel.scrutiny.stages import CHALLENGE, ESCALATION, stage_of
from keel.workforce.models import Involvement, Team, Worker


@dataclass(frozen=True, slots=True)
class Planted:
    """A challenge as it is planted: raised so many working days ago, and what has come of each stage since."""

    days_ago: int
    wrong: str
    effect: str
    wanted: str
    answers: tuple[str, ...] = ()  # of its stages; blank: nobody answered, and it went up
    changed: str = ""
    theme: str = ""


CHALLENGES = (
    Planted(
        8, "The plan has not changed for two conferences.", "Nothing in the child’s day is different since the spring.",
        "A plan that says what will be different, and by when.", ("",),
    ),
    Planted(
        3, "The core group met without the parents twice.", "The child hears of decisions last, and from nobody.",
        "A core group with both parents, at a time when they can come.",
        ("The next core group is moved to the evening, and the school will bring the child’s drawing.",),
    ),
    Planted(2, "Nobody has written down what the child says.", "We do not know what frightens the child.",
            "A visit alone, with the child’s own words in the record."),
    Planted(
        30, "The child was not seen alone at three visits.", "The child could not say what happens at night.",
        "See the child alone at school this week.", ("Seen alone at school; the plan now says how and where.",),
        changed="The child told her worker about the nights, and sleeps at her aunt’s on Fridays.", theme="seeing",
    ),
    Planted(
        45, "No legal planning although nothing changed for a year.", "The child has been afraid for a year.",
        "A legal planning meeting.", ("", "A legal planning meeting is booked."),
        changed="The child knows that somebody decides now, and when.", theme="legal",
    ),
)  # fmt: skip
ESCALATIONS = (
    (4, "School", "Head teacher", "No core group for two months, and calls are not returned.", ""),
    (
        20,
        "Health visiting",
        "Health visitor",
        "The plan ends although the weight still falls.",
        "The review was held again.",
    ),
)
LOOKED = 3  # of this many children one has been looked at half way


def plant(chair: Worker, team: Team, day: date) -> None:
    """A few challenges, escalations and looks half way about a chair's children, those of a team first, as at a day."""
    of_team = set(Standing.objects.filter(team=team).values_list("child", flat=True))
    plans = sorted(_plans(chair, day), key=lambda plan: plan.child_id not in of_team)
    for plan, planted in zip(plans, CHALLENGES, strict=False):
        _challenge(plan, planted, chair, day)
    for plan, escalation in zip(plans, ESCALATIONS, strict=False):
        _escalation(plan, escalation, day)
    for plan in plans[::LOOKED]:
        ChairMidpoint.objects.create(
            child_id=plan.child_id, episode=plan.episode, chair=chair, checked_on=_back(day, 1), recorded_on=day,
            progress="some", finding="The child says that it is calmer; the parents came to one core group of two.",
            is_challenged=False,
        )  # fmt: skip
    changed(*{plan.child_id for plan in plans[: len(CHALLENGES)]})


def _plans(chair: Worker, day: date) -> Iterator[ProtectionPlan]:
    """The open plans of her children, the oldest first, and none that is restricted."""
    hers = Involvement.objects.filter(worker=chair, ended_on=None, started_on__lte=day).values("child")
    closed = Restriction.objects.values("person")
    found = ProtectionPlan.objects.filter(child__in=hers, ended_on=None).exclude(child__in=closed)
    yield from found.order_by("started_on", "source_key", "pk")


def _challenge(plan: ProtectionPlan, planted: Planted, chair: Worker, day: date) -> None:
    raised = _back(day, planted.days_ago)
    line = line_of(plan.child_id, day)
    challenge = Challenge.objects.create(
        child_id=plan.child_id, episode=f"challenge:{plan.pk}", raised_on=raised, recorded_on=raised, chair=chair,
        team_id=line.team, trigger=OWN_VIEW, what_is_wrong=planted.wrong, effect_on_child=planted.effect,
        what_should_happen=planted.wanted, by_on=_back(day, -2), is_immediate_danger=False,
    )  # fmt: skip
    stages = list(_stages(challenge, planted, line, raised, day))
    if planted.changed:
        last = stages[-1]
        last.is_accepted, last.judged_on, last.accepted_on = True, last.answered_on, last.answered_on
        last.save()
        challenge.resolved_on, challenge.what_changed = last.answered_on, planted.changed
        challenge.theme, challenge.family_told = planted.theme, "Both parents, at the next core group"
        challenge.save()


def _stages(
    challenge: Challenge, planted: Planted, line: Line, raised: date, day: date
) -> Iterator[ChallengeStage]:
    """Each stage with its answer; one that nobody answered goes up the day after it was due."""
    sent, has_climbed = raised, False
    answers = planted.answers if planted.answers and planted.answers[-1] else (*planted.answers, None)
    for number, said in enumerate(answers, start=1):
        stage = stage_of(CHALLENGE, number)
        post, worker = line.asked(stage.post)
        due = stage.due_from(sent)
        answered: dict[str, Any] = {}
        if said:
            answered = {"response": said, "answered_by": worker, "answered_on": min(_back(sent, -2), day)}
        yield ChallengeStage.objects.create(
            child_id=challenge.child_id, challenge=challenge, episode=challenge.episode, stage=number, post=post,
            sent_to=worker, sent_on=sent, recorded_on=sent, due_on=due, has_climbed=has_climbed, **answered,
        )  # fmt: skip
        sent, has_climbed = (due or sent) + timedelta(days=1), True


def _escalation(plan: ProtectionPlan, planted: tuple[int, str, str, str, str], day: date) -> None:
    days_ago, agency, who, words, resolution = planted
    raised = _back(day, days_ago)
    stage = stage_of(ESCALATION, 1)
    post, worker = line_of(plan.child_id, day).asked(stage.post)
    Escalation.objects.create(
        child_id=plan.child_id, episode=f"escalation:{plan.pk}", agency=agency, raised_by=who, stage=stage.number,
        post=post, sent_to=worker, raised_on=raised, recorded_on=raised, due_on=stage.due_from(raised),
        disagreement=words, effect_on_child="The child is worse off than the plan says.",
        what_should_happen="Meet, with everybody, this week.", resolution=resolution,
        resolved_on=_back(raised, -3) if resolution else None,
        what_changed="The child is weighed every week again." if resolution else "",
    )  # fmt: skip


def _back(day: date, working_days: int) -> date:
    """So many working days before a day; after it, where they are fewer than none."""
    step = timedelta(days=-1 if working_days > 0 else 1)
    left = abs(working_days)
    while left:
        day += step
        left -= is_working_day(day)
    return day
