"""Recording what supervision says of one child: what came of last time's actions, how she is, and what is decided.

What it must hold is that of the shelf (domain/documents.md, 11). Every action has what, why, who, by when and how it
will be known; that none is needed is said, with a reason.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.urls import reverse

from keel.access.policy import Act
from keel.clock import today
from keel.oversight.models import ChildSupervision, Decided, SupervisionAction, SupervisionSession
from keel.people.models import Person
from keel.protection.models import InNeedVisit, Visit
from keel.protection.time_on_plan import plan_of
from keel.protection.together import EntryRow, Known, answered, entered, held_in, titled
from keel.recording.boxes import Answer, Day, line, text
from keel.recording.checks import AboutChild, lacking
from keel.recording.declared import Asked, CannotBeRecorded, Recording
from keel.recording.moves import CORRECTED, moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms, rows
from keel.report.wording import day_text
from keel.supervision.checking import CheckRow, settle
from keel.supervision.colleagues import colleagues, offer, owner
from keel.supervision.open_questions import in_words, open_questions
from keel.supervision.reasons import more_than_a_word, poor, why
from keel.supervision.sessions import is_locked, may_read, session_open_for
from keel.supervision.since import new_since
from keel.supervision.waiting import waiting

TALK, CHECKS, ACTIONS = "talk", "checks", "actions"
NO_SESSION = "No supervision of this child’s worker is open for you: begin one under Supervision."
NOT_ANSWERED = "An action was set meanwhile: open the page again, and say what came of it."
SIGNED = "This supervision is signed: add a correction instead."
LINES = 8  # of what is new, beside the form; all of it stands in the chronology


class TalkForm(AboutChild):
    """What is said of one child."""

    happened: ClassVar = ("last_seen_on",)
    planned: ClassVar = ("next_on",)
    daily_life = text("What is life like for {name} now?", is_needed=True)
    last_seen_on = Day(label="When was {name} last seen?", required=False)
    was_seen_alone = Answer(label="Was {name} seen alone?")
    what_changed = text("What has changed for {name} since last time?", is_needed=True)
    is_plan_working = Answer(label="Is the plan, or the help, working?", is_needed=True)
    evidence = text("How do you know?", is_needed=True, validators=[more_than_a_word])
    worries = text("What worries you both?", is_needed=True)
    other_hypotheses = text(
        "What else could explain what you see?", is_needed=True, help_text="An explanation other than yours"
    )
    plan_b = text("If this does not work by the next time: what then?", is_needed=True, rows=2)
    signals_response = text("What do you do about what is open?", rows=2)
    decided = forms.ChoiceField(
        label="What is decided?",
        choices=[(Decided.CHANGE, "Something changes"), (Decided.ON, "It goes on as before")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether something changes"},
    )
    decision = text("The decision in words", is_needed=True, rows=2)
    reason = why("Why?", rows=2)
    is_no_action_needed = forms.BooleanField(label="No action is needed", required=False)
    no_action_reason = text("If none is: why not?", rows=2, validators=[more_than_a_word])
    next_on = Day(label="When is {name} talked about next?", is_past=False)

    def __init__(self, *args: Any, has_open: bool, has_actions: bool = False, **named: Any) -> None:
        super().__init__(*args, **named)
        self.has_open, self.has_actions = has_open, has_actions
        if not self.person.is_unborn:
            self._of_a_child_born()
        for each in self.fields.values():
            each.label = str(each.label).replace("{name}", self.person.called)
        answered = self.fields["signals_response"]
        answered.required = has_open
        answered.error_messages["required"] = "Say what you do about what is open"
        answered.help_text = "" if has_open else "Nothing is open"

    def _of_a_child_born(self) -> None:
        """She was seen on a day, alone or not: neither may be left open."""
        name, seen = self.person.called, self.fields["last_seen_on"]
        seen.required = True
        seen.error_messages["required"] = f"Say when {name} was last seen"
        missing = {"required": f"Say whether {name} was seen alone"}
        self.fields["was_seen_alone"] = Answer(
            label="Was {name} seen alone?", is_needed=True, error_messages=missing
        )

    def clean(self) -> dict[str, Any]:
        """Something is to be done, or it is said that nothing is, and why."""
        said = super().clean()
        self._action_or_none(said)
        for name, words in poor(said).items():
            if name not in self.errors:
                self.add_error(name, words)
        return said

    def _action_or_none(self, said: Mapping[str, Any]) -> None:
        has_actions = self.has_actions or _names_an_action(self.data)
        if said.get("is_no_action_needed"):
            lacking(self, {"no_action_reason": "Say why no action is needed"})
            if has_actions:
                self.add_error("is_no_action_needed", "You name an action too: only one can be so")
        elif not has_actions:
            self.add_error("is_no_action_needed", "Say below what is to be done; or tick this, and say why")


def _names_an_action(sent: Mapping[str, Any]) -> bool:
    """Whether anything is typed in the rows of actions, which stand in a form of their own."""
    boxes = {f"-{name}" for name in ActionRow.needed}
    return any(
        name.startswith(f"{ACTIONS}-") and name.endswith(tuple(boxes)) and str(sent[name]).strip()
        for name in sent
    )


class ActionRow(EntryRow, AboutChild):
    """Something that is to be done. Without an owner, a day, a purpose and a measure it is not kept."""

    planned: ClassVar = ("due_on",)
    needed: ClassVar = {
        "action": "Say what is to be done",
        "purpose": "Say what it is for: what is to be different for the child",
        "owner": "Say who does it",
        "due_on": "Say by when: an action without a day cannot be saved",
        "measure": "Say how you will know that it is done and helped",
    }
    action = line("What is to be done?")
    purpose = line("What for?", help_text="What is to be different for the child")
    owner = owner("Who does it?")
    due_on = Day(label="By when?", is_past=False, required=False)
    measure = line("How will you know?")

    def __init__(self, *args: Any, workers: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        offer(self.fields["owner"], workers)

    def clean_due_on(self) -> Any:
        """A day that is still to come, or today."""
        day = self.cleaned_data["due_on"]
        if day and day < today():
            raise forms.ValidationError("This day has passed")
        return day


def open_actions(child: Person) -> list[SupervisionAction]:
    """What supervision asked for and nobody has done, the oldest first."""
    found = SupervisionAction.objects.of(child).filter(completed_on=None).select_related("owner")
    return list(found.order_by("set_on", "pk"))


def talk_forms(asked: Asked, sent: Any) -> Forms:
    """Last time's actions, what is said of the child, and new actions."""
    actions = {each.pk: each for each in open_actions(asked.child)}
    checks = rows(
        CheckRow, sent, CHECKS, "Action", initial=[{"entry": pk} for pk in actions], more=0,
        person=asked.child, actions=actions, asked=asked,
    )  # fmt: skip
    return {
        CHECKS: titled(checks, "What came of last time’s actions", grows=False),
        TALK: _talk_form(asked, sent, _known(asked.child)),
        ACTIONS: _action_rows(asked, sent),
    }


