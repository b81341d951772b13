"""What happens while a plan lasts, and how it begins and ends otherwise: journeys of those whose part it is."""

from urllib.parse import urlsplit

import pytest
from conferences_held import booking, decided, recorded, views_asked
from stage import Stage, entry_of

TODAY = "30/6/2026"
TOGETHER = """
INSERT INTO workforce_involvement (child_id, worker_id, team_id, role, holds_case, started_on, episode, source_key,
  worker_key, reason_for_change, handover, is_latest_only, entered_at)
SELECT %s, w.id, w.team_id, 'Social worker', false, '2026-06-01', '', '', '', '', '', false, now()
FROM workforce_worker w JOIN access_user u ON u.id = w.user_id WHERE u.email = %s
"""


@pytest.fixture(scope="module")
def on_plan(stage: Stage, cast) -> list[tuple[str, int]]:
    """Children on a plan whom the social worker and the chair of the cast work with."""
    return stage.on_plan(cast["social worker"].email, cast["conference chair"].email)


@pytest.fixture(scope="module")
def on_none(stage: Stage, cast) -> list[str]:
    """Children of the social worker whom no protection work has reached."""
    return stage.without_plan(cast["social worker"].email)


def test_a_core_group_without_a_parent_is_not_silent(stage: Stage, on_plan) -> None:
    child, _ = on_plan[0]
    worker = stage["social worker"]
    # Given a core group to which a parent did not come
    worker.goes_to(f"/child/{child}/record")
    worker.follows("Record a core group")
    worker.fills({
        "meeting-held_on": "today", "meeting-next_on": "29/7/2026", "meeting-place": "The school",
        "meeting-minuted_by": "Its deputy head", "meeting-parent_views": "“We try”, her mother said",
        f"{child}-keeps_child_safe": "yes", f"{child}-child_views": "“I sleep better”",
        f"{child}-stopping_progress": "Nothing", f"{child}-starts_contingency": "no",
        f"{child}-needs_legal_planning": "no",
        "people-0-is_invited": "no", "people-0-is_present": "no", "people-0-absence_reason": "She is at nursery",
        "people-1-is_present": "yes", "people-2-is_invited": "yes",
    })  # fmt: skip
    who = worker.page.locator("[name='people-2-name']").input_value()
    # When she says nothing of it, it is asked; when she says that nobody came, it is asked why
    worker.presses("Save the core group")
    assert f"Say whether {who} was there" in worker.reads()
    worker.fills({"people-2-is_present": "no"})
    worker.presses("Save the core group")
    assert f"Say why {who} was not there, or what was tried to find out" in worker.reads()
    # Then her reason stands in the record, with the core group that met all the same
    worker.fills({"people-2-absence_reason": "Zqat work: asked for an evening"})
    worker.presses("Save the core group")
    assert "Zqat work: asked for an evening" in worker.reads()
    group = entry_of(worker.path)
    facts = stage.keel.rows(
        "SELECT are_parents_invited, are_parents_present, is_absence_explained FROM protection_coregroup WHERE id = %s",
        group,
    )
    assert facts == [(True, True, True)]


