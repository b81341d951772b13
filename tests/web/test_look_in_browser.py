"""The pages in a browser: wide and narrow, with and without scripts, by keyboard, on paper, in one's own colours."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

WIDTHS = {"desk": 1280, "telephone": 320}
PAGES = (
    "/components",
    "/about/accessibility",
    "/about/cookies",
    "/about/licence",
    "/account/",
    "/absent",
    "/another-role",
)
ANSWERED = "the server responded with a status of"  # of the page itself; of anything else it is found below
# Of what is well, not each place is told: on a long page that takes as long as the check itself.
LOOKED_FOR = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@pytest.fixture(params=PAGES)
def place(request) -> str:
    """A page."""
    return request.param


@pytest.fixture(params=WIDTHS.values(), ids=list(WIDTHS))
def page(request, context: BrowserContext, place: str, site: str) -> Iterator[Page]:
    """The page at a width. Whatever the console says, a file that is not there and a foreign address are errors."""
    opened = context.new_page()
    opened.set_viewport_size({"width": request.param, "height": 900})
    wrong: list[str] = []
    opened.on("console", lambda said: wrong.append(said.text) if ANSWERED not in said.text else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("response", lambda got: wrong.append(got.url) if _is_wrong(got, site, place) else None)
    opened.goto(place)
    opened.wait_for_load_state("networkidle")
    yield opened
    assert wrong == []


def _is_wrong(got, site: str, place: str) -> bool:
    path = urlsplit(got.url).path
    return not got.url.startswith(site) or "font" in path or (got.status >= 400 and path != place)


def test_no_barrier_is_found(page) -> None:
    found = Axe().run(page, options=LOOKED_FOR)
    assert found.response["violations"] == [], found.generate_report()


def test_nothing_scrolls_sideways(page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_what_scripts_add_is_there(context) -> None:
    page = context.new_page()
    page.goto("/components")
    page.get_by_role("button", name="Show password").first.wait_for()
    page.get_by_role("button", name="Choose date").first.wait_for()


def test_everything_is_there_without_scripts(browser, site) -> None:
    plain = browser.new_context(base_url=site, java_script_enabled=False)
    page = plain.new_page()
    page.goto("/components")
    assert page.get_by_role("link", name="Find").is_visible()
    page.get_by_text("Narrow this list").click()
    assert not page.get_by_label("Late by at least (days)").is_visible(), "it opens and closes by itself"
    page.get_by_text("Narrow this list").click()
    page.get_by_label("Late by at least (days)").fill("10")
    page.get_by_role("button", name="Show these").click()
    assert "late_by=10" in page.url
    page.get_by_role("link", name="Days over").click()
    assert "sort=days" in page.url
    assert "late_by=10" in page.url, "sorting keeps what the list is narrowed to"
    plain.close()


def test_the_first_stop_of_the_keyboard_skips_to_the_page(context) -> None:
    page = context.new_page()
    page.goto("/about/cookies")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()


def test_meaning_is_kept_in_the_readers_own_colours(browser, site) -> None:
    own = browser.new_context(base_url=site, forced_colors="active")
    page = own.new_page()
    page.goto("/components")
    drawn = page.eval_on_selector_all(
        ".keel-tag, .keel-grid__cell", "found => found.map(e => getComputedStyle(e).outlineStyle)"
    )
    assert len(drawn) > 15
    assert set(drawn) == {"solid"}
    own.close()


def test_a_summary_prints_on_one_side_without_what_can_only_be_pressed(context) -> None:
    page = context.new_page()
    page.goto("/summary")
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="Find").is_visible()
    assert not page.get_by_role("button", name="Sign out").is_visible()
    assert page.get_by_text("Tell nobody where she lives.").is_visible()
    assert page.get_by_text("printed").is_visible()
    assert "by Amara Okafor" in page.locator(".keel-printed").inner_text()


def test_a_list_stays_a_table_on_paper(context) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 700, "height": 900})
    page.goto("/components")
    page.emulate_media(media="print")
    assert (
        page.locator("#table thead").evaluate("head => getComputedStyle(head).display")
        == "table-header-group"
    )


def test_a_job_renews_its_page_and_then_rests(context) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto("/job")
    page.wait_for_load_state("networkidle")
    assert "1 of 3" in page.locator("#job").inner_text()
    for _ in range(2):
        page.clock.run_for(2500)
        page.wait_for_load_state("networkidle")
    page.get_by_role("paragraph").filter(has_text="3 of 3").wait_for()
    assert page.locator("#job").get_attribute("data-renews") is None
