"""One child on file twice: found, looked at side by side, made one, and made two again; all without scripts."""

from typing import Any

from severnshire_served import Severnshire
from visitor import Visitor

from keel.invent.cast import Cast

HOW_KNOWN = "The same NHS number, and the mother confirmed the date of birth."
ASKED = "Why do you need this record?"
WHY_NOT = "They are cousins of one name: the school has seen both."


def test_a_duplicate_is_merged_and_unmerged_without_scripts(comes, keel: Severnshire, cast: Cast) -> None:
    manager = comes("service manager", scripts=False)
    when_everybody_is_looked_through(manager, keel)
    one, other = then_children_who_are_on_file_twice_are_offered(manager, keel, cast)
    before = what_each_holds(keel, one, other)
    when_they_are_merged(manager, one, other)
    then_one_record_holds_it_all(keel, before, one, other)
    when_it_is_undone(manager, keel)
    assert what_each_holds(keel, one, other) == before, "two again, as they were"


def when_everybody_is_looked_through(manager: Visitor, keel: Severnshire) -> None:
    manager.follows("Find a person")
    manager.follows("Records that may be of one person")
    manager.presses("Look through everybody again")
    assert "Keel is looking" in manager.reads()
    with keel.working_the_queue():
        pass
    manager.goes_to("/people/duplicates/")


def then_children_who_are_on_file_twice_are_offered(
    manager: Visitor, keel: Severnshire, cast: Cast
) -> tuple[str, str]:
    keys = [key for pair in cast.duplicates for key in pair]
    rows = keel.rows("SELECT value, person_id FROM people_identifier WHERE value = ANY(%s)", keys)
    known = {value: str(person) for value, person in rows}
    offered = [set(href.split("/")[-2:]) for href in links(manager)]
    found = [pair for pair in cast.duplicates if {known[key] for key in pair} in offered]
    assert 2 * len(found) > len(cast.duplicates), "who was put on file twice is on the first page"
    one, other = found[0]
    return known[one], known[other]


def when_they_are_merged(manager: Visitor, one: str, other: str) -> None:
    way = next(href for href in links(manager) if one in href and other in href)
    manager.goes_to(f"/people/duplicates/{way}")
    gives_a_reason_for_each(manager, "Keel offers this child as one who may be on file twice.")
    manager.main.locator(f'input[type=radio][value="{one}"]').check()
    manager.types("How do you know that they are one person?", HOW_KNOWN)
    manager.presses("Merge the two records")
    assert "The two records are one" in manager.reads()


def gives_a_reason_for_each(manager: Visitor, reason: str) -> int:
    """With the second record of a child nobody works: whoever opens it says why, of each in other words. How many."""
    for asked in range(2):
        if manager.heading() != ASKED:
            return asked
        manager.page.get_by_label("I am putting the data right").check()
        manager.types("Why do you need it now?", f"{reason} This is record {asked + 1} of the two.")
        manager.presses("Open the record")
    assert manager.heading() != ASKED, manager.reads()
    return 2


def then_one_record_holds_it_all(
    keel: Severnshire, before: dict[str, dict[str, Any]], one: str, other: str
) -> None:
    now = what_each_holds(keel, one, other)
    assert str(now[other]["merged_into_id"]) == one
    assert now[one]["events"] == before[one]["events"] + before[other]["events"], "nothing is lost"
    assert now[one]["origins"] == before[one]["origins"] + before[other]["origins"], "nor where it came from"
    assert now[one]["numbers"] >= before[one]["numbers"] + before[other]["numbers"] - 1


def when_it_is_undone(manager: Visitor, keel: Severnshire) -> None:
    """Days later: what was opened to merge them has closed by itself."""
    keel.rows("UPDATE access_opening SET until = now() - interval '1 hour' WHERE ended_at IS NULL")
    manager.goes_to("/people/duplicates/")
    manager.follows("Undo")
    assert manager.heading() == ASKED, "the record that was merged is nobody's now"
    assert gives_a_reason_for_each(manager, "The school says that these are two cousins of one name.")
    assert HOW_KNOWN in manager.reads()
    manager.types("Why?", WHY_NOT)
    manager.presses("Undo the merge")
    assert "two again" in manager.reads()


def what_each_holds(keel: Severnshire, *persons: str) -> dict[str, dict[str, Any]]:
    columns = ("merged_into_id", "names", "numbers", "events", "readings", "origins")
    return {
        person: dict(
            zip(
                columns,
                keel.rows(
                    "SELECT merged_into_id, (SELECT count(*) FROM people_personname n WHERE n.person_id = p.id), "
                    "(SELECT count(*) FROM people_identifier i WHERE i.person_id = p.id), "
                    "(SELECT count(*) FROM record_event e WHERE e.child_id = p.id), "
                    "(SELECT count(*) FROM oversight_storedreading r WHERE r.child_id = p.id), "
                    "(SELECT count(*) FROM loading_origin o WHERE o.child_id = p.id) "
                    "FROM people_person p WHERE p.id = %s",
                    person,
                )[0],
                strict=True,
            )
        )
        for person in persons
    }


def links(manager: Visitor) -> list[str]:
    return [link.get_attribute("href") or "" for link in manager.main.locator("tbody a").all()]
