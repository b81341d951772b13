"""What was promised to a child or her family, and whether it was kept: a new worker takes it over with the child."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.urls import reverse

from keel.access.policy import Act
from keel.clock import today
from keel.people.models import Person
from keel.recording.boxes import Day, line, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms
from keel.workforce.models import Promise

KEPT, BROKEN = "kept", "broken"


class PromiseForm(AboutChild):
    """What, to whom, and by when."""

    happened: ClassVar = ("promised_on",)
    planned: ClassVar = ("by_on",)
    promise = text("What did you promise?", is_needed=True, rows=2, help_text="In the words that you used")
    promised_to = line("To whom?", is_needed=True)
    promised_on = Day(label="When?", initial=today, error_messages={"required": "Say when you promised it"})
    by_on = Day(label="By when is it to be done?", is_past=False, required=False)

    def clean(self) -> dict[str, Any]:
        """It is not to be done before it was promised."""
        said = super().clean()
        self.in_order("promised_on", "by_on", "It would be done before it was promised: check both days")
        return said


def promise_forms(asked: Asked, sent: Any) -> Forms:
    """One promise."""
    return {"promise": PromiseForm(sent, prefix="promise", person=asked.child)}


def save_promise(asked: Asked, values: Mapping[str, Any]) -> str:
    """A row for it."""
    base = {
        "child": asked.child,
        "recorded_on": today(),
        "recorded_by": asked.by,
        "promised_by": asked.worker,
    }
    return entry_page(Promise.objects.create(**base, **values["promise"]))


class CameForm(AboutChild):
    """Kept or not, when, and what the family was told."""

    happened: ClassVar = ("came_on",)
    came = forms.ChoiceField(
        label="Was it kept?",
        choices=[(KEPT, "Yes"), (BROKEN, "No, and it will not be")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it was kept"},
    )
    came_on = Day(label="When?", initial=today, error_messages={"required": "Say when"})
    what_came = text("How was it kept? Or why not, and what was the family told?", rows=2)

    def clean(self) -> dict[str, Any]:
        """A family is told of a promise that is broken."""
        said = super().clean()
        if said.get("came") == BROKEN and not said.get("what_came"):
            self.add_error("what_came", "Say why it was not kept, and what the family was told")
        return said


def came_forms(asked: Asked, sent: Any) -> Forms:
    """What came of it."""
    return {"came": CameForm(sent, prefix="came", person=asked.child)}


def save_came(asked: Asked, values: Mapping[str, Any]) -> str:
    """The day on which it was kept, or given up."""
    said, row = values["came"], asked.row
    setattr(row, f"{said['came']}_on", said["came_on"])
    setattr(row, f"{said['came']}_recorded_on", today())
    row.what_came = said["what_came"]
    row.save()
    return entry_page(row)


def is_over(asked: Asked) -> str:
    """Said once."""
    return "What came of it is recorded." if asked.row.kept_on or asked.row.broken_on else ""


# Whom the child trusts


class TrustsForm(forms.Form):
    """In the child's words where they are known."""

    trusts = text(
        "Whom does {name} trust?",
        rows=3,
        help_text="Who, what they are to {name}, and how you know: what {name} said, or what you saw",
    )

    def __init__(self, *args: Any, person: Person, **named: Any) -> None:
        super().__init__(*args, **named)
        field = self.fields["trusts"]
        field.label = str(field.label).replace("{name}", person.called)
        field.help_text = field.help_text.replace("{name}", person.called)


def trusts_forms(asked: Asked, sent: Any) -> Forms:
    """What is on file stands in the box."""
    initial = {"trusts": asked.child.trusts}
    return {"trusts": TrustsForm(sent, prefix="trusts", person=asked.child, initial=initial)}


def save_trusts(asked: Asked, values: Mapping[str, Any]) -> str:
    """On her own row; what it said before is kept by the table's history."""
    Person.objects.filter(pk=asked.child.pk).update(trusts=values["trusts"]["trusts"])
    return reverse("continuity:pack", args=[asked.child.pk])


PROMISE = Recording(
    key="continuity:promise",
    title="Write down a promise",
    act=Act.VISIT_WRITE,
    forms=promise_forms,
    save=save_promise,
    hint="So that whoever has the child next keeps it.",
    done="The promise is written down. It stands in the continuity pack until it is kept.",
)
CAME = Recording(
    key="continuity:promise-kept",
    title="Say whether the promise was kept",
    act=Act.VISIT_WRITE,
    about="workforce.Promise",
    forms=came_forms,
    save=save_came,
    why_not=is_over,
    is_shared=True,
)
TRUSTS = Recording(
    key="continuity:trusts",
    title="Say whom the child trusts",
    act=Act.VISIT_WRITE,
    forms=trusts_forms,
    save=save_trusts,
    is_shared=True,
    done="It stands in the continuity pack.",
)
PROMISING = (PROMISE, CAME, TRUSTS)
