"""Recording a child protection conference while it is held: who was there, what was said, and whether it was quorate.

It is written once for brothers and sisters, each child's own part apart, and can be written and saved again until the
chair records what was decided. Not quorate, or adjourned: nothing was decided, the clock runs on, and the day on which
it meets again is asked for at once. What it must hold is that of the shelf (domain/documents.md, 3).
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from keel.access.door import may
from keel.access.policy import Act
from keel.access.rules import capacity
from keel.clock import today
from keel.protection.agencies_asked import FAMILY, OURS, agencies_asked
from keel.protection.allowed import not_a_meeting_day
from keel.protection.convening import ABOUT_CONFERENCE, BOOKED, after_due
from keel.protection.models import Conference, ConferenceAttendance
from keel.protection.preparing import (
    WHO,
    as_of_kin,
    attendance_of,
    beside_conference,
    report_given,
    reports_of,
    suggested,
)
from keel.protection.together import (
    OWN,
    SHARED,
    EntryRow,
    Known,
    OwnForm,
    answered,
    held_in,
    keep_rows,
    meeting_of,
    own_parts,
    titled,
)
from keel.record.changes import changed
from keel.recording.boxes import Answer, Clock, Day, line, text
from keel.recording.checks import WHY_ODD, AboutChild, lacking, why_odd
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms, Rows, rows
from keel.report.wording import day_text

HELD, NOT_QUORATE, ADJOURNED = "held", "not quorate", "adjourned"
PARTICIPATION = (  # census codes, in the order in which the census has them
    ("PN1", "There, and spoke"),
    ("PN2", "There, and an advocate spoke"),
    ("PN3", "There, and showed views without words"),
    ("PN4", "There, and gave no views"),
    ("PN5", "Not there, and an advocate spoke"),
    ("PN6", "Not there, and sent views"),
    ("PN7", "Not there, and sent no views"),
    ("PN0", "Too young to be asked: under four"),
)
TOO_YOUNG = "PN0"
MEETING = (
    "held_on", "held_time", "place", "is_quorate", "not_quorate_reason", "is_adjourned", "interim_safety",
    "new_information", "are_other_children_considered", "parent_views", "family_views", "disputes", "summary",
)  # fmt: skip
OWN_PART = ("participation", "child_views")
ATTENDED = (
    "person_id",
    *WHO,
    "is_present",
    "absence_reason",
    "excluded_part",
    "excluded_reason",
    "has_report",
)


class MeetingForm(AboutChild):
    """What all children of the meeting share."""

    happened: ClassVar = ("held_on",)
    planned: ClassVar = ("again_on",)
    held_on = Day(label="On which day was it held?")
    held_time = Clock(label="From what time?")
    place = line("Where?")
    is_quorate = Answer(
        label="Was it quorate?", is_needed=True, help_text="Enough agencies were there to decide"
    )
    is_adjourned = Answer(label="Was it adjourned before it had decided?")
    not_quorate_reason = text("If not quorate, or adjourned: why?", rows=2)
    interim_safety = text("If so: what keeps the children safe until it meets again?", rows=3)
    again_on = Day(label="If so: on which day does it meet again?", is_past=False, required=False)
    new_information = text("What was new, that no report said?")
    are_other_children_considered = Answer(
        label="Were all other children of the home and family thought of?", is_needed=True
    )
    parent_views = text(
        "What did each parent say?", is_needed=True, help_text="Name each, or say how it was tried"
    )
    family_views = text("What did others of the family say?", rows=2)
    disputes = text("What in the reports was disputed, and was it corrected?", rows=2)
    summary = text(
        "What was said", rows=6, is_needed=True, help_text="By whom, and what it means for the children"
    )
    why_odd = why_odd()

    def __init__(self, *args: Any, conference: Conference, people: Rows, **named: Any) -> None:
        super().__init__(*args, **named)
        self.conference, self.people = conference, people
        if self.initial.get("is_quorate", "") == "":
            self.initial["is_quorate"] = answered(quorum_of(self._came()))

    @property
    def parts(self) -> dict[str, list[Any]]:
        """The boxes of each part of the page."""
        return {part: [self[name] for name in names] for part, names in PAGE.items()}

    def _came(self) -> list[tuple[str, str]]:
        """Each agency with whether somebody of it was there, as the rows have it now."""
        rows_now = ((row["agency"].value() or "", row["is_present"].value() or "") for row in self.people)
        return [(agency, came) for agency, came in rows_now if came and agency not in ("", FAMILY)]

    @property
    def attendance_says(self) -> str:
        """Which agencies are there and which are not, in words; blank where nobody has said yet who is there."""
        came = self._came()
        there = dict.fromkeys(agency for agency, is_there in came if is_there == "yes")
        away = dict.fromkeys(agency for agency, _ in came if agency not in there)
        told = [f"There: {', '.join(there) or 'no agency'}."] if came else []
        return " ".join([*told, *([f"Not there: {', '.join(away)}."] if away else [])])

    @property
    def is_anybody_out(self) -> bool:
        """Whether somebody was kept out of a part."""
        return any(row["excluded_part"].value() for row in self.people)

    def _ask_quorate(self) -> None:
        """What the attendance says stands beside the question, and in the box where it leaves no doubt."""
        del self.errors["is_quorate"]
        says = self.attendance_says or "Say first who was there."
        self.add_error("is_quorate", f"{says} Say whether it was quorate")
        if known := answered(quorum_of(self._came())):
            self.data = self.data.copy()
            self.data[self.add_prefix("is_quorate")] = known

    def clean(self) -> dict[str, Any]:
        """Without a decision: why, what keeps the children safe, and when it meets again."""
        said = super().clean()
        if "is_quorate" in self.errors:
            self._ask_quorate()
        if is_without_decision(said):
            lacking(self, AGAIN)
        self.in_order("held_on", "again_on", "It cannot meet again before it met")
        held, again = said.get("held_on"), said.get("again_on")
        self.needs_reason("held_on", [not_a_meeting_day(held), self._other_day(held)])
        late = after_due([self.person], self.conference.kind, again)
        self.needs_reason("again_on", [not_a_meeting_day(again), *late])
        return said

    def _other_day(self, day: Any) -> str:
        booked = self.conference.planned_on
        return f"It was booked for {day_text(booked)}." if day and booked and day != booked else ""


PAGE = {  # the parts of the page that are the meeting's, each with its boxes
    "where": ("held_on", "held_time", "place"),
    "quorum": ("is_quorate", "is_adjourned", "not_quorate_reason", "interim_safety", "again_on"),
    "family": ("parent_views", "family_views"),
    "reports": ("disputes",),
    "talk": ("new_information", "are_other_children_considered", "summary", WHY_ODD),
}


def quorum_of(came: Iterable[tuple[str, str]]) -> bool | None:
    """Whether it was quorate, where who was there leaves no doubt: all there, or the authority or all others away."""
    told = list(came)
    there = {capacity(agency) for agency, is_there in told if is_there == "yes"}
    if not told:
        return None
    if capacity(OURS) not in there or len(there) == 1:
        return False
    return True if there == {capacity(agency) for agency, _ in told} else None


AGAIN = {
    "not_quorate_reason": "Say why it could not decide",
    "interim_safety": "Say what keeps the children safe until then",
    "again_on": "Say on which day it meets again: the clock has not stopped",
}


def is_without_decision(said: Mapping[str, Any]) -> bool:
    """Not quorate, or adjourned."""
    return said.get("is_quorate") is False or bool(said.get("is_adjourned"))


class AttendanceRow(EntryRow):
    """Somebody who was asked, or came."""

    person_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = line("Name")
    agency = line("Agency")
    role = line("Role, or who it is to the child")
    is_present = Answer(label="There?")
    absence_reason = line("If not: why not, and did they send word?")
    has_report = Answer(label="Was their report in?")
    excluded_part = line("If kept out of any part: of which?")
    excluded_reason = line("Why?")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.is_asked = bool(self.initial.get("entry") and self.initial.get("name"))
        if self.is_asked:  # written down when asked: who it is heads the row
            self.legend = ", ".join(self.initial[name] for name in WHO if self.initial.get(name))
            for name in WHO:
                self.fields[name].widget = forms.HiddenInput()

    @property
    def there(self) -> list[Any]:
        """Who it is, and whether they came."""
        return [self[name] for name in (*(() if self.is_asked else WHO), "is_present", "absence_reason")]

    @property
    def out(self) -> list[Any]:
        """Kept out of a part."""
        return [self["excluded_part"], self["excluded_reason"]]

    @property
    def report(self) -> list[Any]:
        """Whether a report is in, where it is somebody of whom one is asked."""
        return [] if self["agency"].value() in (FAMILY, OURS) else [self["has_report"]]

    def has_changed(self) -> bool:
        """Of whoever was asked it is said whether they came."""
        return self.is_bound and (self.is_asked or super().has_changed())

    def wanted(self, said: Mapping[str, Any]) -> Mapping[str, str]:
        """There or not, and why not; kept out, and why."""
        who = said.get("name") or said.get("agency") or "this person"
        wanted = {"is_present": f"Say whether {who} was there", "role": "Say who this is"}
        if said.get("is_present") is False:
            wanted["absence_reason"] = f"Say why {who} was not there"
        if said.get("excluded_part"):
            wanted["excluded_reason"] = f"Say why {who} was kept out"
        return wanted


class PartForm(OwnForm):
    """How one child took part."""

    needed: ClassVar = {
        "participation": "Say how {name} took part",
        "child_views": "Say what {name} wants, or how it was tried to find out",
    }
    participation = forms.ChoiceField(
        label="How did {name} take part?",
        choices=[("", ""), *PARTICIPATION],
        required=False,
    )
    child_views = text("What does {name} say and want?", help_text="In {name}’s own words where you can")

    def wanted(self, said: Mapping[str, Any]) -> Mapping[str, str]:
        """Of an unborn baby nothing is asked."""
        return {} if self.person.is_unborn else super().wanted(said)

    def clean(self) -> dict[str, Any]:
        """An unborn baby takes no part, and says nothing."""
        said = super().clean()
        for name in OWN_PART if self.person.is_unborn else ():
            if said.get(name) not in (None, "", TOO_YOUNG):
                self.add_error(name, f"{self.person.called} is not born yet: leave this empty")
        return said


def meeting_forms(asked: Asked, sent: Any) -> Forms:
    """The meeting, those who were there, and each child's own part."""
    row = asked.row
    known = held_in(row, *MEETING)
    known["held_on"] = row.held_on or min(row.planned_on or today(), today())
    known["held_time"] = row.held_time or row.planned_time
    people = [{"entry": each.pk, **held_in(each, *ATTENDED)} for each in attendance_of(row)]
    people = _with_reports(row, people or list(suggested(asked)))
    came = titled(rows(AttendanceRow, sent, "people", "Person", initial=people), "Who was there")
    about = {"person": asked.child, "conference": row, "people": came, "initial": known}
    made: Forms = {SHARED: MeetingForm(sent, prefix=SHARED, **about), "people": came}
    for each in meeting_of(asked, Act.CONFERENCE_RECORD_WRITE):
        key = f"{OWN}{each.child_id}"
        own = {"is_first": each.pk == row.pk, "initial": held_in(each, *OWN_PART)}
        made[key] = PartForm(sent, prefix=key, person=each.child, **own)
        if "is_here" in made[key].fields:
            made[key].fields["is_here"].initial = True
    return made


