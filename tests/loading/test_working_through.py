"""What a load changed and found, as the analyst works through it and others see it."""

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from time import monotonic
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
    assert "1 row no longer in the source" in page
    assert "Compared with made up, the last of this format, which speaks of 31 May 2026." in page
    gone = plain(cast.client("qa_lead").get(reverse("loading:vanished", args=[newer.pk])))
    assert "visit held, 2026-03-02" in gone


OVER = ("anna", E.PLAN_ENDED, date(2026, 6, 26), {"episode": "plan:1"})


def test_the_result_says_how_many_questions_a_source_raised_and_ended(cast: Cast) -> None:
    flag = apps.get_model("oversight.Flag")
    first = bring(extract(PLAN, visit(date(2026, 3, 2)), children=CHILDREN, as_of=MAY)).load
    raised = {each.colour: each.raised for each in first.questions.all() if each.raised}
    stand = flag.objects.open().values_list("colour", flat=True)
    assert raised == {colour: list(stand).count(colour) for colour in set(stand)}
    newer = bring(extract(PLAN, visit(date(2026, 3, 2)), OVER, children=CHILDREN)).load
    closed = flag.objects.exclude(closed_on=None).count()
    assert sum(each.closed for each in newer.questions.all()) == closed > 0
    page = plain(cast.client("analyst").get(reverse("loading:load", args=[newer.pk])))
    assert "What it asks of people" in page
    tried = bring(extract(PLAN, children=CHILDREN), is_trial=True).load
    assert tried.questions.exists(), "a trial says what it would ask"


def test_the_command_prints_the_same_counts(capsys: pytest.CaptureFixture[str]) -> None:
    from keel.cli.loading import _say  # noqa: PLC0415

    bring(extract(PLAN, visit(date(2026, 3, 2)), children=CHILDREN, as_of=MAY))
    _say(bring(extract(PLAN, children=CHILDREN)))
    told = " ".join(capsys.readouterr().out.split())
    assert "Child protection visits 0 0 0 1 0" in told
    assert "1 row no longer in the source" in told


MOVED = ("anna", E.PLAN_STARTED, date(2026, 2, 3), {"episode": "plan:1", "code": "EMO"})
BEN = {"ben": {"birth_on": date(2020, 4, 1)}}


def test_the_next_of_a_format_tells_new_children_new_rows_and_each_value_that_changed(cast: Cast) -> None:
    bring(extract(PLAN, children=CHILDREN, as_of=MAY))
    more = ("ben", E.REFERRAL_RECEIVED, date(2026, 6, 2))
    newer = bring(extract(MOVED, more, children={"anna": {"birth_on": date(2018, 4, 2)}} | BEN)).load
    analyst = cast.client("analyst")
    figures = plain(analyst.get(reverse("loading:load", args=[newer.pk])))
    assert "1 new child 0 children no longer in the source 3 rows added 2 rows changed" in figures
    assert "ben" in plain(analyst.get(reverse("loading:new-children", args=[newer.pk])))
    way = reverse("loading:changes", args=[newer.pk])
    added = plain(analyst.get(way, {"how": "new"}))
    assert "ben Referral 2 Jun 2026" in added
    assert "anna" not in added
    changed = plain(analyst.get(way, {"how": "changed"}))
    assert "anna Child protection plan 3 Feb 2026 Started on 2 Feb 2026 3 Feb 2026" in changed
    assert "Initial category Neglect Emotional abuse" in changed
    assert "Birth on 1 Apr 2018 2 Apr 2018" in changed
    of_people = plain(analyst.get(way, {"how": "changed", "table": "people.person"}))
    assert "Birth on" in of_people
    assert "category" not in of_people


def test_a_child_of_whom_nothing_is_in_the_source_any_more_is_told_as_a_child(cast: Cast) -> None:
    both = CHILDREN | BEN
    late, over = ("ben", *visit(date(2026, 3, 2))[1:]), ("cat", E.CONTACT_RECEIVED, date(2018, 1, 1))
    bring(extract(PLAN, late, over, children=both | {"cat": {}}, as_of=MAY))
    without = bring(extract(PLAN, children=CHILDREN)).load
    analyst = cast.client("analyst")
    assert "1 child no longer in the source" in plain(analyst.get(reverse("loading:load", args=[without.pk])))
    way = reverse("loading:vanished", args=[without.pk])
    gone = plain(analyst.get(way, {"what": "children"}))
    assert "ben The child nothing of her is in the source" in gone
    assert "cat" not in gone, "what a format no longer asks for has not vanished"
    assert "visit held" not in gone
    again = bring(extract(PLAN, children=CHILDREN)).load
    assert not again.disappeared.exists(), "said once, not every month"
    back = bring(extract(PLAN, late, children=both)).load
    assert without.disappeared.of_children().get().back_in_id == back.pk


