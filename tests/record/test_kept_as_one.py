"""A write of many rows: what each said before is kept, all with one reason."""

import pytest
from django.apps import apps

from keel.record.kept import keep_as_one
from keel.workforce.models import Team

pytestmark = pytest.mark.django_db


def test_what_a_load_replaced_names_the_load() -> None:
    for key in ("T1", "T2"):
        Team.objects.create(key=key, name="North")
    keep_as_one(load=7)
    Team.objects.update(name="South")
    kept = apps.get_model("workforce.TeamEvent").objects.select_related("pgh_context")
    assert [(row.key, row.name, row.pgh_context.metadata) for row in kept.order_by("key")] == [
        ("T1", "North", {"load": 7}),
        ("T2", "North", {"load": 7}),
    ]
    assert len({row.pgh_context_id for row in kept}) == 1


def test_nothing_that_would_be_kept_is_passed_over() -> None:
    team = Team.objects.create(key="T1", name="North")
    keep_as_one(load=7)
    Team.objects.filter(pk=team.pk).update(name="South")
    Team.objects.filter(pk=team.pk).delete()
    kept = apps.get_model("workforce.TeamEvent").objects.order_by("pgh_id")
    assert [row.name for row in kept] == ["North", "South"]
