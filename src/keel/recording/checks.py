"""What every form about a child makes sure of: that a day can be one of her life, and that what is odd has a reason."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms

from keel.clock import today
from keel.oversight.rules_held import standards_held
from keel.people.models import Person
from keel.practice.calendar import add_working_days
from keel.report.wording import day_text

FRIDAY = 4
WHY_ODD = "why_odd"


class AboutChild(forms.Form):
    """A form about a child.

    ``happened`` names its days on which something was done, which cannot come before her birth (or before her mother
    carried her), after her death, or tomorrow; ``planned`` its days to come. Neither may be mistyped by a century.
    ``seen`` names those on which she was seen, which nobody was before birth; ``prompt`` those that are written down
    soon, or with a reason where the form has a box for it.
    """

    happened: ClassVar[tuple[str, ...]] = ()
    planned: ClassVar[tuple[str, ...]] = ()
    seen: ClassVar[tuple[str, ...]] = ("last_seen_on",)
    prompt: ClassVar[tuple[str, ...]] = ("held_on",)

    def __init__(self, *args: Any, person: Person, **named: Any) -> None:
        super().__init__(*args, **named)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """The days, each beside its own box."""
        said = super().clean() or self.cleaned_data
        for name in (*self.happened, *self.planned):
            day = said.get(name)
            if isinstance(day, date) and (wrong := self._wrong(name, day)):
                self.add_error(name, wrong)
        for name in self.prompt if WHY_ODD in self.fields else ():
            self.needs_reason(name, [late(said.get(name))])
        return said

    def _wrong(self, name: str, day: date) -> str:
        wrong = wrong_day(self.person, day, has_happened=name in self.happened)
        return wrong or (before_birth(self.person, day) if name in self.seen else "")

    def in_order(self, first: str, last: str, words: str) -> None:
        """An end does not come before its start."""
        begun, ended = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if begun and ended and ended < begun:
            self.add_error(last, words)

    def needs_reason(self, name: str, what: Iterable[str]) -> None:
        """Something unusual that may be right: it is allowed with a reason, which stays with the entry."""
        told = [words for words in what if words]
        if told and not self.cleaned_data.get(WHY_ODD, "").strip():
            self.add_error(name, f"{' '.join(told)} If it is right, say why at the end of this form")


def lacking(form: forms.Form, needed: Mapping[str, str]) -> None:
    """Say of each of these boxes that is empty what is missing, where nothing else is wrong with it."""
    for name, words in needed.items():
        if form.cleaned_data.get(name) in (None, "") and name not in form.errors:
            form.add_error(name, words)


PREGNANCY = 300  # days: nothing is done about a baby before she is begun
FAR = 3 * 366  # days: a day to come that lies further off has its year mistyped


def wrong_day(person: Person, day: date, *, has_happened: bool = True) -> str:
    """Why a day can be none of a child's life, or of what is to come in it; blank where it can."""
    begins, died = person.birth_on or person.expected_on, person.died_on
    if has_happened and day > today():
        return f"{day_text(day)} has not come yet. Record this once it has happened, or check the day"
    if begins and day < begins - timedelta(days=PREGNANCY):
        return f"{day_text(day)} is before {person.shown_name} was born. Check the day and the year"
    if died and day > died:
        return f"{person.shown_name} died on {day_text(died)}. Check the day"
    if not has_happened and day > today() + timedelta(days=FAR):
        return f"{day_text(day)} is years away. Check the year"
    return ""


def before_birth(person: Person, day: date) -> str:
    """Said of a day on which nobody can have seen a child, since she was born later or is not born yet."""
    if person.is_unborn:
        return f"{person.shown_name} is not born yet: nobody can have seen the baby"
    if person.birth_on is None or day >= person.birth_on:
        return ""
    born = day_text(person.birth_on)
    return f"{person.shown_name} was born on {born}, after {day_text(day)}. Check the day and the year"


def late(day: date | None) -> str:
    """Said of a day of which nothing is written down any more without a word, because it is so long ago."""
    if day is None or day > today():
        return ""
    allowed = standards_held()["late_entry"].value_on(day)
    is_late = allowed is None or add_working_days(day, int(allowed.value)) < today()
    return "This is written down late." if is_late else ""


def weekend(day: date | None) -> str:
    """Said of a day on which nobody meets as a rule."""
    return f"{day_text(day)} is a {day:%A}." if day and day.weekday() > FRIDAY else ""


def why_odd() -> forms.CharField:
    """The box for the reason; it is asked for only where something is unusual."""
    return forms.CharField(
        label="If a day or anything else above is unusual, why is it right?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
