"""From a contact to a signed plan: the social worker, her manager, the health visitor and the chair do their parts."""

import pytest
from conferences_held import views_asked
from stage import Stage, entry_of
from visitor import Visitor

WORDS = "I hide in the shed when they shout."
SHARED = "Two bruises in May, which her mother could not explain"
MET_ON = "30/6/2026"


@pytest.fixture
def ada(stage: Stage, cast) -> str:
    """A child whom no protection work has reached."""
    return stage.without_plan(cast["social worker"].email)[0]


def test_each_does_her_part_until_the_plan_is_signed(stage: Stage, cast, ada: str) -> None:
    worker, manager, chair = (stage[part] for part in ("social worker", "team manager", "conference chair"))
    kemi = cast["health visitor"].name
    contact = when_the_worker_records_a_contact(worker, ada, kemi)
    then_the_manager_decides_on_it(manager, contact)
    discussion = when_the_worker_records_what_the_agencies_said(worker, ada, kemi)
    given_the_health_visitor_writes_what_she_shared(stage, cast, ada)
    enquiry = then_the_manager_starts_the_enquiries(manager, discussion)
    given_the_child_was_seen_and_the_agencies_answered(stage, ada, enquiry)
    conference = then_the_manager_calls_a_conference(manager, enquiry)
    given_it_is_booked_and_everybody_is_asked(stage, cast, ada, conference)
    when_the_health_visitor_sends_her_report(stage["health visitor"], ada)
    given_the_workers_own_report_is_approved_and_given(stage, ada, conference)
    when_the_chair_records_what_was_said(chair, ada, conference)
    then_the_chair_decides_on_a_plan(chair, ada)
    when_the_worker_writes_the_plan(stage, worker, ada, kemi)
    then_the_gate_passes_and_she_publishes_it(worker)
    then_the_manager_signs_it(manager, ada)
    then_the_record_says_who_did_what(stage, cast, ada)


def when_the_worker_records_a_contact(worker: Visitor, ada: str, told_by: str) -> str:
    worker.goes_to(f"/child/{ada}/record")
    worker.follows("Record a contact")
    worker.fills({
        "contact-received_on": "yesterday", "contact-received_time": "09:30", "contact-source": "3B",
        "contact-source_name": f"{told_by}, health visitor", "contact-partner_agency": "Health visiting",
        "contact-partner_aware_on": "yesterday", "contact-reason": "Heard shouting; the child would not come out",
    })  # fmt: skip
    worker.presses("Save the contact")
    assert "It waits for a manager’s decision" in worker.reads()
    assert worker.main.get_by_role("link", name="Decide on the contact").count() == 0, "not her own"
    return worker.path


def then_the_manager_decides_on_it(manager: Visitor, contact: str) -> None:
    manager.goes_to(contact)
    manager.follows("Decide on the contact", within=manager.main)
    manager.fills({
        "decision-outcome": "Referral to children’s social care, with a strategy discussion at once",
        "decision-decision": "Violence at home, and a child who hides", "decision-primary_need": "N1",
        "decision-told": "Yes",
    })  # fmt: skip
    manager.presses("Save the decision")
    assert "The decision is recorded." in manager.reads()


def when_the_worker_records_what_the_agencies_said(worker: Visitor, ada: str, for_health: str) -> str:
    worker.goes_to(f"/child/{ada}/record")
    worker.follows("Record a strategy discussion")
    said = {
        "shared-suspected_on": "yesterday", "shared-suspected_by": "Health visitor", "shared-form": "Call",
        "shared-other_children": "There are none", "shared-parents_told": "Mother, by telephone",
        "shared-legal_advice": "Not needed yet", f"child-{ada}-immediate_safety": "With her aunt tonight",
        f"child-{ada}-is_enquiry_proposed": "yes", f"child-{ada}-decision": "She is afraid to be at home",
        f"child-{ada}-is_joint": "yes", f"child-{ada}-is_medical_needed": "no",
        f"child-{ada}-how_seen": "At school, today at two", f"child-{ada}-is_to_be_seen_alone": "yes",
        "tasks-0-task": "Ask the school what she said", "tasks-0-owner": "Laura Lockley", "tasks-0-due_on": "tomorrow",
    }  # fmt: skip
    for number, who in enumerate(("Pat Lee", "Sgt Cole", for_health)):
        spoke = {"name": who, "role": "Manager", "information": "Calls to the house", "is_present": "yes"}
        said |= {f"agencies-{number}-{name}": words for name, words in spoke.items()}
    worker.fills(said)
    worker.presses("Save")
    assert "A manager who did not write it decides now." in worker.reads()
    return worker.path


