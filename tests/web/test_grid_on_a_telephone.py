"""A grid of children where there is little room: each cell is read, and what says nothing takes none."""

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template import Context, Template


def test_on_a_telephone_a_grid_is_read_and_holds_only_what_is_asked(browser: Any) -> None:
    """What a cell is about stood dark on black, and most of a long page said that nothing is asked."""
    cells = [
        {"words": "Black since 17 Apr", "kind": "black"},
        {"words": "Nothing asked", "kind": "none"},
    ]
    rows = [{"words": "Ada", "href": "#", "hint": "", "cells": cells}]
    grid = Template('{% load keel %}{% calm_grid "Children" columns=columns rows=rows %}')
    shown = grid.render(Context({"columns": ["Visits", "Plan"], "rows": rows}))
    styles = [
        Path(finders.find(name)) for name in ("keel/look.css", "keel/parts.css", "questions/questions.css")
    ]
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.set_content(f"<style>{''.join(each.read_text() for each in styles)}</style>{shown}")
    label = page.locator("td").first.evaluate("cell => getComputedStyle(cell, '::before').color")
    assert label == "rgb(255, 255, 255)"
    assert not page.get_by_text("Nothing asked").is_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.get_by_text("Nothing asked").is_visible()
    page.close()
