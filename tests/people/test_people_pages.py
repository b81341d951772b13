"""The pages of this room, as members of the cast see them through both walls."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from conftest_people import made
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from cast import Cast
from keel.clock import today
from keel.people.duplicates import find_duplicates
from keel.people.models import Address, Alert, Merge, NotDuplicate, Person, Relationship
from keel.workforce.models import Involvement

pytestmark = pytest.mark.django_db
PAGES = ("people:person", "people:network", "people:alerts")
QUERIES = 60  # a page of one person; what matters is that they do not grow


def find(client: Client, text: str) -> Any:
    return client.post(reverse("people:find"), {"text": text}, follow=True)


def names(response: Any) -> list[str]:
    """The names in the table of whoever was found."""
    return re.findall(r'data-label="Name"[^>]*><a[^>]*>([^<]*)<', response.content.decode())


# Finding


def test_what_was_typed_stands_in_no_address(cast: Cast) -> None:
    response = find(cast.client("worker"), cast.families["own"].canary)
    assert names(response)
    assert [url for url, _ in response.redirect_chain if "canary" in url.lower()] == []
    assert re.fullmatch(r"/people/found/\w+", response.redirect_chain[-1][0])


def test_a_worker_of_another_team_finds_a_child_and_is_told_that_opening_asks_why(cast: Cast) -> None:
    page = find(cast.client("other_worker"), cast.families["own"].canary).content.decode()
    assert "Opening it asks for a reason" in page


@pytest.mark.parametrize("family", ["restricted", "excluded", "hidden"])
def test_a_closed_family_is_not_found_and_not_hinted_at(cast: Cast, family: str) -> None:
    client = cast.client("other_worker")
    closed = find(client, cast.families[family].canary.replace("Zq", ""))
    nobody = find(client, "Featherstonehaugh Gwendolen")
    assert names(closed) == []
    assert "Nobody found" in closed.content.decode()
    assert _without_what_was_typed(closed) == _without_what_was_typed(nobody)


def _without_what_was_typed(response: Any) -> str:
    return re.sub(r'value="[^"]*"', "", _without_tokens(response))


def _without_tokens(response: Any) -> str:
    return re.sub(r"[A-Za-z0-9]{64}", "", response.content.decode())


def test_those_on_the_list_find_a_restricted_child(cast: Cast) -> None:
    assert len(names(find(cast.client("worker"), cast.families["restricted"].canary))) >= 3


def test_somebody_without_cases_may_not_search(cast: Cast) -> None:
    assert cast.client("chief_executive").get(reverse("people:find")).status_code == 403
    assert cast.client(None).get(reverse("people:find")).status_code == 302


def test_only_those_who_may_read_who_looked_are_shown_the_way_there(cast: Cast) -> None:
    child = cast.families["own"].child
    way = reverse("access:looks", args=[child.pk])
    for page in ("chronology:child", "people:person"):
        address = reverse(page, args=[child.pk])
        assert f'href="{way}"' not in cast.client("worker").get(address).content.decode()
        assert f'href="{way}"' in cast.client("team_manager").get(address).content.decode()
    assert cast.client("worker").get(way).status_code == 404


def test_a_search_is_forgotten_with_the_session(cast: Cast) -> None:
    address = find(cast.client("worker"), "anybody").redirect_chain[-1][0]
    assert cast.client("worker").get(address).status_code == 302


def test_a_blank_box_says_what_to_enter(cast: Cast) -> None:
    assert "Enter a name, a date of birth" in find(cast.client("worker"), " ").content.decode()


# One person


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("family", ["hidden", "excluded"])
def test_refused_and_absent_look_alike(cast: Cast, page: str, family: str) -> None:
    client = cast.client("worker")
    refused = client.get(reverse(page, args=[cast.families[family].child.pk]))
    absent = client.get(reverse(page, args=["00000000-0000-4000-8000-000000000000"]))
    assert (refused.status_code, absent.status_code) == (404, 404)
    assert _without_tokens(refused) == _without_tokens(absent)


@pytest.mark.parametrize("page", PAGES)
def test_her_worker_opens_each_page_of_a_child_and_of_the_mother(cast: Cast, page: str) -> None:
    client, family = cast.client("worker"), cast.families["own"]
    for person in (family.child, family.mother):
        assert client.get(reverse(page, args=[person.pk])).status_code == 200


@pytest.mark.parametrize("page", ["people:person", "people:network"])
def test_statements_do_not_grow_with_the_family(
    cast: Cast, page: str, django_assert_max_num_queries: Callable
) -> None:
    child, client = cast.families["own"].child, cast.client("worker")
    client.get(reverse(page, args=[child.pk]))
    with django_assert_max_num_queries(QUERIES) as few:
        client.get(reverse(page, args=[child.pk]))
    for place in range(12):
        other = made(f"Sib{place}", "Marsh", is_child=False)
        Relationship.objects.create(person=child, other=other, relation="sibling")
        Address.objects.create(person=child, lines=f"{place} High Street")
    with django_assert_max_num_queries(len(few)):
        client.get(reverse(page, args=[child.pk]))


def test_a_protected_address_is_shown_to_her_worker_and_held_back_from_the_auditor(cast: Cast) -> None:
    child = cast.families["own"].child
    Address.objects.create(
        person=child, kind="safe", lines="9 Harbour Street", postcode="EL3 4CD", is_protected=True,
        audience="her social worker",
    )  # fmt: skip
    page = reverse("people:person", args=[child.pk])
    assert "9 Harbour Street" in cast.client("worker").get(page).content.decode()
    audited = cast.client("auditor").get(page).content.decode()
    assert "9 Harbour Street" not in audited
    assert "EL3 4CD" not in audited
    assert "Held back: protected" in audited


def test_a_relationship_is_read_from_both_sides(cast: Cast) -> None:
    client, family = cast.client("worker"), cast.families["own"]
    Person.objects.filter(pk=family.child.pk).update(sex="F")
    assert ">Mother" in client.get(reverse("people:person", args=[family.child.pk])).content.decode()
    assert ">Daughter" in client.get(reverse("people:person", args=[family.mother.pk])).content.decode()


def test_a_relative_who_is_hidden_is_in_neither_the_table_nor_the_picture(cast: Cast) -> None:
    child, hidden = cast.families["own"].child, cast.families["hidden"].mother
    Relationship.objects.create(person=child, other=hidden, relation="aunt or uncle")
    for page in ("people:person", "people:network"):
        content = cast.client("worker").get(reverse(page, args=[child.pk])).content.decode()
        assert cast.families["hidden"].canary not in content


# The picture


def test_the_picture_is_safe_to_stand_in_the_page_and_says_what_the_table_says(cast: Cast) -> None:
    family = cast.families["own"]
    family.mother.names.update(forename="<script>alert(1)</script>")
    page = cast.client("worker").get(reverse("people:network", args=[family.child.pk])).content.decode()
    svg = page[page.index('<svg role="img"') : page.index("</svg>", page.index('<svg role="img"')) + 6]
    drawn = etree.fromstring(svg)
    assert [
        e for e in drawn.iter() if e.get("style") or etree.QName(e).localname in ("script", "style")
    ] == []
    assert "<script>alert" not in page
    assert drawn.findtext("{*}desc")
    assert page.count(family.canary) >= 3


# Alerts


def test_an_alert_is_raised_with_a_day_to_look_again_and_closed_with_a_reason(cast: Cast) -> None:
    client, child = cast.client("worker"), cast.families["own"].child
    page = reverse("people:alerts", args=[child.pk])
    asked = {
        "kind": "Dog",
        "text": "The dog bites.",
        "review_on": (today() + timedelta(30)).strftime("%d/%m/%Y"),
    }
    assert client.post(page, asked | {"review_on": "1/1/2020"}).status_code == 200
    assert client.post(page, asked).status_code == 302
    alert = Alert.objects.get()
    assert (alert.raised_by, alert.raised_on) == (cast["worker"], today())
    assert "The dog bites." in client.get(reverse("people:person", args=[child.pk])).content.decode()
    client.post(reverse("people:close-alert", args=[child.pk, alert.pk]), {"reason": "The dog has died."})
    alert.refresh_from_db()
    assert (alert.closed_by, alert.closing_reason) == (cast["worker"], "The dog has died.")


def test_whoever_may_only_read_cannot_raise_an_alert(cast: Cast) -> None:
    page = reverse("people:alerts", args=[cast.families["own"].child.pk])
    asked = {"kind": "Dog", "text": "The dog bites.", "review_on": "1/1/2099"}
    assert cast.client("auditor").get(page).status_code == 200
    assert cast.client("auditor").post(page, asked).status_code in (302, 404)
    assert not Alert.objects.exists()


# Duplicates


@pytest.fixture
def pair(cast: Cast) -> tuple[Person, Person]:
    """Two records of one child, both with the worker."""
    both = made("Leah", "Marsh"), made("Lia", "Marsh")
    for child in both:
        Involvement.objects.create(
            child=child, worker=cast.workers["worker"], team=cast.teams["T04"], started_on=date(2026, 1, 5)
        )
    return both


def test_two_records_are_merged_and_made_two_again_by_a_person(
    cast: Cast, pair: tuple[Person, Person]
) -> None:
    client, (kept, merged) = cast.client("worker"), pair
    find_duplicates(seconds=10)
    assert str(merged.pk) in client.get(reverse("people:duplicates")).content.decode()
    compare = reverse("people:compare", args=[kept.pk, merged.pk])
    assert "Leah Marsh" in client.get(compare).content.decode()
    said = {
        "decision": "merge",
        "merge-kept": str(kept.pk),
        "merge-reason": "Same birth, same mother, one school.",
    }
    assert client.post(compare, said).status_code == 302
    assert sorted(name.forename for name in kept.names.all()) == ["Leah", "Lia"]
    moved = client.get(reverse("people:person", args=[merged.pk]))
    assert moved.url == reverse("people:person", args=[kept.pk])
    done = Merge.objects.get()
    asks = client.get(reverse("people:undo", args=[done.pk]))
    assert asks.url.startswith(reverse("access:reason", args=[merged.pk])), (
        "nobody works with an emptied record"
    )
    _open_for_a_reason(cast, merged)
    client.post(reverse("people:undo", args=[done.pk]), {"reason": "They are cousins of one name."})
    done.refresh_from_db()
    assert done.undone_by == cast["worker"]
    assert [name.forename for name in merged.names.all()] == ["Lia"]
    assert merged.involvement_entries.count() == 1


def _open_for_a_reason(cast: Cast, person: Person) -> None:
    """As the page that asks for a reason leaves it."""
    now = timezone.now()
    apps.get_model("access.Opening").objects.create(
        user=cast["worker"], person=person, purpose="cover", reason="They were two children after all.",
        opened_at=now - timedelta(minutes=1), until=now + timedelta(hours=1),
    )  # fmt: skip


def test_a_merge_needs_a_choice_and_a_reason(cast: Cast, pair: tuple[Person, Person]) -> None:
    compare = reverse("people:compare", args=[pair[0].pk, pair[1].pk])
    page = cast.client("worker").post(compare, {"decision": "merge", "merge-reason": "same"}).content.decode()
    assert "Choose which record to keep" in page
    assert "Say why in a few words more" in page
    assert not Merge.objects.exists()


def test_judged_two_people(cast: Cast, pair: tuple[Person, Person]) -> None:
    compare = reverse("people:compare", args=[pair[0].pk, pair[1].pk])
    cast.client("worker").post(
        compare, {"decision": "different", "different-reason": "Twins, seen together."}
    )
    assert NotDuplicate.objects.get().by == cast["worker"]


def test_a_pair_with_a_closed_record_is_not_offered_nor_compared(cast: Cast) -> None:
    hidden, other = cast.families["hidden"].child, cast.families["own"].child
    client = cast.client("worker")
    find_duplicates(seconds=10)
    assert cast.families["hidden"].canary not in client.get(reverse("people:duplicates")).content.decode()
    assert client.get(reverse("people:compare", args=[other.pk, hidden.pk])).status_code == 404


def test_what_was_closed_to_whoever_merged_is_moved_by_the_worker(
    cast: Cast, pair: tuple[Person, Person]
) -> None:
    kept, merged = pair
    row = Relationship.objects.create(person=merged, other=cast.families["hidden"].mother, relation="mother")
    said = {
        "decision": "merge",
        "merge-kept": str(kept.pk),
        "merge-reason": "Same birth, same mother, one school.",
    }
    cast.client("worker").post(reverse("people:compare", args=[kept.pk, merged.pk]), said)
    row.refresh_from_db()
    assert row.person_id == merged.pk, "the database does not show it to her"
    job = apps.get_model("procrastinate.ProcrastinateJob").objects.get(task_name="people.complete_merge")
    from keel.people.tasks import complete_merge  # noqa: PLC0415 -- the application must be ready

    complete_merge(**job.args)
    row.refresh_from_db()
    assert row.person_id == kept.pk
