"""A chair challenges; the answer is not enough; nobody answers the next stage, and it comes to stage 3 by itself."""

import subprocess
import sys
from datetime import date

import pytest
from severnshire_served import Severnshire
from visitor import Visitor

from keel.database.roles import Role

CHILD = """
SELECT p.child_id FROM protection_protectionplan p
JOIN workforce_involvement c ON c.child_id = p.child_id AND c.ended_on IS NULL
JOIN workforce_worker chair ON chair.id = c.worker_id JOIN access_user u ON u.id = chair.user_id
JOIN oversight_standing s ON s.child_id = p.child_id JOIN workforce_team t ON t.id = s.team_id
WHERE p.ended_on IS NULL AND u.email = %s AND t.key = %s
  AND NOT EXISTS (SELECT FROM access_restriction r WHERE r.person_id = p.child_id) ORDER BY p.id LIMIT 1
"""
STAGES = """
SELECT s.stage, s.has_climbed, s.due_on, w.name FROM oversight_challengestage s
JOIN oversight_challenge c ON c.id = s.challenge_id LEFT JOIN workforce_worker w ON w.id = s.sent_to_id
WHERE c.what_is_wrong LIKE 'Zqchair%%' ORDER BY s.id
"""
AT_NIGHT = "import sys, datetime, django; django.setup(); from keel.scrutiny.climbing import climb; "
AT_NIGHT += "print(climb(datetime.date.fromisoformat(sys.argv[1])).challenges)"


@pytest.fixture
def child(keel: Severnshire, cast) -> str:
    """On a plan, of the team manager's team and the chair's."""
    found = keel.rows(CHILD, cast["conference chair"].email, cast["team manager"].team)
    assert found, "the chair of the cast has a child of the team manager's team"
    return str(found[0][0])


def test_the_chairs_challenge_to_stage_three(comes, keel: Severnshire, cast, child: str) -> None:
    chair = comes("conference chair")
    when_she_challenges(chair, child)
    then_its_page_says_who_is_asked(chair, cast["team manager"].name)
    when_the_manager_answers(comes("team manager", scripts=False))
    when_the_chair_does_not_accept_it(chair)
    then_nobody_answers_and_it_goes_up_by_itself(keel)
    then_the_desk_shows_stage_three(chair)


def when_she_challenges(chair: Visitor, child: str) -> None:
    chair.goes_to(f"/child/{child}/record")
    chair.follows("Raise a challenge")
    chair.page.get_by_label("My own view").check()
    for box, words in {
        "What is wrong?": "Zqchair: nobody saw the child for five weeks",
        "What does it do to the child?": "Nobody knows whether she is safe",
        "What should happen?": "See her alone",
        "By when?": "3/7/2026",
    }.items():
        chair.types(box, words)
    chair.page.locator("[name='challenge-is_immediate_danger'][value='no']").check()
    chair.presses("Send the challenge")
    assert "The challenge is sent." in chair.reads()


def then_its_page_says_who_is_asked(chair: Visitor, manager: str) -> None:
    assert manager in chair.main.get_by_role("table").inner_text()


def when_the_manager_answers(manager: Visitor) -> None:
    manager.follows("Notices")
    manager.main.get_by_role("link", name="A chair’s challenge asks").first.click()
    manager.follows("Answer the challenge")
    manager.page.locator("[name='answer-response']").fill("She is on leave; the new worker goes next week.")
    manager.presses("Send the answer")
    assert "Your answer is recorded." in manager.reads()


def when_the_chair_does_not_accept_it(chair: Visitor) -> None:
    chair.goes_to("/chair/")
    row = chair.main.get_by_role("row").filter(has_text="Zqchair")
    assert "The chair" in row.inner_text(), "it is her turn now"
    chair.follows("Zqchair", within=row)
    chair.follows("Accept the answer and close, or send it up")
    chair.page.locator("[name='outcome-is_accepted'][value='no']").check()
    chair.page.locator("[name='outcome-acceptance_reason']").fill("A week is too long")
    chair.presses("Save")


def then_nobody_answers_and_it_goes_up_by_itself(keel: Severnshire) -> None:
    (_, second) = keel.rows(STAGES)
    assert second[:2] == (2, False)
    due: date = second[2]
    night = date.fromordinal(due.toordinal() + 1).isoformat()
    words = [sys.executable, "-c", AT_NIGHT, night]
    done = subprocess.run(words, env=keel.told(Role.WORKER), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [row[:2] for row in keel.rows(STAGES)] == [(1, False), (2, False), (3, True)]


def then_the_desk_shows_stage_three(chair: Visitor) -> None:
    chair.goes_to("/chair/")
    stage = chair.main.get_by_role("row").filter(has_text="Zqchair").get_by_role("cell").nth(1)
    assert stage.inner_text() == "3"
