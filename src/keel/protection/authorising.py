"""A manager's decision on a strategy discussion, and what follows it: enquiries, tasks done, the record sent."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.apps import apps
from django.db.models import Q

from keel.access.policy import Act
from keel.clock import today
from keel.people.models import Person
from keel.protection.allowed import due_after
from keel.protection.discussing import (
    DISCUSSION,
    DISCUSSION_OF_REFERRAL,
    NOT_STARTED,
    STARTED,
    TABLE,
    open_enquiry,
)
from keel.protection.models import (
    S47Enquiry,
    StrategyAccount,
    StrategyAgency,
    StrategyDiscussion,
    StrategyTask,
)
from keel.protection.together import (
    OWN,
    EntryRow,
    Known,
    answered,
    entered,
    held_in,
    keep_rows,
    meeting_of,
    titled,
)
from keel.record.changes import changed
from keel.recording.boxes import Answer, Day, text
from keel.recording.checks import WHY_ODD, AboutChild, why_odd
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved, wrote
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms, rows
from keel.report.wording import day_text

NOT_HERS = "You recorded this discussion. Another manager decides on it."
SENT = "record sent"


class AuthoriseForm(AboutChild):
    """What a manager decides on what was proposed."""

    is_enquiry_started = Answer(label="Do section 47 enquiries start for this child?", is_needed=True)
    is_joint = Answer(label="Together with the police?")
    is_medical_needed = Answer(label="Is a medical examination needed?")
    reason = text(
        "Why? What must be done first?",
        is_needed=True,
        error_messages={"required": "Say why: the next worker reads this"},
    )
    why_odd = why_odd()

    def __init__(self, *args: Any, discussion: StrategyDiscussion, **named: Any) -> None:
        super().__init__(*args, **named)
        self.discussion = discussion

    def clean(self) -> dict[str, Any]:
        """On the same day, or with the reason why not."""
        super().clean()
        held = self.discussion.held_on
        late = (
            f"The discussion was on {day_text(held)}, and the decision is due that day."
            if held != today()
            else ""
        )
        self.needs_reason(WHY_ODD, [late])
        return self.cleaned_data


class AuthoriseOther(AuthoriseForm):
    """The same for a brother or sister whom the discussion was about too; left out unless it is ticked."""

    needed: ClassVar[Mapping[str, str]] = {}  # headed with the child's name
    is_here = forms.BooleanField(label="Decide for {name} now too", required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["is_here"].label = f"Decide for {self.person.called} now too"
        self.order_fields(["is_here"])
        self.is_meant = self.is_bound and bool(self.data.get(self.add_prefix("is_here")))
        for field in self.fields.values():
            field.required = field.required and self.is_meant

    def needs_reason(self, name: str, what: Iterable[str]) -> None:
        """Of a child who is not meant, nothing is asked."""
        if self.is_meant:
            super().needs_reason(name, what)


def authorise_forms(asked: Asked, sent: Any) -> Forms:
    """The decision, as it was proposed, for each child of the discussion by herself."""
    row = asked.row
    made: Forms = {
        "decision": AuthoriseForm(
            sent, prefix="decision", person=asked.child, discussion=row, initial=_proposed(row)
        )
    }
    for other in _others(asked):
        prefix = f"{OWN}{other.child_id}"
        made[prefix] = AuthoriseOther(
            sent, prefix=prefix, person=other.child, discussion=other, initial=_proposed(other)
        )
    return made


def _proposed(row: StrategyDiscussion) -> dict[str, Any]:
    known = held_in(row, "is_joint", "is_medical_needed")
    return known | {"is_enquiry_started": answered(row.is_enquiry_proposed)}


def _others(asked: Asked, *, held: bool = False) -> list[StrategyDiscussion]:
    """The same discussion about brothers and sisters, where whoever asks may decide and nobody has."""
    rows = meeting_of(asked, Act.STRATEGY_APPROVE, held=held)[1:]
    return [row for row in rows if row.decided_on is None and not wrote(asked.by, row)]


def why_not_authorise(asked: Asked) -> str:
    """Decided once, and by somebody who did not write it."""
    row = asked.row
    if row.decided_on:
        return f"It was decided on {day_text(row.decided_on)}."
    if wrote(asked.by, row):
        return NOT_HERS
    return ""


def save_authorised(asked: Asked, values: Mapping[str, Any]) -> str:
    """The decision; a yes starts enquiries, unless they are going on already."""
    others = {f"{OWN}{row.child_id}": row for row in _others(asked, held=True)}
    meant = {name: row for name, row in others.items() if values.get(name, {}).get("is_here")}
    for name, row in meant.items():
        _authorise(Asked(asked.request, row.child, row), values[name])
    changed(*(row.child_id for row in meant.values()))
    return entry_page(_authorise(asked, values["decision"]))


def _authorise(asked: Asked, said: Mapping[str, Any]) -> Any:
    """One child's; the enquiries where they start, else the discussion."""
    row = asked.row
    row.is_enquiry_started, row.is_joint = said["is_enquiry_started"], said["is_joint"]
    row.is_medical_needed, row.is_decision_authorised = said["is_medical_needed"], True
    row.decided_on = row.decided_recorded_on = today()
    row.authorised_by = asked.worker
    row.save()
    state = STARTED if row.is_enquiry_started else NOT_STARTED
    moved(row, state, by=asked.by, reason=said["reason"], odd=said[WHY_ODD])
    return _enquiry_of(asked) if row.is_enquiry_started else row


