"""Lists of children by what is late: whose they are, in which order, and what may be taken away."""

import csv
import re
import time
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from on_pages import AS_OF, on_plan
from written import write

from cast import Cast
from keel.access.models import AuditEntry
from keel.chronology import narrowing
from keel.oversight.actions import reassess
from keel.oversight.models import Standing, StoredReading
from keel.people.models import Person
from keel.practice.history import Event, EventKind
from keel.workforce.models import Involvement


def names(client: Client, address: str, **asked: Any) -> list[str]:
    """The names in the list, in its order."""
    answer = client.get(address, asked)
    assert answer.status_code == 200, answer
    table = answer.content.decode().partition("Children by what is late")[2]
    return re.findall(r'<a class="govuk-link" href="/child/[^"]+">([^<]+)</a>', table)


def home(client: Client) -> str:
    answer = client.get("/children/")
    return answer.headers["Location"] if answer.status_code == 302 else ""


def test_each_comes_first_to_her_own_list(record: Cast) -> None:
    own = record.teams["T04"].pk
    assert home(record.client("team_manager")) == f"/team/{own}/"
    assert home(record.client("service_manager")) == "/service/"
    assert home(record.client("director")) == "/service/"
    assert home(record.client("worker")) == "/mine/"
    assert home(record.client("chair")) == "/mine/"


def test_whoever_has_no_cases_comes_to_a_page_without_any(record: Cast) -> None:
    for who in ("administrator", "analyst", "governance", "chief_executive"):
        answer = record.client(who).get("/children/")
        assert answer.status_code == 200, who
        assert not any(family.canary in answer.content.decode() for family in record.families.values())


def test_a_list_asks_to_sign_in_first(record: Cast) -> None:
    for address in ("/", "/children/", "/mine/", "/service/", f"/team/{record.teams['T04'].pk}/", "/law/"):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/account/")


def test_the_one_who_was_not_seen_comes_before_the_one_who_was(record: Cast) -> None:
    found = names(record.client("worker"), "/mine/")
    own = [name for name in found if "Zqown" in name]
    assert own == ["Ada Zqowncanary", "Cal Zqowncanary"]


@pytest.mark.parametrize(
    ("who", "families"),
    [
        ("worker", {"own", "restricted"}),
        ("team_manager", {"own", "restricted"}),
        ("service_manager", {"own", "other", "restricted"}),
        ("head_of_service", {"own", "other", "hidden"}),
        ("other_worker", {"other"}),
        ("chair", {"own"}),
    ],
)
def test_nobody_is_in_a_list_who_is_closed_to_whoever_asks(
    record: Cast, who: str, families: set[str]
) -> None:
    client = record.client(who)
    found = {name.split("Zq")[1].removesuffix("canary") for name in names(client, home(client))}
    assert found - {"nobodys"} == families


def test_a_team_beyond_reach_is_not_there(record: Cast) -> None:
    other = record.teams["T05"].pk
    assert record.client("team_manager").get(f"/team/{other}/").status_code == 404
    assert record.client("team_manager").get("/team/987654/").status_code == 404
    assert record.client("service_manager").get(f"/team/{other}/").status_code == 200


def test_children_whom_no_team_has_are_seen_by_whoever_answers_for_all(record: Cast) -> None:
    words = record.client("director").get("/service/").content.decode()
    assert "2 children whom no team has" in words
    assert "Zqnobodyscanary" in words
    assert "Zqnobodyscanary" not in record.client("service_manager").get("/service/").content.decode()


def test_it_is_narrowed_by_timescale_signal_plan_age_and_late_entries(record: Cast) -> None:
    client, families = record.client("worker"), record.families
    assert len(names(client, "/mine/")) == 4
    assert len(names(client, "/mine/", timescale="cp_visit")) == 2
    assert len(names(client, "/mine/", shows="overdue", timescale="cp_visit")) == 2
    assert len(names(client, "/mine/", signal="D04_visit_missed", colour="amber")) == 2
    assert len(names(client, "/mine/", plan="yes")) == 4
    assert names(client, "/mine/", plan="no") == []
    assert {name.split()[0] for name in names(client, "/mine/", age="11-15")} == {"Ada"}
    child = families["own"].children[1]
    write(child, Event(EventKind.CORE_GROUP_HELD, date(2026, 3, 20), recorded_on=date(2026, 4, 20)))
    reassess(child, as_of=AS_OF)
    assert names(client, "/mine/", shows="late_entries") == ["Cal Zqowncanary"]


def test_what_nobody_offered_narrows_nothing_and_breaks_nothing(record: Cast) -> None:
    client = record.client("worker")
    for asked in (
        {"timescale": "x'; --"},
        {"worker": "0 OR 1"},
        {"age": "200"},
        {"sort": "password"},
        {"page": "-3"},
    ):
        assert len(names(client, "/mine/", **asked)) == 4


