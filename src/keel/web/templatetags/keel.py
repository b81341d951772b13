"""Keel's components as template tags: ``{% load keel %}``, then ``{% tag "Late by 3 days" kind="late" %}``.

A component is a function here and ``templates/components/<name>.html``: the function's arguments are the template's
whole context, so a misspelt one is an error and not a blank. The catalogue shows each with the words that make it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, wraps
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.text import slugify
from django.utils.timezone import localtime

from keel.report.wording import NOT_RECORDED, day_text, short_day

register = template.Library()
Values = dict[str, Any]
Link = Mapping[str, Any]  # words and href, and is_here where it leads to this page


def component(function: Callable[..., Values]) -> Callable[..., Values]:
    """A tag that shows the template of its name."""
    return register.inclusion_tag(f"components/{function.__name__}.html")(function)


def enclosing(function: Callable[..., Values]) -> Callable[..., str]:
    """A tag with an end tag, that shows the template of its name around what stands between them."""

    @register.simple_block_tag(takes_context=True)
    @wraps(function)
    def shown(context: Context, content: str, *given: Any, **named: Any) -> str:
        values = function(context, content, *given, **named)
        found = context.template.engine.get_template(f"components/{function.__name__}.html")
        return found.render(context.new({name: value for name, value in values.items() if name != "context"}))

    return shown


# Words and where they lead


@component
def tag(words: str, kind: Any = "calm") -> Values:
    """Colour and words: ``kind`` is a severity, a reading's status, or calm."""
    return {"words": words, "kind": kind_name(kind)}


@component
def back_link(href: str, words: str = "Back") -> Values:
    """The way back to where this page was reached from."""
    return locals()


@component
def breadcrumbs(items: Iterable[Link]) -> Values:
    """The places above this page, from the top."""
    return locals()


@component
def button(
    words: str, href: str = "", kind: str = "", name: str = "", value: str = "", form: str = ""
) -> Values:
    """A button that sends its form, or a link that looks like one; ``kind`` is secondary or warning."""
    return locals()


@component
def sub_navigation(items: Iterable[Link], label: str) -> Values:
    """Pages of one thing side by side: links where others have tabs, so that each page has an address."""
    return locals()


@component
def exit_page(href: str = "https://www.bbc.co.uk/weather") -> Values:
    """The way to leave quickly, for a page that a family may read where it is not safe to."""
    return locals()


@component
def pagination(page: Page) -> Values:
    """The way through a long list; keeps what was asked in the address."""
    return {
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
    }


# What needs attention


@component
def alert(words: str, kind: str = "information", title: str = "", href: str = "", link: str = "") -> Values:
    """Something to know before reading on; ``kind`` is information, success, warning or error."""
    return {**locals(), "kind_words": ALERTS[kind]}


ALERTS = {"information": "Please note", "success": "Done", "warning": "Warning", "error": "Danger"}


@component
def notification(words: str, title: str = "Important", kind: str = "") -> Values:
    """News about the whole page or service; ``kind`` success says that something was done."""
    return locals()


@component
def warning(words: str) -> Values:
    """What follows if this is done or left undone."""
    return locals()


@component
def error_summary(*forms: Any) -> Values:
    """Every mistake in these forms, formsets and lists of forms, at the top of the page, each leading to its field."""
    lists = (form.forms if isinstance(form, BaseFormSet) else form for form in forms)
    each = [one for forms in lists for one in (forms if isinstance(forms, list) else [forms])]
    return {"forms": [form for form in each if isinstance(form, BaseForm) and form.errors]}


@component
def because(
    words: str, citation: str = "", address: str = "", standard: str = "", must_confirm: bool = False
) -> Values:
    """Why a reading or a signal stands: the sentence, then the law or guidance it comes from."""
    return locals()


@component
def protected(words: str, audience: str, reason: str = "") -> Values:
    """A fact that only some may know, with who they are."""
    return locals()


@component
def empty(words: str, then: str = "", href: str = "") -> Values:
    """A list with nothing in it says so, and what to do next."""
    return locals()


@component
def panel(title: str, words: str = "") -> Values:
    """What was just done, where that ends a piece of work."""
    return locals()


@component
def progress(done: int, total: int, words: str) -> Values:
    """How far a job has come, in words and as a bar. Its page is ``progress_page.html``."""
    return locals()


# Facts about one person


@component
def identity_bar(
    name: str, facts: Iterable[Mapping[str, Any]] = (), href: str = "", note: str = ""
) -> Values:
    """Whose record this is, on every page of it; facts are words with a value."""
    return {"name": name, "facts": [with_kind(fact) for fact in facts], "href": href, "note": note}


@component
def summary_list(rows: Iterable[Mapping[str, Any]], title: str = "") -> Values:
    """Facts as words and value; ``href`` with ``link`` lets one be changed, ``hint`` says more, ``kind`` colours."""
    return {"rows": [with_kind(row) for row in rows], "title": title}