def _enquiry_of(asked: Asked) -> S47Enquiry:
    """The enquiries that go on, or new ones, which began on the day of the discussion."""
    row = asked.row
    if enquiry := open_enquiry(asked.child):
        return enquiry
    return S47Enquiry.objects.create(
        child=asked.child, discussion=row, episode=row.episode, started_on=row.held_on,
        started_time=row.held_time, referral=_open_referral(asked.child, row.held_on),
        conference_target_on=due_after("icpc_15", row.held_on), worker=row.worker,
        **entered(asked),
    )  # fmt: skip


def _open_referral(child: Person, on: date | None) -> Any:
    """The referral that was open on a day, the newest of several."""
    found = apps.get_model("front_door.Referral").objects.of(child).filter(received_on__lte=on)
    is_open = Q(closed_on=None) | Q(closed_on__gte=on)
    return found.filter(is_open).order_by("-received_on", "-pk").first() if on else None


def beside_authorise(asked: Asked) -> dict[str, Any]:
    """What was proposed and why, who was there, and what each shared."""
    row = asked.row
    agencies = StrategyAgency.objects.of(asked.child).filter(discussion=row).order_by("pk")
    also = [
        Known(f"Proposed for {other.child.called}", [_words_proposed(other), other.decision])
        for other in _others(asked)
    ]
    return {
        "known": [
            Known("What was proposed", [_words_proposed(row), row.decision]),
            Known(
                f"Is {asked.child.called} safe now?", [row.immediate_safety] if row.immediate_safety else []
            ),
            Known("Who was there, and what they shared", [agency_words(each) for each in agencies]),
            Known("What agencies wrote themselves", [account_words(each) for each in accounts_of(row)]),
            Known("Tasks", [task_words(each) for each in tasks_of(row)]),
            *also,
        ]
    }


def _words_proposed(row: StrategyDiscussion) -> str:
    proposed = {True: "Enquiries should start.", False: "Enquiries should not start."}
    return proposed.get(row.is_enquiry_proposed, "Not recorded.")  # type: ignore[call-overload,no-any-return]


def agency_words(agency: StrategyAgency) -> str:
    """An agency in one line."""
    if agency.is_present:
        return f"{agency.agency} ({agency.name}, {agency.role}): {agency.information}"
    return f"{agency.agency} was not there: {agency.declined_reason}"


def accounts_of(discussion: StrategyDiscussion) -> Any:
    """What agencies wrote themselves of what they shared, in the order in which they wrote it."""
    rows = StrategyAccount.objects.of(discussion.child_id).filter(asked__discussion=discussion)
    return rows.select_related("worker").order_by("pk")


def account_words(account: StrategyAccount) -> str:
    """An agency's own words, with who wrote them and when."""
    who = f"{account.worker.name}, {account.agency}" if account.worker else account.agency
    return f"{who}, {day_text(account.written_on)}: {account.information}"


