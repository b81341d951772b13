"""Calling a child protection conference, booking its day, and moving that day.

A conference about brothers and sisters is one meeting with a row for each child. By when it is due is what the child's
own readings say. Once a day stands, only the chair moves it, and says why.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from keel.access.door import may
from keel.access.models import RoleHeld
from keel.access.policy import Act
from keel.access.roles import Role
from keel.clock import today
from keel.people.kin import children_near
from keel.people.models import Person
from keel.protection.allowed import due_lines, gone_by, not_a_meeting_day, open_readings
from keel.protection.models import Conference, ConferenceKind, ProtectionPlan
from keel.protection.time_on_plan import plan_of
from keel.protection.together import Known, entered, meeting_of
from keel.record.changes import changed
from keel.recording.boxes import Clock, Day, line, text
from keel.recording.checks import WHY_ODD, AboutChild, why_odd
from keel.recording.declared import Asked, CannotBeRecorded, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms
from keel.report.wording import day_text
from keel.workforce.models import Involvement, Worker

DECIDED, BOOKED, DAY_MOVED = "decided", "booked", "day moved"
TABLE, PLAN = "protection.Conference", "protection.ProtectionPlan"
DUE_BY: Mapping[str, tuple[str, ...]] = {  # which of the child's readings say by when a conference is due
    ConferenceKind.INITIAL: ("icpc_15",),
    ConferenceKind.PRE_BIRTH: ("icpc_15", "prebirth_icpc"),
    ConferenceKind.TRANSFER_IN: ("transfer_in_conf",),
    ConferenceKind.REVIEW: ("rcpc_first", "rcpc_next", "rcpc_newborn", "rcpc_early"),
}
BEGINNING = (ConferenceKind.INITIAL, ConferenceKind.PRE_BIRTH)
CHAIR_CAPACITY = "conference_chair"


class BookForm(AboutChild):
    """When and where, and who chairs."""

    planned: ClassVar = ("planned_on",)
    planned_on = Day(label="On which day is the conference?", is_past=False)
    planned_time = Clock(label="At what time?")
    place = line("Where?", help_text="Somewhere that the family can get to, or how to join from afar")
    chair = forms.ModelChoiceField(
        label="Who chairs it?", queryset=Worker.objects.none(), required=False, empty_label="Not known yet"
    )
    others = forms.MultipleChoiceField(
        label="Which brothers and sisters is it about too?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    why_odd = why_odd()

    def __init__(
        self,
        *args: Any,
        kind: str,
        others: Iterable[Person],
        latest_on: Mapping[Any, date | None],
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        self.kind, self.latest_on = kind, latest_on
        self.people = {str(one.pk): one for one in others}
        self.fields["chair"].queryset = chairs()
        self.fields["chair"].label_from_instance = lambda worker: worker.name
        self.fields["others"].choices = [(key, one.shown_name) for key, one in self.people.items()]
        if not self.people:
            del self.fields["others"]

    def clean(self) -> dict[str, Any]:
        """Not beyond what a conference set; a day on which nobody meets, or after it is due, needs a reason."""
        said = super().clean()
        day = said.get("planned_on")
        everybody = [self.person, *(self.people[key] for key in said.get("others", []))]
        for one in everybody:
            latest = self.latest_on.get(one.pk)
            if day and latest and day > latest:
                words = f"The review of {one.called} is set for {day_text(latest)}. Only the chair moves it beyond that"
                self.add_error("planned_on", words)
        odd = [gone_by(day), not_a_meeting_day(day), *after_due(everybody, self.kind, day)]
        self.needs_reason("planned_on", odd)
        return said


def chairs() -> Any:
    """Those who chair conferences."""
    held = RoleHeld.objects.filter(role=Role.CONFERENCE_CHAIR, to_on=None)
    return Worker.objects.filter(user__in=held.values("user")).order_by("name")


def after_due(people: Iterable[Person], kind: str, day: date | None) -> list[str]:
    """Said of a day after that by which the conference is due, for each child for whom it is."""
    return [words for one in people if day and (words := _after(one, kind, day))]


def _after(child: Person, kind: str, day: date) -> str:
    due = [each.due_on for each in open_readings(child, *DUE_BY.get(kind, ())) if each.due_on]
    if not due or day <= min(due):
        return ""
    return (
        f"{day_text(day)} is after {day_text(min(due))}, by which the conference is due for {child.called}."
    )


def due_of(child: Person, kind: str) -> Known:
    """By when a conference of a kind is due, as the child's readings say."""
    return Known("Due", due_lines(child, *DUE_BY.get(kind, ())), "No reading of this child says by when.")


