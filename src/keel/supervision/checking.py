"""What came of an action of supervision: done with evidence, moved to another day with a reason, or not done yet.

A day that is moved is counted and its reason kept. Moved as often as the standard allows, it moves again only by
somebody above the team manager.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from keel.access.policy import Act
from keel.access.roles import Role
from keel.clock import today
from keel.oversight.models import SupervisionAction
from keel.oversight.rules_held import standards_held
from keel.protection.together import Known
from keel.recording.boxes import Day, text
from keel.recording.checks import AboutChild, lacking
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms, Row
from keel.report.wording import counted, day_text
from keel.supervision.colleagues import called
from keel.supervision.deciders import roles_for
from keel.supervision.reasons import more_than_a_word

DONE, MOVED, NOT_DONE = "done", "moved", "not done"
CAME = (
    (DONE, "It is done"),
    (MOVED, "It moves to another day"),
    (NOT_DONE, "It is not done, and its day stays"),
)
MAY_MOVE_AGAIN = frozenset({Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR})
MOVES = "d20_moves"


class CameOfIt(AboutChild):
    """What came of one action."""

    happened: ClassVar = ("done_on",)
    planned: ClassVar = ("new_day",)
    came = forms.ChoiceField(
        label="What came of it?",
        choices=CAME,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what came of this action"},
    )
    done_on = Day(label="If it is done: on which day?", required=False)
    evidence = text("If it is done: how do you know?", rows=2, validators=[more_than_a_word])
    new_day = Day(label="If it moves: to which day?", is_past=False, required=False)
    why = text("If it moves or is not done: why?", rows=2, validators=[more_than_a_word])
    times_moved, may_move_again = 0, True

    def clean(self) -> dict[str, Any]:
        """Done needs evidence; moved a new day to come and a reason; not done a reason."""
        said = super().clean()
        came = said.get("came")
        if came == DONE:
            lacking(self, {"done_on": "Say on which day", "evidence": "Say how you know that it is done"})
        elif came == MOVED:
            lacking(
                self, {"new_day": "Say to which day: without one it is nobody’s", "why": "Say why it moves"}
            )
            self._new_day(said)
        elif came == NOT_DONE:
            lacking(self, {"why": "Say why it is not done"})
        return said

    def _new_day(self, said: Mapping[str, Any]) -> None:
        if (day := said.get("new_day")) and day < today():
            self.add_error("new_day", "This day has passed")
        if self.times_moved >= allowed_moves() and not self.may_move_again:
            times = counted(self.times_moved, "time")
            self.add_error(
                "came", f"It was moved {times} already: a service manager moves it again, or it is done"
            )


def allowed_moves() -> float:
    """After how many moves only somebody above the team manager moves an action again."""
    return standards_held()[MOVES].number_on(today())


class CheckRow(CameOfIt, Row):
    """The same for one of several actions: each is asked about, whether or not anything is typed."""

    entry = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, actions: Mapping[int, SupervisionAction], asked: Asked, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.empty_permitted = False
        action = actions.get(_whole(self["entry"].value()))
        self.legend = told(action) if action else ""
        self.actions = actions
        _of(self, action, asked)

    def has_changed(self) -> bool:
        """Every one of them is answered."""
        return self.is_bound

    def clean_entry(self) -> int:
        """Only what the page asked about."""
        entry: int = self.cleaned_data["entry"]
        if entry not in self.actions:
            raise forms.ValidationError("This action is settled meanwhile: open the page again")
        return entry


def _whole(value: Any) -> int:
    return int(value) if str(value or "").isdecimal() else 0


def _of(form: CameOfIt, action: SupervisionAction | None, asked: Asked) -> None:
    if action is not None and (action.times_moved or 0) >= allowed_moves():
        form.times_moved = int(action.times_moved or 0)
        form.may_move_again = bool(roles_for(asked) & MAY_MOVE_AGAIN)


def told(action: SupervisionAction) -> str:
    """An action in words: what, why, whose, by when, and how often it was moved."""
    parts = [action.action or "An action without words"]
    if action.purpose:
        parts.append(f"so that: {action.purpose}")
    parts += [called(action.owner) if action.owner else "nobody’s", day_words(action)]
    return "; ".join(parts)


def day_words(action: SupervisionAction) -> str:
    """By when, and that this has passed; or that it has no day."""
    if action.due_on is None:
        return "no day"
    times = f", moved {counted(int(action.times_moved), 'time')}" if action.times_moved else ""
    late = ", overdue" if action.due_on < today() and action.completed_on is None else ""
    return f"by {day_text(action.due_on)}{late}{times}"


def settle(action: SupervisionAction, said: Mapping[str, Any], by: Any) -> None:
    """Keep what came of it, with who says so."""
    if said["came"] == DONE:
        action.completed_on, action.completed_recorded_on = said["done_on"], today()
        action.evidence = said["evidence"]
        action.save()
        moved(action, DONE, by=by, reason=said["evidence"])
    elif said["came"] == MOVED:
        was = day_text(action.due_on) if action.due_on else "no day"
        action.due_on, action.times_moved = said["new_day"], (action.times_moved or 0) + 1
        action.is_dated_and_owned = bool(action.owner_id and action.measure)
        action.save()
        moved(action, MOVED, by=by, reason=f"From {was} to {day_text(said['new_day'])}: {said['why']}")
    else:
        moved(action, NOT_DONE, by=by, reason=said["why"])


# One action by itself, between sessions


def came_forms(asked: Asked, sent: Any) -> Forms:
    """The form of one action."""
    form = CameOfIt(sent, prefix="action", person=asked.child)
    _of(form, asked.row, asked)
    return {"action": form}


def save_came(asked: Asked, values: Mapping[str, Any]) -> str:
    """Keep it."""
    settle(asked.row, values["action"], asked.by)
    return entry_page(asked.row)


def why_settled(asked: Asked) -> str:
    """Once it is done it is settled."""
    done = asked.row.completed_on
    return f"This was done on {day_text(done)}." if done else ""


def beside(asked: Asked) -> dict[str, Any]:
    """The action, and how it is to be known."""
    row: SupervisionAction = asked.row
    lines = [told(row), f"How it is to be known: {row.measure}" if row.measure else ""]
    return {"known": [Known("The action", [line for line in lines if line])]}


CAME_OF_IT = Recording(
    key="supervision:supervision-action",
    title="Say what came of the action",
    act=Act.SUPERVISION_WRITE,
    forms=came_forms,
    save=save_came,
    about="oversight.SupervisionAction",
    template="protection/together.html",
    hint="Done with evidence, moved with a reason, or not done yet.",
    done="It is recorded.",
    why_not=why_settled,
    beside=beside,
)
