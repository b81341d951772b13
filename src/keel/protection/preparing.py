"""Preparing a child protection conference: who is asked, whose report is in, and whether the chair has met the family.

What is in and what is missing stands beside each of these pages, with the day by which it is due, counted back from the
day of the conference.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms

from keel.access.door import may
from keel.access.policy import Act
from keel.access.rules import AUDITORS, LAWYERS, PARTNERS, capacity
from keel.clock import today
from keel.people.kin import parents_of
from keel.protection.agencies_asked import FAMILY, OURS, agencies_asked, is_another_agency
from keel.protection.allowed import due_after
from keel.protection.convening import ABOUT_CONFERENCE, due_of
from keel.protection.models import (
    AgencyReport,
    Conference,
    ConferenceAttendance,
    ConferenceKind,
    ConferenceReport,
    StrategyAgency,
    WorkerReport,
)
from keel.protection.together import EntryRow, Known, entered, held_in, keep_rows, meeting_of, titled
from keel.record.changes import changed
from keel.recording.boxes import Answer, Day, line, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms, rows
from keel.report.wording import day_text
from keel.workforce.models import Involvement

INVITED, PREPARED, REPORTED = "people asked", "chair prepared", "report shared"
WHO = ("name", "agency", "role")


class PersonRow(EntryRow):
    """Somebody who is asked."""

    needed: ClassVar = {"role": "Say who this is: mother, health visitor, teacher"}
    person_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = line("Name")
    agency = line("Agency", help_text="Or: family")
    role = line("Role, or who it is to the child")


class AskedForm(AboutChild):
    """When people were asked."""

    happened: ClassVar = ("invitations_on",)
    invitations_on = Day(label="On which day were they asked?", initial=today)


def invite_forms(asked: Asked, sent: Any) -> Forms:
    """The day, and everybody whom the record knows ought to come."""
    known = [{"entry": row.pk, **held_in(row, "person_id", *WHO)} for row in attendance_of(asked.row)]
    known = known or list(suggested(asked))
    form = AskedForm(sent, prefix="when", person=asked.child, initial=_asked_on(asked.row))
    return {
        "when": form,
        "people": titled(rows(PersonRow, sent, "people", "Person", initial=known, more=2), "Who is asked"),
    }


def _asked_on(row: Conference) -> dict[str, Any]:
    return {"invitations_on": row.invitations_on} if row.invitations_on else {}


def attendance_of(conference: Conference) -> Any:
    """Those asked to a conference, in the order in which they were written down."""
    return ConferenceAttendance.objects.of(conference.child_id).filter(conference=conference).order_by("pk")


def suggested(asked: Asked) -> Iterable[dict[str, Any]]:
    """The child, her parents, those who work with her, and the agencies of the discussion or the last conference."""
    child, row = asked.child, asked.row
    if not child.is_unborn:
        yield {"person_id": child.pk, "name": child.shown_name, "agency": FAMILY, "role": "Child"}
    for parent in parents_of(child):
        yield {"person_id": parent.pk, "name": parent.shown_name, "agency": FAMILY, "role": "Parent or carer"}
    working = (
        Involvement.objects.of(child)
        .filter(ended_on=None)
        .exclude(worker=None)
        .select_related("worker__team")
    )
    there = set()
    for each in working.order_by("-holds_case", "pk"):
        if capacity(each.role) in (*AUDITORS, *LAWYERS):
            continue
        role = (each.role or "Social worker").replace("_", " ").capitalize()
        agency = _agency_of(each) if capacity(each.role) in PARTNERS else OURS
        there.add(capacity(each.worker.name))
        yield {"name": each.worker.name, "agency": agency, "role": role}
    yield from (known for known in _partners(row) if capacity(known["name"]) not in there)  # asked once


def _agency_of(involvement: Involvement) -> str:
    """The agency of somebody who helps from outside: the team that she is of."""
    team = involvement.worker.team if involvement.worker else None
    return team.name if team else ""


def _partners(row: Conference) -> Iterable[dict[str, Any]]:
    discussion = row.enquiry.discussion_id if row.enquiry else None
    if discussion:
        found = StrategyAgency.objects.of(row.child_id).filter(discussion=discussion).exclude(agency=OURS)
        return [held_in(each, *WHO) for each in found.order_by("pk")]
    before = Conference.objects.of(row.child_id).exclude(pk=row.pk).exclude(held_on=None)
    last = before.order_by("-held_on", "-pk").first()
    if last is None:
        return []
    return [held_in(each, *WHO) for each in attendance_of(last).exclude(agency__in=(OURS, FAMILY))]


def save_invited(asked: Asked, values: Mapping[str, Any]) -> str:
    """Everybody asked, in the record of each child of the meeting."""
    day = values["when"]["invitations_on"]
    said = [{**part, "invited_on": day} for part in values["people"]]
    for row in for_each(asked, ConferenceAttendance, said):
        row.invitations_on, row.invitations_recorded_on = day, today()
        row.save()
        moved(row, INVITED, by=asked.by)
    return entry_page(asked.row)


def for_each(asked: Asked, model: Any, said: list[dict[str, Any]]) -> list[Conference]:
    """Write rows for each child of the meeting; those of a brother or sister are found by whom they are about."""
    meeting = meeting_of(asked, Act.CONFERENCE_RECORD_WRITE, held=True)
    for row in meeting:
        mine = said if row.pk == asked.row.pk else as_of_kin(model, row, said)
        keep_rows(model, mine, asked, child_id=row.child_id, conference=row)
    changed(*(row.child_id for row in meeting[1:]))
    return meeting


def as_of_kin(model: Any, row: Conference, said: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same rows, each with the entry in which it stands in the record of a brother or sister."""
    there = model.objects.of(row.child_id).filter(conference=row)
    known = {_whom(vars(each)): each.pk for each in there}
    return [_of_kin(row, {**part, "entry": known.get(_whom(part))}) for part in said]


