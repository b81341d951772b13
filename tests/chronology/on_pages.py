"""What these tests share: children late and well as at one day, and the words of a page."""

import re
from datetime import date, timedelta

from django.test import Client
from django.urls import reverse
from written import write

from keel.people.models import Person
from keel.practice.history import Event, EventKind, Fact

AS_OF = date(2026, 5, 5)
PLAN_ON = date(2026, 3, 2)
SEEN = {Fact.CHILD_SEEN: True, Fact.SEEN_ALONE: True}


def on_plan(child: Person, last_seen: date) -> None:
    """A child on a plan since early March, seen every week up to a day."""
    write(child, Event(EventKind.REFERRAL_RECEIVED, PLAN_ON - timedelta(days=30), code="6"))
    write(child, Event(EventKind.PLAN_STARTED, PLAN_ON, code="NEG", number=0.0))
    day = PLAN_ON
    while day <= last_seen:
        write(child, Event(EventKind.VISIT_HELD, day, facts=SEEN, recorded_on=day))
        day += timedelta(days=7)


def page(client: Client, child: Person, name: str = "child", **asked: str) -> str:
    """The words of one of a child's pages."""
    answer = client.get(reverse(f"chronology:{name}", args=[child.pk]), asked)
    assert answer.status_code == 200, answer
    return plain(answer.content.decode())


def plain(html: str) -> str:
    """The words of a page, tags left out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("&#x27;", "’")
