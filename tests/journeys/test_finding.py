"""Finding a child whose name nobody spells right, with hands that never leave the keyboard."""

from visitor import Visitor

MOST_STEPS = 60  # presses of the tabulator that nobody should need


def test_a_child_is_found_by_a_misspelt_name_with_the_keyboard_alone(comes, keel, cast) -> None:
    pawel = comes("social worker")
    child, name = given_a_child_of_hers_with_a_name_easily_misspelt(keel, cast["social worker"].worker)
    when_she_types_what_she_heard(pawel, misspelt(name))
    then_the_child_is_among_the_first_five(pawel, name)
    then_nothing_that_she_typed_stands_in_the_address(pawel, misspelt(name))
    when_she_goes_to(pawel, name)
    assert pawel.page.url.endswith(f"/child/{child}/")
    assert pawel.heading() == name


def given_a_child_of_hers_with_a_name_easily_misspelt(keel, worker: str) -> tuple[str, str]:
    """The longest name of those whom she works with."""
    rows = keel.rows(
        "SELECT s.child_id, n.forename || ' ' || n.surname FROM oversight_standing s "
        "JOIN workforce_worker w ON w.id = s.worker_id JOIN people_personname n ON n.person_id = s.child_id "
        "WHERE w.key = %s ORDER BY length(n.forename || n.surname) DESC, 2 LIMIT 1",
        worker,
    )
    return str(rows[0][0]), rows[0][1]


def misspelt(name: str) -> str:
    """Two letters of the forename the wrong way round, and one of the surname left out."""
    forename, surname = name.rsplit(" ", 1)
    return f"{forename[0]}{forename[2]}{forename[1]}{forename[3:]} {surname[:3]}{surname[4:]}".lower()


def when_she_types_what_she_heard(pawel: Visitor, words: str) -> None:
    tabs_to(pawel, "Find a person")
    pawel.page.keyboard.press("Enter")
    pawel.page.wait_for_url("**/people/")
    pawel.looks_over()
    tabs_to(pawel, "Name, date of birth, number or address")
    pawel.page.keyboard.type(words)
    pawel.page.keyboard.press("Enter")
    pawel.page.wait_for_url("**/people/found/*")
    pawel.looks_over()


def when_she_goes_to(pawel: Visitor, name: str) -> None:
    tabs_to(pawel, name)
    pawel.page.keyboard.press("Enter")
    pawel.page.wait_for_url("**/child/**")
    pawel.looks_over()


def then_the_child_is_among_the_first_five(pawel: Visitor, name: str) -> None:
    rows = pawel.main.locator("tbody tr").all_inner_texts()
    assert any(name in row for row in rows[:5]), rows[:5]


def then_nothing_that_she_typed_stands_in_the_address(pawel: Visitor, words: str) -> None:
    assert not any(word in pawel.page.url.lower() for word in words.split())


def tabs_to(pawel: Visitor, words: str) -> None:
    """From the head of the page to what has these words, seeing at each step where one is."""
    pawel.page.evaluate("document.activeElement.blur()")
    for _ in range(MOST_STEPS):
        pawel.page.keyboard.press("Tab")
        at = pawel.page.evaluate(AT)
        assert at["seen"], f"nobody sees that the keyboard is at {at['words']}"
        if at["words"].startswith(words):
            return
    raise AssertionError(f"{words} is not reached in {MOST_STEPS} steps")


AT = """() => {
    const at = document.activeElement, look = getComputedStyle(at), box = at.getBoundingClientRect();
    const drawn = look.outlineStyle !== "none" || look.boxShadow !== "none";
    return {
        words: (at.labels?.[0] ?? at).textContent.trim(),
        seen: drawn && box.width > 1 && box.top >= 0 && box.bottom <= innerHeight,
    };
}"""