def _of_kin(row: Conference, part: dict[str, Any]) -> dict[str, Any]:
    """A report answers the invitation of the same person or agency in the record of a brother or sister."""
    tie = part.get("invitation")
    if tie is None:
        return part
    asked = {_whom(vars(each)): each for each in attendance_of(row)}
    return {**part, "invitation": asked.get(_whom(vars(tie)))}


def _whom(part: Mapping[str, Any]) -> tuple[Any, ...]:
    """A person of the record by who she is, anybody else by name, an agency by what it is called."""
    if part.get("person_id"):
        return (part["person_id"],)
    return (part.get("name") or part.get("role", ""), part["agency"])


def why_over(asked: Asked) -> str:
    """Before the meeting, and once it has a day."""
    row = asked.row
    if row.held_on:
        return f"The conference was held on {day_text(row.held_on)}."
    return "" if row.planned_on else "It has no day yet: book it first."


def is_to_come(asked: Asked) -> bool:
    """Whether it has not been held."""
    return asked.row.held_on is None


# Reports of agencies, and the social worker's own


class ReportRow(EntryRow, AboutChild):
    """An agency's report."""

    happened: ClassVar = ("received_on",)
    invitation = forms.ModelChoiceField(
        label="Whose report is it?",
        queryset=ConferenceAttendance.objects.none(),
        required=False,
        empty_label="Another agency, named below",
    )
    agency = line("If another agency: which?")
    received_on = Day(label="Came on", required=False)
    is_shared_with_parents = Answer(label="Have the parents had it?")

    def __init__(self, *args: Any, asked: list[ConferenceAttendance], **named: Any) -> None:
        super().__init__(*args, **named)
        box = self.fields["invitation"]
        box.queryset = ConferenceAttendance.objects.filter(pk__in=[each.pk for each in asked])
        box.widget.choices = [("", box.empty_label), *((each.pk, _who_comes(each)) for each in asked)]
        if not asked:
            del self.fields["invitation"]
            self.fields["agency"].label = "Agency"

    def wanted(self, said: Mapping[str, Any]) -> Mapping[str, str]:
        """Whose it is: of those who were asked, or by name."""
        whose = (
            {} if said.get("invitation") else {"agency": "Choose whose report it is, or name another agency"}
        )
        return {**whose, "received_on": "Say when it came"}


def _who_comes(person: ConferenceAttendance) -> str:
    who = ", ".join(part for part in (person.name, person.role) if part)
    return f"{person.agency}: {who}" if who else person.agency


def report_forms(asked: Asked, sent: Any) -> Forms:
    """The reports that are in."""
    invited = [each for each in attendance_of(asked.row) if is_another_agency(each)]
    known = [_known_report(each) for each in reports_of(asked.row)]
    several = rows(
        ReportRow, sent, "reports", "Report", initial=known, more=2, person=asked.child, asked=invited
    )
    return {"reports": titled(several, "Reports")}


def _known_report(row: AgencyReport) -> dict[str, Any]:
    """A report that is in; the agency is not asked again of one that is tied."""
    known = held_in(row, "agency", "received_on", "is_shared_with_parents")
    if row.invitation_id:
        known |= {"invitation": row.invitation_id, "agency": ""}
    return {"entry": row.pk, **known}


