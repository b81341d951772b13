"""Help without a child protection plan: a child in need plan begins after a conference or an assessment, and ends."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import uuid4

from keel.access.policy import Act
from keel.clock import today
from keel.protection.convening import TABLE
from keel.protection.models import InNeedPlan, ProtectionPlan
from keel.protection.together import Known, entered
from keel.recording.boxes import Day, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms
from keel.report.wording import day_text


def _open(model: Any, child: Any) -> Any:
    return model.objects.of(child).filter(ended_on=None)


class InNeedForm(AboutChild):
    """A child in need plan begins."""

    happened: ClassVar = ("started_on",)
    started_on = Day(label="From which day is there a child in need plan?", initial=today)


def in_need_forms(asked: Asked, sent: Any) -> Forms:
    """The day, which is that of the conference."""
    known = {"started_on": asked.row.held_on}
    return {"plan": InNeedForm(sent, prefix="plan", person=asked.child, initial=known)}


def save_in_need(asked: Asked, values: Mapping[str, Any]) -> str:
    """The plan begins."""
    after = f"After the conference of {day_text(asked.row.held_on)}"
    return _begin(asked, values, worker=asked.row.worker, reason=after)


def _begin(asked: Asked, values: Mapping[str, Any], *, worker: Any, reason: str) -> str:
    plan = InNeedPlan.objects.create(
        child=asked.child, referral_id=asked.row.referral_id, episode=f"cin:{uuid4()}", worker=worker,
        started_on=values["plan"]["started_on"], **entered(asked),
    )  # fmt: skip
    moved(plan, "begun", by=asked.by, reason=reason)
    return entry_page(plan)


def why_not_in_need(asked: Asked) -> str:
    """Where the conference decided that there is no protection plan, and no other plan is open."""
    if not asked.row.is_decision_made or asked.row.is_plan_made is not False:
        return "The conference decided on a protection plan, or has not decided yet."
    return _there_is_one(asked)


def _there_is_one(asked: Asked) -> str:
    if on := _open(ProtectionPlan, asked.child).first():
        return f"There is a child protection plan since {day_text(on.started_on)}."
    still = _open(InNeedPlan, asked.child).first()
    return f"There is one since {day_text(still.started_on)}." if still else ""


class InNeedEndForm(AboutChild):
    """A child in need plan ends."""

    happened: ClassVar = ("ended_on",)
    ended_on = Day(label="On which day did the child in need plan end?", initial=today)
    reason = text(
        "Why does it end, and who helps the child from now on?",
        is_needed=True,
        help_text="The next worker reads this",
    )

    def __init__(self, *args: Any, plan: InNeedPlan, **named: Any) -> None:
        super().__init__(*args, **named)
        self.plan = plan

    def clean(self) -> dict[str, Any]:
        """Not before it began."""
        said = super().clean()
        begun, ended = self.plan.started_on, said.get("ended_on")
        if begun and ended and ended < begun:
            self.add_error("ended_on", f"The plan began on {day_text(begun)}: check the day")
        return said


def in_need_end_forms(asked: Asked, sent: Any) -> Forms:
    """The day and why."""
    return {"end": InNeedEndForm(sent, prefix="end", person=asked.child, plan=asked.row)}


def save_in_need_end(asked: Asked, values: Mapping[str, Any]) -> str:
    """The plan has ended."""
    plan, said = asked.row, values["end"]
    plan.ended_on, plan.ended_recorded_on = said["ended_on"], today()
    plan.save()
    moved(plan, "ended", by=asked.by, reason=said["reason"])
    return entry_page(plan)


def in_need_after_assessment_forms(asked: Asked, sent: Any) -> Forms:
    """The day, which is that of the authorised assessment."""
    known = {"started_on": asked.row.authorised_on}
    return {"plan": InNeedForm(sent, prefix="plan", person=asked.child, initial=known)}


def save_in_need_after_assessment(asked: Asked, values: Mapping[str, Any]) -> str:
    """The plan begins."""
    after = f"After the assessment authorised on {day_text(asked.row.authorised_on)}"
    return _begin(asked, values, worker=asked.worker, reason=after)


def why_not_after_assessment(asked: Asked) -> str:
    """Once the assessment is authorised, and no plan is open."""
    if asked.row.authorised_on is None:
        return "The assessment is not authorised yet."
    return _there_is_one(asked)


def beside_in_need(asked: Asked) -> dict[str, Any]:
    """What the conference decided."""
    decided = [asked.row.decision] if asked.row.decision else []
    return {"known": [Known("What was decided", decided)]}


IN_NEED = Recording(
    key="protection:in-need-plan",
    title="Begin a child in need plan",
    act=Act.PLAN_WRITE,
    forms=in_need_forms,
    save=save_in_need,
    about=TABLE,
    template="protection/together.html",
    hint="The conference decided that there is no protection plan.",
    done="The child in need plan has begun.",
    why_not=why_not_in_need,
    beside=beside_in_need,
    is_for=lambda asked: asked.row.is_decision_made and asked.row.is_plan_made is False,
)
IN_NEED_AFTER_ASSESSMENT = Recording(
    key="protection:in-need-plan-after-assessment",
    title="Begin a child in need plan",
    act=Act.PLAN_WRITE,
    forms=in_need_after_assessment_forms,
    save=save_in_need_after_assessment,
    about="front_door.Assessment",
    hint="The assessment found that the child needs help.",
    done="The child in need plan has begun.",
    why_not=why_not_after_assessment,
    is_for=lambda asked: asked.row.authorised_on is not None and asked.row.is_no_further_action is not True,
)
IN_NEED_END = Recording(
    key="protection:in-need-plan-end",
    title="End the child in need plan",
    act=Act.PLAN_WRITE,
    forms=in_need_end_forms,
    save=save_in_need_end,
    about="protection.InNeedPlan",
    done="The child in need plan has ended.",
    why_not=lambda asked: f"It ended on {day_text(asked.row.ended_on)}." if asked.row.ended_on else "",
    is_shared=True,
)
HELP_WITHOUT_PLAN = (IN_NEED, IN_NEED_AFTER_ASSESSMENT, IN_NEED_END)
