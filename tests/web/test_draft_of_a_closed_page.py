"""Words that were typed a moment before the page was left are kept, and sent once."""

import time

import pytest
from look_pages import draft
from playwright.sync_api import BrowserContext, Page

SAID = "I do not want to go home on Friday."


def kept() -> list[dict[str, str]]:
    """What came to the server, once nothing more has come for a moment."""
    end = time.monotonic() + 5
    while not draft.kept and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(0.3)
    return draft.kept


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page on which somebody has just typed."""
    draft.kept.clear()
    opened = context.new_page()
    opened.goto("/draft")
    opened.wait_for_load_state("networkidle")
    opened.get_by_label("What did she say?").fill(SAID)
    return opened


def test_what_was_typed_before_the_page_is_closed_is_kept(page: Page) -> None:
    page.close()
    assert kept() == [{"do": "autosave", "revision": "0", "words": SAID}]


def test_what_was_typed_before_a_link_is_followed_is_kept(page: Page) -> None:
    page.goto("/typing")
    assert [each["words"] for each in kept()] == [SAID]


def test_what_is_kept_already_is_not_sent_again(page: Page) -> None:
    page.locator("[data-draft-said]", has_text="Draft saved").wait_for()
    page.goto("/typing")
    assert len(kept()) == 1
