"""The forms of one page, filled from what was sent, from a draft, or from what the record knows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.forms import BaseForm, BaseFormSet, Form
from django.http import QueryDict

NOT_WORDS = {"csrfmiddlewaretoken", "token", "revision", "stamp", "do"}  # of the page itself
TOTAL, FIRST = "TOTAL_FORMS", "INITIAL_FORMS"
Forms = dict[str, Form | BaseFormSet]  # type: ignore[type-arg]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All forms of a page, by their names."""

    forms: Forms

    def is_valid(self) -> bool:
        """Whether all of them are; each is asked, so that every mistake is told at once."""
        asked = [form.is_valid() for form in self.forms.values()]
        return all(asked)

    @property
    def each(self) -> Iterator[BaseForm]:
        """Every form, those of the rows of a list among them."""
        for form in self.forms.values():
            yield from form.forms if isinstance(form, BaseFormSet) else [form]

    @property
    def wrong(self) -> list[BaseForm]:
        """Those with a mistake, for the summary at the top of the page."""
        return [form for form in self.each if form.is_bound and form.errors]

    def values(self) -> dict[str, Any]:
        """What valid forms hold: of a form its values, of rows a list of those."""
        return {
            name: form.filled if isinstance(form, Rows) else form.cleaned_data
            for name, form in self.forms.items()
        }

    def stamp(self) -> str:
        """What the record held when these forms were made from it: another, once somebody has changed it."""
        held = "\x1f".join(
            f"{box.html_name}\x1e{box.field.prepare_value(box.initial)}" for form in self.each for box in form
        )
        return sha256(held.encode()).hexdigest()

    def said(self) -> dict[str, tuple[str, str]]:
        """Each box's label and what the record says in it, by the name of the box."""
        return {box.html_name: (str(box.label), _said(box.initial)) for form in self.each for box in form}


def _said(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


class Row(Form):
    """One of several alike, such as an action of a plan. Where nothing is typed in it, it is not there."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **{**named, "empty_permitted": True, "use_required_attribute": False})

    def has_changed(self) -> bool:
        """Whether anything is typed in it at all; what it carries unseen is not typed."""
        return any(_is_typed(box.data) for box in self if not box.is_hidden) if self.is_bound else False


def _is_typed(data: Any) -> bool:
    return bool(data.strip()) if isinstance(data, str) else bool(data)


class Rows(BaseFormSet):  # type: ignore[type-arg]
    """Several rows alike, with one more to fill in."""

    legend = ""
    title = ""  # above all of them; blank: the legend
    grows = True  # one more may be asked for

    @property
    def more(self) -> str:
        """What asks for one more."""
        return f"more:{self.prefix}"

    @property
    def filled(self) -> list[dict[str, Any]]:
        """What the rows hold in which anything is typed, in their order."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]


def rows(
    form: type[Row],
    sent: Any,
    prefix: str,
    legend: str,
    initial: list[dict[str, Any]] | None = None,
    more: int = 1,
    **given: Any,
) -> Rows:
    """Rows of a form: those known, and ``more`` empty ones. ``legend`` is what one of them is called; ``given`` goes
    to every form.
    """
    named = {
        "form": form, "extra": more, "min_num": 0, "max_num": 100, "absolute_max": 200, "legend": legend,
        "can_order": False, "can_delete": False, "can_delete_extra": False, "validate_min": False,
        "validate_max": False, "renderer": None, "edit_only": False,
    }  # fmt: skip
    kind = type("RowsOf", (Rows,), named)
    if sent is not None and f"{prefix}-{TOTAL}" not in sent:  # a page that sends none, such as another's
        sent = sent.copy()
        sent.update({f"{prefix}-{TOTAL}": "0", f"{prefix}-{FIRST}": "0"})
    return kind(sent, prefix=prefix, initial=initial or [], form_kwargs=given)


def words_of(sent: QueryDict) -> dict[str, list[str]]:
    """What was typed, as a draft keeps it; boxes left empty are kept too, since emptying one is a change."""
    return {name: sent.getlist(name) for name in sent if name not in NOT_WORDS}


def as_sent(words: Mapping[str, list[str]]) -> QueryDict:
    """What a draft keeps, as if it had been sent."""
    sent = QueryDict(mutable=True)
    for name, values in words.items():
        sent.setlist(name, values)
    return sent


def fill(forms: Forms, words: Mapping[str, list[str]]) -> None:
    """Show a draft in unsent forms: what was typed, as it was typed, with no mistake told yet."""
    if not words:
        return
    sent = as_sent(words)
    for form in forms.values():
        if isinstance(form, BaseFormSet):
            typed = sent.get(f"{form.prefix}-{TOTAL}", "")
            known = len(form.initial or ())
            if typed.isdecimal():
                form.extra = max(form.extra, int(typed) - known)
            for row in form.forms:
                _fill(row, sent)
        else:
            _fill(form, sent)


def _fill(form: BaseForm, sent: QueryDict) -> None:
    for name, field in form.fields.items():
        typed = form.add_prefix(name)
        is_there = any(key == typed or key.startswith(f"{typed}_") for key in sent)
        if is_there or _was_shown(form, sent):
            form.initial[name] = field.widget.value_from_datadict(sent, {}, typed)


def _was_shown(form: BaseForm, sent: QueryDict) -> bool:
    """Whether the form was on the page that was sent: then a box that sent nothing was left unticked."""
    return any(key.startswith(f"{form.prefix}-") for key in sent) if form.prefix else True
