"""A child's page: who she is, why we are involved, what is late and why, down to the sentence of law."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from on_pages import AS_OF, PLAN_ON, page, plain
from written import write

from cast import Cast
from keel.oversight.actions import reassess
from keel.oversight.models import StoredReading
from keel.people.models import Alert
from keel.practice.history import Event, EventKind, Fact
from keel.protection.models import Visit
from keel.workforce.models import Involvement

PAGES = ("child", "chronology", "paper", "records")
MOST_STATEMENTS = 33


def test_it_says_what_is_late_and_why_and_leads_to_the_law(record: Cast) -> None:
    child, client = record.families["own"].child, record.client("worker")
    html = client.get(reverse("chronology:child", args=[child.pk])).content.decode()
    words = plain(html)
    late = StoredReading.objects.get(child=child, timescale="cp_visit", status="overdue")
    assert "Child protection visit, child seen overdue by" in words
    assert f"{late.days_over} working days over" in words
    assert f"Visit held on {late.start_event_on.day} March 2026" in words
    law = reverse("chronology:law", args=["cp_visit"])
    assert f'href="{law}"' in html
    told = plain(client.get(law).content.decode())
    assert "10 working days" in told
    assert "Central Bedfordshire" in told


def test_it_leads_from_what_is_late_to_the_entry_that_starts_it(record: Cast) -> None:
    child, client = record.families["own"].child, record.client("worker")
    html = client.get(reverse("chronology:child", args=[child.pk])).content.decode()
    last = Visit.objects.filter(child=child).latest("visited_on")
    entry = reverse("chronology:entry", args=[child.pk, "visit", last.pk])
    assert f'href="{entry}"' in html
    assert "Child seen Yes" in plain(client.get(entry).content.decode())


def test_it_says_why_we_are_involved_and_who_has_the_child(record: Cast) -> None:
    words = page(record.client("worker"), record.families["own"].child)
    assert "Child protection plan since 2 March 2026" in words
    assert "Neglect. The first plan" in words
    assert "From: Police" in words
    assert "Worker Maya Okoro" in words
    assert "Mother Rosa" in words


def test_that_nobody_has_a_child_is_said(record: Cast) -> None:
    child = record.families["own"].child
    Involvement.objects.filter(child=child, role="").update(ended_on=AS_OF)
    assert "Nobody is recorded as having this child" in page(record.client("director"), child)


def test_what_cannot_be_computed_is_a_finding_and_never_green(record: Cast) -> None:
    child = record.families["own"].children[1]
    write(child, Event(EventKind.VISIT_HELD, date(2026, 5, 4)))
    reassess(child, as_of=AS_OF)
    words = page(record.client("worker"), child)
    assert "Cannot be computed What is missing from the record is a finding." in words
    assert "a fact about the event that may have met it is not recorded" in words


def test_alerts_stand_at_the_head_of_every_page_and_closed_ones_do_not(record: Cast) -> None:
    child = record.families["own"].child
    Alert.objects.create(person=child, kind="dog", text="Large dog in the yard", review_on=date(2026, 5, 1))
    Alert.objects.create(person=child, kind="old", text="Long since gone", closed_on=date(2026, 1, 1))
    client = record.client("worker")
    for name in ("child", "chronology", "records"):
        words = page(client, child, name)
        assert "Large dog in the yard (review overdue)" in words
        assert "Long since gone" not in words
    assert "Alert: dog. Large dog in the yard" in page(client, child, "paper")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("family", "who"),
    [
        ("restricted", "other_worker"),
        ("excluded", "worker"),
        ("hidden", "director"),
        ("own", "partner"),
        ("own", "administrator"),
    ],
)
def test_where_it_is_refused_it_looks_as_if_there_were_no_such_child(
    record: Cast, name: str, family: str, who: str
) -> None:
    client = record.client(who)
    refused = client.get(reverse(f"chronology:{name}", args=[record.families[family].child.pk]))
    absent = client.get(reverse(f"chronology:{name}", args=["00000000-0000-4000-8000-000000000000"]))
    assert (refused.status_code, absent.status_code) == (404, 404)
    assert plain(refused.content.decode()) == plain(absent.content.decode())
    assert record.families[family].canary not in refused.content.decode()


def test_a_relative_whose_own_record_is_hidden_is_not_named(record: Cast) -> None:
    child, hidden = record.families["own"].child, record.families["hidden"].children[0]
    child.relationships.create(other=hidden, relation="sibling")
    assert "Zqhiddencanary" not in page(record.client("worker"), child)


def test_signals_are_not_told_to_those_whose_role_leaves_them_out(record: Cast) -> None:
    child = record.families["own"].child
    assert "Visit overdue" in page(record.client("worker"), child)
    assert "Visit overdue" not in page(record.client("business"), child)


def test_visits_are_left_out_of_the_chronology_of_whoever_may_not_read_them(record: Cast) -> None:
    child = record.families["own"].child
    assert "Visit held" in page(record.client("worker"), child, "chronology")
    assert "Visit held" not in page(record.client("business"), child, "chronology")
    refused = record.client("business").get(reverse("chronology:rows", args=[child.pk, "visit"]))
    assert refused.status_code == 404


def test_the_paper_has_what_is_needed_at_night(record: Cast) -> None:
    child = record.families["own"].child
    Visit.objects.filter(child=child).update(own_words="I want my nan to come")
    child.contact_points.create(
        kind="phone", value="01632 960001", is_protected=True, audience="social workers"
    )
    words = page(record.client("worker"), child, "paper")
    needed = (
        "Neglect", "Maya Okoro", "Mother", "01632 960001", "Only for: social workers", "I want my nan to come",
        "Child protection visit, child seen, overdue by", "Next", "as at 5 May 2026",
    )  # fmt: skip
    assert [each for each in needed if each not in words] == []


def test_its_statements_do_not_grow_with_the_record(record: Cast, django_assert_max_num_queries) -> None:
    child, client = record.families["own"].child, record.client("worker")
    write(child, Event(EventKind.CORE_GROUP_HELD, PLAN_ON))  # a table without a row is not asked
    page(client, child)
    with django_assert_max_num_queries(MOST_STATEMENTS) as few:
        page(client, child)
    for day in range(60):
        write(
            child, Event(EventKind.VISIT_HELD, PLAN_ON + timedelta(days=day), facts={Fact.CHILD_SEEN: True})
        )
        write(child, Event(EventKind.CORE_GROUP_HELD, PLAN_ON + timedelta(days=day)))
    reassess(child, as_of=AS_OF)
    with django_assert_max_num_queries(MOST_STATEMENTS) as many:
        page(client, child)
    assert len(many.captured_queries) == len(few.captured_queries)
