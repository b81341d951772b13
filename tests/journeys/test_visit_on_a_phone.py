"""A visit to brothers and sisters, recorded on the doorstep on a phone, and finished at a desk the next day."""

import pytest
from severnshire_served import Severnshire
from visitor import DESK, TELEPHONE, Visitor

TOGETHER = """
SELECT a.child_id, b.child_id
FROM workforce_involvement a JOIN workforce_involvement b ON a.worker_id = b.worker_id AND a.child_id <> b.child_id
JOIN workforce_worker w ON w.id = a.worker_id JOIN access_user u ON u.id = w.user_id
JOIN people_relationship r ON r.to_on IS NULL AND r.relation LIKE '%%sibling%%'
  AND r.person_id = a.child_id AND r.other_id = b.child_id
JOIN protection_protectionplan p ON p.child_id = a.child_id AND p.ended_on IS NULL
JOIN protection_protectionplan q ON q.child_id = b.child_id AND q.ended_on IS NULL
WHERE u.email = %s AND a.ended_on IS NULL AND b.ended_on IS NULL LIMIT 1
"""


@pytest.fixture
def brothers(keel: Severnshire, cast) -> tuple[str, str]:
    """Two children of one family, on plans, with the social worker of the cast."""
    found = keel.rows(TOGETHER, cast["social worker"].email)
    assert found, "Severnshire's social worker has brothers or sisters on plans"
    return tuple(map(str, found[0]))


def test_three_answers_on_the_doorstep_and_the_rest_at_the_desk(
    comes, keel: Severnshire, brothers: tuple[str, str]
) -> None:
    ada, cal = brothers
    on_the_phone = comes("social worker", width=TELEPHONE)
    when_she_records_both_on_the_doorstep(on_the_phone, ada, cal)
    then_each_has_a_visit_of_her_own(keel, ada, cal)
    at_her_desk = comes("social worker", width=DESK, scripts=False, signed_in=False)
    at_her_desk.last_code = on_the_phone.last_code  # a code is good once
    at_her_desk.signs_in()
    when_she_writes_up_the_rest(at_her_desk, ada)
    then_the_visit_is_written_up(keel, ada)


def when_she_records_both_on_the_doorstep(worker: Visitor, ada: str, cal: str) -> None:
    worker.goes_to(f"/child/{ada}/record")
    worker.follows("Record a visit")
    page = worker.page
    page.locator(f"[name='{ada}-is_child_seen'][value='yes']").check()
    page.locator(f"[name='{cal}-is_here']").check()
    page.locator(f"[name='{cal}-is_child_seen'][value='yes']").check()
    page.get_by_text("Write the rest now").click()
    page.get_by_label("What worries you now?").fill("Zqdoorstep: a smell of gas in the hall")
    page.locator("[data-draft-said]", has_text="Draft saved at").wait_for()
    worker.presses("Save the visit")
    assert "The visit is recorded." in worker.reads()


def then_each_has_a_visit_of_her_own(keel: Severnshire, ada: str, cal: str) -> None:
    statement = "SELECT child_id::text, shared FROM protection_visit WHERE worries LIKE 'Zqdoorstep%%'"
    found = dict(keel.rows(statement))
    assert set(found) == {ada, cal}
    assert found[ada] == found[cal] is not None


def when_she_writes_up_the_rest(worker: Visitor, ada: str) -> None:
    worker.goes_to(f"/child/{ada}/visit")
    worker.main.locator("tbody").get_by_role("link").first.click()
    worker.follows("Write up the rest of the visit")
    assert "Still to write" in worker.reads()
    for box, words in {
        "What was the visit for?": "To see where she sleeps",
        "Who was there?": "Both children and their mother",
        "What has been done of the plan, and what has not?": "The lock is fitted",
        "When is the next visit?": "20 July",
    }.items():
        worker.page.get_by_label(box).fill(words)
    worker.page.locator("[name='child-is_seen_alone'][value='yes']").check()
    worker.page.locator("[name='child-is_bedroom_seen'][value='yes']").check()
    worker.page.locator("[name='child-own_words']").fill("It is my room now.")
    worker.presses("Save")


def then_the_visit_is_written_up(keel: Severnshire, ada: str) -> None:
    ((written, alone, words),) = keel.rows(
        "SELECT written_up_on, is_seen_alone, own_words FROM protection_visit "
        "WHERE child_id = %s AND worries LIKE 'Zqdoorstep%%'",
        ada,
    )
    assert written is not None
    assert (alone, words) == (True, "It is my room now.")


def test_a_sentence_outlives_a_lost_session(comes, brothers: tuple[str, str]) -> None:
    ada, _ = brothers
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
