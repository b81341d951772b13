"""A form is filled in by somebody tired: what she typed stays, each mistake is named where it is, nothing is cut."""

from datetime import date

import pytest
from django import forms
from django.template import engines
from lxml import html

from keel.web.forms_look import FormRenderer


class Asked(forms.Form):
    """One field of each kind that behaves in its own way."""

    default_renderer = FormRenderer
    seen_on = forms.DateField(label="Seen on")
    born_on = forms.DateField(label="Born on", widget=forms.SelectDateWidget)
    alone = forms.ChoiceField(
        label="Alone?", widget=forms.RadioSelect, choices=[("yes", "Yes"), ("no", "No")]
    )
    words = forms.CharField(
        label="Her words", widget=forms.Textarea, max_length=50, help_text="As she said it"
    )
    note = forms.CharField(label="Note", required=False)
    is_read = forms.BooleanField(label="Read")


class Narrowing(forms.Form):
    """A form that asks for nothing."""

    default_renderer = FormRenderer
    is_dense = True
    team = forms.CharField(label="Team", required=False)
    severity = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, choices=[("red", "Red")], required=False
    )


def _page(form: forms.Form) -> html.HtmlElement:
    template = engines["django"].from_string("{% load keel %}<div>{% error_summary form %}{{ form }}</div>")
    return html.fromstring(template.render({"form": form}))


@pytest.fixture
def wrong() -> html.HtmlElement:
    """The form as it comes back."""
    typed = {
        "seen_on": "last Tuesday",
        "born_on_day": "31",
        "born_on_month": "February",
        "born_on_year": "19",
    }
    return _page(Asked({**typed, "words": "x" * 60}))


def test_a_date_comes_back_as_it_was_typed_even_one_that_does_not_exist(wrong) -> None:
    assert wrong.get_element_by_id("id_seen_on").get("value") == "last Tuesday"
    parts = [wrong.get_element_by_id(f"id_born_on_{part}").get("value") for part in ("day", "month", "year")]
    assert parts == ["31", "February", "19"]


def test_a_date_already_known_stands_in_its_three_boxes() -> None:
    page = _page(Asked(initial={"born_on": date(2019, 3, 27)}))
    parts = [page.get_element_by_id(f"id_born_on_{part}").get("value") for part in ("day", "month", "year")]
    assert parts == ["27", "3", "2019"]


def test_what_three_boxes_send_is_one_date() -> None:
    form = Asked({"born_on_day": "27", "born_on_month": "3", "born_on_year": "2019"})
    form.is_valid()
    assert form.cleaned_data["born_on"] == date(2019, 3, 27)


def test_each_mistake_is_summed_up_with_its_question_and_leads_to_it(wrong) -> None:
    links = wrong.find_class("govuk-error-summary")[0].xpath(".//a")
    assert [link.text.split(" ")[0] for link in links] == ["Seen", "Born", "Alone?", "Her", "Read:"]
    for link in links:
        target = wrong.get_element_by_id(link.get("href").removeprefix("#"))
        assert target.tag in {"input", "textarea", "select"}, (
            "the keyboard lands where the mistake can be mended"
        )


def test_a_mistake_and_a_hint_are_read_out_with_their_field(wrong) -> None:
    for named in wrong.xpath("//*[@aria-describedby]"):
        for name in named.get("aria-describedby").split():
            assert wrong.get_element_by_id(name) is not None
    words = wrong.get_element_by_id("id_words").get("aria-describedby").split()
    assert words == ["id_words_helptext", "id_words_error", "id_words-info"]


def test_every_label_has_its_field(wrong) -> None:
    labels = wrong.xpath("//label/@for")
    assert len(labels) == 9
    assert all(wrong.get_element_by_id(name) is not None for name in labels)


def test_what_is_pasted_is_counted_and_never_cut(wrong) -> None:
    field = wrong.get_element_by_id("id_words")
    assert field.get("maxlength") is None
    assert len(field.text.strip()) == 60
    assert wrong.find_class("govuk-character-count")[0].get("data-maxlength") == "50"


def test_the_server_says_what_is_missing_and_not_the_browser(wrong) -> None:
    assert wrong.xpath("//*[@required]") == []


def test_optional_is_said_only_where_something_else_is_not() -> None:
    assert [label.text for label in _page(Asked()).xpath("//label[span]")] == ["Note "]
    assert _page(Narrowing()).xpath("//label/span") == []


def test_a_form_that_narrows_a_list_is_small() -> None:
    assert _page(Narrowing()).find_class("govuk-checkboxes--small")
    assert not _page(Asked()).find_class("govuk-radios--small")


def test_a_width_that_the_form_asks_for_wins() -> None:
    class Given(forms.Form):
        default_renderer = FormRenderer
        days = forms.IntegerField(widget=forms.NumberInput({"class": "govuk-input--width-3"}))

    classes = _page(Given()).get_element_by_id("id_days").get("class").split()
    assert classes == ["govuk-input", "govuk-input--width-3"]


def test_the_mistakes_of_each_form_of_a_set_are_summed_up() -> None:
    form_set = forms.formset_factory(Asked, extra=0)
    management = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2"}
    page = _page(form_set(management | {"form-0-note": "a", "form-1-seen_on": "soon"}))
    links = page.find_class("govuk-error-summary")[0].xpath(".//a/@href")
    assert "#id_form-0-seen_on" in links
    assert "#id_form-1-seen_on" in links


def test_a_form_set_without_mistakes_has_no_summary() -> None:
    assert not _page(forms.formset_factory(Narrowing, extra=2)()).find_class("govuk-error-summary")


@pytest.mark.parametrize(
    "typed", ["27/3/2019", "27/03/19", "27.3.2019", "27 3 2019", "27 March 2019", "2019-03-27"]
)
def test_a_day_may_be_typed_as_people_write_it(typed) -> None:
    assert forms.DateField().clean(typed) == date(2019, 3, 27)


@pytest.mark.parametrize("typed", ["3/27/2019", "27/3", "2732019", "soon"])
def test_a_day_is_never_guessed(typed) -> None:
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean(typed)