def kin_to_join(asked: Asked, kind: str) -> list[Person]:
    """Brothers and sisters whose conference it may be too: theirs is called and not booked, or their plan is open."""
    near = [one for one in children_near(asked.child) if may(asked.request, Act.CONFERENCE_RECORD_WRITE, one)]
    return [
        one for one in near if _waiting(one, kind) or (kind == ConferenceKind.REVIEW and _needs_review(one))
    ]


def _needs_review(child: Person) -> bool:
    return plan_of(child) is not None and _booked_review(child) is None


def _booked_review(child: Person) -> Conference | None:
    found = Conference.objects.of(child).filter(kind=ConferenceKind.REVIEW, held_on=None)
    return found.exclude(planned_on=None).order_by("planned_on").first()


def _waiting(child: Person, kind: str) -> Conference | None:
    """A conference of this kind, or where one is called before birth and one after, that has no day yet."""
    kinds = BEGINNING if kind in BEGINNING else (kind,)
    found = Conference.objects.of(child).filter(kind__in=kinds, planned_on=None, held_on=None)
    return found.order_by("-pk").first()


def agreed_review(plan: ProtectionPlan) -> date | None:
    """The day that the last conference set for the next review, or sooner where a birth or a request asks for it."""
    held = Conference.objects.of(plan.child_id).filter(plan=plan, is_decision_made=True)
    last = held.exclude(next_review_on=None).order_by("-held_on", "-pk").first()
    sooner = [each.due_on for each in open_readings(plan.child, "rcpc_newborn", "rcpc_early")]
    days = [last.next_review_on if last else plan.first_review_on, *sooner]
    return min((day for day in days if day), default=None)


def book(asked: Asked, row: Conference, said: Mapping[str, Any]) -> Conference:
    """The day of a conference, for the child and those whose conference it is too."""
    others = Person.objects.filter(pk__in=said.get("others", []))
    rows = [row, *(_to_join(asked, one, row) for one in others)]
    mark = row.shared or (uuid4() if len(rows) > 1 else None)
    for each in rows:
        each.shared = mark
        each.planned_on, each.planned_time, each.place = (
            said["planned_on"],
            said["planned_time"],
            said["place"],
        )
        each.booked_on = each.booked_recorded_on = today()
        each.chair = said["chair"]
        each.save()
        moved(each, BOOKED, by=asked.by, reason=day_text(each.planned_on), odd=said[WHY_ODD])
        let_chair_in(asked, each)
    changed(*(each.child_id for each in rows if each.child_id != asked.child.pk))
    return row


def _to_join(asked: Asked, child: Person, row: Conference) -> Conference:
    """The conference of a brother or sister at the same meeting."""
    plan = plan_of(child)
    if row.kind != ConferenceKind.REVIEW or plan is None:
        waiting = _waiting(child, row.kind)
        if waiting is None:
            raise CannotBeRecorded(f"No conference is called for {child.shown_name}: call it first.")
        return waiting
    return _waiting(child, row.kind) or new_review(asked, plan)


def new_review(asked: Asked, plan: ProtectionPlan) -> Conference:
    """A review of a plan, not booked yet."""
    return Conference(
        child_id=plan.child_id, kind=ConferenceKind.REVIEW, plan=plan, episode=plan.episode,
        referral_id=plan.referral_id, worker=plan.worker, **entered(asked),
    )  # fmt: skip


def let_chair_in(asked: Asked, row: Conference) -> None:
    """Whoever chairs works with the child from the day on which she is named."""
    if row.chair is None:
        return
    there = Involvement.objects.of(row.child_id).filter(worker=row.chair, ended_on=None)
    if not there.exists():
        Involvement.objects.create(
            child_id=row.child_id, worker=row.chair, team=row.chair.team, role=CHAIR_CAPACITY, holds_case=False,
            started_on=today(), **entered(asked),
        )  # fmt: skip


# A conference that was called already: by enquiries, by a transfer, or because one was not quorate


def book_forms(asked: Asked, sent: Any) -> Forms:
    """The day and place."""
    return {
        "book": _book_form(
            asked, sent, asked.row.kind, {"chair": asked.row.chair_id or _chair_of(asked.child)}
        )
    }


