"""The social worker's report for a conference: written for each child, approved by a manager, given to the family.

What the record knows already stands in the boxes, with where it comes from, for the writer to check. What a report must
hold is that of the shelf (domain/documents.md, 2); it is kept as a draft until it does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from keel.access.policy import Act
from keel.clock import today
from keel.people.kin import children_near
from keel.people.models import Person
from keel.protection.convening import TABLE as CONFERENCE
from keel.protection.meeting import OutcomeRow
from keel.protection.models import PlanOutcome, ReportChild, ReportOutcome, WorkerReport
from keel.protection.preparing import why_over
from keel.protection.reported import Source, known_of, progress_of, source_of
from keel.protection.together import EntryRow, Known, answered, entered, keep_rows, titled
from keel.recording.boxes import Answer, line, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved, moves_of
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms, rows
from keel.report.wording import day_text

WRITTEN, BACK = "written", "sent back"
TABLE = "protection.WorkerReport"
CALLED = "{name}"


@dataclass(frozen=True, slots=True)
class Part:
    """One box of a report: its label, its help, and what is said where it is left empty; blank where it may be."""

    label: str
    hint: str = ""
    needed: str = ""
    lines: int = 4
    is_of_review: bool = False


PARTS: Mapping[str, Part] = {
    "reason": Part("Why is there a conference?", "", "Say why there is a conference", 2),
    "household": Part("Who lives with {name}?", "Everybody, and who each is", "Say who lives with {name}"),
    "wider_family": Part(
        "The wider family, and the home",
        "Who matters to {name}, who helps, and what the home is like",
        "Say what is known of the wider family and the home",
    ),
    "family_history": Part(
        "What has the family been through?",
        "Earlier plans, children who were removed, the parents’ own childhood",
        "Say what is known of the family’s history, and of earlier plans and removals",
    ),
    "key_events": Part("What happened, and when?", "", "Say what happened, and when", 6),
    "seen": Part(
        "When was {name} seen, alone or not, and who was there?",
        "",
        "Say when {name} was seen, and whether alone",
    ),
    "core_groups": Part(
        "When did the core group meet, and who came?",
        "",
        "Say when the core group met, and who came",
        4,
        True,
    ),
    "actions": Part(
        "What has been done of the plan, and what has not?",
        "",
        "Say what was done of the plan, and what was not",
        5,
        True,
    ),
    "needs": Part("What does {name} need, and what has {name} gone without?", "", "Say what {name} needs"),
    "parenting": Part(
        "What can the parents do to keep {name} safe, and what can they not?",
        "",
        "Say what the parents can do to keep {name} safe, and what they cannot",
    ),
    "child_views": Part(
        "What does {name} say and want?",
        "In {name}’s own words. The parents are given this report: leave out what {name} does not want them to read",
        "Say what {name} says or shows",
        5,
    ),
    "parent_views": Part(
        "What does each parent say?",
        "Each by name; of one who could not be asked, what was tried",
        "Say what each parent says, or what was tried",
    ),
    "family_views": Part("What do others of the family say?"),
    "agencies": Part("What did each agency know and do?", "", "Say what each agency knew and did", 5),
    "legal_planning": Part(
        "Was legal planning considered, and what was decided?",
        "The decision, not the advice",
        "Say whether legal planning was considered, and what was decided",
        2,
        True,
    ),
    "analysis": Part("What does all this mean for {name}?", "", "Say what it means for {name}", 6),
    "risk": Part(
        "What is the risk for {name}: how likely is it, and how serious?",
        "",
        "Say what the risk is, how likely and how serious",
    ),
    "protects": Part("What protects {name}?", "", "Say what protects {name}, or that nothing does"),
    "options": Part("What could be done? What speaks for and against each?", "", "Say what could be done"),
    "recommendation": Part(
        "What do you recommend for {name}?",
        "A plan or none, and of which category",
        "Say what you recommend",
        2,
    ),
    "recommendation_reason": Part("Why?", "", "Say why you recommend it"),
    "draft_plan": Part(
        "The plan that you propose",
        "What will be different for {name}, who does what by when, and what must never happen",
        "Write what the plan should hold; where you recommend none, what help there is instead",
        6,
    ),
    "communication": Part(
        "How do {name} and the parents hear and read best?",
        "An interpreter, easy read, read aloud",
        "Say what each needs to take part, or that nothing is needed",
        2,
    ),
}
OF_THE_BORN = ("child_views", "seen")  # an unborn baby cannot be asked, nor seen


class ReportForm(AboutChild):
    """Everything that is said in sentences."""

    is_family_tree_right = Answer(
        label="Is the family tree on file whole and right?",
        is_needed=True,
        help_text="Look at Family and network. Mend it there first: the conference sees it",
        error_messages={"required": "Say whether the family tree is right"},
    )

    def __init__(self, *args: Any, is_review: bool, **named: Any) -> None:
        super().__init__(*args, **named)
        self.parts = dict(parts_of(self.person, is_review=is_review))
        called = self.person.called
        for name, part in self.parts.items():
            self.fields[name] = text(
                part.label.replace(CALLED, called),
                rows=part.lines,
                is_needed=bool(part.needed),
                help_text=part.hint.replace(CALLED, called),
                error_messages={"required": part.needed.replace(CALLED, called)},
            )


def parts_of(child: Person, *, is_review: bool) -> Iterator[tuple[str, Part]]:
    """What is asked about a child, for a review or a first conference."""
    for name, part in PARTS.items():
        if (is_review or not part.is_of_review) and not (child.is_unborn and name in OF_THE_BORN):
            yield name, part


class OtherRow(EntryRow):
    """Another child of the meeting, the home or the wider family."""

    other = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = line("Name, and who it is to the child")
    is_considered = Answer(label="Is this child considered?")
    reason = text("What did you find, or why is it not needed?", rows=2)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        if self.initial.get("other"):
            self.legend = self.initial["name"]
            self.fields["name"].widget = forms.HiddenInput()

    def has_changed(self) -> bool:
        """A child whom the record knows is not passed over in silence."""
        return self.is_bound and (bool(self.initial.get("other")) or super().has_changed())

    def wanted(self, said: Mapping[str, Any]) -> Mapping[str, str]:
        """Considered or not, and why."""
        who = said.get("name") or "this child"
        return {
            "name": "Say who it is",
            "is_considered": f"Say whether {who} is considered",
            "reason": f"Say what you found of {who}, or why it is not needed",
        }


def report_of(asked: Asked) -> WorkerReport | None:
    """The report that the page is about, or that of the conference that it is about."""
    if isinstance(asked.row, WorkerReport):
        return asked.row
    found = WorkerReport.objects.of(asked.child).filter(conference=asked.row)
    return found.order_by("-pk").first()


def _source(asked: Asked) -> Source:
    row = asked.row
    return source_of(row.conference if isinstance(row, WorkerReport) else row, asked.child)


def report_forms(asked: Asked, sent: Any) -> Forms:
    """What is written, or before that what the record knows."""
    report, source = report_of(asked), _source(asked)
    held = _held(report) if report else dict(known_of(source))
    made: Forms = {
        "report": ReportForm(
            sent, prefix="report", person=asked.child, is_review=source.is_review, initial=held
        )
    }
    if source.is_review and source.version:
        outcomes = PlanOutcome.objects.of(asked.child).filter(version=source.version).order_by("pk")
        about = _said_of(ReportOutcome, report) or progress_of(source)
        named = {"outcomes": outcomes, "is_needed": True}
        made["outcomes"] = titled(
            rows(OutcomeRow, sent, "outcomes", "Outcome", about, 0, **named),
            "How far each outcome has come",
            grows=False,
        )
    others = rows(OtherRow, sent, "others", "Another child", list(_others(asked, report)))
    made["others"] = titled(others, "Every other child of the meeting, the home and the wider family")
    return made


def _held(report: WorkerReport) -> dict[str, Any]:
    held = {name: getattr(report, name) for name in PARTS}
    return held | {"is_family_tree_right": answered(report.is_family_tree_right)}


def _said_of(model: Any, report: WorkerReport | None) -> list[dict[str, Any]]:
    if report is None:
        return []
    rows_held = model.objects.of(report.child_id).filter(report=report).order_by("pk")
    return [{"outcome": row.outcome_id, "scale": row.scale, "direction": row.direction, "evidence": row.evidence}
            for row in rows_held]  # fmt: skip


def _others(asked: Asked, report: WorkerReport | None) -> Iterator[dict[str, Any]]:
    there = list(ReportChild.objects.of(asked.child).filter(report=report).order_by("pk")) if report else []
    for row in there:
        yield {
            "entry": row.pk, "other": row.other_id, "name": row.name,
            "is_considered": answered(row.is_considered), "reason": row.reason,
        }  # fmt: skip
    known = {row.other_id for row in there}
    for one in children_near(asked.child):
        if one.pk not in known:
            yield {"other": one.pk, "name": one.shown_name}


def save_report(asked: Asked, values: Mapping[str, Any]) -> str:
    """The report, with its outcomes and the other children; it waits for a manager."""
    conference = asked.row.conference if isinstance(asked.row, WorkerReport) else asked.row
    report = report_of(asked) or WorkerReport(
        child=asked.child, conference=conference, episode=conference.episode, **entered(asked)
    )
    for name, value in values["report"].items():
        setattr(report, name, value)
    report.written_on, report.worker = today(), asked.worker
    report.save()
    belongs = {"child": asked.child, "report": report}
    there = {row.outcome_id: row.pk for row in ReportOutcome.objects.of(asked.child).filter(report=report)}
    said = [{**part, "entry": there.get(part["outcome"].pk)} for part in values.get("outcomes", [])]
    keep_rows(ReportOutcome, said, asked, **belongs)
    near = {one.pk: one for one in children_near(asked.child)}
    children = [{**part, "other": near.get(part["other"])} for part in values["others"]]
    keep_rows(ReportChild, children, asked, **belongs)
    moved(report, WRITTEN, by=asked.by)
    return entry_page(report)


def why_not_begin(asked: Asked) -> str:
    """Before the conference, and once."""
    return "The report is written: it is under Records." if report_of(asked) else why_over(asked)


def why_not_again(asked: Asked) -> str:
    """Until it is approved."""
    report = asked.row
    if report.source_key or report.conference is None:
        return "This report came from another system: complete it there."
    if report.approved_on:
        return f"It was approved on {day_text(report.approved_on)}, and stands as it is."
    return why_over(Asked(asked.request, asked.child, report.conference))


def advice(report: WorkerReport) -> list[str]:
    """What a manager may want to ask for, though nothing that must be there is missing."""
    child, told = report.child, []
    called = child.called
    for name, words in (
        ("analysis", "The analysis"),
        ("recommendation_reason", "The reason"),
        ("risk", "The risk"),
    ):
        if called not in getattr(report, name):
            told.append(f"{words} does not name {called}.")
    if not child.is_unborn and "“" not in report.child_views and '"' not in report.child_views:
        told.append(f"There is nothing in {called}’s own words.")
    if not report.family_views:
        told.append("Nobody else of the family was asked.")
    if report.is_family_tree_right is False:
        told.append("The family tree on file is not right yet.")
    return told


def beside_report(asked: Asked) -> dict[str, Any]:
    """What is known of the child and the meeting, what the manager said, and what may be worth another look."""
    report, source = report_of(asked), _source(asked)
    said = [move.reason for move in moves_of(report) if move.state == BACK] if report else []
    child = source.child
    born = [f"Born {day_text(child.birth_on)}"] if child.birth_on else []
    held = source.conference.planned_on
    facts = [child.shown_name, *born, *([f"Conference on {day_text(held)}"] if held else [])]
    parts = [
        Known("The report is about", facts),
        Known("The last conference", [day_text(source.since)] if source.since else [], "There was none."),
    ]
    if report:
        parts.append(Known("Worth another look", advice(report), "Nothing strikes Keel."))
    return {"known": [*([Known("What the manager asks for", said[-1:])] if said else []), *parts]}


ON_REPORT: Mapping[str, Any] = {
    "about": TABLE,
    "template": "protection/together.html",
    "beside": beside_report,
    "is_shared": True,
}
BEGIN = Recording(
    key="protection:report",
    title="Write the social worker’s report",
    act=Act.CONFERENCE_REPORT_WRITE,
    forms=report_forms,
    save=save_report,
    about=CONFERENCE,
    template="protection/together.html",
    hint="One for each child. What the record knows stands in it; keep it as a draft until it is whole.",
    button="Send it to the manager",
    done="The report is with the manager. The family gets it once it is approved.",
    why_not=why_not_begin,
    is_for=lambda asked: not why_not_begin(asked),
    beside=beside_report,
    is_shared=True,
)
AGAIN = Recording(
    key="protection:report-again",
    title="Write on in the report",
    act=Act.CONFERENCE_REPORT_WRITE,
    forms=report_forms,
    save=save_report,
    button="Send it to the manager",
    done="The report is with the manager again.",
    why_not=why_not_again,
    is_for=lambda asked: not why_not_again(asked),
    **ON_REPORT,
)
WRITING = (BEGIN, AGAIN)
