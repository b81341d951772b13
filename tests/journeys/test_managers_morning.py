"""The manager's morning: what must be answered, two clicks and a sentence, and what leaders see of it."""

from visitor import DESK, TELEPHONE, Visitor

REASON = "Grandmother has the key and he has left, so she is safe until Friday"


def test_the_managers_morning(comes) -> None:
    manager = comes("team manager", width=DESK)
    title = given_her_questions_the_worst_first(manager)
    asked = manager.path
    when_she_gives_no_reason_of_her_own(manager)
    then_it_is_asked_for_again_and_what_she_typed_is_kept(manager)
    when_she_says_why(manager)
    then_it_is_no_longer_asked(manager, title)
    and_the_childs_record_says_who_saw_and_answered(manager, asked)
    and_her_team_is_one_grid(manager)


def test_a_director_reads_it_on_a_telephone(comes) -> None:
    director = comes("director", width=TELEPHONE)
    for page in ("/", "/oversight/", "/oversight/known", "/oversight/disabled", "/oversight/exposure"):
        director.goes_to(page)
        assert director.heading()


def given_her_questions_the_worst_first(manager: Visitor) -> str:
    assert manager.heading() == "Your questions"
    colours = manager.main.locator("article .keel-tag").all_inner_texts()
    worst = [["black", "red", "amber"].index(colour.strip().lower()) for colour in colours]
    assert worst == sorted(worst)
    title = manager.main.locator("article h3").first.inner_text()
    manager.follows("Answer", within=manager.main)
    assert manager.heading() == title
    return title


def when_she_gives_no_reason_of_her_own(manager: Visitor) -> None:
    manager.page.get_by_label("Why? In your own words").fill("ok")
    manager.page.get_by_label("What will be done").fill("Meet on Friday with the family network")
    manager.presses("Answer")


def then_it_is_asked_for_again_and_what_she_typed_is_kept(manager: Visitor) -> None:
    assert "Give the reason in your own words" in manager.reads()
    assert (
        manager.page.get_by_label("What will be done").input_value()
        == "Meet on Friday with the family network"
    )


def when_she_says_why(manager: Visitor) -> None:
    manager.page.get_by_label("Why? In your own words").fill(REASON)
    manager.presses("Answer")


def then_it_is_no_longer_asked(manager: Visitor, title: str) -> None:
    assert manager.heading() == "Your questions"
    assert "Your answer is recorded" in manager.reads()
    assert title not in manager.main.locator("article h3").all_inner_texts()


def and_the_childs_record_says_who_saw_and_answered(manager: Visitor, asked: str) -> None:
    manager.goes_to(asked)
    manager.main.get_by_role("region", name="Why it is asked").locator("a[href*='/child/']").first.click()
    manager.follows("Questions", within=manager.page.get_by_role("navigation", name="Pages of this record"))
    for details in manager.main.locator("details").all():
        details.locator("summary").click()
    told = manager.main.inner_text()
    assert REASON in told
    assert "First seen by" in told


def and_her_team_is_one_grid(manager: Visitor) -> None:
    manager.goes_to("/oversight/")
    manager.main.get_by_role("table").first.get_by_role("link").first.click()
    manager.looks_over()
    assert "who is drifting, why, and since when" in manager.heading()
