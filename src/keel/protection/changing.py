"""What changes everything for a child: she is about to be born, she is born under a plan, or she dies."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.urls import reverse

from keel.access.policy import Act
from keel.clock import today
from keel.people.actions import CannotBeDone, record_birth, record_death
from keel.protection.allowed import due_after
from keel.protection.convening import PLAN
from keel.protection.models import Birth, BirthPlan, Conference, InNeedPlan, ProtectionPlan, S47Enquiry
from keel.protection.time_on_plan import close_plan
from keel.protection.together import Known, entered
from keel.recording.boxes import Clock, Day, line, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, CannotBeRecorded, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms
from keel.report.wording import day_text

BORN, DIED, NOT_HELD = "born", "Died", "not to be held"
SEXES = (("F", "Girl"), ("M", "Boy"), ("U", "Not known yet"))


class BirthForm(AboutChild):
    """A baby on a plan is born."""

    happened: ClassVar = ("birth_on",)
    birth_on = Day(label="On which day was the baby born?")
    birth_time = Clock(label="At what time?")
    sex = forms.ChoiceField(label="A girl or a boy?", choices=SEXES, widget=forms.RadioSelect)
    forename = line("First name, if there is one", help_text="A name can be added later")
    surname = line("Surname")


def birth_forms(asked: Asked, sent: Any) -> Forms:
    """The birth."""
    return {"birth": BirthForm(sent, prefix="birth", person=asked.child)}


def save_birth(asked: Asked, values: Mapping[str, Any]) -> str:
    """Born: the plan goes on, and its review comes sooner."""
    said, plan = values["birth"], asked.row
    who = {name: said[name] for name in ("birth_on", "sex", "forename", "surname")}
    try:
        record_birth(by=asked.by, person=asked.child, **who)
    except CannotBeDone as problem:
        raise CannotBeRecorded(str(problem)) from None
    Birth.objects.create(
        child=asked.child, plan=plan, episode=plan.episode, born_on=said["birth_on"], born_time=said["birth_time"],
        **entered(asked),
    )  # fmt: skip
    due = due_after("rcpc_newborn", said["birth_on"])
    moved(
        plan,
        BORN,
        by=asked.by,
        reason=f"The review after the birth is due by {day_text(due)}." if due else "",
    )
    return entry_page(plan)


def why_not_birth(asked: Asked) -> str:
    """Before it, while the plan lasts."""
    if not asked.child.is_unborn:
        return "The birth is recorded."
    return f"The plan ended on {day_text(asked.row.ended_on)}." if asked.row.ended_on else ""


def beside_birth(asked: Asked) -> dict[str, Any]:
    """When the baby was expected, and the review that is booked."""
    found = Conference.objects.of(asked.child).filter(plan=asked.row, held_on=None).exclude(planned_on=None)
    booked = [f"Booked for {day_text(each.planned_on)}. Ask the chair to move it." for each in found]
    expected = [day_text(asked.child.expected_on)] if asked.child.expected_on else []
    return {"known": [Known("Expected on", expected), Known("Review", booked, "None is booked.")]}


class DeathForm(AboutChild):
    """A child has died."""

    happened: ClassVar = ("died_on",)
    died_on = Day(label="On which day did the child die?")
    told_by = line("Who told us?", is_needed=True, help_text="Name and agency")
    told_whom = text(
        "Who has been told, and who must be told before anybody writes or calls?",
        is_needed=True,
        help_text="The family’s other children, the agencies, the review of child deaths",
    )
    is_certain = forms.BooleanField(
        label="A doctor or the police have confirmed it",
        error_messages={"required": "Record it only once a doctor or the police have confirmed it"},
    )

    def clean(self) -> dict[str, Any]:
        """Not before what it closes began."""
        said = super().clean()
        day = said.get("died_on")
        plans = [*_open(ProtectionPlan, self.person), *_open(InNeedPlan, self.person)]
        begun = max((plan.started_on for plan in plans if plan.started_on), default=None)
        if day and begun and day < begun:
            self.add_error("died_on", f"A plan that is still open began on {day_text(begun)}: check the day")
        return said


def death_forms(asked: Asked, sent: Any) -> Forms:
    """The day, and who knows."""
    return {"death": DeathForm(sent, prefix="death", person=asked.child)}


def save_death(asked: Asked, values: Mapping[str, Any]) -> str:
    """What is open is closed on that day, and what was booked is not held; nothing that was written goes."""
    said, child = values["death"], asked.child
    try:
        record_death(by=asked.by, person=child, died_on=said["died_on"])
    except CannotBeDone as problem:
        raise CannotBeRecorded(str(problem)) from None
    why = f"{said['told_by']}. {said['told_whom']}"
    closed = list(_closed(asked, said["died_on"], why))
    return entry_page(closed[0]) if closed else reverse("chronology:child", args=[child.pk])


def _closed(asked: Asked, day: Any, why: str) -> Any:
    for plan in ProtectionPlan.objects.of(asked.child).filter(ended_on=None):
        close_plan(asked, plan, day, DIED, why=why)
        yield plan
    for plan in InNeedPlan.objects.of(asked.child).filter(ended_on=None):
        plan.ended_on, plan.ended_recorded_on = day, today()
        plan.save()
        moved(plan, "ended", by=asked.by, reason=why)
        yield plan
    for conference in Conference.objects.of(asked.child).filter(held_on=None):
        moved(conference, NOT_HELD, by=asked.by, reason="The child has died.")


def why_not_death(asked: Asked) -> str:
    """Once."""
    day = asked.child.died_on
    return f"It is recorded: {day_text(day)}." if day else ""


def beside_death(asked: Asked) -> dict[str, Any]:
    """What this closes, and what it leaves to be closed by hand."""
    child = asked.child
    plans = [
        f"Child protection plan since {day_text(each.started_on)}" for each in _open(ProtectionPlan, child)
    ]
    plans += [f"Child in need plan since {day_text(each.started_on)}" for each in _open(InNeedPlan, child)]
    booked = Conference.objects.of(child).filter(held_on=None).exclude(planned_on=None)
    plans += [f"Conference booked for {day_text(each.planned_on)}" for each in booked]
    open_still = [
        f"Section 47 enquiries since {day_text(each.started_on)}" for each in _open(S47Enquiry, child)
    ]
    return {
        "known": [
            Known("This closes", plans, "Nothing is open."),
            Known("This stays open until a manager ends it", open_still, "Nothing."),
        ]
    }


def _open(model: Any, child: Any) -> Any:
    return model.objects.of(child).filter(ended_on=None)


# The plan for a birth


class BirthPlanForm(AboutChild):
    """The plan for the birth and for going home was given to family and hospital."""

    happened: ClassVar = ("shared_on",)
    shared_on = Day(label="When was the plan for the birth and for going home shared?", initial=today)
    shared_with = text(
        "With whom?", is_needed=True, rows=2, help_text="The parents, the midwife, the ward, by name"
    )


def birth_plan_forms(asked: Asked, sent: Any) -> Forms:
    """The day and with whom."""
    return {"birth": BirthPlanForm(sent, prefix="birth", person=asked.child)}


def save_birth_plan(asked: Asked, values: Mapping[str, Any]) -> str:
    """It is shared."""
    return entry_page(BirthPlan.objects.create(child=asked.child, **values["birth"], **entered(asked)))


BIRTH = Recording(
    key="protection:birth",
    title="Record the birth",
    act=Act.STRATEGY_WRITE,
    forms=birth_forms,
    save=save_birth,
    about=PLAN,
    template="protection/together.html",
    hint="It brings the review forward.",
    done="The birth is recorded. The review comes sooner now: book it, or ask the chair to move it.",
    why_not=why_not_birth,
    beside=beside_birth,
    is_for=lambda asked: asked.child.is_unborn,
)
DEATH = Recording(
    key="protection:death",
    title="Record that the child has died",
    act=Act.STRATEGY_APPROVE,
    forms=death_forms,
    save=save_death,
    template="protection/together.html",
    hint="Only once it is confirmed. Everything that was written stays.",
    done="It is recorded. What was open is closed and what was booked is not held.",
    why_not=why_not_death,
    beside=beside_death,
)
BIRTH_PLAN = Recording(
    key="protection:birth-plan",
    title="Say that the plan for the birth is shared",
    act=Act.PLAN_WRITE,
    forms=birth_plan_forms,
    save=save_birth_plan,
    done="It is noted when the plan for the birth was shared.",
    is_for=lambda asked: asked.child.is_unborn,
)
CHANGING = (BIRTH, BIRTH_PLAN, DEATH)