def test_a_review_ends_a_plan_and_help_goes_on_without_it(stage: Stage, on_plan, cast) -> None:
    child, plan = on_plan[1]
    chair, worker = stage["conference chair"], stage["social worker"]
    # Given the review of a plan, held and recorded
    way = f"/child/{child}/record"
    book = booking(stage, cast["conference chair"].email, TODAY)
    late = {"book-why_odd": "The family was away", **book}
    review = entry_of(stage.did("conference chair", f"{way}/review-booking/{plan}", late))
    recorded(stage, child, review)
    # When the chair records that there is to be no plan any more, it is asked why
    chair.goes_to(f"/child/{child}/conference/{review}")
    chair.follows("Record what was decided", within=chair.main)
    chair.fills(views_asked(chair.page, "no") | {
        f"child-{child}-harm": "Neither", f"child-{child}-is_plan_made": "no", "shared-is_complaint_route_told": "yes",
        f"child-{child}-chair_summary": "Safe for six months", f"child-{child}-decision": "Zqno plan is needed",
    })  # fmt: skip
    chair.presses("Save")
    assert "plan ends" in chair.page.locator(".govuk-error-summary").inner_text()
    chair.fills({f"child-{child}-end_reason": "The child is safe enough without it"})
    chair.presses("Save")
    # Then the plan has ended on the day of the review, and the worker goes on with a child in need plan
    assert "The child is safe enough without it" in chair.reads()
    ended = stage.keel.rows(
        "SELECT ended_on::text, end_reason FROM protection_protectionplan WHERE id = %s", plan
    )
    assert ended == [("2026-06-30", "The child is safe enough without it")]
    worker.goes_to(f"/child/{child}/conference/{review}")
    worker.follows("Begin a child in need plan", within=worker.main)
    assert "Zqno plan is needed" in worker.reads()
    worker.presses("Save")
    assert "The child in need plan has begun." in worker.reads()
    assert "/inneedplan/" in worker.path


def test_a_baby_is_born_under_a_plan_and_her_review_comes_sooner(stage: Stage, cast) -> None:
    baby = stage.unborn(cast["social worker"].email)
    worker = stage["social worker"]
    # Given an unborn baby for whom a conference before birth made a plan
    called = {
        "call-reason": "Both parents were children in care",
        **booking(stage, cast["conference chair"].email, TODAY),
    }
    conference = entry_of(stage.did("business support", f"/child/{baby}/record/conference", called))
    recorded(stage, baby, conference, is_unborn=True)
    plan = decided(stage, baby, conference)
    # When the worker records the birth, a day that has not come is refused
    worker.goes_to(f"/child/{baby}/protectionplan/{plan}")
    worker.follows("Record the birth", within=worker.main)
    worker.fills({"birth-birth_on": "1/7/2026", "birth-sex": "F", "birth-forename": "Zqnova"})
    worker.presses("Save")
    assert "has not come yet" in worker.page.locator(".govuk-error-summary").inner_text()
    worker.fills({"birth-birth_on": TODAY})
    worker.presses("Save")
    # Then she is born, the plan goes on, and the review after the birth is due
    assert "The review after the birth is due by" in worker.reads()
    assert "Zqnova" in worker.reads()
    assert stage.keel.rows("SELECT birth_on::text FROM people_person WHERE id = %s", baby) == [
        ("2026-06-30",)
    ]
    plans = stage.keel.rows("SELECT id, ended_on FROM protection_protectionplan WHERE child_id = %s", baby)
    assert plans == [(plan, None)], "one plan, the same"
    due = stage.keel.rows(
        "SELECT status FROM oversight_storedreading WHERE child_id = %s AND timescale = 'rcpc_newborn'", baby
    )
    assert due == [("running",)]


def test_a_child_on_another_authoritys_plan_moves_here(stage: Stage, on_none, cast) -> None:
    child = on_none[0]
    worker, chair = stage["social worker"], stage["conference chair"]
    # When the worker records the other authority's notice, a conference is called and is due
    worker.goes_to(f"/child/{child}/record")
    worker.follows("Record that another authority’s plan moves here")
    worker.fills(
        {
            "notice-notified_on": "yesterday",
            "notice-from_authority": "Zqmarchfordshire",
            "notice-is_temporary": "no",
        }
    )
    worker.presses("Save")
    assert "On a plan of Zqmarchfordshire, and moved here" in worker.reads()
    conference = entry_of(worker.path)
    due = stage.keel.rows(
        "SELECT status FROM oversight_storedreading WHERE child_id = %s AND timescale = 'transfer_in_conf'",
        child,
    )
    assert due == [("running",)]
    # And the conference is held, and the chair decides on a plan
    way = f"/child/{child}/record"
    stage.did(
        "business support",
        f"{way}/conference-booking/{conference}",
        booking(stage, cast["conference chair"].email, TODAY),
    )
    recorded(stage, child, conference)
    plan = decided(stage, child, conference)
    # Then the plan is one that moved in, and the clock of the conference has stopped
    chair.goes_to(f"/child/{child}/protectionplan/{plan}")
    assert chair.page.locator("dt", has_text="Transfer").count() or "ransfer" in chair.reads()
    assert stage.keel.rows("SELECT is_transfer_in FROM protection_protectionplan WHERE id = %s", plan) == [
        (True,)
    ]
    due = stage.keel.rows(
        "SELECT status FROM oversight_storedreading WHERE child_id = %s AND timescale = 'transfer_in_conf'",
        child,
    )
    assert due == [("met",)]
    # And nobody brings her a second plan
    worker.goes_to(f"{way}/moved-here")
    assert "already, and nobody has two" in worker.reads()