def _book_form(asked: Asked, sent: Any, kind: str, known: Mapping[str, Any]) -> BookForm:
    others = kin_to_join(asked, kind)
    initial = {**known, "others": [str(one.pk) for one in others]}
    latest = _latest_on(asked, [asked.child, *others]) if kind == ConferenceKind.REVIEW else {}
    return BookForm(
        sent, prefix="book", person=asked.child, kind=kind, others=others, latest_on=latest, initial=initial
    )


def _latest_on(asked: Asked, people: Iterable[Person]) -> dict[Any, date | None]:
    """The days beyond which whoever asks may not book the reviews of these children."""
    plans = {
        one.pk: plan_of(one) for one in people if not may(asked.request, Act.CONFERENCE_RECORD_APPROVE, one)
    }
    return {key: agreed_review(plan) for key, plan in plans.items() if plan}


def _chair_of(child: Person) -> Any:
    """Who chaired last."""
    last = Conference.objects.of(child).exclude(chair=None).order_by("-held_on", "-pk").first()
    if last:
        return last.chair_id
    found = Involvement.objects.of(child).filter(ended_on=None, worker__in=chairs()).first()
    return found.worker_id if found else None


def save_booking(asked: Asked, values: Mapping[str, Any]) -> str:
    """The day stands."""
    return entry_page(book(asked, asked.row, values["book"]))


def why_not_book(asked: Asked) -> str:
    """It has a day already, or is over."""
    row = asked.row
    if row.held_on:
        return f"It was held on {day_text(row.held_on)}."
    return f"It is booked for {day_text(row.planned_on)}. The chair can move it." if row.planned_on else ""


def beside_book(asked: Asked) -> dict[str, Any]:
    """By when it is due, and why it is held."""
    row = asked.row
    return {
        "known": [due_of(asked.child, row.kind), Known("Why it is held", [row.reason] if row.reason else [])]
    }


# One that nothing before it called


class CallForm(AboutChild):
    """Why there is to be a conference."""

    reason = text(
        "Why is there to be a conference?",
        is_needed=True,
        help_text="No section 47 enquiry has called it: say what it is to decide, and who asks for it",
    )
    decided_on = Day(label="When was that decided?", initial=today)
    happened: ClassVar = ("decided_on",)


def call_forms(asked: Asked, sent: Any) -> Forms:
    """Why, when and where."""
    kind = _beginning_kind(asked.child)
    return {
        "call": CallForm(sent, prefix="call", person=asked.child),
        "book": _book_form(asked, sent, kind, {"chair": _chair_of(asked.child)}),
    }


def _beginning_kind(child: Person) -> str:
    return ConferenceKind.PRE_BIRTH if child.is_unborn else ConferenceKind.INITIAL


def save_called(asked: Asked, values: Mapping[str, Any]) -> str:
    """Called and booked at once."""
    said = values["call"]
    row = Conference.objects.create(
        child=asked.child, kind=_beginning_kind(asked.child), reason=said["reason"], episode=f"s47:{uuid4()}",
        decided_on=said["decided_on"], decided_recorded_on=today(), **entered(asked),
    )  # fmt: skip
    moved(row, DECIDED, by=asked.by, reason=said["reason"])
    return entry_page(book(asked, row, values["book"]))


def why_not_call(asked: Asked) -> str:
    """On a plan, it is a review; and one that is called is booked on its own page."""
    if plan := plan_of(asked.child):
        return f"On a plan since {day_text(plan.started_on)}: book a review on the plan’s own page."
    if any(_waiting(asked.child, kind) for kind in (*BEGINNING, ConferenceKind.TRANSFER_IN)):
        return "A conference is called already: book it on its own page, under Records."
    return ""


def beside_call(asked: Asked) -> dict[str, Any]:
    """By when it is due, where anything says so."""
    return {"known": [due_of(asked.child, _beginning_kind(asked.child))]}


# The review of a plan


def review_forms(asked: Asked, sent: Any) -> Forms:
    """The day that the last conference set."""
    agreed = agreed_review(asked.row)
    known = {"planned_on": agreed, "chair": _chair_of(asked.child)}
    return {"book": _book_form(asked, sent, ConferenceKind.REVIEW, known)}


def save_review(asked: Asked, values: Mapping[str, Any]) -> str:
    """The review is booked."""
    row = _waiting(asked.child, ConferenceKind.REVIEW) or new_review(asked, asked.row)
    return entry_page(book(asked, row, values["book"]))


def why_not_review(asked: Asked) -> str:
    """One at a time, while the plan lasts."""
    plan = asked.row
    if plan.ended_on:
        return f"The plan ended on {day_text(plan.ended_on)}."
    booked = _booked_review(asked.child)
    return f"A review is booked for {day_text(booked.planned_on)}." if booked else ""