def given_the_health_visitor_writes_what_she_shared(stage: Stage, cast, ada: str) -> None:
    way, kemi = f"/child/{ada}/record", cast["health visitor"]
    joined = {"join-worker": worker_of(stage, kemi.email), "join-started_on": "today"}
    stage.did("social worker", f"{way}/helper", joined)
    ((place,),) = stage.keel.rows(
        "SELECT id FROM protection_strategyagency WHERE child_id = %s AND name = %s", ada, kemi.name
    )
    stage.did("health visitor", f"{way}/agency-account/{place}", {"account-information": SHARED})


def then_the_manager_starts_the_enquiries(manager: Visitor, discussion: str) -> int:
    manager.goes_to(discussion)
    assert "She is afraid to be at home" in manager.reads()
    manager.follows("Authorise the decision", within=manager.main)
    assert SHARED in manager.reads(), "the manager decides with the agency's own words before her"
    manager.fills({"decision-reason": "Agreed: see her today"})
    manager.presses("Authorise")
    assert "/s47enquiry/" in manager.path
    return entry_of(manager.path)


def given_the_child_was_seen_and_the_agencies_answered(stage: Stage, ada: str, enquiry: int) -> None:
    seen = {f"{ada}-is_child_seen": "yes", f"{ada}-is_seen_alone": "yes", f"{ada}-own_words": WORDS}
    stage.did("social worker", f"/child/{ada}/record/visit", seen)
    asked = {f"checks-{number}-asked_on": "today" for number in range(3)}
    stage.did("social worker", f"/child/{ada}/record/s47-checks/{enquiry}", asked)
    found = {
        "others_spoken_to": "Her teacher", "medical": "None was needed", "analysis": "She is afraid at home",
        "outcome": "Substantiated, likely to suffer harm", "is_conference_required_by_end": "yes",
        "child_told": "By me", "parent_told": "At home", "agencies_told": "All of them",
    }  # fmt: skip
    said = {f"found-{name}": words for name, words in found.items()}
    stage.did("social worker", f"/child/{ada}/record/s47-outcome/{enquiry}", said)


def then_the_manager_calls_a_conference(manager: Visitor, enquiry: int) -> int:
    manager.goes_to(manager.path)
    manager.follows("Authorise the outcome", within=manager.main)
    assert "She is afraid at home" in manager.reads()
    manager.fills({"decision-reason": "She is not safe yet"})
    manager.presses("Authorise")
    assert "/conference/" in manager.path
    return entry_of(manager.path)


def given_it_is_booked_and_everybody_is_asked(stage: Stage, cast, ada: str, conference: int) -> None:
    way = f"/child/{ada}/record"
    chair = worker_of(stage, cast["conference chair"].email)
    day = {"book-planned_on": MET_ON, "book-place": "Town hall", "book-chair": chair}
    stage.did("business support", f"{way}/conference-booking/{conference}", day)
    stage.did("business support", f"{way}/conference-people/{conference}")
    asked = "SELECT count(*) FROM protection_conferenceattendance WHERE child_id = %s AND name = %s"
    assert stage.keel.rows(asked, ada, cast["health visitor"].name) == [(1,)], (
        "once, though two lists name her"
    )
    stage.did("conference chair", f"{way}/conference-preparation/{conference}")


def worker_of(stage: Stage, email: str) -> str:
    ((worker,),) = stage.keel.rows(
        "SELECT w.id::text FROM workforce_worker w JOIN access_user u ON u.id = w.user_id WHERE u.email = %s",
        email,
    )
    return str(worker)