@component
def timeline(items: Iterable[Mapping[str, Any]], level: int = 3) -> Values:
    """What happened, day by day: on, title, words, by, href, kind with kind_words, recorded where that was later."""
    return {"items": [with_kind(item) for item in items], "level": level}


@component
def task_list(items: Iterable[Mapping[str, Any]]) -> Values:
    """What is to be done: words, href, hint, status and its kind."""
    return {"items": [with_kind(item) for item in items]}


# Many at once


@component
def figures(items: Iterable[Mapping[str, Any]]) -> Values:
    """Counts to see first: number, words, href, note, kind."""
    return {"items": [with_kind(item) for item in items]}


@component
def table(caption: str, columns: Sequence[Any], rows: Iterable[Sequence[Any]], sort: str = "") -> Values:
    """Rows under headings. A column is words, or words with sort and is_number; a cell is a value, or words with
    href, hint, kind. ``sort`` is the sorting now, ``-`` before it where it goes down."""
    heads = [Item(column if isinstance(column, Mapping) else {"words": column}) for column in columns]
    lines = [[Item(as_cell(cell), head=head) for head, cell in zip(heads, row, strict=True)] for row in rows]
    return {"caption": caption, "columns": heads, "rows": lines, "sort": sort}


@component
def sort_heading(words: str, key: str, sort: str, is_number: bool = False) -> Values:
    """A heading that sorts its table, for a table written by hand."""
    return {**locals(), "next": f"-{key}" if sort == key else key}


@component
def calm_grid(
    caption: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], heading: str = "Child"
) -> Values:
    """Children down, timescales across; each cell has words and a kind. A row is words, href, hint and cells."""
    lines = [
        {
            **row,
            "cells": [
                Item(as_cell(cell), head=head) for head, cell in zip(columns, row["cells"], strict=True)
            ],
        }
        for row in rows
    ]
    return {"caption": caption, "columns": columns, "rows": lines, "heading": heading}


# Around something else


@enclosing
def inset(context: Context, content: str) -> Values:
    """Words set apart from what stands around them."""
    return locals()


@enclosing
def details(context: Context, content: str, summary: str, is_open: bool = False) -> Values:
    """More, for those who want it."""
    return locals()


@enclosing
def card(
    context: Context, content: str, title: str, href: str = "", link: str = "", level: int = 2
) -> Values:
    """A part of a page with a heading of its own; ``href`` with ``link`` leads to all of it."""
    return locals()


@enclosing
def filter_panel(
    context: Context, content: str, chosen: Iterable[Link] = (), clear: str = "?", is_open: bool = False
) -> Values:
    """The fields that narrow a list, in a form that asks by address; chosen ones can each be taken off."""
    return locals()


# Values


def kind_name(kind: Any) -> str:
    """The name by which the style sheet knows a severity, a status or a plain word."""
    return _slug(str(getattr(kind, "label", kind)))


_slug = lru_cache(maxsize=500)(slugify)  # there are a few dozen, and a list asks at each cell


class Item(dict[str, Any]):
    """What a component shows of one thing. What is not said is blank.

    A page asks most things of most cells in vain, and for a mapping that does not know, the framework makes three
    errors and catches them: half of the time that a long list took.
    """

    def __missing__(self, name: str) -> str:
        if hasattr(dict, name):
            raise KeyError(name)
        return ""


def with_kind(item: Mapping[str, Any]) -> Item:
    """An item of a component with its kind as the style sheet knows it."""
    return Item(item, kind=kind_name(item.get("kind", "")))


def as_cell(cell: Any) -> Item:
    """A cell of a table: a bare value is its words."""
    return with_kind(cell if isinstance(cell, Mapping) else {"words": cell})


@register.filter
def attributes(named: Mapping[str, Any]) -> str:
    """The attributes of a box, each after a blank; a filter, since to go through them in a template takes longer."""
    told = ((name, value) for name, value in named.items() if value is not False)
    return format_html_join(
        "",
        "{}{}",
        ((f" {name}", "" if value is True else format_html('="{}"', str(value))) for name, value in told),
    )


@register.filter
def recorded(value: Any) -> str:
    """A value as people say it: dates as days, yes and no, and what is not recorded said so."""
    if value is None or value == "":
        return format_html('<span class="keel-not-recorded">{}</span>', NOT_RECORDED.capitalize())
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    return f"{value:,}" if isinstance(value, int) else value


@register.filter
def day(value: date | None) -> str:
    """A day in full: "3 March 2025"."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_text(value)) if value else ""


@register.filter
def narrow_day(value: date | None) -> str:
    """A day for a narrow column: "3 Mar 2025"."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), short_day(value)) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """A day with the time in England: "3 March 2025 at 14:05"."""
    if value is None:
        return ""
    here = localtime(value)
    words = f"{day_text(here.date())} at {here:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', here.isoformat(), words)


@register.simple_tag
def own_authority() -> Mapping[str, str]:
    """The authority, for a page that is shown when nothing else can be asked."""
    return settings.AUTHORITY
