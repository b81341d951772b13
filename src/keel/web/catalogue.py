"""The catalogue of components: each one as it looks, with the words that make it. Everyone in it is made up."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

TEMPLATES = Path(__file__).parent / "templates"
BESIDE = (
    "form",
    "form_with_mistakes",
    "job",
)  # shown beside the components: how forms look, and a page about a job


@dataclass(frozen=True)
class Sample:
    """One component in the catalogue."""

    name: str

    @property
    def words(self) -> str:
        """What to call it in a heading."""
        return self.name.replace("_", " ").capitalize()

    @property
    def template(self) -> str:
        """The template that shows it."""
        return f"catalogue/{self.name}.html"

    @property
    def source(self) -> str:
        """What to write in a template to have it."""
        text = (TEMPLATES / self.template).read_text(encoding="utf-8")
        return text.replace("{% load keel %}", "").strip()


def samples() -> list[Sample]:
    """Every component, in the order of the alphabet, then what stands beside them."""
    names = sorted(file.stem for file in (TEMPLATES / "components").glob("*.html"))
    return [Sample(name) for name in (*names, *BESIDE)]


class SampleForm(forms.Form):
    """One field of each kind that staff meet."""

    seen_on = forms.DateField(label="When did you see Lily?")
    born_on = forms.DateField(
        label="When was she born?", widget=forms.SelectDateWidget, help_text="For example, 27 3 2019"
    )
    place = forms.ChoiceField(
        label="Where?", choices=[("", "Choose one"), ("home", "At home"), ("school", "At school")]
    )
    is_alone = forms.ChoiceField(
        label="Was she seen alone?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Nobody wrote it down")],
    )
    present = forms.MultipleChoiceField(
        label="Who else was there?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("mother", "Her mother"), ("brother", "Her brother"), ("other", "Somebody else")],
        required=False,
    )
    words = forms.CharField(
        label="What did she say?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="In her words.",
    )
    minutes = forms.IntegerField(label="How many minutes?", required=False)
    paper = forms.FileField(label="A drawing or a letter", required=False)
    secret = forms.CharField(label="Your password", widget=forms.PasswordInput(attrs={"autocomplete": "off"}))
    is_agreed = forms.BooleanField(label="Her mother has read this")


class SampleFilter(forms.Form):
    """The fields that narrow a list."""

    is_dense = True
    team = forms.ChoiceField(
        label="Team", choices=[("", "All teams"), ("east", "East"), ("west", "West")], required=False
    )
    late_by = forms.IntegerField(label="Late by at least (days)", required=False)
    severity = forms.MultipleChoiceField(
        label="Severity",
        widget=forms.CheckboxSelectMultiple,
        choices=[("black", "Black"), ("red", "Red"), ("amber", "Amber")],
        required=False,
    )


CHILDREN = [
    [
        {"words": "Lily Example", "href": "#table", "hint": "7, plan since March"},
        "East",
        {"words": "Overdue by 12 days", "kind": "overdue", "hint": "Visit to a child on a plan"},
        12,
    ],
    [
        {"words": "Sam Example", "href": "#table", "hint": "4, plan since June"},
        "East",
        {"words": "Not yet due", "kind": "running"},
        0,
    ],
    [
        {"words": "Baby Sample", "href": "#table", "hint": "expected 9 December 2026"},
        "West",
        {
            "words": "Cannot be computed",
            "kind": "unknown",
            "hint": "Date of the strategy discussion not recorded",
        },
        None,
    ],
]
GRID = [
    {
        "words": "Lily Example",
        "href": "#calm_grid",
        "hint": "7",
        "cells": [
            {"words": "Overdue by 12 days", "kind": "overdue", "href": "#calm_grid"},
            {"words": "In time", "kind": "met"},
            {"words": "Due 3 Dec 2026", "kind": "running"},
            {"words": "Cannot be computed", "kind": "unknown"},
        ],
    },
    {
        "words": "Sam Example",
        "href": "#calm_grid",
        "hint": "4",
        "cells": [
            {"words": "In time", "kind": "met"},
            {"words": "Late by 2 days", "kind": "late"},
            "Does not apply",
            {"words": "Due 3 Dec 2026", "kind": "running"},
        ],
    },
]
EVENTS = [
    {
        "on": date(2026, 11, 12),
        "title": "Visited at home, seen alone",
        "words": "Lily showed her room and spoke about school. She would like to see her grandmother more often.",
        "by": "Amara Okafor, social worker",
        "href": "#timeline",
        "recorded": "written up 3 days later",
    },
    {
        "on": date(2026, 10, 30),
        "title": "Core group held",
        "by": "Amara Okafor, social worker",
        "kind": "late",
        "kind_words": "Late by 4 days",
    },
    {"on": date(2026, 9, 1), "title": "Plan agreed at the conference", "by": "Jo Marsh, conference chair"},
]
PAGES = [
    {"words": "Summary", "href": "#sub_navigation", "is_here": True},
    {"words": "What is due", "href": "#sub_navigation"},
    {"words": "Chronology", "href": "#sub_navigation"},
    {"words": "Who is who", "href": "#sub_navigation"},
]


def sample_data() -> dict[str, Any]:
    """What the samples show."""
    return {
        "children": CHILDREN,
        "child_columns": [
            {"words": "Child", "sort": "child"},
            "Team",
            "Next visit",
            {"words": "Days over", "sort": "days", "is_number": True},
        ],
        "grid": GRID,
        "grid_columns": ["Visit", "Core group", "Conference", "Strategy discussion"],
        "events": EVENTS,
        "pages": PAGES,
        "places": [
            {"words": "My team", "href": "#breadcrumbs"},
            {"words": "Lily Example", "href": "#breadcrumbs"},
        ],
        "figures_shown": [
            {
                "number": 85,
                "words": "children on a plan",
                "note": "of 412 open to the service",
                "href": "#figures",
            },
            {
                "number": 28,
                "words": "with something overdue",
                "note": "33% of those on a plan",
                "kind": "overdue",
            },
            {"number": 3, "words": "with a black signal", "note": "the director answers", "kind": "black"},
            {
                "number": 11,
                "words": "cannot be computed",
                "note": "something is not recorded",
                "kind": "unknown",
            },
        ],
        "facts": [
            {"words": "Born", "value": date(2019, 3, 27)},
            {"words": "Social worker", "value": "Amara Okafor"},
            {"words": "Plan", "value": "Neglect", "kind": "calm"},
        ],
        "rows": [
            {"words": "Language at home", "value": "Polish", "hint": "Her mother would like an interpreter"},
            {"words": "Disabled", "value": False, "href": "#summary_list", "link": "Change"},
            {"words": "Seen alone", "value": None},
            {"words": "Next visit", "value": "Overdue by 12 days", "kind": "overdue"},
        ],
        "tasks": [
            {
                "words": "Visit Lily Example",
                "href": "#task_list",
                "hint": "Was due on 10 November 2026",
                "status": "Overdue",
                "kind": "overdue",
            },
            {
                "words": "Write up the core group",
                "href": "#task_list",
                "status": "Due on Friday",
                "kind": "running",
            },
            {"words": "Read the school’s report", "href": "#task_list", "status": "Done"},
        ],
        "page": Paginator(range(240), 20).page(4),
        "chosen": [{"words": "Team: East", "href": "?"}, {"words": "Severity: Red", "href": "?"}],
        "narrowing": SampleFilter({"team": "east", "severity": ["red"]}),
        "asked": SampleForm(auto_id="asked_%s"),
        "mistaken": SampleForm({"born_on_day": "32", "born_on_month": "3", "seen_on": "soon"}),
        "moment": datetime(2026, 11, 12, 14, 5, tzinfo=UTC),
    }


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component with sample data."""
    return render(request, "catalogue.html", {"samples": samples(), **sample_data()})


urlpatterns = [path("", components, name="components")]
