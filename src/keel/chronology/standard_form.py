"""The form in which a standard is changed. Whatever may not be stands beside its box, in the loader's own words."""

from typing import Any

from django import forms

from keel.clock import today
from keel.oversight.changing import Thought, standards_after
from keel.practice.calendar import Unit
from keel.practice.standards import Measure, Standard, StandardError, duration_text
from keel.practice.standards.model import SET_ON_THE_ITEM
from keel.recording.boxes import Day, text

OWN, SHIPPED = "own", "shipped"
MOST = 9999  # of any unit: what is longer than that is a slip of the hand
LENGTHS = (Unit.HOURS, Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS)
LACKS = "Give the number"
BOXES = {"from": "from_on", "citation": "reason"}


class StandardForm(forms.Form):
    """A value of the authority's own from a day on, or back to what Keel ships."""

    to = forms.ChoiceField(label="What is it to be?", widget=forms.RadioSelect, initial=OWN)
    value = forms.FloatField(
        label="New value",
        required=False,
        min_value=0,
        max_value=MOST,
        error_messages={"required": LACKS, "invalid": LACKS},
    )
    unit = forms.ChoiceField(label="Counted in")
    from_on = Day(
        label="From which day?",
        is_past=False,
        initial=today,
        help_text="What begins on that day or later goes by it. What began before keeps the value of its day.",
        error_messages={"required": "Say from which day it holds"},
    )
    reason = text(
        "Why, and where it stands",
        is_needed=True,
        help_text="The procedure, the decision or the meeting. All staff read it as the source of the number.",
        error_messages={
            "required": "Say why, and where it stands: a number that nobody can trace is no standard"
        },
    )

    def __init__(self, sent: Any, *, shipped: Standard, held: Standard, by: Any) -> None:
        now = held.value_on(today()) or held.values[-1]
        super().__init__(sent, initial={"value": f"{now.value:g}", "unit": str(now.unit)})
        self.shipped, self.held, self.by = shipped, held, by
        self._choose_what()
        self._choose_unit()

    def _choose_what(self) -> None:
        if self.held.values == self.shipped.values:
            del self.fields["to"]
            self.fields["value"].required = True
            return
        last = self.shipped.values[-1]
        back = duration_text(last.value, last.unit) if last.in_force else "not in force"
        self.fields["to"].choices = [
            (OWN, "In force" if self.shipped.unit in SET_ON_THE_ITEM else "A value of our own"),
            (SHIPPED, f"What Keel ships: {back}"),
        ]

    def _choose_unit(self) -> None:
        if self.shipped.unit in SET_ON_THE_ITEM:
            del self.fields["value"], self.fields["unit"]
        elif self.shipped.is_law or self.shipped.unit not in LENGTHS:
            del self.fields["unit"]
            self.fields["value"].label = f"New value ({self.shipped.unit})"
        else:
            self.fields["unit"].choices = [(str(each), str(each)) for each in LENGTHS]

    def clean(self) -> dict[str, Any]:
        """What the loader of standards refuses, it refuses here."""
        said = super().clean() or {}
        lacks = "value" in self.fields and not self._goes_back(said) and said.get("value") is None
        if lacks and "value" not in self.errors:
            self.add_error("value", LACKS)
        if not self.errors:
            try:
                standards_after(self.thought(), by=self.by)
            except StandardError as error:
                box = BOXES.get(error.at, error.at)
                self.add_error(box if box in self.fields else None, _sentence(error.what))
        return said

    def _goes_back(self, said: dict[str, Any]) -> bool:
        return said.get("to") == SHIPPED

    def thought(self) -> Thought:
        """The change that is thought of. Raises KeyError before the boxes are found to be filled."""
        said = self.cleaned_data
        key, from_on, reason = self.shipped.key, said["from_on"], said["reason"]
        if self._goes_back(said):
            return Thought(key, from_on, reason, is_shipped=True)
        if "value" not in self.fields:
            return Thought(key, from_on, reason)
        unit: Unit | Measure | str = said.get("unit") or self.shipped.unit
        return Thought(key, from_on, reason, value=said["value"], unit=str(unit))


def has_number(standard: Standard) -> bool:
    """Whether there is anything to change: a number, or whether it is in force at all."""
    return standard.unit not in SET_ON_THE_ITEM or not standard.values[-1].in_force


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