def beside_review(asked: Asked) -> dict[str, Any]:
    """By when the review is due, and the day that was agreed."""
    agreed = agreed_review(asked.row)
    lines = [day_text(agreed)] if agreed else []
    known = Known("The last conference set the review for", lines, "No day was set.")
    return {"known": [due_of(asked.child, ConferenceKind.REVIEW), known]}


# Only the chair moves the day


class MoveForm(AboutChild):
    """Another day, and why."""

    planned: ClassVar = ("planned_on",)
    planned_on = Day(label="To which day?", is_past=False)
    planned_time = Clock(label="At what time?")
    moved_reason = text(
        "Why is it moved?",
        is_needed=True,
        help_text="What it means for the child that it is later, or sooner",
    )
    why_odd = why_odd()

    def __init__(self, *args: Any, meeting: list[Conference], **named: Any) -> None:
        super().__init__(*args, **named)
        self.meeting, self.conference = meeting, meeting[0]

    def clean(self) -> dict[str, Any]:
        """Another day than it stands on."""
        said = super().clean()
        day = said.get("planned_on")
        if day and day == self.conference.planned_on:
            self.add_error("planned_on", "It is on this day already")
        late = after_due([row.child for row in self.meeting], self.conference.kind, day)
        self.needs_reason("planned_on", [gone_by(day), not_a_meeting_day(day), *late])
        return said


def move_forms(asked: Asked, sent: Any) -> Forms:
    """The new day."""
    meeting = meeting_of(asked, Act.CONFERENCE_RECORD_APPROVE)
    known = {"planned_time": asked.row.planned_time}
    return {"move": MoveForm(sent, prefix="move", person=asked.child, meeting=meeting, initial=known)}


def save_moved(asked: Asked, values: Mapping[str, Any]) -> str:
    """The day is moved, for all children of the meeting."""
    said = values["move"]
    rows = meeting_of(asked, Act.CONFERENCE_RECORD_APPROVE, held=True)
    for row in rows:
        was, row.planned_on, row.planned_time = row.planned_on, said["planned_on"], said["planned_time"]
        row.moved_reason = said["moved_reason"]
        row.save()
        reason = f"From {day_text(was)} to {day_text(row.planned_on)}. {row.moved_reason}"
        moved(row, DAY_MOVED, by=asked.by, reason=reason, odd=said[WHY_ODD])
    changed(*(row.child_id for row in rows[1:]))
    return entry_page(asked.row)


def why_not_move(asked: Asked) -> str:
    """Only a day that stands and has not been."""
    row = asked.row
    if row.held_on:
        return f"It was held on {day_text(row.held_on)}."
    return "" if row.planned_on else "It has no day yet: book it."


ABOUT_CONFERENCE: Mapping[str, Any] = {
    "about": TABLE,
    "template": "protection/together.html",
    "is_shared": True,
}
CALL = Recording(
    key="protection:conference",
    title="Call a conference",
    act=Act.CONFERENCE_RECORD_WRITE,
    forms=call_forms,
    save=save_called,
    template="protection/together.html",
    hint="One that section 47 enquiries ask for is called by the manager’s decision on them.",
    done="The conference is called and booked. Ask people to it now.",
    why_not=why_not_call,
    beside=beside_call,
)
BOOK = Recording(
    key="protection:conference-booking",
    title="Book the conference",
    act=Act.CONFERENCE_RECORD_WRITE,
    forms=book_forms,
    save=save_booking,
    done="The conference is booked. Ask people to it now.",
    why_not=why_not_book,
    is_for=lambda asked: not why_not_book(asked),
    beside=beside_book,
    **ABOUT_CONFERENCE,
)
REVIEW = Recording(
    key="protection:review-booking",
    title="Book the next review",
    act=Act.CONFERENCE_RECORD_WRITE,
    forms=review_forms,
    save=save_review,
    about=PLAN,
    template="protection/together.html",
    done="The review is booked. Ask people to it now.",
    why_not=why_not_review,
    beside=beside_review,
)
MOVE_DAY = Recording(
    key="protection:conference-day",
    title="Move the day",
    act=Act.CONFERENCE_RECORD_APPROVE,
    forms=move_forms,
    save=save_moved,
    done="The day is moved.",
    why_not=why_not_move,
    is_for=lambda asked: not why_not_move(asked),
    beside=beside_book,
    **ABOUT_CONFERENCE,
)
CONVENING = (CALL, BOOK, REVIEW, MOVE_DAY)