def test_private_fostering_is_judged_by_a_manager_who_wrote_none_of_it(stage: Stage, on_none) -> None:
    child = on_none[1]
    worker, manager = stage["social worker"], stage["team manager"]
    # When the worker records the notice, the first visit is due
    worker.goes_to(f"/child/{child}/record")
    worker.follows("Record private fostering")
    worker.fills({
        "notified-notified_on": "today", "notified-notified_by": "The school",
        "notified-carer": "Zqmrs Pell, a neighbour",
    })  # fmt: skip
    worker.presses("Save")
    arrangement, address = entry_of(worker.path), worker.path
    assert "The first visit is due." in worker.reads()
    # And a manager cannot call it suitable before anybody has been there and asked
    way = f"/child/{child}/record"
    manager.goes_to(f"{way}/fostering-decision/{arrangement}")
    assert "a first visit" in manager.reads()
    assert manager.page.locator("form[data-draft]").count() == 0
    # When all is known, she can; the worker cannot
    visit = {"visit-visited_on": "today", "visit-alone": "yes", "visit-report": "All is well"}
    stage.did("social worker", f"{way}/fostering-visit/{arrangement}", visit)
    worker.goes_to(address)
    worker.follows("Write what must be known of the arrangement", within=worker.main)
    boxes = worker.page.locator("form[data-draft] textarea")
    for number in range(boxes.count()):
        boxes.nth(number).fill("Known and well")
    worker.presses("Save")
    assert worker.goes_to(f"{way}/fostering-decision/{arrangement}").status == 404, "a manager decides"
    manager.goes_to(address)
    manager.follows("Decide whether the arrangement is suitable", within=manager.main)
    manager.fills({"suitable-is_suitable": "yes", "suitable-decision": "Mrs Pell knows her well"})
    manager.presses("Save the decision")
    # Then it is decided, and visits go on being due
    decision = stage.keel.rows(
        "SELECT is_suitable, decided_by_id IS NOT NULL FROM front_door_privatefostering WHERE id = %s",
        arrangement,
    )
    assert decision == [(True, True)]
    assert stage.keel.rows(
        "SELECT 1 FROM oversight_storedreading "
        "WHERE child_id = %s AND timescale = 'pf_visit_y1' AND status = 'running'",
        child,
    )


def test_two_write_the_same_section_and_both_keep_their_words(stage: Stage, on_plan, cast) -> None:
    child, plan = on_plan[2]
    stage.keel.rows(TOGETHER, child, cast["other worker"].email)
    worker, colleague = stage["social worker"], stage["other worker"]
    # Given both have opened the same section of a draft
    version = entry_of(stage.did("social worker", f"/child/{child}/record/plan-begin/{plan}"))
    way = f"/child/{child}/record/plan-why/{version}"
    for one in (worker, colleague):
        one.goes_to(way)
    # When one saves, and then the other
    colleague.fills({"section-worry": "Zqcolleague: on 3 June nobody met the school bus."})
    colleague.presses("Save this section")
    assert "The section is saved in the draft." in colleague.reads()
    worker.fills({"section-worry": "Zqworker: on 4 June the child was alone all night."})
    worker.presses("Save this section")
    # Then both texts stand side by side, and nothing is saved yet
    row = worker.main.locator("table").get_by_role("row").filter(has_text="Zqworker")
    assert "Zqcolleague: on 3 June nobody met the school bus." in row.inner_text()
    worker.looks_closely()
    worry = "SELECT worry FROM protection_planversion WHERE id = %s"
    assert stage.keel.rows(worry, version) == [("Zqcolleague: on 3 June nobody met the school bus.",)]
    # And what she makes of the two is what stands
    both = "On 3 June nobody met the school bus. On 4 June the child was alone all night."
    worker.fills({"section-worry": both})
    worker.presses("Save this section")
    assert stage.keel.rows(worry, version) == [(both,)]


