"""What a load changed and found, as the analyst works through it and others see it."""

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from pages import plain
from python_calamine import CalamineWorkbook
from small_extracts import STANDARD, bring, extract, person

from cast import Cast
from keel.exchange.extract import bits
from keel.exchange.findings import Level
from keel.practice.history import EventKind as E
from keel.practice.history import Fact as F

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_here")]
MAY, JUNE = date(2026, 5, 31), date(2026, 6, 30)
CHILDREN = {"anna": {"birth_on": date(2018, 4, 1)}}
PLAN = ("anna", E.PLAN_STARTED, date(2026, 2, 2), {"episode": "plan:1", "code": "NEG"})
NASTY = '=HYPERLINK("http://example.org","x")'


@pytest.fixture(autouse=True)
def one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEEL_TODAY", JUNE.isoformat())


def visit(on: date) -> tuple:
    return ("anna", E.VISIT_HELD, on, {"episode": "plan:1", "yes": bits([F.CHILD_SEEN, F.SEEN_ALONE])})


@pytest.fixture
def found(cast: Cast) -> Any:
    """A load with findings of each level, one with text that a spreadsheet might run."""
    made = extract(PLAN, children=CHILDREN)
    made.findings.add(
        "odd-date", Level.WARNING, "no day", source="List 7", column="Date", row=4, child="anna", raw=NASTY
    )
    made.findings.add("lost-row", Level.ERROR, "a row was lost", source="List 7", count=3)
    return bring(made).load


def test_a_visit_that_comes_with_the_newer_extract_takes_the_child_off_the_late_ones(cast: Cast) -> None:
    bring(extract(PLAN, visit(date(2026, 3, 2)), children=CHILDREN, as_of=MAY))
    newer = bring(extract(PLAN, visit(date(2026, 3, 2)), visit(date(2026, 6, 29)), children=CHILDREN)).load
    changed = {(row.timescale, row.is_late_now) for row in newer.reading_changes.filter(child=person("anna"))}
    assert ("cp_visit", False) in changed
    page = plain(cast.client("analyst").get(reverse("loading:late", args=[newer.pk]), {"now": "met"}))
    assert "anna" in page
    assert "Not late" in page


def test_the_result_says_what_changed_by_kind_and_what_is_gone(cast: Cast) -> None:
    bring(extract(PLAN, visit(date(2026, 3, 2)), children=CHILDREN, as_of=MAY))
    newer = bring(extract(PLAN, visit(date(2026, 6, 29)), children=CHILDREN)).load
    page = plain(cast.client("qa_lead").get(reverse("loading:load", args=[newer.pk])))
    assert "Child protection visits" in page
    assert "1 rows no longer in the source" in page
    gone = plain(cast.client("qa_lead").get(reverse("loading:vanished", args=[newer.pk])))
    assert "visit held, 2026-03-02" in gone


def test_the_analyst_says_why_a_row_is_gone_and_others_only_read_it(cast: Cast) -> None:
    bring(extract(PLAN, visit(date(2026, 3, 2)), children=CHILDREN, as_of=MAY))
    bring(extract(PLAN, children=CHILDREN))
    row = apps.get_model("loading.Disappeared").objects.get()
    way = reverse("loading:vanished-note", args=[row.pk])
    assert cast.client("qa_lead").post(way, {"note": "no"}).status_code == 403
    analyst = cast.client("analyst")
    assert analyst.post(way, {"note": ""}).status_code == 400
    analyst.post(way, {"note": "Entered twice, and put right."})
    row.refresh_from_db()
    assert (row.note, row.noted_by) == ("Entered twice, and put right.", cast["analyst"])
    assert "Entered twice" in plain(analyst.get(reverse("loading:every-vanished")))


def test_findings_are_narrowed_by_level_and_kind(cast: Cast, found: Any) -> None:
    analyst, way = cast.client("analyst"), reverse("loading:findings", args=[found.pk])
    assert "no day" in plain(analyst.get(way))
    errors = plain(analyst.get(way, {"level": "error"}))
    assert "a row was lost" in errors
    assert "no day" not in errors
    assert "a row was lost" not in plain(analyst.get(way, {"code": "odd-date"}))
    assert analyst.get(way, {"level": "nonsense", "page": "x"}).status_code == 200


