"""A second extract: sent through the page, loaded by the worker, and what changed is told to analyst and manager."""

import zipfile
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
NAMED_LATE = (
    LATE + "JOIN oversight_standing s ON s.child_id = r.child_id JOIN workforce_team t ON t.id = s.team_id "
    "JOIN people_identifier i ON i.person_id = r.child_id AND i.scheme = 'la_child_id' "
    "JOIN people_personname n ON n.person_id = r.child_id "
    "WHERE r.timescale = 'cp_visit' AND r.status = 'overdue' AND t.key = %s AND NOT i.value = ANY(%s) LIMIT 1"
)


def test_a_second_extract_says_what_changed(comes, keel: Severnshire, cast: Cast, tmp_path: Path) -> None:
    late, name = given_a_child_who_is_late(keel, cast)
    source, gone = given_an_extract_in_which_she_was_seen(tmp_path, late)
    wei = comes("data analyst")
    when_she_sends(wei, keel, source)
    then_it_says_what_changed(wei, name, gone)
    sadia = comes("team manager")
    then_the_manager_sees_that_she_is_no_longer_late(sadia, name)
    when_she_sends(wei, keel, source)
    assert "changed nothing" in wei.main.inner_text() or "0" in wei.main.locator(".keel-figures").inner_text()


def given_a_child_who_is_late(keel: Severnshire, cast: Cast) -> tuple[str, str]:
    ((number, name),) = keel.rows(NAMED_LATE, cast["team manager"].team, list(cast.restricted.children))
    return number, name


def given_an_extract_in_which_she_was_seen(place: Path, late: str) -> tuple[Path, str]:
    """One more visit, to her; and one row fewer, of another child. Its file, and that child's number."""
    folder = write_authority(CHILDREN, DEMO_SEED, DEMO_DAY, "ssd", place / "ssd")
    file = folder / "ssd_cp_visits.parquet"
    visits = pl.read_parquet(file)
    hers = visits.filter(pl.col("cppv_person_id") == late).tail(1)
    yesterday = pl.lit(DEMO_DAY - timedelta(days=1)).alias("cppv_cp_visit_date")
    added = hers.with_columns(
        pl.lit("N99999999").alias("cppv_cp_visit_id"),
        yesterday,
        *(pl.lit(value).alias(name) for name, value in SEEN.items()),
    )
    others = visits.filter(pl.col("cppv_person_id") != late)
    gone = others.row(0, named=True)["cppv_person_id"]
    pl.concat([visits.filter(pl.col("cppv_person_id") == late), others.slice(1), added]).write_parquet(file)
    with zipfile.ZipFile(place / "Second extract.zip", "w") as packed:
        for table in folder.iterdir():
            packed.write(table, table.name)
    return place / "Second extract.zip", gone


def when_she_sends(wei: Visitor, keel: Severnshire, source: Path) -> None:
    wei.goes_to("/")
    wei.follows("Loads")
    wei.presses("Bring in a source")
    wei.page.get_by_label("Source").set_input_files(source)
    wei.presses("Send")
    with keel.working_the_queue():
        wei.page.get_by_text("About the source").wait_for(timeout=120_000)
    wei.looks_over()


def then_it_says_what_changed(wei: Visitor, name: str, gone: str) -> None:
    figures = wei.main.inner_text()
    assert "1\nrows added" in figures
    assert "1\nrows no longer in the source" in figures
    assert "1\nno longer late" in figures
    wei.follows("no longer late")
    assert wei.main.locator("tbody tr").count() >= 1
    wei.page.go_back()
    wei.follows("rows no longer in the source")
    assert gone in wei.main.inner_text()


def then_the_manager_sees_that_she_is_no_longer_late(sadia: Visitor, name: str) -> None:
    row = sadia.main.locator("tbody tr", has_text=name).first.inner_text()
    assert "Child protection visit, child seen: overdue" not in row