def reports_of(conference: Conference) -> Any:
    """The agencies' reports for a conference."""
    return AgencyReport.objects.of(conference.child_id).filter(conference=conference).order_by("pk")


def save_reports(asked: Asked, values: Mapping[str, Any]) -> str:
    """The reports, for each child of the meeting."""
    there = {each.pk: each for each in reports_of(asked.row)}
    said = [
        {**part, "agency": _agency_in(part, there.get(part["entry"])), "episode": asked.row.episode}
        for part in values["reports"]
    ]
    for_each(asked, AgencyReport, said)
    return entry_page(asked.row)


def _agency_in(part: Mapping[str, Any], there: AgencyReport | None) -> str:
    """As the agency signed what it wrote here itself; else as it was asked; else as it is named."""
    if there and there.worker_id:
        return there.agency
    tie = part.get("invitation")
    return tie.agency if tie else part["agency"]


class ShareForm(AboutChild):
    """The social worker's report, given to somebody."""

    happened: ClassVar = ("shared_on",)
    shared_on = Day(label="On which day was the report shared?", initial=today)
    is_shared_with_parents = Answer(label="With the parents?", is_needed=True)
    is_received_by_chair = Answer(label="With the chair?", is_needed=True)
    comments = text("What did the parents, and the child, say about it?", rows=3)

    def clean(self) -> dict[str, Any]:
        """With somebody."""
        said = super().clean()
        if said.get("is_shared_with_parents") is False and said.get("is_received_by_chair") is False:
            self.add_error("is_received_by_chair", "Record it once the parents or the chair have it")
        return said


def is_written_here(conference: Conference) -> bool:
    """Whether its report is written here: then it is given out from its own page, once it is approved."""
    return WorkerReport.objects.of(conference.child_id).filter(conference=conference).exists()


def share_forms(asked: Asked, sent: Any) -> Forms:
    """To whom, and when."""
    return {"report": ShareForm(sent, prefix="report", person=asked.child)}


def save_shared(asked: Asked, values: Mapping[str, Any]) -> str:
    """The report was given; each time is an entry of its own."""
    ConferenceReport.objects.create(
        child=asked.child,
        conference=asked.row,
        episode=asked.row.episode,
        **values["report"],
        **entered(asked),
    )
    moved(asked.row, REPORTED, by=asked.by, reason=_to_whom(values["report"]))
    return entry_page(asked.row)


def _to_whom(said: Mapping[str, Any]) -> str:
    who = {"the parents": said["is_shared_with_parents"], "the chair": said["is_received_by_chair"]}
    return "With " + " and ".join(words for words, had in who.items() if had)


# The chair


class PreparedForm(AboutChild):
    """The chair's talk with parents and worker."""

    happened: ClassVar = ("chair_prepared_on",)
    chair_prepared_on = Day(label="When did you speak to the parents and the worker?", initial=today)
    reason = text(
        "What came of it?", rows=3, help_text="Who must not meet whom, an interpreter, what they want to say"
    )


def prepared_forms(asked: Asked, sent: Any) -> Forms:
    """The day."""
    return {"prepared": PreparedForm(sent, prefix="prepared", person=asked.child)}


def save_prepared(asked: Asked, values: Mapping[str, Any]) -> str:
    """The chair is ready."""
    rows_of_meeting = meeting_of(asked, Act.CONFERENCE_RECORD_APPROVE, held=True)
    for row in rows_of_meeting:
        row.chair_prepared_on, row.chair_prepared_recorded_on = (
            values["prepared"]["chair_prepared_on"],
            today(),
        )
        row.save()
        moved(
            row, PREPARED, by=asked.by, reason=values["prepared"]["reason"] if row.pk == asked.row.pk else ""
        )
    changed(*(row.child_id for row in rows_of_meeting[1:]))
    return entry_page(asked.row)


def why_not_prepare(asked: Asked) -> str:
    """Once."""
    day = asked.row.chair_prepared_on
    return f"The chair spoke to them on {day_text(day)}." if day else why_over(asked)


# What is in, and what is missing


def beside_conference(asked: Asked) -> dict[str, Any]:
    """What is in and what is missing, with by when."""
    row = asked.row
    is_in, missing = readiness(row, sees_reports=may(asked.request, Act.CONFERENCE_REPORT_READ, asked.child))
    return {
        "known": [
            due_of(asked.child, row.kind),
            Known("Ready", is_in, "Nothing yet."),
            Known("Still missing", missing, "Nothing: the conference is ready."),
        ]
    }


