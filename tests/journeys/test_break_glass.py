"""A restricted record opened for a reason: asked who she is, told that it is looked at, and looked at by somebody."""

from visitor import Visitor

WHY = "The school rang about bruises on this child an hour ago and nobody of the team answers."


def test_a_restricted_record_is_opened_for_a_reason_and_reviewed(comes, keel, cast) -> None:
    child, name = given_a_restricted_child(keel, cast.restricted.children[0])
    amy, gillian = comes("quality lead"), comes("service manager")
    when_she_asks_for(amy, child)
    then_she_must_show_who_she_is_and_say_why(amy, name)
    when_she_says_why(amy)
    then_the_record_is_open_and_says_that_it_is_reviewed(amy, name)
    when_whoever_owns_the_record_reviews_it(gillian, amy)
    then_both_know_what_came_of_it(amy, gillian, keel, child)


def given_a_restricted_child(keel, key: str) -> tuple[str, str]:
    rows = keel.rows(
        "SELECT i.person_id, n.forename || ' ' || n.surname FROM people_identifier i "
        "JOIN people_personname n ON n.person_id = i.person_id WHERE i.value = %s",
        key,
    )
    return str(rows[0][0]), rows[0][1]


def when_she_asks_for(amy: Visitor, child: str) -> None:
    amy.goes_to(f"/child/{child}/")


def then_she_must_show_who_she_is_and_say_why(amy: Visitor, name: str) -> None:
    assert amy.heading() == "Show that it is you"
    assert name not in amy.reads()
    amy.types("Code", amy.code())
    amy.presses("Continue")
    assert amy.heading() == "Why do you need this record?"
    assert name not in amy.reads()
    assert "Gillian Higgins" in amy.reads(), "whom to ring instead"
    amy.presses("Open the record")
    assert "There is a problem" in amy.reads(), "nothing opens without a reason"


def when_she_says_why(amy: Visitor) -> None:
    amy.page.get_by_label("I need to keep a child safe now").check()
    amy.types("Why do you need it now?", WHY)
    amy.presses("Open the record")


def then_the_record_is_open_and_says_that_it_is_reviewed(amy: Visitor, name: str) -> None:
    assert amy.heading() == name
    assert "It is reviewed" in amy.reads()


def when_whoever_owns_the_record_reviews_it(gillian: Visitor, amy: Visitor) -> None:
    gillian.goes_to("/")
    assert amy.member is not None
    gillian.follows("Notices (1)")
    gillian.follows(f"{amy.member.name} opened a record for a reason")
    assert WHY in gillian.reads()
    gillian.page.get_by_label("The reason fits", exact=True).check()
    gillian.presses("Keep the review")
    assert "Your review is kept" in gillian.reads()
    assert not gillian.page.get_by_role("link", name="Notices").count(), "nothing is left to be read"


def then_both_know_what_came_of_it(amy: Visitor, gillian: Visitor, keel, child: str) -> None:
    amy.goes_to("/access/mine/")
    assert "The reason fits" in amy.reads()
    amy.presses("Close it now")
    amy.goes_to(f"/child/{child}/")
    assert amy.heading() == "Why do you need this record?", "closed again"
    gillian.goes_to(f"/access/looks/{child}/")
    assert amy.member is not None
    looked = gillian.main.locator("tbody tr", has_text=amy.member.name).all_inner_texts()
    assert any("keep a child safe" in row for row in looked), "who looked, and for what, is a page"