def test_a_manager_signs_although_the_gate_fails_and_it_is_counted(stage: Stage, on_plan, cast) -> None:
    child, _ = on_plan[2]
    worker, manager = stage["social worker"], stage["team manager"]
    # Given a draft in which most is missing, which its writer publishes with a reason
    worker.goes_to(f"/child/{child}/plan")
    assert "Does not pass" in worker.reads()
    worker.follows("Publish this version of the plan", within=worker.main)
    worker.presses("Publish")
    assert "Give the reason in a sentence" in worker.page.locator(".govuk-error-summary").inner_text()
    worker.fills({"publish-why": "The mother asks for it before she moves tomorrow"})
    worker.presses("Publish")
    # When the manager signs it, she has to say why, and to read why it was published as it is
    manager.goes_to(f"/child/{child}/plan")
    manager.follows("Sign this version of the plan", within=manager.main)
    assert "How the family reads and hears" in manager.reads() or "missing" in manager.reads()
    manager.presses("Sign the plan")
    assert "Give the reason in a sentence" in manager.page.locator(".govuk-error-summary").inner_text()
    manager.fills({"sign-override_reason": "Zqoverride: better an early plan than none"})
    manager.presses("Sign the plan")
    # Then her reason stands beside what failed, and is counted
    ((passed, failed, reason),) = stage.keel.rows(
        "SELECT gate_passed, gate_said, override_reason FROM protection_planapproval "
        "WHERE child_id = %s ORDER BY id DESC LIMIT 1",
        child,
    )
    assert (passed, bool(failed), reason) == (False, True, "Zqoverride: better an early plan than none")
    manager.goes_to("/plans/signed-anyway")
    assert "Zqoverride: better an early plan than none" in manager.reads()


def test_nobody_approves_what_she_wrote_herself(stage: Stage, on_none) -> None:
    child = on_none[0]
    manager = stage["team manager"]
    # Given a contact that the manager took herself, in the evening
    contact = stage.did("team manager", f"/child/{child}/record/contact", {
        "contact-received_on": "yesterday", "contact-received_time": "19:30", "contact-source": "1C",
        "contact-reason": "The neighbour saw the children alone",
    })  # fmt: skip
    # Then she is not offered to decide on it, and is told who does
    manager.goes_to(contact)
    told = "You wrote this contact. A manager who did not decides on it."
    assert told in manager.reads()
    assert manager.main.get_by_role("link", name="Decide on the contact").count() == 0
    # And the page itself gives her nothing to send, nor takes what she sends past it
    way = f"/child/{child}/record/decide/{entry_of(contact)}"
    manager.goes_to(way)
    assert manager.page.locator("form[data-draft]").count() == 0
    words = {"decision-outcome": "No further action", "decision-decision": "Nothing", "decision-told": "Yes"}
    token = manager.page.locator(
        "[name='csrfmiddlewaretoken']"
    ).first.input_value()  # of the button to sign out
    headers = {"Referer": manager.page.url, "X-CSRFToken": token}
    answer = manager.page.request.post(way, form=words, headers=headers)
    assert answer.status == 409, urlsplit(answer.url).path
    assert told in answer.text()
    assert stage.keel.rows("SELECT outcome FROM front_door_contact WHERE id = %s", entry_of(contact)) == [
        ("",)
    ]