def tasks_of(discussion: StrategyDiscussion) -> Any:
    """The tasks of a discussion, the soonest due first."""
    return StrategyTask.objects.of(discussion.child_id).filter(discussion=discussion).order_by("due_on", "pk")


def task_words(task: StrategyTask) -> str:
    """A task in one line."""
    done = f", done {day_text(task.done_on)}" if task.done_on else ""
    by = f"{day_text(task.due_on)}, {task.due_time:%H:%M}" if task.due_time else day_text(task.due_on)
    return f"{task.task}: {task.owner}, by {by}{done}"


# What follows: tasks done, and the record sent


class DoneRow(EntryRow, AboutChild):
    """What came of a task."""

    happened: ClassVar = ("done_on",)
    done_on = Day(label="Done on", required=False)
    result = text("What came of it?", rows=2)

    def wanted(self, said: Mapping[str, Any]) -> Mapping[str, str]:
        """A task that is done had a result."""
        return {"result": "Say what came of it"} if said.get("done_on") else {}


def done_forms(asked: Asked, sent: Any) -> Forms:
    """A row for each task."""
    known = [
        {"entry": task.pk, "done_on": task.done_on, "result": task.result} for task in tasks_of(asked.row)
    ]
    tasks = rows(DoneRow, sent, "tasks", "Task", initial=known, more=0, person=asked.child)
    for form, task in zip(tasks.forms, tasks_of(asked.row), strict=False):
        form.legend = task_words(task)
    return {"tasks": titled(tasks, "Tasks", grows=False)}


def save_done(asked: Asked, values: Mapping[str, Any]) -> str:
    """The days on which tasks were done."""
    there = {task.pk for task in tasks_of(asked.row)}
    said = [part for part in values["tasks"] if part["entry"] in there]
    keep_rows(StrategyTask, said, asked, child=asked.child, discussion=asked.row)
    return entry_page(asked.row)


def why_no_tasks(asked: Asked) -> str:
    """Some discussions leave nothing to do."""
    return "" if tasks_of(asked.row).exists() else "The discussion set no tasks."


class SentForm(AboutChild):
    """The day on which a record was sent."""

    happened: ClassVar = ("record_shared_on",)
    record_shared_on = Day(label="On which day was the record sent to those who were there?", initial=today)


def sent_forms(asked: Asked, sent: Any) -> Forms:
    """The day."""
    return {"sent": SentForm(sent, prefix="sent", person=asked.child)}


def save_sent(asked: Asked, values: Mapping[str, Any]) -> str:
    """The record of the discussion went out."""
    row = asked.row
    row.record_shared_on, row.record_shared_recorded_on = values["sent"]["record_shared_on"], today()
    row.save()
    moved(row, SENT, by=asked.by)
    return entry_page(row)


def why_not_sent(asked: Asked) -> str:
    """It is sent once."""
    day = asked.row.record_shared_on
    return f"It was sent on {day_text(day)}." if day else ""


AUTHORISE = Recording(
    key="protection:strategy-decision",
    title="Authorise the decision",
    act=Act.STRATEGY_APPROVE,
    forms=authorise_forms,
    save=save_authorised,
    about=TABLE,
    template="protection/together.html",
    button="Authorise",
    done="The decision is authorised.",
    why_not=why_not_authorise,
    is_for=lambda asked: asked.row.decided_on is None,
    beside=beside_authorise,
    is_shared=True,
)
TASKS = Recording(
    key="protection:strategy-tasks",
    title="Say which tasks are done",
    act=Act.STRATEGY_WRITE,
    forms=done_forms,
    save=save_done,
    about=TABLE,
    template="protection/together.html",
    why_not=why_no_tasks,
    is_for=lambda asked: not why_no_tasks(asked),
    is_shared=True,
)
RECORD_SENT = Recording(
    key="protection:strategy-sent",
    title="Say when the record was sent",
    act=Act.STRATEGY_WRITE,
    forms=sent_forms,
    save=save_sent,
    about=TABLE,
    why_not=why_not_sent,
    is_for=lambda asked: asked.row.record_shared_on is None,
)
DISCUSSIONS = (DISCUSSION, DISCUSSION_OF_REFERRAL, AUTHORISE, TASKS, RECORD_SENT)
