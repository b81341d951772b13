"""The first morning after a load: who is late, since when, because of what, and where that is written."""

import json
from pathlib import Path

import pytest
from severnshire_served import CHILDREN, Severnshire
from visitor import DESK, TELEPHONE, Visitor

from keel.invent import write_authority
from keel.invent.authority import DEMO_DAY, DEMO_SEED


@pytest.fixture(scope="module")
def planted_late(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The children with something overdue planted in them, by their own numbers: told by who made them up."""
    folder = tmp_path_factory.mktemp("truth")
    write_authority(CHILDREN, DEMO_SEED, DEMO_DAY, "ssd", folder / "ssd", truth=folder / "truth.json")
    breaches = json.loads(Path(folder, "truth.json").read_text(encoding="utf-8"))["formats"]["ssd"][
        "breaches"
    ]
    return {child for child, _, stands in breaches if stands == "overdue"}


@pytest.mark.parametrize("width", [DESK, TELEPHONE], ids=["desk", "telephone"])
def test_the_team_manager_sees_who_is_late_and_why(
    comes, keel: Severnshire, cast, planted_late: set[str], width: int
) -> None:
    sadia = comes("team manager", width=width)
    sadia.goes_to("/children/")
    then_the_page_is_of_her_team(sadia, keel, cast["team manager"].team)
    late = then_no_child_who_is_late_is_missing(sadia, keel, cast["team manager"].team, planted_late)
    when_she_opens(sadia, late)
    because = then_she_reads_since_when_and_because(sadia)
    then_the_sentence_of_law_is_two_hops_away(sadia, because)


def then_the_page_is_of_her_team(sadia: Visitor, keel: Severnshire, team: str) -> None:
    ((name,),) = keel.rows("SELECT name FROM workforce_team WHERE key = %s", team)
    assert sadia.heading() == name
    assert f"{DEMO_DAY:%-d %B %Y}" in sadia.main.inner_text()


def then_no_child_who_is_late_is_missing(
    sadia: Visitor, keel: Severnshire, team: str, planted_late: set[str]
) -> str:
    hers = {
        number
        for (number,) in keel.rows(
            "SELECT i.value FROM oversight_standing s JOIN people_identifier i ON i.person_id = s.child_id "
            "JOIN workforce_team t ON t.id = s.team_id WHERE i.scheme = 'la_child_id' AND t.key = %s",
            team,
        )
    }
    rows = sadia.main.locator("tbody tr", has_text="overdue by").all_inner_texts()
    missing = [number for number in hers & planted_late if not any(number in row for row in rows)]
    assert hers & planted_late
    assert missing == [], "late, and not on the first page of who answers for them"
    return sadia.main.locator("tbody tr", has_text="overdue by").first.get_by_role("link").first.inner_text()


def when_she_opens(sadia: Visitor, name: str) -> None:
    sadia.follows(name, within=sadia.main.locator("tbody"))
    assert sadia.heading() == name


def then_she_reads_since_when_and_because(sadia: Visitor) -> str:
    first = sadia.main.locator(".keel-told__item").first.inner_text()
    assert "overdue by" in first
    assert "Because" in first
    assert "so due" in first, "the day that it was due stands in the reason"
    return first


def then_the_sentence_of_law_is_two_hops_away(sadia: Visitor, because: str) -> None:
    name = because.splitlines()[0].split("overdue")[0].strip()
    sadia.follows(name)
    assert sadia.heading() == name
    told = sadia.main.inner_text()
    for asked in ("Force", "Value", "Source", "Counting"):
        assert asked in told
    assert sadia.main.locator('a[href^="https://"]').count() or "please confirm" in told
