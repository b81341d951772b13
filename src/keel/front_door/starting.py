"""Starting an assessment: from a referral, or from a pregnancy, with what is known already."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from keel.access.policy import Act
from keel.clock import today
from keel.front_door.assessments import BACK, WRITING, factors_of, missing
from keel.front_door.earlier import earlier_referrals, key_events
from keel.front_door.knowing import due_on, visits_since, weeks_on
from keel.front_door.models import Assessment, Pregnancy, Referral
from keel.oversight.rules_held import standards_held
from keel.people.models import Person
from keel.practice.calendar import add_working_days
from keel.record.codes import words_of
from keel.recording.boxes import Answer, Day, text
from keel.recording.checks import AboutChild, before_birth
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved, moves_of
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms
from keel.report.wording import day_text

STILL_TRUE = (
    "family_history",
    "disability",
    "identity",
)  # what an earlier assessment found and is likely to hold


def working_days_on(key: str, day: date) -> date:
    """The day by which a standard counted in working days asks for something."""
    return add_working_days(day, int(standards_held()[key].number_on(day)))


class StartForm(AboutChild):
    """Why an assessment is made, what it is to answer, and when the manager looks part way."""

    happened: ClassVar = ("started_on",)
    planned: ClassVar = ("internal_review_on",)
    started_on = Day(label="When does it start?", error_messages={"required": "Say on which day it starts"})
    is_child_seen = Answer(label="Has the child been seen since the referral?")
    reason = text(
        "Why is it made?", is_needed=True, error_messages={"required": "Say why it is made"},
        help_text="Taken over from the referral: change what is not right",
    )  # fmt: skip
    question = text(
        "What is it to answer?", is_needed=True, error_messages={"required": "Say what it is to answer"}
    )
    internal_review_on = Day(
        label="When does the manager look at it part way?", is_past=False,
        error_messages={"required": "Say when the manager looks at it"},
    )  # fmt: skip

    def __init__(self, *args: Any, referred_on: date | None, **named: Any) -> None:
        super().__init__(*args, **named)
        self.referred_on = referred_on

    def clean(self) -> dict[str, Any]:
        """Not before the referral; looked at while it is being made."""
        said = super().clean()
        begun, looked = said.get("started_on"), said.get("internal_review_on")
        referred = self.referred_on
        if said.get("is_child_seen") and begun and (unborn := before_birth(self.person, begun)):
            self.add_error("is_child_seen", unborn)
        if begun and referred and begun < referred:
            self.add_error("started_on", f"The referral came on {day_text(referred)}. Check the day")
        self.in_order(
            "started_on", "internal_review_on", "The manager would look before it starts: check the days"
        )
        if begun and looked and looked > (due := working_days_on("assessment_45", referred or begun)):
            self.add_error(
                "internal_review_on", f"It is due to be finished by {day_text(due)}. Choose a day before"
            )
        return said


def start_forms(asked: Asked, sent: Any) -> Forms:
    """What the referral says stands in the boxes already."""
    referral = referral_of(asked)
    held = {
        "started_on": today(), "reason": referral.reason if referral else "",
        "internal_review_on": working_days_on("assessment_checkpoint", today()),
    }  # fmt: skip
    referred_on = _referred_on(asked, referral)
    return {
        "start": StartForm(sent, prefix="start", person=asked.child, referred_on=referred_on, initial=held)
    }


def referral_of(asked: Asked) -> Referral | None:
    """The referral that the page is about, or the newest that is open."""
    if isinstance(asked.row, Referral):
        return asked.row
    found = Referral.objects.of(asked.child).filter(closed_on=None).exclude(is_no_further_action=True)
    return found.order_by("-received_on", "-pk").first()


def _referred_on(asked: Asked, referral: Referral | None) -> date | None:
    """The point of referral; of a pregnancy that nobody referred, the day on which it became known."""
    return referral.received_on if referral else getattr(asked.row, "known_on", None)


def save_start(asked: Asked, values: Mapping[str, Any]) -> str:
    """The assessment, with what an earlier one found and the record knows."""
    referral = referral_of(asked)
    known = _carried(asked.child) | _of_pregnancy(asked.row)
    made = Assessment.objects.create(
        **values["start"], child=asked.child, referral=referral, referred_on=_referred_on(asked, referral),
        recorded_on=today(), recorded_by=asked.by, worker=asked.worker,
        team=getattr(asked.worker, "team", None), **known,
    )  # fmt: skip
    made.episode = f"assessment:{made.child_id}:{made.pk}"
    made.save(update_fields=["episode"])
    moved(made, WRITING, by=asked.by)
    return entry_page(made)


def _of_pregnancy(row: Any) -> dict[str, str]:
    """What was written of the pregnancy stands in the assessment that starts from it."""
    names = ("antenatal_care", "earlier_children", "father_or_partner", "plans_for_birth")
    return {name: getattr(row, name) for name in names} if isinstance(row, Pregnancy) else {}


def _carried(child: Person) -> dict[str, str]:
    """What is known already, each with where it comes from, for the writer to check."""
    found = Assessment.objects.of(child).exclude(authorised_on=None).order_by("-authorised_on", "-pk").first()
    carried = {"key_events": "\n".join(key_events(child, today()))}
    if found is not None:
        source = f"From the assessment authorised on {day_text(found.authorised_on)}, to be checked:"
        known = {name: getattr(found, name) for name in STILL_TRUE}
        carried |= {name: f"{source}\n{words}" for name, words in known.items() if words.strip()}
    if child.communication_needs.strip() and "disability" not in carried:
        carried["disability"] = f"From the child’s identity page, to be checked:\n{child.communication_needs}"
    return carried


def cannot_start(asked: Asked) -> str:
    """One at a time, of a referral that is open."""
    if isinstance(asked.row, Pregnancy) and not asked.child.is_unborn:
        return "The baby is born: start an assessment from the referral."
    if isinstance(asked.row, Referral) and asked.row.closed_on:
        return "This referral is closed."
    under_way = Assessment.objects.of(asked.child).filter(referral=referral_of(asked), authorised_on=None)
    return "An assessment is being made already." if under_way.exists() else ""


def beside(asked: Asked) -> dict[str, Any]:
    """What whoever writes or passes an assessment needs to know."""
    row, child = asked.row, asked.child
    assessment = row if isinstance(row, Assessment) else None
    referral = assessment.referral if assessment else referral_of(asked)
    begun = (assessment.referred_on or assessment.started_on) if assessment else None
    since = begun or _referred_on(asked, referral)
    moves = moves_of(assessment) if assessment else []
    return {
        "assessment": assessment,
        "referral": referral,
        "weeks": weeks_on(child, today()),
        "due": due_on(child, since) if since else None,
        "visits": visits_since(child, since) if since else [],
        "earlier": [each for each in earlier_referrals(child, today()) if each.referral != referral],
        "to_write": missing(assessment, child) if assessment else [],
        **(_found(assessment) if assessment else {}),
        "sent_back": moves[-1].reason if moves and moves[-1].state == BACK else "",
    }


def _found(assessment: Assessment) -> dict[str, Any]:
    """What stands in tables of its own: the parents, the children near, the factors."""
    return {
        "parents": assessment.parents.select_related("parent").order_by("pk"),
        "near": assessment.children_considered.select_related("other").order_by("pk"),
        "factors": [words_of("factor", each) for each in factors_of(assessment)],
    }


START = Recording(
    key="front_door:start-assessment",
    title="Start an assessment",
    act=Act.ASSESSMENT_WRITE,
    forms=start_forms,
    save=save_start,
    about="front_door.Referral",
    template="front_door/assessment.html",
    button="Start the assessment",
    done="The assessment is started. What is known already stands in it.",
    why_not=cannot_start,
    beside=beside,
)
BEFORE_BIRTH = replace(
    START,
    key="front_door:start-pre-birth-assessment",
    title="Start an assessment before the birth",
    about="front_door.Pregnancy",
)
