"""The one door: who is let in to which record, and what is left behind."""

from uuid import uuid4

import pytest
from django.http import Http404, HttpRequest
from django.test import RequestFactory

from cast import Cast
from keel.access.door import ReasonNeeded, child_for
from keel.access.models import AuditEntry
from keel.access.policy import Act
from keel.access.queries import asker_of
from keel.access.request import UnderWay


def asked_by(cast: Cast, key: str) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = cast[key]
    request.under_way = UnderWay(asker=asker_of(cast[key].pk))
    return request


@pytest.mark.parametrize(
    "key", ["worker", "team_manager", "service_manager", "chair", "duty", "director", "auditor"]
)
def test_those_who_work_with_a_child_come_in_and_the_look_is_written(cast: Cast, key: str) -> None:
    request, child = asked_by(cast, key), cast.families["own"].child
    assert child_for(request, child.pk, Act.CHILD_READ) == child
    request.under_way.write_looks()
    entry = AuditEntry.objects.get()
    assert (entry.code, entry.actor_id, entry.person_id) == ("child.looked_at", cast[key].pk, child.pk)


@pytest.mark.parametrize("key", ["other_worker", "other_manager", "front_door", "analyst", "governance"])
def test_anybody_else_is_asked_for_a_reason(cast: Cast, key: str) -> None:
    with pytest.raises(ReasonNeeded):
        child_for(asked_by(cast, key), cast.families["own"].child.pk, Act.CHILD_READ)


@pytest.mark.parametrize("key", ["administrator", "chief_executive", "partner"])
def test_those_with_no_cases_find_nothing_there(cast: Cast, key: str) -> None:
    with pytest.raises(Http404) as refused:
        child_for(asked_by(cast, key), cast.families["own"].child.pk, Act.CHILD_READ)
    with pytest.raises(Http404) as absent:
        child_for(asked_by(cast, key), uuid4(), Act.CHILD_READ)
    assert str(refused.value) == str(absent.value)
