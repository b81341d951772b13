"""Recording a pregnancy with a worry for the unborn baby, and keeping it up to date until the birth.

Everything before a birth runs back from the day on which the baby is expected, so that day is asked first, and the
weeks are shown.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from keel.access.policy import Act
from keel.clock import today
from keel.front_door.contacts import ELSEWHERE
from keel.front_door.earlier import earlier_referrals
from keel.front_door.knowing import due_before_birth, weeks_on
from keel.front_door.models import Pregnancy
from keel.people.models import Person
from keel.practice.calendar import week_of_pregnancy
from keel.recording.boxes import Answer, Day, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms

ANSWERS = ("is_conference_required", "is_court_likely", "is_plan_made")
REMOVED = "has_earlier_removal"  # of the child herself, since every rule before birth asks it of her
KNOWN, UPDATED = "known", "brought up to date"
SHOWN: Mapping[bool | None, str] = {True: "yes", False: "no", None: ""}
BORN = "This child is born. A pregnancy is recorded for a baby who is expected."


class PregnancyForm(AboutChild):
    """When the baby is expected, the care there is, and what is planned."""

    happened: ClassVar = ("known_on",)
    planned: ClassVar = ("expected_on",)
    known_on = Day(
        label="When did we first know of the pregnancy?",
        error_messages={"required": "Say when we first knew of it"},
    )
    expected_on = Day(
        label="When is the baby expected?",
        is_past=False,
        help_text="The expected date of delivery, as the midwife gives it",
        error_messages={"required": "Say when the baby is expected"},
    )
    antenatal_care = text(
        "What antenatal care is there?", help_text="Where the mother is booked, appointments kept and missed"
    )
    earlier_children = text("Earlier children of either parent, and where each is now")
    has_earlier_removal = Answer(label="Has an earlier child of either parent been removed?")
    father_or_partner = text("The father, or the mother’s partner", rows=2)
    plans_for_birth = text("What is planned for the birth and going home?")
    is_conference_required = Answer(label="Is a child protection conference needed before the birth?")
    is_court_likely = Answer(label="Is it likely to go to court?")
    is_plan_made = Answer(label="Is there a child protection plan for the baby?")

    def clean(self) -> dict[str, Any]:
        """A pregnancy has a length."""
        said = super().clean()
        due, known = said.get("expected_on"), said.get("known_on")
        if due and week_of_pregnancy(due, 0) > today():
            self.add_error("expected_on", "No pregnancy is that long. Check the month and the year")
        elif due and known and known < week_of_pregnancy(due, 0):
            self.add_error("known_on", "That is before the pregnancy began. Check both days")
        self.in_order(
            "known_on", "expected_on", "We would have known only after the day it was expected: check both"
        )
        return said


def pregnancy_forms(asked: Asked, sent: Any) -> Forms:
    """What is known already stands in the boxes."""
    row, child = asked.row, asked.child
    held: dict[str, Any] = {"expected_on": child.expected_on, "known_on": today()}
    if row is not None:
        held = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
        held |= {name: SHOWN[held[name]] for name in ANSWERS}
    held[REMOVED] = SHOWN[child.has_earlier_removal]
    return {"pregnancy": PregnancyForm(sent, prefix="pregnancy", person=child, initial=held)}


def save_pregnancy(asked: Asked, values: Mapping[str, Any]) -> str:
    """The pregnancy; and what is the baby's own, the day she is expected among it."""
    said = dict(values["pregnancy"])
    removed = said.pop(REMOVED)
    row = asked.row or Pregnancy(
        child=asked.child, recorded_on=today(), recorded_by=asked.by, worker=asked.worker
    )
    for name, value in said.items():
        setattr(row, name, value)
    row.save()
    person = Person.objects.select_for_update().get(pk=asked.child.pk)
    person.expected_on, person.has_earlier_removal = said["expected_on"], removed
    person.save(update_fields=["expected_on", REMOVED])
    moved(row, UPDATED if asked.row else KNOWN, by=asked.by)
    return entry_page(row)


def cannot_begin(asked: Asked) -> str:
    """Of a baby who is expected; once."""
    if asked.child.birth_on is not None:
        return BORN
    if Pregnancy.objects.of(asked.child).exists():
        return "The pregnancy is recorded: bring it up to date on its own page, under Records."
    return ""


def cannot_change(asked: Asked) -> str:
    """Until the birth; where another system keeps it, there."""
    return ELSEWHERE if asked.row.source_key else BORN if asked.child.birth_on is not None else ""


def beside(asked: Asked) -> dict[str, Any]:
    """How far it is, what is due by when, and what came before."""
    return {
        "weeks": weeks_on(asked.child, today()),
        "due_days": due_before_birth(asked.child),
        "earlier": earlier_referrals(asked.child, today()),
    }


PREGNANCY = Recording(
    key="front_door:pregnancy",
    title="Record a pregnancy",
    act=Act.ASSESSMENT_WRITE,
    forms=pregnancy_forms,
    save=save_pregnancy,
    template="front_door/pregnancy.html",
    hint="For a baby who is expected. What is due before the birth counts back from the expected day.",
    done="The pregnancy is recorded. The assessment before the birth starts from here.",
    why_not=cannot_begin,
    beside=beside,
)
UPDATE = Recording(
    key="front_door:pregnancy-now",
    title="Bring the pregnancy up to date",
    act=Act.ASSESSMENT_WRITE,
    forms=pregnancy_forms,
    save=save_pregnancy,
    about="front_door.Pregnancy",
    template="front_door/pregnancy.html",
    done="The pregnancy is brought up to date.",
    why_not=cannot_change,
    beside=beside,
    is_shared=True,
)
