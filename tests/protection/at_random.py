"""Somebody who fills in any page that records something, sensibly or not, as it asks to be filled in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from django import forms
from django.apps import apps
from django.test import Client
from django.urls import reverse

from keel.clock import today
from keel.people.models import Person
from keel.recording.checks import WHY_ODD
from keel.recording.declared import Recording, recordings
from keel.recording.sheets import Rows

SENTENCES = (
    "{name} sleeps at home each night and says “I am not scared now”.",
    "Mother takes {name} to school every day by nine; the school confirms it in writing.",
    "Father fits a lock to the bedroom door of {name} and shows it to the social worker.",
    "If {name} is left alone at night, the grandmother fetches the child the same evening.",
    "We saw {name} draw three houses and talk about who lives in the house of worries.",
)
NONSENSE = ("", "x", "31/2/2026", "'; --", "0", "ongoing", "1/1/1970", "1/1/2199")
TRIES = 4
SENSIBLE = 0.97  # of boxes: a page has many, and one that is wrong refuses it


@dataclass
class Anybody:
    """A member of the cast at her browser, with dice."""

    client: Client
    dice: Random
    child: Person
    statuses: list[int] = field(default_factory=list)

    def does_something(self) -> str:
        """A page that she may use opened, filled in and sent, and put right if it is sent back; its key."""
        for _ in range(TRIES):
            what, row = self._chosen()
            way = reverse(what.key, args=[self.child.pk, row.pk] if row is not None else [self.child.pk])
            page = self.client.get(way)
            self._notes(page)
            if page.status_code == 200 and page.context.get("sheet"):
                self._fills_in(way, page)
                return what.key
        self._notes(self.client.post(way, {"anything": "x"}))
        return what.key

    def _fills_in(self, way: str, page: Any) -> None:
        sent = self._filled(page)
        for _ in range(TRIES):
            page = self.client.post(way, sent)
            self._notes(page)
            if page.status_code != 422 or self.dice.random() < 0.1:
                break
            sent |= self._put_right(page)
        if self.dice.random() < 0.1:
            self._notes(self.client.post(way, sent))  # a double click

    def _notes(self, answer: Any) -> None:
        """What was answered; a fault is told with where it was made."""
        self.statuses.append(answer.status_code)
        if answer.status_code == 500:
            raise AssertionError(answer.request["PATH_INFO"]) from answer.exc_info[1]

    def _chosen(self) -> tuple[Recording, Any]:
        """Any page: about the newest entry of its table where it is about one, and rather what follows than a start."""
        able = [(what, row) for what in recordings() for row in self._rows(what)]
        tables = sorted({what.about for what, _ in able if what.about})
        if tables and self.dice.random() < 0.8:
            table = self.dice.choice(tables)
            able = [each for each in able if each[0].about == table]
        return self.dice.choice(able)

    def _rows(self, what: Recording) -> Iterator[Any]:
        if not what.about:
            yield None
            return
        found = apps.get_model(what.about)._default_manager.filter(child=self.child).order_by("-pk")
        yield from found[: 1 if self.dice.random() < 0.8 else 3]

    def _filled(self, page: Any) -> dict[str, Any]:
        sent = _of_the_page(page)
        for name, form in page.context["sheet"].forms.items():
            if isinstance(form, Rows):
                initial = len(form.initial or ())
                sent |= {f"{name}-TOTAL_FORMS": str(len(form.forms)), f"{name}-INITIAL_FORMS": str(initial)}
            for each in form.forms if isinstance(form, Rows) else [form]:
                sent |= self._boxes(each)
        return sent

    def _put_right(self, page: Any) -> dict[str, Any]:
        """What was found wrong, filled in anew, with a reason for whatever is unusual."""
        mended = _of_the_page(page)
        for form in page.context["sheet"].each:
            for box in form:
                if box.errors or box.name == WHY_ODD:
                    mended[box.html_name] = self._new(box.field)
        return mended

    def _boxes(self, form: forms.BaseForm) -> dict[str, Any]:
        filled = {}
        for box in form:
            value = self._value(box)
            if value not in (None, ""):
                filled[box.html_name] = value
        return filled

    def _value(self, box: Any) -> Any:
        if box.is_hidden:
            return box.value()
        if self.dice.random() > SENSIBLE:
            return self.dice.choice(NONSENSE)
        held = box.value()
        if held not in (None, "", False, []) and self.dice.random() < 0.7:
            return held.strftime("%d/%m/%Y") if hasattr(held, "strftime") else held
        return self._new(box.field)

    def _new(self, asked: forms.Field) -> Any:
        if isinstance(asked, forms.DateField):
            ahead = not getattr(asked, "is_past", True)
            days = self.dice.randrange(1, 25) if ahead else -self.dice.randrange(0, 3)
            return (today() + timedelta(days=days)).strftime("%d/%m/%Y")
        if isinstance(asked, forms.TimeField):
            return f"{self.dice.randrange(8, 19):02}:{self.dice.choice(('00', '30'))}"
        if isinstance(asked, forms.ChoiceField | forms.ModelChoiceField):
            return self._choice(asked)
        if isinstance(asked, forms.BooleanField):
            return "on" if self.dice.random() < 0.5 else ""
        if isinstance(asked, forms.IntegerField | forms.FloatField | forms.DecimalField):
            return str(self.dice.randrange(0, 8))
        words = self.dice.choice(SENTENCES).replace("{name}", self.child.called)
        return words[: getattr(asked, "max_length", None) or len(words)]

    def _choice(self, asked: Any) -> Any:
        values = [str(value) for value, _ in _flat(asked.choices) if str(value)]
        if isinstance(asked, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
            return self.dice.sample(values, min(len(values), 2))
        return self.dice.choice(values) if values else ""


def _of_the_page(page: Any) -> dict[str, Any]:
    draft = page.context["draft"]
    return {"token": str(draft.token), "revision": str(draft.revision), "stamp": page.context["stamp"]}


def _flat(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for value, words in choices:
        if isinstance(words, list | tuple):
            yield from words
        else:
            yield value, words