def test_a_worker_is_chosen_from_a_list_that_somebody_can_look_through(
    record: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, hers = record.client("director"), record.workers["worker"]
    every = names(client, "/service/")
    fewer = names(client, "/service/", worker=str(hers.pk))
    assert 0 < len(fewer) < len(every)
    assert 'name="worker"' in client.get("/service/").content.decode()
    monkeypatch.setattr(narrowing, "WORKERS", 1)
    page = client.get("/service/").content.decode()
    assert 'name="worker"' not in page
    assert "open the list of the worker’s team" in page
    assert names(client, "/service/", worker=str(hers.pk)) == fewer, "an address that was kept still narrows"


def test_it_is_sorted_as_asked(record: Cast) -> None:
    client = record.client("worker")
    assert [name.split()[0] for name in names(client, "/mine/", sort="name")] == ["Ada", "Cal", "Ada", "Cal"]
    elder = [family.child for family in record.families.values()]
    Standing.objects.filter(child__in=elder).update(overdue_since=date(2026, 1, 2))
    for sort, order in (("since", ["Ada", "Ada", "Cal", "Cal"]), ("-since", ["Cal", "Cal", "Ada", "Ada"])):
        assert [name.split()[0] for name in names(client, "/mine/", sort=sort)] == order


def test_the_grid_says_in_words_how_each_timescale_stands(record: Cast) -> None:
    words = record.client("worker").get("/mine/", {"view": "grid"}).content.decode()
    late = StoredReading.objects.get(
        child=record.families["own"].child, timescale="cp_visit", status="overdue"
    )
    assert f"Overdue by {late.days_over} working days" in words
    assert "Child protection visit, child seen" in words
    assert "Due " in words


def many(record: Cast, number: int) -> None:
    for place in range(number):
        child = Person.objects.create(is_child=True, birth_on=date(2018, 1, 1))
        child.names.create(forename=f"N{place:03d}", surname="Late")
        worker, team = record.workers["worker"], record.teams["T04"]
        Involvement.objects.create(child=child, worker=worker, team=team, started_on=date(2026, 1, 5))
        on_plan(child, AS_OF - timedelta(days=place % 60))
        reassess(child, as_of=AS_OF)


def test_statements_do_not_grow_with_children_and_pages_hold_thirty(
    record: Cast, django_assert_max_num_queries: Any
) -> None:
    client, address = record.client("team_manager"), f"/team/{record.teams['T04'].pk}/"
    asked = {"sort": "-overdue", "shows": "overdue"}
    names(client, address, **asked)
    with django_assert_max_num_queries(26) as few:
        names(client, address, **asked)
    many(record, 35)
    with django_assert_max_num_queries(26) as more:
        names(client, address, **asked)
    assert len(more.captured_queries) == len(few.captured_queries)
    assert len(names(client, address)) == 30
    assert len(names(client, address, page=2)) == 9


def stepped_up(record: Cast, who: str) -> Client:
    """Signed in, and shown again not long ago that it is she."""
    client = record.client(who)
    session = client.session
    session["account_authentication_methods_user"] = str(record[who].pk)
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": time.time(), "reauthenticated": True}
    ]
    session.save()
    return client


def test_a_list_that_is_taken_away_holds_only_who_may_be_seen_and_each_is_noted(record: Cast) -> None:
    team = record.teams["T04"].pk
    answer = stepped_up(record, "team_manager").get(reverse("chronology:team-export", args=[team, "csv"]))
    assert answer.status_code == 200
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["Name"].split("Zq")[1] for row in rows} == {"owncanary", "restrictedcanary"}
    assert "Child protection visit, child seen, overdue by" in rows[0]["What is overdue"]
    noted = AuditEntry.objects.filter(code="list.exported")
    assert {entry.person_id for entry in noted} == set(
        Standing.objects.filter(child__in=[c for f in ("own", "restricted") for c in record.families[f].children])
        .values_list("child_id", flat=True)
    )  # fmt: skip


def test_a_list_is_not_taken_away_without_showing_again_who_asks_nor_by_a_worker(record: Cast) -> None:
    team = record.teams["T04"].pk
    answer = record.client("team_manager").get(reverse("chronology:team-export", args=[team, "csv"]))
    assert answer.status_code == 302
    refused = stepped_up(record, "worker").get(reverse("chronology:mine-export", args=["csv"]))
    assert refused.status_code == 403
    assert b"canary" not in refused.content
    assert "list.csv" not in record.client("worker").get("/mine/").content.decode()


def test_no_cell_is_a_formula_and_no_sheet_is_hidden(record: Cast) -> None:
    child = record.families["own"].child
    child.names.update(forename='=HYPERLINK("http://x","y")')
    team, client = record.teams["T04"].pk, stepped_up(record, "team_manager")
    text = client.get(reverse("chronology:team-export", args=[team, "csv"])).content.decode("utf-8-sig")
    assert "\"'=HYPERLINK" in text
    book = client.get(reverse("chronology:team-export", args=[team, "xlsx"])).content
    with ZipFile(BytesIO(book)) as parts:
        sheets = parts.read("xl/workbook.xml").decode()
        cells = parts.read("xl/worksheets/sheet1.xml").decode()
    assert sheets.count("<sheet ") == 1
    assert "hidden" not in sheets
    assert "<f>" not in cells


def test_looking_at_a_list_is_noted(record: Cast) -> None:
    record.client("worker").get("/mine/", {"plan": "yes"})
    entry = AuditEntry.objects.get(code="list.looked_at")
    assert entry.detail["scope"] == "mine"
    assert entry.detail["asked"] == "plan=yes"
