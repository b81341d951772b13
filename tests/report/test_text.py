"""The report in a terminal."""

import io

import pytest
from made_answer import PLAIN, SCRIPT
from rich.console import Console

from keel.report import text
from keel.report.text import SECTIONS, write_text


def _printed(report, width: int) -> str:
    file = io.StringIO()
    write_text(report, Console(file=file, width=width, markup=False, highlight=False, emoji=False))
    return file.getvalue()


@pytest.mark.parametrize("width", [80, 100, 160])
def test_no_line_is_wider_than_the_terminal_and_sections_come_in_order(report, width) -> None:
    printed = _printed(report, width)
    assert max(map(len, printed.splitlines())) <= width
    places = [printed.index(f" {number}. {heading}") for number, heading in enumerate(SECTIONS, start=1)]
    assert places == sorted(places)


def test_piped_output_has_no_colour_codes(report) -> None:
    assert "\x1b" not in _printed(report, 100)


def test_an_identifier_cannot_set_a_colour_or_move_the_cursor(make_answer) -> None:
    from dataclasses import replace  # noqa: PLC0415

    import polars as pl  # noqa: PLC0415

    from keel.report.summary import Report  # noqa: PLC0415

    answer = make_answer()
    nasty = answer.children.with_columns(key=pl.lit("\x1b[31mX\r[red]Y[/red]"))
    printed = _printed(Report(replace(answer, children=nasty), chosen=""), 160)
    assert "\x1b" not in printed
    assert "\r" not in printed
    assert "[red]Y[/red]" in printed


def test_no_signal_is_said_and_not_shown_as_an_empty_table(make_answer) -> None:
    from dataclasses import replace  # noqa: PLC0415

    from keel.report.summary import Report  # noqa: PLC0415

    answer = make_answer()
    printed = _printed(Report(replace(answer, signals=answer.signals.clear()), chosen=""), 100)
    section = printed.split("4. Signals of drift")[1].split("5. Each child")[0]
    assert "No signal was found for any child" in section
    assert "Cannot be computed" not in section


def test_each_child_is_told_why(report) -> None:
    printed = _printed(report, 160)
    assert "Seen on 6 January 2025; a visit is due within 10 working days; none followed." in printed
    assert "overdue by 70 days" in printed
    assert SCRIPT in printed


def test_children_not_shown_are_counted(report, monkeypatch) -> None:
    monkeypatch.setattr(text, "LISTED", 0)
    assert "1 child not shown here" in _printed(report, 100)


def test_what_could_not_be_computed_says_why(report) -> None:
    printed = _printed(report, 100)
    assert "holds no core groups" in printed
    assert "holds no letters" in printed


def test_a_value_without_a_source_is_marked(report) -> None:
    printed = _printed(report, 160)
    assert "2 to confirm locally" in printed
    assert "local value," in printed


def test_the_date_says_how_it_was_chosen(report) -> None:
    assert "As at 31 March 2025 (given with --as-of)" in _printed(report, 100)


def test_a_finding_about_the_file_gives_its_place(report) -> None:
    printed = " ".join(_printed(report, 160).split())
    assert f"row 3, child {PLAIN}" in printed