def readiness(row: Conference, *, sees_reports: bool = True) -> tuple[list[str], list[str]]:
    """What is in and what is missing before a conference, each in words."""
    told = [
        _invitations(row),
        *(_worker_report(row) if sees_reports else []),
        *_agencies(row),
        _prepared(row),
    ]
    return [words for done, words in told if done], [words for done, words in told if not done]


def _invitations(row: Conference) -> tuple[bool, str]:
    if row.invitations_on:
        return True, f"{attendance_of(row).count()} people asked on {day_text(row.invitations_on)}"
    return (
        False,
        f"Nobody is asked yet{_by(row, 'conf_invites_review') if row.kind == ConferenceKind.REVIEW else ''}",
    )


def _worker_report(row: Conference) -> list[tuple[bool, str]]:
    given = list(ConferenceReport.objects.of(row.child_id).filter(conference=row))
    told = []
    for who, name, key in _REPORT_FOR:
        days = [each.shared_on for each in given if getattr(each, name) and each.shared_on]
        due = _by(row, _report_key(row, key))
        words = f"on {day_text(min(days))}" if days else f"not yet{due}"
        told.append((bool(days), f"The social worker’s report with {who}: {words}"))
    return told


def report_given(row: Conference) -> list[str]:
    """Whether the parents and the chair had the social worker's report in time, in words."""
    told = []
    for who, name, key in _REPORT_FOR:
        due = _due(row, _report_key(row, key))
        had = ConferenceReport.objects.of(row.child_id).filter(conference=row, **{name: True})
        first = min((each.shared_on for each in had if each.shared_on), default=None)
        late = first and due and first > due
        words = f"on {day_text(first)}, {'late' if late else 'in time'}" if first else "not yet"
        told.append(
            f"The social worker’s report with {who}: {words}{f', due by {day_text(due)}' if due else ''}"
        )
    return told


_REPORT_FOR = (
    ("the parents", "is_shared_with_parents", "conf_report_icpc_parents"),
    ("the chair", "is_received_by_chair", "conf_report_icpc"),
)


def _report_key(row: Conference, key: str) -> str:
    return "conf_report_rcpc" if row.kind == ConferenceKind.REVIEW else key


def _agencies(row: Conference) -> list[tuple[bool, str]]:
    due = _by(row, "agency_report_review" if row.kind == ConferenceKind.REVIEW else "agency_report")
    told = ((each.name, each.came_on) for each in agencies_asked(attendance_of(row), reports_of(row)))
    return [(bool(on), f"Report of {name}: {day_text(on) if on else f'not yet{due}'}") for name, on in told]


def _prepared(row: Conference) -> tuple[bool, str]:
    day = row.chair_prepared_on
    if day:
        return True, f"The chair spoke to the parents on {day_text(day)}"
    return False, f"The chair has not spoken to the parents{_by(row, 'chair_prep')}"


def _due(row: Conference, key: str) -> date | None:
    return due_after(key, row.planned_on) if row.planned_on else None


def _by(row: Conference, key: str) -> str:
    due = _due(row, key)
    return f", due by {day_text(due)}" if due else ""


INVITE = Recording(
    key="protection:conference-people",
    title="Ask people to the conference",
    act=Act.CONFERENCE_RECORD_WRITE,
    forms=invite_forms,
    save=save_invited,
    done="Those asked are recorded.",
    why_not=why_over,
    is_for=is_to_come,
    beside=beside_conference,
    **ABOUT_CONFERENCE,
)
REPORTS = Recording(
    key="protection:conference-agency-reports",
    title="Record agencies’ reports",
    act=Act.CONFERENCE_RECORD_WRITE,
    forms=report_forms,
    save=save_reports,
    why_not=why_over,
    is_for=is_to_come,
    beside=beside_conference,
    **ABOUT_CONFERENCE,
)
SHARE = Recording(
    key="protection:conference-report",
    title="Say who has had the social worker’s report",
    act=Act.CONFERENCE_REPORT_WRITE,
    forms=share_forms,
    save=save_shared,
    why_not=why_over,
    is_for=lambda asked: is_to_come(asked) and not is_written_here(asked.row),
    beside=beside_conference,
    **ABOUT_CONFERENCE,
)
PREPARE = Recording(
    key="protection:conference-preparation",
    title="Record the chair’s talk with the family",
    act=Act.CONFERENCE_RECORD_APPROVE,
    forms=prepared_forms,
    save=save_prepared,
    why_not=why_not_prepare,
    is_for=is_to_come,
    beside=beside_conference,
    **ABOUT_CONFERENCE,
)
PREPARING = (INVITE, REPORTS, SHARE, PREPARE)
