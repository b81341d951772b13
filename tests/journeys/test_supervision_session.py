"""The supervision session: dated actions, a worker's own part, two signatures, and what comes back next time."""

import pytest
from severnshire_served import Severnshire
from visitor import DESK, TELEPHONE, Visitor

BEFORE = """
SELECT p.id::text FROM people_person p
JOIN workforce_involvement i ON i.child_id = p.id AND i.ended_on IS NULL
JOIN workforce_worker w ON w.id = i.worker_id JOIN access_user u ON u.id = w.user_id
JOIN oversight_standing s ON s.child_id = p.id
WHERE u.email = %s AND i.holds_case ORDER BY s.drift_score DESC, s.overdue DESC LIMIT 1
"""


@pytest.fixture
def worst(keel: Severnshire, cast) -> str:
    """The worker's child who drifts most."""
    return keel.rows(BEFORE, cast["social worker"].email)[0][0]


def test_the_supervision_session(comes, keel: Severnshire, cast, worst: str) -> None:
    manager = comes("team manager", width=DESK)
    when_she_begins_one(manager, cast["social worker"].name)
    and_says_what_came_of_last_times_action(manager)
    and_an_action_without_a_day_is_refused(manager)
    then_with_a_day_it_is_kept(manager, keel, worst)
    and_what_came_of_the_other_childrens_actions_is_said(manager)
    and_the_workers_own_part_is_written_and_signed(manager)
    worker = comes("social worker", width=TELEPHONE)
    when_the_worker_reads_and_signs(worker)
    then_both_have_signed(keel)
    then_next_time_begins_with_what_was_asked_for(manager, cast["social worker"].name)


def when_she_begins_one(manager: Visitor, name: str) -> None:
    manager.follows("Supervision")
    manager.presses("Begin a supervision")
    manager.page.get_by_label("Whose supervision is it?").select_option(label=name)
    manager.presses("Begin")
    assert "Children, worst first" in manager.reads()
    assert "Visit after school and ask" in manager.main.get_by_role("table").first.inner_text()


def and_says_what_came_of_last_times_action(manager: Visitor) -> None:
    page = manager.page
    page.get_by_text("Next:").get_by_role("link").click()
    for row in range(page.locator("[name$='-came'][value='moved']").count()):
        page.locator(f"[name='checks-{row}-came'][value='not done']").check()
        page.locator(f"[name='checks-{row}-why']").fill("The visits were missed")


def and_an_action_without_a_day_is_refused(manager: Visitor) -> None:
    page = manager.page
    for box, words in {
        "daily_life": "She gets herself up and to school",
        "what_changed": "Her mother works nights",
        "evidence": "School says she is on time",
        "worries": "Who is there at night",
        "other_hypotheses": "An aunt may be sleeping there",
        "plan_b": "A meeting with the aunt",
        "signals_response": "The visit is booked for Monday",
        "decision": "Find out who is there at night",
        "reason": "Nobody has asked the child",
        "next_on": "20 July",
        "last_seen_on": "12/6/2026",
    }.items():
        page.locator(f"[name='talk-{box}']").fill(words)
    for box, value in {"was_seen_alone": "yes", "is_plan_working": "no", "decided": "change"}.items():
        page.locator(f"[name='talk-{box}'][value='{value}']").check()
    page.locator("[name='actions-0-action']").fill("Zqask who sleeps there")
    page.locator("[name='actions-0-purpose']").fill("That she is not alone at night")
    page.locator("[name='actions-0-measure']").fill("Her own words on a visit")
    page.locator("[name='actions-0-owner']").select_option(index=1)
    manager.presses("Save")
    assert "an action without a day cannot be saved" in manager.reads()
    assert page.locator("[name='actions-0-action']").input_value() == "Zqask who sleeps there"


def then_with_a_day_it_is_kept(manager: Visitor, keel: Severnshire, worst: str) -> None:
    manager.page.locator("[name='actions-0-due_on']").fill("10 July")
    manager.presses("Save")
    assert "Talked about" in manager.reads()
    kept = "SELECT child_id::text, due_on::text, owner_id FROM oversight_supervisionaction WHERE action LIKE 'Zqask%%'"
    ((child, due, owner),) = keel.rows(kept)
    assert (child, due) == (worst, "2026-07-10"), "the worst came first"
    assert owner


def and_what_came_of_the_other_childrens_actions_is_said(manager: Visitor) -> None:
    here = manager.page.url
    links = manager.main.get_by_role("table").first.locator("a[href*='supervision-action']").all()
    open_still = [
        link for link in links if link.inner_text() in ("Overdue", "No day", "Not due yet", "Moved")
    ]
    for address in [link.get_attribute("href") for link in open_still]:
        manager.goes_to(str(address))
        manager.page.locator("[name='action-came'][value='not done']").check()
        manager.page.locator("[name='action-why']").fill("The family was away at Whitsun")
        manager.presses("Save")
    manager.page.goto(here)


def and_the_workers_own_part_is_written_and_signed(manager: Visitor) -> None:
    manager.follows("The worker’s own part")
    page = manager.page
    for box in ("wellbeing", "workload", "learning", "reflection", "place"):
        page.locator(f"[name='{box}']").fill(f"Zq{box}: three words more")
    page.locator("[name='minutes']").fill("95")
    page.locator("[name='was_interrupted'][value='no']").check()
    page.locator("[data-draft-said]", has_text="Saved at").wait_for()
    manager.presses("Save")
    manager.presses("Read and sign")
    for box in page.locator("[name^='left-']").all():
        box.fill("She was talked about on Monday with the school")
    manager.presses("Sign")
    assert "Waits for the signature" in manager.reads()


def when_the_worker_reads_and_signs(worker: Visitor) -> None:
    worker.goes_to("/supervision/")
    worker.main.get_by_role("table").last.get_by_role("link").first.click()
    worker.looks_over()
    worker.presses("Read and sign")
    worker.page.locator("[name='worker_words']").fill("I would have gone sooner")
    worker.presses("Sign")


def then_both_have_signed(keel: Severnshire) -> None:
    signed = "SELECT s.signed_on IS NOT NULL, c.signed_on IS NOT NULL FROM oversight_supervisionsession s "
    on = "JOIN oversight_childsupervision c ON c.session_id = s.id WHERE c.plan_b <> ''"
    assert keel.rows(f"{signed} {on}") == [(True, True)]


def then_next_time_begins_with_what_was_asked_for(manager: Visitor, name: str) -> None:
    manager.goes_to("/supervision/begin/")
    manager.page.get_by_label("Whose supervision is it?").select_option(label=name)
    manager.presses("Begin")
    table = manager.main.get_by_role("table").first.inner_text()
    assert "Zqask who sleeps there" in table
    assert "Not due yet" in table
