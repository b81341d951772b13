"""Every table about a child is laid the same way, so that nothing about her is kept where nobody would look."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

from keel.access.sets import OfChildren
from keel.front_door.models import AssessmentFactor
from keel.people.models import Person
from keel.record.models import Entry
from keel.record.telling import fields_of
from keel.recording.models import Typed

GLOSSARY = Path(__file__).resolve().parents[2] / "GLOSSARY.md"
ROOMS = ("workforce", "front_door", "protection", "proceedings", "care", "oversight")
REMADE = {
    "StoredReading",
    "StoredSignal",
    "Standing",
    "Flag",  # its own log says what it was before
    "FlagGround",
    "FlagStep",
    "FlagSeen",
}  # remade from the record
TABLES = [
    model
    for room in ROOMS
    for model in apps.get_app_config(room).get_models()
    if not hasattr(model, "pgh_tracked_model") and not issubclass(model, Typed)
]  # and none of what is typed and not finished: it is in no record yet
ENTRIES = [model for model in TABLES if issubclass(model, Entry)]


def named(model: type[models.Model]) -> str:
    return model._meta.label


def test_each_table_with_a_child_is_an_entry_of_her_record():
    about_a_child = {model for model in TABLES if any(f.name == "child" for f in model._meta.fields)}
    assert {m.__name__ for m in about_a_child if not issubclass(m, Entry)} == REMADE


# Of no child: changes of the authority’s own standards are only ever added to; a preview (of one, or of saying
# what is recorded in Keel) is read once.
OF_NO_CHILD = {"StandardChange", "StandardPreview", "PreviewLine", "RecordedPreview", "RecordedLine"}


@pytest.mark.parametrize("model", [m for m in TABLES if m.__name__ not in REMADE | OF_NO_CHILD], ids=named)
def test_what_a_row_said_before_is_kept(model):
    kept = apps.get_model(f"{model._meta.label}Event")
    assert kept.pgh_tracked_model is model
    mine = {field.name for field in model._meta.concrete_fields}
    assert mine <= {field.name for field in kept._meta.concrete_fields}


@pytest.mark.parametrize("model", ENTRIES, ids=named)
def test_a_day_is_named_as_one_and_an_answer_may_be_not_recorded(model):
    mine = [field for field in model._meta.concrete_fields if field.name not in INHERITED]
    assert [f.name for f in mine if type(f) is models.DateField and not f.name.endswith("_on")] == []
    said = [f.name for f in mine if isinstance(f, models.BooleanField) and not f.null]
    assert set(said) <= {
        "is_final",
        "holds_case",
    }  # what the record itself says of a row, and nobody is asked


INHERITED = {field.name for field in Entry._meta.get_fields()}


@pytest.mark.parametrize("model", ENTRIES, ids=named)
def test_nothing_that_a_source_may_leave_out_is_demanded(model):
    demanded = {
        field.name
        for field in model._meta.concrete_fields
        if not field.null and not field.has_default() and field.empty_strings_allowed is False
    }
    assert demanded - {"id", "child", "entered_at"} <= {"assessment"}


@pytest.mark.parametrize("model", ENTRIES, ids=named)
def test_each_table_can_be_asked_for_one_child_and_for_what_somebody_may_see(model):
    assert isinstance(model.objects.all(), OfChildren)


@pytest.mark.parametrize("model", ENTRIES, ids=named)
def test_a_table_that_tells_of_a_child_says_so_in_a_sentence(model):
    said = (model.__doc__ or "").strip()
    assert said.endswith(".")
    assert not said.startswith(f"{model.__name__}(")
    assert all(name in {f.name for f in model._meta.get_fields()} for name in fields_of(model))


@pytest.mark.django_db
def test_a_childs_rows_are_found_without_reading_everybodys():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'")
        indexed = {table for table, text in cursor.fetchall() if "(child_id" in text}
    assert {model._meta.db_table for model in ENTRIES} - indexed == set()


@pytest.mark.django_db
@pytest.mark.parametrize("model", [m for m in ENTRIES if m is not AssessmentFactor], ids=named)
def test_a_set_of_one_child_holds_no_other_childs_rows(model):
    ada, ben = Person.objects.create(), Person.objects.create()
    mine, _ = model.objects.create(child=ada), model.objects.create(child=ben)
    assert list(model.objects.of(ada)) == list(model.objects.of(ada.pk)) == [mine]


def test_each_table_stands_in_the_glossary_with_its_source():
    rows = re.findall(r"^\| (\w+) \| .+ \| (.+) \|$", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    told = {name for name, source in rows if source}
    assert {model.__name__ for model in ENTRIES} - told == set()