def _talk_form(asked: Asked, sent: Any, initial: Mapping[str, Any], *, has_actions: bool = False) -> TalkForm:
    has_open = bool(open_questions([asked.child.pk]).get(asked.child.pk))
    return TalkForm(
        sent, prefix=TALK, person=asked.child, has_open=has_open, has_actions=has_actions, initial=initial
    )


def _action_rows(asked: Asked, sent: Any) -> Any:
    workers = colleagues(asked.child, asked.worker)
    made = rows(ActionRow, sent, ACTIONS, "Action", more=2, person=asked.child, workers=workers)
    return titled(made, "What is to be done")


def _known(child: Person) -> dict[str, Any]:
    """When she was last seen, from the visits."""
    seen = [
        visit
        for model in (Visit, InNeedVisit)
        if (
            visit := model.objects.of(child).filter(is_child_seen=True).order_by("-visited_on", "-pk").first()
        )
    ]
    if not seen:
        return {}
    last = max(seen, key=lambda visit: visit.visited_on)
    return {"last_seen_on": last.visited_on, "was_seen_alone": answered(last.is_seen_alone)}


def save_talk(asked: Asked, values: Mapping[str, Any]) -> str:
    """What came of each action, what is said of the child, and a row for each new action."""
    session = session_open_for(asked)
    if session is None:
        raise CannotBeRecorded(NO_SESSION)
    said = values[TALK]
    actions = {each.pk: each for each in open_actions(asked.child)}
    if {part["entry"] for part in values[CHECKS]} != set(actions):
        raise CannotBeRecorded(NOT_ANSWERED)
    for part in values[CHECKS]:
        settle(actions[part["entry"]], part, asked.by)
    plan = plan_of(asked.child)
    made = ChildSupervision.objects.create(
        child=asked.child, session=session, held_on=session.held_on, episode=plan.episode if plan else "",
        is_dated_and_owned=True, signals_open="\n".join(_open(asked.child)), **said, **entered(asked),
    )  # fmt: skip
    _set(asked, made, values[ACTIONS])
    return reverse("supervision:session", args=[session.pk])


def _set(asked: Asked, talk: ChildSupervision, actions: Iterable[Mapping[str, Any]]) -> None:
    for part in actions:
        given = {name: value for name, value in part.items() if name != "entry"}
        SupervisionAction.objects.create(
            child=asked.child, supervision=talk, set_on=talk.held_on, episode=f"action:{uuid4()}", times_moved=0,
            is_dated_and_owned=True, **given, **entered(asked),
        )  # fmt: skip


def _open(child: Person) -> list[str]:
    return in_words(open_questions([child.pk]).get(child.pk, ()))