def _with_reports(row: Conference, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Whose report is in is known already."""
    told = agencies_asked(attendance_of(row), reports_of(row))
    there = {capacity(each.name) for each in told if each.came_on}
    return [
        {**person, "has_report": "yes"}
        if not person.get("has_report") and capacity(person.get("agency", "")) in there
        else person
        for person in people
    ]


def save_meeting(asked: Asked, values: Mapping[str, Any]) -> str:
    """The meeting, in the record of each child; where it did not decide, its next day."""
    parts, said = dict(own_parts(values)), values[SHARED]
    meeting = [
        row for row in meeting_of(asked, Act.CONFERENCE_RECORD_WRITE, held=True) if str(row.child_id) in parts
    ]
    for row in meeting:
        _write(asked, row, said, parts[str(row.child_id)])
        mine = (
            values["people"]
            if row.pk == asked.row.pk
            else as_of_kin(ConferenceAttendance, row, values["people"])
        )
        keep_rows(ConferenceAttendance, mine, asked, child_id=row.child_id, conference=row)
    again = _meet_again(asked, meeting, said) if is_without_decision(said) else None
    changed(*(row.child_id for row in meeting if row.pk != asked.row.pk))
    return entry_page(again or asked.row)


def _write(asked: Asked, row: Conference, said: Mapping[str, Any], part: Mapping[str, Any]) -> None:
    for name in MEETING:
        setattr(row, name, said[name])
    for name in OWN_PART:
        setattr(row, name, part[name])
    row.is_decision_made = False  # until the chair records it
    row.recorded_on = row.recorded_on or today()
    row.save()
    state = ADJOURNED if said["is_quorate"] else NOT_QUORATE
    moved(
        row,
        state if is_without_decision(said) else HELD,
        by=asked.by,
        reason=said["not_quorate_reason"],
        odd=said[WHY_ODD],
    )


def _meet_again(asked: Asked, meeting: list[Conference], said: Mapping[str, Any]) -> Conference:
    """The conference that is to decide instead: booked, with the same people to ask."""
    mark = uuid4() if len(meeting) > 1 else None
    made = [_again(asked, row, said, mark) for row in meeting]
    return next(each for each in made if each.child_id == asked.child.pk)


def _again(asked: Asked, row: Conference, said: Mapping[str, Any], mark: Any) -> Conference:
    carried = {
        name: getattr(row, name)
        for name in (
            "kind",
            "episode",
            "reason",
            "place",
            "enquiry_id",
            "referral_id",
            "plan_id",
            "chair",
            "worker",
        )
    }
    again = Conference.objects.create(
        child_id=row.child_id, is_reconvened=True, shared=mark, planned_on=said["again_on"], booked_on=today(),
        booked_recorded_on=today(), recorded_on=today(), recorded_by=asked.by, **carried,
    )  # fmt: skip
    for each in attendance_of(row):
        ConferenceAttendance.objects.create(
            child_id=row.child_id, conference=again, person_id=each.person_id, recorded_on=today(),
            recorded_by=asked.by, **held_in(each, *WHO),
        )  # fmt: skip
    reason = f"The conference of {day_text(row.held_on)} could not decide. {said['not_quorate_reason']}"
    moved(again, BOOKED, by=asked.by, reason=reason, odd=said[WHY_ODD])
    return again


def why_not_record(asked: Asked) -> str:
    """Until it has decided; and what could not decide is over."""
    row = asked.row
    if row.source_key:
        return "This conference came from another system: complete it there."
    if row.is_decision_made:
        return "Its decision is recorded, and stands as the chair recorded it."
    if row.held_on and is_without_decision(held_in_facts(row)):
        return "It could not decide. The conference that meets instead stands under Records."
    return "" if row.planned_on else "It has no day yet: book it first."


def held_in_facts(row: Conference) -> dict[str, Any]:
    """Whether it was quorate and adjourned."""
    return {"is_quorate": row.is_quorate, "is_adjourned": row.is_adjourned}


def beside_meeting(asked: Asked) -> dict[str, Any]:
    """Why it is held, what the enquiries found, and what was ready."""
    row = asked.row
    found = [row.enquiry.outcome, row.enquiry.analysis] if row.enquiry else []
    known = [
        Known("Why it is held", [row.reason] if row.reason else []),
        Known("What section 47 enquiries found", [words for words in found if words]),
        *beside_conference(asked)["known"],
    ]
    sees = may(asked.request, Act.CONFERENCE_REPORT_READ, asked.child)
    return {"known": known, "given": report_given(row) if sees else []}


MEET = Recording(
    key="protection:conference-record",
    title="Record the conference",
    act=Act.CONFERENCE_RECORD_WRITE,
    forms=meeting_forms,
    save=save_meeting,
    hint="While it is held: what you type is kept. Save it again until the chair records what was decided.",
    done="The conference is recorded. Nothing is decided until the chair records it.",
    why_not=why_not_record,
    is_for=lambda asked: not asked.row.is_decision_made,
    beside=beside_meeting,
    **{**ABOUT_CONFERENCE, "template": "protection/conference_record.html"},
)
CONFERRING = (MEET,)
