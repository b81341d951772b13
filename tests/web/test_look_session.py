"""An idle session ends: one is warned, one key keeps it, what was typed is neither lost nor left to be read."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

MINUTE = 60 * 1000
SAID = "I do not want to go home on Friday."


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which somebody types, with a clock that the test turns."""
    opened = context.new_page()
    opened.clock.install()
    opened.goto("/typing")
    opened.wait_for_load_state("networkidle")
    return opened


def _type(page: Page) -> None:
    page.get_by_label("What did she say?").fill(SAID)


def test_nobody_is_warned_too_early(page) -> None:
    page.clock.run_for(24 * MINUTE)
    assert not page.get_by_role("dialog").is_visible()


def test_a_warning_comes_in_time_and_one_key_stays(page) -> None:
    page.clock.run_for(26 * MINUTE)
    assert "4 minutes" in page.get_by_role("dialog").inner_text()
    with page.expect_request("**/stay") as asked:
        page.keyboard.press("Enter")
    assert asked.value.method == "POST"
    assert asked.value.headers["x-csrftoken"]
    assert not page.get_by_role("dialog").is_visible()
    page.clock.run_for(24 * MINUTE)
    assert not page.get_by_role("dialog").is_visible(), "it begins again from there"


def test_who_types_is_never_interrupted(page) -> None:
    for _ in range(8):
        page.clock.run_for(5 * MINUTE)
        with page.expect_request("**/stay"):
            page.get_by_label("What did she say?").press("a")
    assert not page.get_by_role("dialog").is_visible()


def test_a_page_beside_keeps_the_session_for_both(page, context) -> None:
    page.clock.run_for(26 * MINUTE)
    assert page.get_by_role("dialog").is_visible()
    beside = context.new_page()
    beside.goto("/typing")
    page.get_by_role("dialog").wait_for(state="hidden")


def test_with_nothing_typed_the_page_is_left(page) -> None:
    page.clock.run_for(31 * MINUTE)
    page.wait_for_url("**/about/cookies")


def test_what_was_typed_is_covered_until_the_same_person_is_back(page, context) -> None:
    _type(page)
    page.clock.run_for(31 * MINUTE)
    assert "You have been signed out" in page.get_by_role("dialog").inner_text()
    assert not page.get_by_label("What did she say?").is_visible()
    for _ in range(3):
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="visible")  # it cannot be sent away
    context.new_page().goto("/typing")
    page.get_by_role("dialog").wait_for(state="hidden")
    assert page.get_by_label("What did she say?").input_value() == SAID


def test_somebody_else_at_the_same_screen_does_not_read_it(page, context, site) -> None:
    _type(page)
    page.clock.run_for(31 * MINUTE)
    context.add_cookies([{"name": "who", "value": "2", "url": site}])
    beside = context.new_page()
    beside.goto("/typing")
    beside.wait_for_load_state("networkidle")
    beside.wait_for_timeout(500)
    assert not page.get_by_label("What did she say?").is_visible()
    assert "You have been signed out" in page.get_by_role("dialog").inner_text()


def test_a_session_that_was_ended_elsewhere_ends_here(page, context, site) -> None:
    _type(page)
    context.add_cookies([{"name": "ended", "value": "1", "url": site}])
    page.clock.run_for(26 * MINUTE)
    page.keyboard.press("Enter")
    page.get_by_text("You have been signed out").wait_for()
    assert not page.get_by_label("What did she say?").is_visible()
