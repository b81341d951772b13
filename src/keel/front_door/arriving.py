"""Somebody who is not on file: looked for first, then put on file by the front door, so that a contact can be recorded.

Who is like her and on file already is shown before; whoever puts her on file all the same says that none of them is
she, and how she knows.
"""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django import forms
from django.db import transaction

from keel.access.queries import findable_by, front_doors_of
from keel.clock import today
from keel.people import asked, search
from keel.people.actions import put_on_file
from keel.people.models import Person
from keel.people.search import Match
from keel.recording.boxes import Day, line, text
from keel.recording.checks import PREGNANCY
from keel.report.wording import day_text
from keel.workforce.models import Team

OLDEST = timedelta(days=26 * 366)  # nobody who comes to the front door as a child was born longer ago
CARRIED = timedelta(days=PREGNANCY)
OVERDUE = timedelta(days=31)  # a baby who has not come by then has been born
BORN, EXPECTED, NOT_KNOWN = "born", "expected", "not known"
WHEN = ((BORN, "The date of birth is known"), (EXPECTED, "Not yet born"), (NOT_KNOWN, "Not known"))
SEXES = (("", "Choose"), ("F", "Female"), ("M", "Male"), ("U", "Not known yet"))
SHORTEST = 10  # letters of a reason that says something


class ArrivalForm(forms.Form):
    """Who the child is, as far as anybody knows."""

    forename = line("First name", help_text="Leave it empty where it is not known, or the baby has none yet")
    surname = line("Last name", help_text="Of an unborn baby: the mother’s")
    when = forms.ChoiceField(
        label="When was the child born?",
        choices=WHEN,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the date of birth is known"},
    )
    birth_on = Day(label="Date of birth", required=False)
    expected_on = Day(label="If not yet born: when is the baby expected?", is_past=False, required=False)
    sex = forms.ChoiceField(
        label="Sex",
        choices=SEXES,
        error_messages={"required": "Choose the sex, or that it is not known yet"},
    )
    address = line(
        "Where the child lives", help_text="Without the postcode. Leave it empty where it is not known"
    )
    postcode = line("Postcode")

    def clean(self) -> dict[str, Any]:
        """A name, and the day that goes with what is said of the birth."""
        said = super().clean() or self.cleaned_data
        if not (said.get("forename") or said.get("surname")):
            self.add_error("surname", "Enter a name; of an unborn baby, the mother’s last name")
        self._days(said)
        return said

    def _days(self, said: dict[str, Any]) -> None:
        when = said.get("when")
        for kind, name, words in (
            (BORN, "birth_on", "Enter the date of birth, or choose that it is not known"),
            (EXPECTED, "expected_on", "Enter the day on which the baby is expected"),
        ):
            if when == kind and name not in self.errors and not said.get(name):
                self.add_error(name, words)
            if when != kind:
                said[name] = None
        self._can_be(said)

    def _can_be(self, said: dict[str, Any]) -> None:
        born, expected = said.get("birth_on"), said.get("expected_on")
        if born and born > today():
            self.add_error(
                "birth_on", f"{day_text(born)} has not come yet. Of an unborn baby, choose “Not yet born”"
            )
        if born and born < today() - OLDEST:
            self.add_error("birth_on", f"{day_text(born)} is too long ago for a child. Check the year")
        if expected and not today() - OVERDUE <= expected <= today() + CARRIED:
            self.add_error("expected_on", f"{day_text(expected)} cannot be. Check the month and the year")


class SureForm(forms.Form):
    """None of those who were found is she."""

    is_another = forms.BooleanField(
        label="None of these is the child",
        error_messages={"required": "Look at each of them. Tick this if none is the child"},
    )
    why = text(
        "How do you know?",
        rows=2,
        is_needed=True,
        help_text="It stays in the record of the child",
        error_messages={"required": "Say how you know that none of them is the child"},
    )

    def clean_why(self) -> str:
        """A reason that somebody can follow later."""
        why: str = self.cleaned_data["why"].strip()
        if len(why) < SHORTEST:
            raise forms.ValidationError("Say how you know in a few words more")
        return why


def alike(user: Any, said: dict[str, Any]) -> list[Match]:
    """Who is like her, of those whom the asker may find, the likest first."""
    born = said.get("birth_on") or said.get("expected_on")
    day = f"{born:%d/%m/%Y}" if born else ""
    words = f"{said.get('forename', '')} {said.get('surname', '')} {day}"
    return search.find(asked.read(words, today()), findable_by(user))


def shown(said: dict[str, Any], matches: Sequence[Match]) -> str:
    """What a page has shown: who was looked for, and who was found. Another, once either is another."""
    told = [str(said.get(name)) for name in ("forename", "surname", "birth_on", "expected_on")]
    return sha256("\x1f".join([*told, *sorted(str(each.person) for each in matches)]).encode()).hexdigest()


@transaction.atomic
def arrive(*, by: Any, said: dict[str, Any], why: str = "") -> Person:
    """Put the child on file, with the front door's involvement, which opens the record to it."""
    named = {name: said[name] for name in ("forename", "surname", "birth_on", "expected_on", "sex")}
    team = Team.objects.get(pk=front_door_of(by))
    return put_on_file(by=by, team=team, why=why, address=said["address"], postcode=said["postcode"], **named)


def front_door_of(by: Any) -> int:
    """Her own team where it is the front door, else the first."""
    doors = front_doors_of(by)
    own = getattr(getattr(by, "worker", None), "team_id", None)
    return own if own in doors else doors[0]
