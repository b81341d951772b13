"""A visit to brothers and sisters, recorded on the doorstep on a phone, and finished at a desk the next day."""

import pytest
from severnshire_served import Severnshire
from visitor import DESK, TELEPHONE, Visitor

TOGETHER = """
SELECT p.id::text FROM people_person p
JOIN people_relationship r ON r.person_id = p.id AND r.to_on IS NULL AND r.relation LIKE '%%sibling%%'
WHERE EXISTS (SELECT FROM protection_protectionplan q WHERE q.child_id = p.id AND q.ended_on IS NULL)
  AND EXISTS (
    SELECT FROM workforce_involvement i JOIN workforce_worker w ON w.id = i.worker_id
    JOIN access_user u ON u.id = w.user_id WHERE i.child_id = p.id AND i.ended_on IS NULL AND u.email = %s)
GROUP BY p.id HAVING count(DISTINCT r.other_id) = 2 ORDER BY p.birth_on, p.id LIMIT 3
"""
BEFORE = "SELECT coalesce(max(id), 0) FROM protection_visit"
MADE = "SELECT child_id::text, shared, is_child_seen, worries FROM protection_visit WHERE id > %s"
WRITTEN = """
SELECT child_id::text, written_up_on IS NOT NULL, is_seen_alone, own_words, purpose FROM protection_visit WHERE id > %s
"""
WORDS = ("Zqit is my room now", "Zqmy tooth came out", "Zqhe shouts at night")


@pytest.fixture
def three(keel: Severnshire, cast) -> list[str]:
    """Three children of one family, on plans, with the social worker of the cast."""
    found = [child for (child,) in keel.rows(TOGETHER, cast["social worker"].email)]
    assert len(found) == 3, "Severnshire's social worker has three brothers and sisters on plans"
    return found


def test_three_answers_on_the_doorstep_and_the_rest_at_the_desk(
    comes, keel: Severnshire, three: list[str]
) -> None:
    ((before,),) = keel.rows(BEFORE)
    on_the_phone = comes("social worker", width=TELEPHONE)
    when_she_records_all_three_on_the_doorstep(on_the_phone, three)
    then_each_has_a_visit_of_their_own(keel, three, before)
    at_her_desk = comes("social worker", width=DESK, scripts=False, signed_in=False)
    at_her_desk.last_code = on_the_phone.last_code  # a code is good once
    at_her_desk.signs_in()
    when_she_writes_up_the_rest_once(at_her_desk, three)
    then_all_three_are_written_up(keel, three, before)
    and_each_file_is_complete_alone(at_her_desk, three)


def when_she_records_all_three_on_the_doorstep(worker: Visitor, three: list[str]) -> None:
    first, *others = three
    worker.goes_to(f"/child/{first}/record")
    worker.follows("Record a visit")
    page = worker.page
    page.locator(
        f"[name='{first}-is_child_seen'][value='yes']"
    ).check()  # the day and the visit are filled in
    for child in others:
        page.locator(f"[name='{child}-is_here']").check()
        page.locator(f"[name='{child}-is_child_seen'][value='yes']").check()
    page.locator("[data-draft-said]", has_text="Draft saved at").wait_for()
    worker.presses("Save the visit")
    assert "The visit is recorded." in worker.reads()


def then_each_has_a_visit_of_their_own(keel: Severnshire, three: list[str], before: int) -> None:
    made = keel.rows(MADE, before)
    assert {child for child, *_ in made} == set(three)
    assert [(seen, worries) for *_, seen, worries in made] == [(True, "")] * 3
    marks = {shared for _, shared, *_ in made}
    assert len(marks) == 1, "it was one visit"
    assert marks != {None}


def when_she_writes_up_the_rest_once(worker: Visitor, three: list[str]) -> None:
    worker.goes_to(f"/child/{three[0]}/visit")
    worker.main.locator("tbody").get_by_role("link").first.click()
    worker.follows("Write up the rest of the visit")
    assert "Still to write" in worker.reads()
    worker.fills({
        "visit-purpose": "To see where they sleep", "visit-people_there": "The children and their mother",
        "visit-plan_checks": "The lock is fitted", "visit-worries": "A smell of gas in the hall",
        "visit-next_visit_on": "20 July",
    })  # fmt: skip
    for prefix, words in zip(("child", *three[1:]), WORDS, strict=True):
        worker.fills({
            f"{prefix}-is_seen_alone": "yes", f"{prefix}-is_bedroom_seen": "yes", f"{prefix}-own_words": words,
        })  # fmt: skip
    worker.presses("Save")


def then_all_three_are_written_up(keel: Severnshire, three: list[str], before: int) -> None:
    written = {child: said for child, *said in keel.rows(WRITTEN, before)}
    wanted = {
        child: [True, True, words, "To see where they sleep"]
        for child, words in zip(three, WORDS, strict=True)
    }
    assert written == wanted


def and_each_file_is_complete_alone(worker: Visitor, three: list[str]) -> None:
    for child, own in zip(three, WORDS, strict=True):
        worker.goes_to(f"/child/{child}/visit")
        worker.main.locator("tbody").get_by_role("link").first.click()
        read = worker.reads()
        for words in (own, "A smell of gas in the hall", "The children and their mother"):
            assert words in read
        assert [other for other in WORDS if other != own and other in read] == [], "another’s words in a file"


def test_a_sentence_outlives_a_lost_session(comes, three: list[str]) -> None:
    ada = three[0]
    worker = comes("social worker")
    worker.goes_to(f"/child/{ada}/record/visit")
    worker.page.get_by_text("Write the rest now").click()
    worker.page.get_by_label("What worries you now?").fill("Zqhalf a sentence")
    worker.page.locator("[data-draft-said]", has_text="Draft saved at").wait_for()
    worker.page.context.clear_cookies()
    worker.goes_to(f"/child/{ada}/record/visit")
    worker.signs_in()
    assert worker.page.get_by_label("What worries you now?").input_value() == "Zqhalf a sentence"
    worker.follows("Your drafts (1)")
    assert "Record a visit" in worker.main.inner_text()
