"""The rows that putting somebody on file makes, written out from the models: what is said, and blank for the rest."""

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db import models

# In SQL, by the names of access_register.
PERSON = {
    "id": "one",
    "is_child": "true",
    "birth_on": "birth_on",
    "expected_on": "expected_on",
    "sex": "left(sex, 1)",
}
INVOLVEMENT = {
    "child_id": "one",
    "team_id": "front_door",
    "role": "'front_door'",
    "holds_case": "false",
    "started_on": "day",
    "recorded_on": "day",
    "recorded_by_id": "asker",
    "reason_for_change": "left(why, 250)",
}
BLANK: tuple[tuple[type[models.Field], str], ...] = (  # type: ignore[type-arg]
    (models.DateTimeField, "now()"),
    (models.BooleanField, "false"),
    (models.CharField, "''"),
    (models.TextField, "''"),
)


def places() -> Mapping[str, str]:
    """The columns and values of both rows, for the statement."""
    return {
        f"{name}_{part}": ", ".join(column[place] for column in _columns(label, said))
        for name, label, said in (
            ("person", "people.Person", PERSON),
            ("involvement", "workforce.Involvement", INVOLVEMENT),
        )
        for place, part in enumerate(("columns", "values"))
    }


def _columns(label: str, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for field in apps.get_model(label)._meta.concrete_fields:
        if field.column in said:
            yield field.column, said[field.column]
        elif not field.null and not isinstance(field, models.AutoField):
            yield field.column, next(words for kind, words in BLANK if isinstance(field, kind))
