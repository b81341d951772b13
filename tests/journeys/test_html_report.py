"""A director opens the page in a browser: by mouse or keyboard, on a desk or a telephone, with scripts or without."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from visitor import LOOKED_FOR

from keel.exchange.source import read_source
from keel.invent import write_authority
from keel.population.check import check
from keel.practice.standards import load
from keel.report.html import save_html
from keel.report.summary import Report

AS_OF = date(2026, 3, 31)
WIDTHS = {"desk": 1280, "telephone": 320}


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    """The page of a small made-up authority."""
    folder = tmp_path_factory.mktemp("page")
    extract = read_source(write_authority(60, 7, AS_OF, "ssd", folder / "severnshire"))
    page = folder / "report.html"
    save_html(Report(check(extract, load(), AS_OF), chosen="given"), page)
    return page.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium is installed here")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(params=WIDTHS.values(), ids=list(WIDTHS))
def page(request, browser, address) -> Iterator[Page]:
    """The page, at the width of a desk and of a telephone; anything said on its console is an error."""
    opened = browser.new_page(viewport={"width": request.param, "height": 800})
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto(address)
    yield opened
    opened.close()
    assert said == []


@pytest.fixture
def desk(browser, address) -> Iterator[Page]:
    """The page on a desk."""
    opened = browser.new_page(viewport={"width": 1280, "height": 800})
    opened.goto(address)
    yield opened
    opened.close()


def test_no_barrier_is_found_by_the_accessibility_check(page) -> None:
    found = Axe().run(page, options=LOOKED_FOR)
    assert found.response["violations"] == [], found.generate_report()


def test_the_page_never_scrolls_sideways(page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_nothing_is_fetched(browser, address) -> None:
    opened = browser.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(address)
    opened.close()
    assert asked == [address]


def test_the_first_stop_of_the_keyboard_skips_to_the_report(desk) -> None:
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.textContent") == "Skip to the report"
    desk.keyboard.press("Enter")
    expect(desk.locator("#attention")).to_be_focused()


def test_a_table_sorts_by_keyboard_and_says_so(desk) -> None:
    heading = desk.locator("#timescale-table-rows thead th", has_text="Applied")
    heading.locator("button").focus()
    desk.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "descending"
    column = heading.evaluate("cell => cell.cellIndex")
    shown = desk.locator(f"#timescale-table-rows tbody tr > :nth-child({column + 1})").all_inner_texts()
    numbers = [int(text.replace(",", "")) for text in shown]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) > 1
    desk.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "ascending"


def test_a_child_is_found_by_her_identifier(desk) -> None:
    name = desk.locator("article .id").nth(1).inner_text()
    desk.get_by_label("Find a child, team, worker or word").fill(name)
    assert desk.locator("article:visible").count() == 1
    assert desk.get_by_role("status").filter(has_text="1 of").count() == 1


def test_identifiers_can_be_hidden_on_the_screen_and_shown_again(desk) -> None:
    name = desk.locator("article .id").first.inner_text()
    button = desk.get_by_role("button", name="Hide identifiers on this screen")
    button.click()
    assert name not in desk.locator("body").inner_text()
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert name in desk.locator("body").inner_text()


def test_everything_is_there_without_scripts(browser, address) -> None:
    plain = browser.new_page(java_script_enabled=False)
    plain.goto(address)
    words = plain.locator("main").inner_text()
    buttons = plain.locator("button").count()
    tables = plain.locator("main table").count()
    plain.close()
    assert buttons == 0
    assert tables >= 8
    for heading in ("What needs attention", "By timescale", "Each child", "Standards used"):
        assert heading in words


def test_it_prints_without_its_controls(desk) -> None:
    desk.emulate_media(media="print")
    assert not desk.get_by_role("button", name="Hide identifiers on this screen").is_visible()
    assert desk.locator("#attention").is_visible()


def test_the_page_is_fit_to_send(address) -> None:
    assert Path(address.removeprefix("file://")).stat().st_size < 3_000_000
