"""What is asked of whoever keeps teams and staff by hand."""

from typing import Any

from django import forms

from keel.clock import today
from keel.recording.boxes import Answer, Day, line
from keel.workforce.models import Team, Worker

WITH_A_KEY = "As the roster names it, where one is loaded beside. Leave empty otherwise"


class OfTeams(forms.Form):
    """A form with a choice of the teams that stand today."""

    of_team = ""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        box = self.fields[self.of_team]
        box.queryset = Team.objects.filter(to_on=None).order_by("name", "pk")  # type: ignore[attr-defined]
        box.label_from_instance = lambda team: team.name  # type: ignore[attr-defined]


def _as_kept(model: Any, name: str, label: str, *, is_needed: bool = False, **named: Any) -> forms.CharField:
    """A few words, as many letters as the column holds."""
    most = model._meta.get_field(name).max_length
    return line(label, is_needed=is_needed, letters=most, **named)


def _teams(label: str, **named: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(label=label, queryset=Team.objects.none(), **named)


class TeamForm(OfTeams):
    """A new team."""

    of_team = "parent"
    name = _as_kept(Team, "name", "What is it called?", is_needed=True)
    kind = _as_kept(
        Team,
        "kind",
        "What kind of team is it?",
        help_text="For example Assessment, or Children with disabilities",
    )
    parent = _teams("Under which team or service?", required=False, empty_label="None: it stands at the top")
    from_on = Day(
        label="From", is_past=False, initial=today, error_messages={"required": "Say from which day"}
    )
    key = _as_kept(Team, "key", "Its key", help_text=WITH_A_KEY)


class EndTeamForm(forms.Form):
    """A team's end."""

    to_on = Day(label="Its last day", is_past=False, error_messages={"required": "Say on which day"})


class WorkerForm(OfTeams):
    """Somebody new."""

    of_team = "team"
    name = _as_kept(Worker, "name", "Name", is_needed=True)
    role = _as_kept(
        Worker, "role", "What is she?", is_needed=True, help_text="For example Social Worker, or Team Manager"
    )
    team = _teams("In which team?", error_messages={"required": "Choose a team"}, empty_label="Choose")
    from_on = Day(
        label="From", is_past=False, initial=today, error_messages={"required": "Say from which day"}
    )
    email = forms.EmailField(
        label="Address at work", required=False, help_text="By it she is known when she signs in"
    )
    registration = _as_kept(Worker, "registration", "Social Work England number")
    is_agency = Answer(label="From an agency?")
    key = _as_kept(Worker, "key", "Her key", help_text=WITH_A_KEY)


class MoveForm(OfTeams):
    """Another team."""

    of_team = "team"
    team = _teams("To which team?", error_messages={"required": "Choose a team"}, empty_label="Choose")


class LeavesForm(forms.Form):
    """When she leaves."""

    to_on = Day(
        label="From which day is she no longer here?",
        is_past=False,
        error_messages={"required": "Say from which day"},
        help_text="The day after her last. From then on she has no child, and her manager is asked what she was asked",
    )
