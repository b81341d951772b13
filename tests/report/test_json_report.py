"""The JSON report keeps to its schema, so that others can build on it."""

import io
import json

import jsonschema
import pytest
from made_answer import PLAIN, SCRIPT

from keel.report.json_report import write_json
from keel.report.json_schema import SCHEMA


def _read(report):
    file = io.StringIO()
    write_json(report, file)
    return json.loads(file.getvalue())


@pytest.fixture(params=["report", "masked_report"])
def written(request):
    return _read(request.getfixturevalue(request.param))


def test_the_report_is_what_the_schema_says(written) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(written, SCHEMA, format_checker=jsonschema.FormatChecker())


def test_it_opens_with_its_version(report) -> None:
    file = io.StringIO()
    write_json(report, file)
    assert file.getvalue().startswith('{"keel_report": 1,')


def test_every_child_is_there_with_every_reading(report) -> None:
    written = _read(report)
    assert [child["key"] for child in written["children"]][:2] == [PLAIN, SCRIPT]
    assert sum(len(child["readings"]) for child in written["children"]) == report.answer.readings.height
    assert sum(len(child["signals"]) for child in written["children"]) == report.answer.signals.height


def test_a_reading_says_where_its_evidence_stands(report) -> None:
    overdue = _read(report)["children"][1]["readings"][0]
    assert (overdue["status"], overdue["due_on"], overdue["evidence"]) == (
        "overdue",
        "2025-01-20",
        "List 8, row 2",
    )


def test_what_is_not_recorded_is_null_and_never_no(report) -> None:
    child = _read(report)["children"][0]
    assert child["worker"] is None
    assert child["is_disabled"] is None


def test_the_schema_refuses_a_report_with_a_field_missing(report) -> None:
    written = _read(report)
    del written["as_of"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, SCHEMA)