def why_no_talk(asked: Asked) -> str:
    """No session is open for whoever asks; or she was talked about in it."""
    session = session_open_for(asked)
    if session is None:
        return NO_SESSION
    if ChildSupervision.objects.of(asked.child).filter(session=session).exists():
        return f"{asked.child.called} was talked about in this supervision already."
    return ""


def beside(asked: Asked) -> dict[str, Any]:
    """What is open about the child, what is new since last time, what was decided then, and what waits."""
    past = ChildSupervision.objects.of(asked.child)
    if asked.row is not None:
        past = past.exclude(pk=asked.row.pk)
    last = past.order_by("-held_on", "-pk").first()
    return {
        "known": [
            Known("Open about this child", _open(asked.child), "No question is open."),
            Known(_since_words(last), list(_new(asked, last)), "Nothing new is recorded."),
            Known("What was decided last time", _last_lines(last), "Nothing was."),
            Known("Waiting for a manager’s decision", waiting(asked.child), "Nothing waits."),
        ]
    }


def _since_words(last: ChildSupervision | None) -> str:
    return f"New since {day_text(last.held_on)}" if last and last.held_on else "The newest in the record"


def _new(asked: Asked, last: ChildSupervision | None) -> Iterable[str]:
    session = session_open_for(asked) or SupervisionSession()
    days = {asked.child.pk: last.held_on if last else None}
    found = new_since(days, lambda act: may_read(asked.request, session, act))[asked.child.pk]
    yield from (f"{day_text(each.on)}: {each.title}" for each in found[:LINES])
    if len(found) > LINES:
        yield f"And {len(found) - LINES} more, in the chronology"


def _last_lines(last: ChildSupervision | None) -> list[str]:
    if last is None:
        return []
    told = (last.decision, f"If it did not work: {last.plan_b}" if last.plan_b else "")
    return [words for words in told if words]


# Changing it before anybody signs, and correcting it after


def change_forms(asked: Asked, sent: Any) -> Forms:
    """What is said of the child, as it stands, and room for more actions."""
    names = [name for name in TalkForm.base_fields if name != "is_no_action_needed"]
    held = held_in(asked.row, *names) | {"is_no_action_needed": bool(asked.row.is_no_action_needed)}
    has_actions = SupervisionAction.objects.of(asked.child).filter(supervision=asked.row).exists()
    return {
        TALK: _talk_form(asked, sent, held, has_actions=has_actions),
        ACTIONS: _action_rows(asked, sent),
    }


def save_change(asked: Asked, values: Mapping[str, Any]) -> str:
    """What it said before is kept by the table's history."""
    row: ChildSupervision = asked.row
    for name, value in values[TALK].items():
        setattr(row, name, value)
    row.save()
    _set(asked, row, values[ACTIONS])
    return entry_page(row)


def why_no_change(asked: Asked) -> str:
    """It came from elsewhere, or somebody has signed."""
    row: ChildSupervision = asked.row
    if row.session is None:
        return "This was brought in from another system: correct it there."
    return SIGNED if is_locked(row.session) else ""


class CorrectionForm(AboutChild):
    """What is not right in it, and what is."""

    correction = text("What is not right, and what is?", is_needed=True, validators=[more_than_a_word])


def correction_forms(asked: Asked, sent: Any) -> Forms:
    """The one box."""
    return {"correction": CorrectionForm(sent, prefix="correction", person=asked.child)}


def save_correction(asked: Asked, values: Mapping[str, Any]) -> str:
    """It stands beside what was signed, which is not changed."""
    moved(asked.row, CORRECTED, by=asked.by, reason=values["correction"]["correction"])
    return entry_page(asked.row)


def is_signed(asked: Asked) -> bool:
    """Whether it can only be corrected any more."""
    return asked.row.session is not None and is_locked(asked.row.session)


TABLE = "oversight.ChildSupervision"
TALKING = (
    Recording(
        key="supervision:supervision-talk",
        title="Talk about this child in supervision",
        act=Act.SUPERVISION_WRITE,
        forms=talk_forms,
        save=save_talk,
        template="supervision/talk.html",
        hint="In the supervision that is open: last time’s actions first.",
        button="Save",
        done="What you said is in the child’s record. It is not signed yet.",
        why_not=why_no_talk,
        beside=beside,
    ),
    Recording(
        key="supervision:supervision-change",
        title="Change what was said, before it is signed",
        act=Act.SUPERVISION_WRITE,
        forms=change_forms,
        save=save_change,
        about=TABLE,
        template="supervision/talk.html",
        done="It is changed.",
        why_not=why_no_change,
        beside=beside,
        is_shared=True,
        is_for=lambda asked: not is_signed(asked),
    ),
    Recording(
        key="supervision:supervision-correction",
        title="Correct what was signed",
        act=Act.SUPERVISION_WRITE,
        forms=correction_forms,
        save=save_correction,
        about=TABLE,
        hint="What was signed stays as it is; the correction stands beside it.",
        done="The correction stands beside what was signed.",
        is_for=is_signed,
    ),
)
