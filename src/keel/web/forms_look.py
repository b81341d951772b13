"""How forms look: ``{{ form }}`` and ``{{ field.as_field_group }}`` give GOV.UK markup, with no word from the form.

A form says what it asks; this says how. Dates have two looks, each one of Django's own widgets: ``DateInput`` is one
box for a recent day, ``SelectDateWidget`` is three boxes for a day that people know by heart.
"""

from copy import copy
from functools import cached_property
from pathlib import Path
from typing import Any

import django.forms
from django.forms import BoundField, Widget, widgets
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString

OWN = Path(__file__).parent / "templates"
DJANGOS = Path(django.forms.__file__).parent / "templates"

CLASSES: dict[type[Widget], str] = {  # the first that fits
    widgets.Textarea: "govuk-textarea",
    widgets.SelectDateWidget: "govuk-input",
    widgets.CheckboxInput: "govuk-checkboxes__input",
    widgets.RadioSelect: "",
    widgets.CheckboxSelectMultiple: "",
    widgets.Select: "govuk-select",
    widgets.FileInput: "govuk-file-upload",
    widgets.NumberInput: "govuk-input govuk-input--width-5",
    widgets.DateInput: "govuk-input govuk-input--width-10 moj-js-datepicker-input",
    widgets.PasswordInput: "govuk-input govuk-password-input__input govuk-js-password-input-input",
    widgets.Input: "govuk-input",
}
SMALL: dict[type[Widget], str] = {
    widgets.CheckboxSelectMultiple: "govuk-checkboxes--small",
    widgets.RadioSelect: "govuk-radios--small",
}
WITH_ERROR = ("govuk-textarea", "govuk-input", "govuk-select", "govuk-file-upload")
WIDTH = "govuk-input--width-"
DATE_PARTS = ("day", "month", "year")


class DressedField(BoundField):
    """A field as GOV.UK forms show it. A form may say ``is_dense = True``, as the filter of a list does."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        """Django's attributes, with the classes; the server says what is missing, in words, not the browser."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)
        if widget.is_hidden:
            return built
        if classes := self._classes(widget):
            built["class"] = " ".join(classes)
        if "placeholder" in widget.attrs:
            built["placeholder"] = False  # it goes as soon as one types; the label and the hint stay
        if self.limit:
            built["maxlength"] = False  # what is pasted is counted and never cut
            built["aria-describedby"] = f"{built.get('aria-describedby', '')} {self.auto_id}-info".strip()
        return built

    def as_widget(
        self, widget: Widget | None = None, attrs: dict[str, Any] | None = None, only_initial: bool = False
    ) -> SafeString:
        """Three boxes show what was typed into them, a day that does not exist included."""
        widget = widget or self.field.widget
        if isinstance(widget, widgets.SelectDateWidget) and self.form.is_bound and not only_initial:
            widget = copy(widget)
            typed = {part: self.form.data.get(f"{self.html_name}_{part}") for part in DATE_PARTS}
            widget.format_value = lambda value: typed
        return super().as_widget(widget, attrs, only_initial)

    def _classes(self, widget: Widget) -> list[str]:
        asked = str(widget.attrs.get("class", "")).split()
        own = _first_that_fits(CLASSES, widget) + (_first_that_fits(SMALL, widget) if self.is_dense else [])
        if any(name.startswith(WIDTH) for name in asked):
            own = [name for name in own if not name.startswith(WIDTH)]
        wrong = [f"{name}--error" for name in own if self.errors and name in WITH_ERROR]
        counted = ["govuk-js-character-count"] if self.limit else []
        return [*own, *wrong, *counted, *asked]

    @property
    def limit(self) -> int | None:
        """How many characters a long text may have; None where it is no long text, or may have any number."""
        widget = self.field.widget
        if not isinstance(widget, widgets.Textarea):
            return None
        return getattr(self.field, "max_length", None) or widget.attrs.get("maxlength")

    @property
    def is_dense(self) -> bool:
        """Whether the form is part of something else, such as the filter of a list."""
        return bool(getattr(self.form, "is_dense", False))

    @property
    def is_lone_checkbox(self) -> bool:
        """One box to tick, whose label stands beside it."""
        return isinstance(self.field.widget, widgets.CheckboxInput)

    @property
    def is_date_box(self) -> bool:
        """One box for a date."""
        return isinstance(self.field.widget, widgets.DateInput)

    @property
    def is_optional(self) -> bool:
        """Whether to say so: where a form asks for nothing, saying it at every field is noise, and it would be untrue
        of a field that some other answer makes needed (``is_needed_at_times``).
        """
        if self.field.required or getattr(self.field, "is_needed_at_times", False):
            return False
        return any(field.required for field in self.form.fields.values())

    @property
    def summed_up(self) -> str:
        """The label before a mistake in the error summary, so that ten fields left out do not read alike."""
        return self.label if self.label.endswith("?") else f"{self.label}:"

    @property
    def first_id(self) -> str:
        """Where the error summary leads: the first thing of this field that can be filled in."""
        return self.id_for_label or f"{self.auto_id}_0"

    @property
    def aria_describedby(self) -> str | None:
        """Hint, then error; a date box has a hint of its own where the form gives none."""
        described = super().aria_describedby
        if described is None or self.help_text or not (self.is_date_box and self.auto_id):
            return described
        return f"{self.auto_id}_helptext {described}".strip()


def _first_that_fits(classes: dict[type[Widget], str], widget: Widget) -> list[str]:
    return next((names.split() for kind, names in classes.items() if isinstance(widget, kind)), [])


class FormRenderer(DjangoTemplates):
    """Looks for a template among ours, then Django's own, then those of the apps."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    formset_template_name = "forms/formset.html"
    bound_field_class = DressedField

    @cached_property
    def engine(self) -> Any:
        """The templates of forms."""
        return self.backend(
            {"APP_DIRS": True, "DIRS": [OWN, DJANGOS], "NAME": "keel forms", "OPTIONS": {}},
        )
