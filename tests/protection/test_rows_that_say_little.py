"""A row that a source brought with nothing but its child is met by a page, and never by a fault."""

import pytest
from django.apps import apps
from django.urls import reverse

from cast import Cast
from keel.recording.declared import recordings


@pytest.mark.django_db
def test_every_page_about_an_entry_opens_on_one_that_says_nothing(cast: Cast) -> None:
    child = cast.families["own"].child
    clients = [cast.client(who) for who in ("worker", "team_manager", "chair")]
    faults = []
    for what in (each for each in recordings() if each.about):
        row = apps.get_model(what.about)._default_manager.create(child=child)
        for client in clients:
            way = reverse(what.key, args=[child.pk, row.pk])
            faults += [(way, answer) for answer in _answers(client, way) if answer.status_code == 500]
    assert not faults, [str(answer.exc_info[1]) for _, answer in faults]


def _answers(client, way: str) -> list:
    return [client.get(way), client.post(way, {"revision": "0"})]