def when_the_health_visitor_sends_her_report(kemi: Visitor, ada: str) -> None:
    kemi.goes_to("/")
    kemi.main.locator(f"a[href*='{ada}']").click()
    kemi.follows("Write your report", within=kemi.main)
    kemi.fills({
        "report-last_seen_on": "yesterday", "report-what_happened": "She would not come out from under the bed",
        "report-strengths": "Her aunt", "report-worries": "The shouting", "report-view": "Yes: she is not safe",
        "report-is_shared_with_parents": "yes",
    })  # fmt: skip
    kemi.presses("Send the report")
    assert "Your report is with the conference." in kemi.reads()
    assert "Yes: she is not safe" in kemi.reads()
    assert kemi.goes_to(f"/child/{ada}/").status == 404, "her own part, and no more of the record"


def given_the_workers_own_report_is_approved_and_given(stage: Stage, ada: str, conference: int) -> None:
    way, said = f"/child/{ada}/record", "Nothing more is known"
    boxes = (
        "household", "wider_family", "family_history", "needs", "parenting", "parent_views", "analysis", "risk",
        "protects", "options", "recommendation", "recommendation_reason", "draft_plan", "communication",
    )  # fmt: skip
    words = {f"report-{name}": said for name in boxes} | {
        "report-is_family_tree_right": "yes",
        "report-child_views": WORDS,
    }
    report = entry_of(stage.did("social worker", f"{way}/report/{conference}", words))
    agreed = {"decision-decision": "approve", "decision-comment": "She can be heard in it"}
    stage.did("team manager", f"{way}/report-decision/{report}", agreed)
    had = {f"family-{number}-shared_on": "today" for number in range(3)} | {"chair-chair_on": "today"}
    stage.did("social worker", f"{way}/report-given/{report}", had)


def when_the_chair_records_what_was_said(chair: Visitor, ada: str, conference: int) -> None:
    chair.goes_to(f"/child/{ada}/conference/{conference}")
    chair.follows("Record the conference", within=chair.main)
    assert "Still missing" in chair.reads()
    people = chair.page.locator("[name='people-TOTAL_FORMS']").input_value()
    there = {f"people-{number}-is_present": "yes" for number in range(int(people) - 1)}
    chair.fills(there | {
        "shared-is_quorate": "yes", "shared-are_other_children_considered": "yes",
        "shared-parent_views": "Both want help", "shared-summary": "Everybody spoke",
        f"child-{ada}-participation": "PN6", f"child-{ada}-child_views": WORDS,
    })  # fmt: skip
    chair.presses("Save")
    assert "Nothing is decided until the chair records it." in chair.reads()


def then_the_chair_decides_on_a_plan(chair: Visitor, ada: str) -> None:
    chair.follows("Record what was decided", within=chair.main)
    chair.fills(views_asked(chair.page, "yes") | {
        f"child-{ada}-harm": "Is likely to suffer significant harm", f"child-{ada}-is_plan_made": "yes",
        f"child-{ada}-category": "EMO", f"child-{ada}-chair_summary": "On 4 June she hid all night",
        f"child-{ada}-decision": "A plan", f"child-{ada}-contingency": "A legal planning meeting",
        "shared-first_core_group_on": "8/7/2026", "shared-is_complaint_route_told": "yes",
    })  # fmt: skip
    chair.presses("Save")
    assert "/protectionplan/" in chair.path, chair.reads()


def when_the_worker_writes_the_plan(stage: Stage, worker: Visitor, ada: str, member: str) -> None:
    worker.goes_to(f"/child/{ada}/plan")
    worker.follows("Begin a new version of the plan", within=worker.main)
    worker.presses("Begin the version")
    version = entry_of(worker.path)
    name = called(stage, ada)
    for section, boxes in whole_plan(name, member).items():
        stage.did("social worker", f"/child/{ada}/record/plan-{section}/{version}", boxes)
    ((outcome,),) = stage.keel.rows(
        "SELECT id::text FROM protection_planoutcome WHERE version_id = %s", version
    )
    worker.goes_to(f"/child/{ada}/record/plan-actions/{version}")
    worker.fills({
        "actions-0-action": "Keep a diary of each night", "actions-0-outcome": outcome, "actions-0-owner": "Rosa",
        "actions-0-due_on": "1/9/2026", "actions-0-done_when": "The diary was read",
    })  # fmt: skip
    worker.presses("Save this section")


