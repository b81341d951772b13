"""What is asked and by what: every timescale, signal and standard has a page with its source."""

import pytest
from django.urls import reverse
from on_pages import plain

from cast import Cast
from keel.oversight.rules_held import standards_held
from keel.practice.signals import SIGNALS
from keel.practice.timescales import BOOK


@pytest.mark.parametrize("who", ["worker", "administrator", "partner"])
def test_anybody_who_signs_in_may_read_what_is_asked(cast: Cast, who: str) -> None:
    words = plain(cast.client(who).get("/law/").content.decode())
    assert "Child protection visit, child seen" in words
    assert "local values for you to confirm" in words


def test_every_one_has_a_page_with_its_source_and_force(cast: Cast) -> None:
    client = cast.client("worker")
    for key in (*BOOK, *SIGNALS, *standards_held()):
        answer = client.get(reverse("chronology:law", args=[key]))
        assert answer.status_code == 200, key
        assert "Source" in answer.content.decode(), key


def test_a_number_without_a_source_asks_to_be_confirmed(cast: Cast) -> None:
    client = cast.client("worker")
    for key in ("late_entry", "look_back"):
        assert "please confirm" in client.get(reverse("chronology:law", args=[key])).content.decode()


def test_what_is_not_asked_is_not_there(cast: Cast) -> None:
    assert cast.client("worker").get("/law/no_such_key").status_code == 404