def test_a_finding_is_answered_by_the_analyst_and_stays_accepted_next_month(cast: Cast, found: Any) -> None:
    one = found.findings.get(code="odd-date")
    way = reverse("loading:finding", args=[found.pk, one.pk])
    assert cast.client("qa_lead").post(way, {"state": "accepted"}).status_code == 403
    analyst = cast.client("analyst")
    assert "anna" in plain(analyst.get(way))
    assert analyst.post(way, {"state": "nonsense"}).status_code == 400
    analyst.post(way, {"state": "accepted", "note": "The system exports it so."})
    one.refresh_from_db()
    assert (one.state, one.answered_by) == ("accepted", cast["analyst"])
    assert apps.get_model("loading.LoadFindingEvent").objects.get(pgh_obj=one).state == "open"

    again = extract(PLAN, children=CHILDREN)
    again.findings.add("odd-date", Level.WARNING, "no day", source="List 7", column="Date")
    later = bring(again).load.findings.get(code="odd-date")
    assert (later.state, later.note) == ("accepted", "The system exports it so.")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_findings_are_taken_away_as_text_that_no_program_runs(cast: Cast, found: Any, form: str) -> None:
    answer = cast.client("analyst").get(reverse("loading:findings-export", args=[found.pk, form]))
    assert (
        answer.headers["Content-Disposition"] == f'attachment; filename="findings-of-load-{found.pk}.{form}"'
    )
    cells = RUNNABLE[form](answer.content)
    assert NASTY in {cell.lstrip("'") for cell in cells}
    assert not [cell for cell in cells if cell.startswith("=")] or form == "xlsx"
    looks = apps.get_model("access.AuditEntry").objects.filter(code="list.exported")
    assert looks.get().entry == f"loading.load:{found.pk}"


def from_csv(content: bytes) -> list[str]:
    import csv  # noqa: PLC0415

    return [cell for line in csv.reader(content.decode("utf-8-sig").splitlines()) for cell in line]


def from_xlsx(content: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    return [str(cell) for row in rows for cell in row]


RUNNABLE: dict[str, Callable[[bytes], list[str]]] = {"csv": from_csv, "xlsx": from_xlsx}


@pytest.mark.parametrize("member", ["worker", "team_manager", "chair", "partner", "administrator"])
@pytest.mark.parametrize("name", ["load", "findings", "late", "vanished"])
def test_who_may_not_read_loads_reads_none(cast: Cast, found: Any, member: str, name: str) -> None:
    answer = cast.client(member).get(reverse(f"loading:{name}", args=[found.pk]))
    assert answer.status_code == 403
    assert b"made up" not in answer.content


def test_a_child_hidden_from_the_analyst_stands_in_none_of_her_lists(cast: Cast) -> None:
    hidden = cast.families["hidden"].child
    hidden.identifiers.create(scheme="la_child_id", value="zed")
    made = extract(("zed", *PLAN[1:]), children={"zed": {}}, as_of=MAY)
    made.findings.add("odd-date", Level.WARNING, "no day", source="List 7", row=4, child="zed", raw="Zqraw")
    first = bring(made).load
    bring(extract(children={"zed": {}}))
    analyst = cast.client("analyst")
    one = first.findings.get(code="odd-date")
    for way in (
        reverse("loading:finding", args=[first.pk, one.pk]),
        reverse("loading:every-vanished"),
        reverse("loading:findings-export", args=[first.pk, "csv"]),
    ):
        page = analyst.get(way)
        assert page.status_code == 200
        assert "zed" not in page.content.decode().lower()


def test_a_load_under_way_shows_how_far_it_has_come_and_renews_itself_without_scripts(cast: Cast) -> None:
    load = apps.get_model("loading.Load").objects.create(label="census.xml")
    load.states.create(state="running")
    apps.get_model("loading.LoadProgress").objects.create(load=load, share=0.42, words="Writing visits")
    page = cast.client("analyst").get(reverse("loading:load", args=[load.pk])).content.decode()
    assert '<meta http-equiv="refresh"' in page
    assert "broken off" in page  # nobody holds the lock that a load holds while it runs


def test_the_lists_ask_as_often_for_one_as_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    analyst = cast.client("analyst")
    for _ in range(3):
        bring(extract(PLAN, children=CHILDREN, form=STANDARD))
    analyst.get(reverse("loading:loads"))  # the first page of a session asks more
    with django_assert_max_num_queries(30) as few:
        analyst.get(reverse("loading:loads"))
    for _ in range(6):
        bring(extract(PLAN, children=CHILDREN, form=STANDARD))
    with django_assert_max_num_queries(30) as many:
        analyst.get(reverse("loading:loads"))
    assert len(many) == len(few)