def test_a_trial_tells_what_would_change_row_by_row(cast: Cast) -> None:
    bring(extract(PLAN, children=CHILDREN, as_of=MAY))
    tried = bring(extract(MOVED, visit(date(2026, 6, 2)), children=CHILDREN | BEN), is_trial=True).load
    analyst = cast.client("analyst")
    told = plain(analyst.get(reverse("loading:changes", args=[tried.pk])))
    assert "anna Child protection visit 2 Jun 2026 New row" in told
    assert "Started on 2 Feb 2026 3 Feb 2026" in told
    assert "ben" in plain(analyst.get(reverse("loading:new-children", args=[tried.pk])))
    assert not apps.get_model("people.Identifier").objects.filter(value="ben").exists()


def test_a_list_does_not_say_where_somebody_lives_or_what_the_lawyer_wrote() -> None:
    from keel.loading.listed import OF_PEOPLE, table_of  # noqa: PLC0415
    from keel.loading.tables import told_tables  # noqa: PLC0415
    from keel.loading.telling_changes import may_be_told  # noqa: PLC0415

    tables = [*map(table_of, OF_PEOPLE), *told_tables()]
    told = {
        f"{each.label}.{column.name}"
        for each in tables
        for column in each.columns
        if may_be_told(each, column)
    }
    assert "protection.protectionplan.started_on" in told
    kept = {
        "people.address.lines",
        "people.address.postcode",
        "people.contactpoint.value",
        "people.alert.text",
    }
    assert not kept & told
    assert not {name for name in told if name.startswith("proceedings.legalplanning") and "advice" in name}


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


@pytest.mark.parametrize("form", RUNNABLE)
def test_each_list_of_a_load_is_taken_away_whole_as_its_page_shows_it(cast: Cast, form: str) -> None:
    bring(extract(PLAN, visit(date(2026, 3, 2)), children=CHILDREN, as_of=MAY))
    many = {f"child {number}": {"birth_on": date(2020, 4, 1)} for number in range(60)}
    newer = bring(extract(MOVED, visit(date(2026, 6, 29)), children=CHILDREN | many)).load
    analyst = cast.client("analyst")
    taken = {}
    for name in ("new-children", "changes", "late", "vanished"):
        answer = analyst.get(reverse(f"loading:{name}", args=[newer.pk]), {"as": form, "page": "2"})
        file = f"{name}-of-load-{newer.pk}.{form}"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{file}"'
        taken[name] = RUNNABLE[form](answer.content)
    assert {cell for cell in taken["new-children"] if cell.startswith("child ")} == set(many)
    assert {"Started on", "2 Feb 2026", "3 Feb 2026"} <= set(taken["changes"])
    assert {"anna", "Not late"} <= set(taken["late"])
    assert "Child protection visit (visit held, 2026-03-02)" in taken["vanished"]
    looks = apps.get_model("access.AuditEntry").objects.filter(code="list.exported")
    assert [look.entry for look in looks] == [f"loading.load:{newer.pk}"] * 4
    assert "as=csv" in analyst.get(reverse("loading:late", args=[newer.pk])).content.decode()


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
        reverse("loading:every-vanished") + "?as=csv",
    ):
        page = analyst.get(way)
        assert page.status_code == 200
        assert "zed" not in page.content.decode().lower()


def test_a_load_under_way_shows_how_far_it_has_come_and_renews_itself_without_scripts(cast: Cast) -> None:
    load = apps.get_model("loading.Load").objects.create(label="census.xml")
    load.states.create(state="running")
    apps.get_model("loading.LoadProgress").objects.create(load=load, share=0.42, words="Writing visits")
    analyst, until = cast.client("analyst"), monotonic() + 30
    page = ""
    while "broken off" not in page:  # the server may still be ending a load that an earlier test killed
        page = analyst.get(reverse("loading:load", args=[load.pk])).content.decode()
        assert '<meta http-equiv="refresh"' in page
        assert monotonic() < until, "nobody holds the lock that a load holds while it runs"


def test_the_lists_ask_as_often_for_one_as_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    analyst = cast.client("analyst")
    some_loads(3)
    analyst.get(reverse("loading:loads"))  # the first page of a session asks more
    with django_assert_max_num_queries(30) as few:
        analyst.get(reverse("loading:loads"))
    some_loads(6)
    with django_assert_max_num_queries(30) as many:
        analyst.get(reverse("loading:loads"))
    assert len(many) == len(few)


def some_loads(number: int) -> None:
    for _ in range(number):
        load = apps.get_model("loading.Load").objects.create(label="made up", family=STANDARD, as_of=JUNE)
        load.states.create(state="done")