def called(stage: Stage, child: str) -> str:
    ((name,),) = stage.keel.rows(
        "SELECT forename FROM people_personname WHERE person_id = %s ORDER BY id LIMIT 1", child
    )
    return str(name)


def whole_plan(name: str, member: str) -> dict[str, dict[str, str]]:
    """All that the gate asks of a plan, section by section, without its actions."""
    parents = {
        f"parents-{number}-{box}": words
        for number in range(2)
        for box, words in (("views", "I want help"), ("asked_on", "today"), ("asked_how", "At home"))
    }
    sections = {
        "why": {"worry": f"On 4 June {name} hid all night.",
                "daily_life": f"{name} gets up alone. On 9 June {name} said “{WORDS}”."},
        "child-views": {"child_views": WORDS, "child_views_method": "Three houses", "child_views_on": "today",
                        "child_views_by": "Pat Lee"},
        "safety": {"visits": "Every ten days, alone at school.", "bottom_line": f"{name} is never alone at night.",
                   "strengths": "An aunt.", "needs": "Sleep."},
        "communication": {"communication_needs": "Both read well.", "form_given": "The full version"},
        "network": {"network_offered_on": "today", "network_answer": "Yes"},
        "core-group": {"core_group_on": "8/7/2026", "later_core_group_on": "5/8/2026"},
        "legal": {"legal_considered_on": "today", "legal_decision": "Not now", "legal_reason": "Help comes first"},
    }  # fmt: skip
    own = {key: {f"section-{box}": words for box, words in boxes.items()} for key, boxes in sections.items()}
    own["core-group"] |= {
        "members-0-name": member, "members-0-role": "Health visitor", "members-0-agency": "Health",
    }  # fmt: skip
    return own | {
        "parent-views": parents,
        "outcomes": {"outcomes-0-outcome": f"{name} sleeps at home with an adult.", "outcomes-0-measure": "Diary",
                     "outcomes-0-by_on": "1/9/2026"},
        "contingency": {"contingencies-0-trigger": "A night alone", "contingencies-0-response": "A meeting",
                        "contingencies-0-within": "The same day", "contingencies-0-decided_by": "Helen Ward",
                        "contingencies-0-is_court_considered": "yes"},
    }  # fmt: skip


def then_the_gate_passes_and_she_publishes_it(worker: Visitor) -> None:
    assert "Nothing that a plan must hold is missing." in worker.reads(), worker.reads()
    worker.follows("Publish this version of the plan", within=worker.main)
    worker.presses("Publish")
    assert "A manager who did not write it signs it." in worker.reads()
    assert worker.main.get_by_role("link", name="Sign this version of the plan").count() == 0


def then_the_manager_signs_it(manager: Visitor, ada: str) -> None:
    manager.goes_to(f"/child/{ada}/plan")
    manager.follows("Sign this version of the plan", within=manager.main)
    manager.presses("Sign the plan")
    assert "The plan is signed." in manager.reads()


def then_the_record_says_who_did_what(stage: Stage, cast, ada: str) -> None:
    signed = stage.keel.rows(
        "SELECT gate_passed, w.name, v.author_id <> a.approved_by_id FROM protection_planapproval a "
        "JOIN protection_planversion v ON v.id = a.version_id JOIN workforce_worker w ON w.id = a.approved_by_id "
        "WHERE a.child_id = %s",
        ada,
    )
    assert signed == [(True, cast["team manager"].name, True)]
    reports = stage.keel.rows(
        "SELECT w.name, r.received_on IS NOT NULL FROM protection_agencyreport r "
        "JOIN access_user u ON u.id = r.recorded_by_id JOIN workforce_worker w ON w.user_id = u.id "
        "WHERE r.child_id = %s AND r.worker_id = w.id",
        ada,
    )
    assert reports == [(cast["health visitor"].name, True)]
    plans = stage.keel.rows(
        "SELECT c.chair_id IS NOT NULL, c.is_quorate, p.initial_category FROM protection_protectionplan p "
        "JOIN protection_conference c ON c.id = p.conference_id WHERE p.child_id = %s",
        ada,
    )
    assert plans == [(True, True, "EMO")]
