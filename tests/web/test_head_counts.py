"""What waits for somebody stands at the head of a page, asked for once; a page of refusal asks nothing of it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, cast  # noqa: F401 -- a fixture
from keel.access.models import Notice
from keel.recording.models import Draft

pytestmark = pytest.mark.django_db


def asked(client: Client, path: str) -> tuple[str, int]:
    """What a page says, and how many statements asked what waits."""
    with CaptureQueriesContext(connection) as asked:
        words = client.get(path).content.decode()
    return words, sum("access_notice" in each["sql"] or "recording_draft" in each["sql"] for each in asked)


def test_what_waits_is_counted_in_one_statement_and_not_for_a_page_of_refusal(
    cast: Cast,  # noqa: F811
    settings: Any,
    tmp_path: Any,
) -> None:
    settings.STATIC_ROOT = tmp_path
    maya, child = cast["worker"], cast.families["own"].child
    Notice.objects.create(to=maya, text="A record was opened", path="/")
    Notice.objects.create(to=cast["lawyer"], text="Another's", path="/")
    Draft.objects.create(user=maya, child=child, page="protection:visit", revision=1)
    Draft.objects.create(user=maya, child=child, page="protection:visit", about=1)  # nothing typed yet
    client = cast.client("worker")
    words, statements = asked(client, "/people/")
    assert "Notices (1)" in words
    assert "Your drafts (1)" in words
    assert statements == 1
    words, statements = asked(client, "/nothing/here")
    assert "There is no page here for you" in words
    assert "Find a person" in words, "the ways stay"
    assert statements == 0
