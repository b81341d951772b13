"""A second extract: sent through the page, loaded by the worker, and what changed is told to analyst and manager."""

import zipfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import polars as pl
from severnshire_served import CHILDREN, Severnshire
from visitor import Visitor

from keel.invent import write_authority
from keel.invent.authority import DEMO_DAY, DEMO_SEED
from keel.invent.cast import Cast

LATE = "SELECT i.value, n.forename || ' ' || n.surname FROM oversight_storedreading r "
SEEN = {"cppv_cp_visit_seen": "Y", "cppv_cp_visit_seen_alone": "Y", "cppv_cp_visit_bedroom": "Y"}
WHOSE = "cppv_person_id"
NAMED_LATE = (
    LATE + "JOIN oversight_standing s ON s.child_id = r.child_id JOIN workforce_team t ON t.id = s.team_id "
    "JOIN people_identifier i ON i.person_id = r.child_id AND i.scheme = 'la_child_id' "
    "JOIN people_personname n ON n.person_id = r.child_id "
    "WHERE r.timescale = 'cp_visit' AND r.status = 'overdue' AND t.key = %s AND NOT i.value = ANY(%s) "
    "ORDER BY r.due_on DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Second:
    """A second extract: who was seen since, whose visit is gone, who is not in it at all, and who is new."""

    file: Path
    seen: str
    seen_on: str
    gone: str
    left: str
    new: str = "SV9999999Z"


def test_a_second_extract_says_what_changed(comes, keel: Severnshire, cast: Cast, tmp_path: Path) -> None:
    late, name = given_a_child_who_is_late(keel, cast)
    second = given_an_extract_of_the_next_day(tmp_path, late)
    wei = comes("data analyst", scripts=False)
    when_she_sends(wei, keel, second.file)
    then_it_says_what_changed(wei, second)
    sadia = comes("team manager")
    then_the_manager_sees_that_she_is_no_longer_late(sadia, name)
    when_she_sends(wei, keel, second.file)
    assert "It changed nothing: the record held all of this already." in wei.main.inner_text()


def given_a_child_who_is_late(keel: Severnshire, cast: Cast) -> tuple[str, str]:
    ((number, name),) = keel.rows(NAMED_LATE, cast["team manager"].team, list(cast.restricted.children))
    return number, name


def given_an_extract_of_the_next_day(place: Path, late: str) -> Second:
    """One more visit, to her; a day of hers corrected; another child's visit gone, a third child gone, a fourth new."""
    folder = write_authority(CHILDREN, DEMO_SEED, DEMO_DAY, "ssd", place / "ssd")
    file = folder / "ssd_cp_visits.parquet"
    visits = pl.read_parquet(file)
    hers = visits.filter(pl.col(WHOSE) == late)
    seen_on = DEMO_DAY - timedelta(days=1)
    plan = pl.read_parquet(folder / "ssd_cp_plans.parquet").filter(pl.col("cppl_person_id") == late).tail(1)
    added = visits.tail(1).with_columns(
        pl.lit("N99999999").alias("cppv_cp_visit_id"),
        pl.lit(late).alias(WHOSE),
        pl.lit(plan["cppl_cp_plan_id"].item()).alias("cppv_cp_plan_id"),
        pl.lit(seen_on).alias("cppv_cp_visit_date"),
        *(pl.lit(value).alias(name) for name, value in SEEN.items()),
    )
    others = visits.filter(pl.col(WHOSE) != late)
    gone, left = others.row(0, named=True)["cppv_person_id"], others.row(-1, named=True)["cppv_person_id"]
    pl.concat([hers, others.slice(1).filter(pl.col(WHOSE) != left), added]).write_parquet(file)
    second = Second(place / "Second extract.zip", late, f"{seen_on.day} {seen_on:%b %Y}", gone, left)
    _without_one_with_another(folder, second)
    with zipfile.ZipFile(second.file, "w") as packed:
        for table in folder.iterdir():
            packed.write(table, table.name)
    return second


def _without_one_with_another(folder: Path, second: Second) -> None:
    for table in folder.glob("*.parquet"):
        rows = pl.read_parquet(table)
        of_person = [name for name in rows.columns if name.endswith("_person_id")]
        if not of_person:
            continue
        rows = rows.filter(pl.all_horizontal(pl.col(name).ne_missing(second.left) for name in of_person))
        if table.stem == "ssd_person":
            rows = pl.concat([rows, rows.tail(1).with_columns(pl.lit(second.new).alias(of_person[0]))])
        rows.write_parquet(table)


def when_she_sends(wei: Visitor, keel: Severnshire, source: Path) -> None:
    """The page renews itself until the worker is done."""
    wei.goes_to("/")
    wei.follows("Loads")
    wei.presses("Bring in a source")
    wei.page.get_by_label("Source").set_input_files(source)
    wei.presses("Send")
    with keel.working_the_queue():
        wei.page.get_by_text("About the source").wait_for(timeout=120_000)
    wei.looks_over()


def then_it_says_what_changed(wei: Visitor, second: Second) -> None:
    figures = wei.main.inner_text()
    assert "Compared with Severnshire SSD, the last of this format" in figures
    assert "1\nnew child" in figures
    assert "1\nchild no longer in the source" in figures
    assert second.new in what_she_finds(wei, "new child")
    assert second.left in what_she_finds(wei, "child no longer in the source")
    assert second.gone in what_she_finds(wei, "rows no longer in the source")
    assert f"{second.seen}\tChild protection visit\n{second.seen_on}" in what_she_finds(wei, "rows added")
    assert second.seen in what_she_finds(wei, "no longer late")


def what_she_finds(wei: Visitor, figure: str) -> str:
    """What a figure leads to; and back."""
    wei.follows(figure)
    found = wei.main.inner_text()
    wei.page.go_back()
    return found


def then_the_manager_sees_that_she_is_no_longer_late(sadia: Visitor, name: str) -> None:
    sadia.goes_to("/children/")
    row = sadia.main.locator("tbody tr", has_text=name).first.inner_text()
    assert "Child protection visit, child seen: overdue" not in row
