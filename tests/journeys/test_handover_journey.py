"""A change of worker: the manager decides with a reason, the former worker writes, the new one reads and accepts."""

import pytest
from severnshire_served import Severnshire
from visitor import DESK, TELEPHONE, Visitor

HERS = """
SELECT p.id::text FROM people_person p
JOIN workforce_involvement i ON i.child_id = p.id AND i.ended_on IS NULL AND i.holds_case
JOIN workforce_worker w ON w.id = i.worker_id JOIN access_user u ON u.id = w.user_id
JOIN oversight_standing s ON s.child_id = p.id AND s.on_plan_since IS NOT NULL
WHERE u.email = %s AND NOT EXISTS (SELECT FROM workforce_handover h WHERE h.child_id = p.id)
  AND NOT EXISTS (SELECT FROM access_restriction r WHERE r.person_id = p.id)
ORDER BY s.drift_score DESC, p.id LIMIT 1
"""
HOLDS = """
SELECT w.name FROM workforce_involvement i JOIN workforce_worker w ON w.id = i.worker_id
WHERE i.child_id = %s AND i.holds_case AND i.ended_on IS NULL AND i.role ILIKE '%%social worker%%'
"""


@pytest.fixture
def child(keel: Severnshire, cast) -> str:
    """A child of the worker's on a plan."""
    return keel.rows(HERS, cast["social worker"].email)[0][0]


def test_a_child_is_handed_over(comes, keel: Severnshire, cast, child: str) -> None:
    former, new = cast["social worker"], cast["other worker"]
    manager = comes("team manager", width=DESK)
    when_the_manager_decides_on_a_change(manager, child, new.name)
    then_both_have_the_child(keel, child, {former.name, new.name})
    worker = comes("social worker", width=DESK)
    when_the_former_worker_writes_what_must_not_be_lost(worker)
    other = comes("other worker", width=TELEPHONE)
    then_the_new_worker_reads_it_in_the_pack(other)
    when_she_accepts(other)
    then_only_she_has_the_child(keel, child, new.name)
    and_nothing_waits_on_the_managers_page(manager, new.name)


def when_the_manager_decides_on_a_change(manager: Visitor, child: str, name: str) -> None:
    manager.goes_to(f"/child/{child}/record")
    manager.follows("Allocate to a worker, or change the worker")
    page = manager.page
    option = page.locator("[name='allocate-worker'] option", has_text=name).get_attribute("value")
    page.locator("[name='allocate-worker']").select_option(value=option)
    manager.presses("Decide")
    assert "Choose why the worker changes" in manager.reads(), "no change without its reason"
    page.locator("[name='allocate-reason']").select_option(value="transfer")
    page.locator("[name='allocate-why']").fill("The family has moved to the other side of the county")
    page.locator("[name='allocate-effect']").fill("Zqthe visits on Tuesdays stay")
    manager.presses("Decide")
    assert "Proposed" in manager.reads()


def then_both_have_the_child(keel: Severnshire, child: str, names: set[str]) -> None:
    assert {name for (name,) in keel.rows(HOLDS, child)} == names


def when_the_former_worker_writes_what_must_not_be_lost(worker: Visitor) -> None:
    worker.goes_to("/handovers/")
    table = worker.main.get_by_role("table").filter(has_text="Handovers from you")
    table.get_by_role("link", name="Read the pack").last.wait_for()
    table.get_by_role("row").last.get_by_role("link").first.click()
    worker.follows("Write what the new worker must know")
    worker.page.locator("[name='leave-left_to_do']").fill("Zqtalks in the car, never at the table")
    worker.presses("Save")


def then_the_new_worker_reads_it_in_the_pack(other: Visitor) -> None:
    other.goes_to("/handovers/")
    other.follows("Read the pack")
    read = other.reads()
    assert "Zqtalks in the car, never at the table" in read
    for part in ("The story so far", "Promised to the family", "Live actions", "Whom the child trusts"):
        assert part in read


def when_she_accepts(other: Visitor) -> None:
    other.goes_to("/handovers/")
    other.main.get_by_role("table").first.get_by_role("link").first.click()
    other.follows("Accept the handover")
    page = other.page
    page.locator("[name='met-is_complete'][value='yes']").check()
    page.locator("[name='met-is_introduced'][value='yes']").check()
    page.locator("[name='met-introduced_on']").fill("yesterday")
    page.locator("[name='met-introduced_by']").fill("Mother, and the worker before")
    other.presses("Accept: the child is mine")
    assert "Finished" in other.reads()


def then_only_she_has_the_child(keel: Severnshire, child: str, name: str) -> None:
    assert keel.rows(HOLDS, child) == [(name,)]


def and_nothing_waits_on_the_managers_page(manager: Visitor, name: str) -> None:
    manager.goes_to("/handovers/")
    assert name not in manager.reads()
