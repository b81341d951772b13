"""What is written to the log holds identifiers, and nothing of anybody."""

import io
import json
import logging
from collections.abc import Iterator
from logging.config import dictConfig

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from keel.web.logs import logging_settings

NAME = "Quillfeather"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What a served Keel would write, made by the handler that it has."""
    written = io.StringIO()
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    dictConfig(logging_settings(is_for_people=False))
    for handler in root.handlers:
        handler.setStream(written)
    yield written
    dictConfig(settings.LOGGING)
    root.handlers[:] = before


def read(written: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.django_db
def test_a_request_is_one_line_without_its_address(lines: io.StringIO, client: Client) -> None:
    answer = client.get("/account/login/", {"next": f"/people/?name={NAME}"})
    (line,) = [one for one in read(lines) if one["from"] == "keel.answered"]
    assert line["request_id"] == answer["X-Request-Id"]
    assert (line["status"], line["method"], line["page"]) == (200, "GET", "account/login/")
    assert line["ms"] > 0
    assert line["statements"] > 0
    assert NAME not in lines.getvalue()


def test_a_page_that_is_not_there_is_told_without_its_address(lines: io.StringIO) -> None:
    logging.getLogger("django.request").warning("Not Found: %s", f"/people/{NAME}")
    (line,) = read(lines)
    assert line["said"] == "Not Found: %s"


@pytest.mark.django_db
def test_a_fault_is_told_by_its_kind_and_place_and_never_by_its_words(lines: io.StringIO) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / (length(%s) - 12)", [NAME])
    except Exception:
        logging.getLogger("keel.anything").exception("could not count")
    (line,) = read(lines)
    assert line["fault"]["kinds"] == ["DataError", "DivisionByZero"]
    assert any("test_logs.py" in place for place in line["fault"]["came_by"])
    assert NAME not in lines.getvalue()
    assert "division" not in lines.getvalue()


def test_a_terminal_is_told_the_same_in_words(lines: io.StringIO) -> None:
    dictConfig(logging_settings(is_for_people=True))
    logging.getLogger().handlers[0].setStream(lines)
    try:
        raise ValueError(NAME)
    except ValueError:
        logging.getLogger("keel.anything").exception("could not count")
    first, second = lines.getvalue().splitlines()[:2]
    assert first == "keel: could not count ValueError"
    assert "test_logs.py" in second
    assert NAME not in lines.getvalue()
