"""The page: alone, safe to open, readable without scripts, and small enough to send."""

import re
from dataclasses import replace
from itertools import pairwise

import polars as pl
import pytest
from lxml import html
from made_answer import SCRIPT, WORKER

from keel.report import html as page_module
from keel.report.html import save_html
from keel.report.summary import Report


def _page(report, tmp_path) -> str:
    save_html(report, tmp_path / "report.html")
    return (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.fixture
def page(report, tmp_path) -> str:
    return _page(report, tmp_path)


def test_nothing_from_the_file_becomes_markup(page) -> None:
    tree = html.fromstring(page)
    assert len(tree.findall(".//script")) == 1
    assert tree.findall(".//b") == []
    assert SCRIPT in tree.text_content()
    assert WORKER in tree.text_content()


def test_it_stands_alone(page) -> None:
    tree = html.fromstring(page)
    assert tree.xpath("//link | //img | //iframe | //script[@src] | //*[contains(@style, 'url(')]") == []
    assert "default-src 'none'" in page
    assert not re.search(r"@import|url\(", page)


def test_headings_go_down_one_step_at_a_time(page) -> None:
    levels = [int(heading.tag[1]) for heading in html.fromstring(page).xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_every_table_has_a_caption_and_headings_with_a_scope(page) -> None:
    for table in html.fromstring(page).findall(".//table"):
        assert table.find("caption").text_content().strip()
        assert all(heading.get("scope") for heading in table.findall(".//th"))


def test_every_chart_says_in_words_what_it_shows_and_has_a_table_beneath(page) -> None:
    figures = html.fromstring(page).findall(".//figure")
    assert len(figures) == 3
    for figure in figures:
        titles = figure.xpath(".//svg/title")
        assert len(titles) == 2
        assert re.search(r"\d", titles[0].text)
        assert figure.getnext().find(".//table") is not None


def test_every_link_within_the_page_leads_somewhere(page) -> None:
    tree = html.fromstring(page)
    ids = set(tree.xpath("//@id"))
    assert [href for href in tree.xpath("//a/@href") if href.startswith("#") and href[1:] not in ids] == []
    assert len(ids) == len(tree.xpath("//@id"))


def test_each_child_with_a_signal_has_a_place_with_its_reasons(page) -> None:
    words = html.fromstring(page).get_element_by_id("child-2").text_content()
    assert "overdue by 70 days" in words
    assert "none followed" in words
    assert "Due 20 January 2025" in words


def test_a_big_page_lists_what_is_open_and_says_what_it_leaves_out(report, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(page_module, "EVERY_READING", 0)
    monkeypatch.setattr(page_module, "CHILDREN_LISTED", 1)
    tree = html.fromstring(_page(report, tmp_path))
    words = " ".join(tree.text_content().split())
    assert len(tree.xpath("//article")) == 1
    assert "1 more child with something open is not listed here" in words
    assert "1 other child has nothing overdue and no black, red or amber signal" in words


def test_a_page_of_nobody_can_be_read(make_answer, tmp_path) -> None:
    answer = make_answer()
    none = replace(
        answer,
        children=answer.children.clear(),
        readings=answer.readings.clear(),
        signals=answer.signals.clear(),
    )
    words = html.fromstring(_page(Report(none, chosen=""), tmp_path)).text_content()
    assert "No child has a black, red or amber signal" in words


def test_many_children_stay_fit_to_send(make_answer, tmp_path) -> None:
    answer = make_answer()
    children = pl.concat([answer.children.head(1)] * 2_000).with_columns(
        child=pl.int_range(2_000, dtype=pl.Int32), key=pl.format("K{}", pl.int_range(2_000))
    )
    readings = pl.concat([answer.readings.head(1)] * 4_000).with_columns(
        child=(pl.int_range(4_000) // 2).cast(pl.Int32)
    )
    big = Report(replace(answer, children=children, readings=readings), chosen="")
    assert len(_page(big, tmp_path)) < 2_000_000
