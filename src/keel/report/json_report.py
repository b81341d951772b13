"""The report for other programs: JSON with a version, written child by child so that size does not matter."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TextIO

from keel.exchange.findings import Finding
from keel.population.answer import Computable
from keel.report.cautions import days_after_latest, file_errors
from keel.report.children import ChildPage, pages
from keel.report.json_schema import VERSION
from keel.report.measures import Measure
from keel.report.standard_lines import StandardLine
from keel.report.summary import Report
from keel.report.tallies import TimescaleLine

Json = dict[str, Any]


def write_json(report: Report, file: TextIO) -> None:
    """Write the whole report as one JSON object; :mod:`keel.report.json_schema` says what is in it."""
    head = {"keel_report": VERSION, **_head(report), **_sections(report)}
    for place, (key, value) in enumerate(head.items()):
        file.write(("{" if not place else ",\n ") + f"{json.dumps(key)}: ")
        file.write(_text(value))
    file.write(',\n "children": [')
    for place, page in enumerate(pages(report.answer, report.children)):
        file.write((",\n  " if place else "\n  ") + _text(_child(page)))
    file.write("]}\n")


def _other(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in the JSON report")


_text = json.JSONEncoder(default=_other, ensure_ascii=False, allow_nan=False).encode


def _head(report: Report) -> Json:
    extract = report.answer.extract
    return {
        "keel_version": report.version,
        "source": {
            "format": extract.format,
            "label": extract.label,
            "children": len(extract.children),
            "events": len(extract.events),
        },
        "as_of": report.answer.as_of,
        "as_of_chosen": report.chosen,
        "masked": report.is_masked,
        "file_errors": file_errors(report.answer),
        "days_after_latest": days_after_latest(report.answer),
        "warnings": [each.sentence for each in report.cautions],
    }


def _sections(report: Report) -> Json:
    return {
        "figures": [
            {**_fields(f, "key", "label", "number", "of", "of_what", "percent"), "note": f.note or None}
            for f in report.figures
        ],
        "worst": [page.child["key"] for page in report.worst],
        "plan_lengths": [_fields(b, "name", "number", "of", "england", "shropshire") for b in report.lengths],
        "measures": [_measure(each) for each in report.measures],
        "teams": [_fields(g, "team", *_GROUP) for g in report.teams],
        "workers": [_fields(g, "team", "worker", *_GROUP) for g in report.workers],
        "timescales": [_timescale(line) for line in report.timescales],
        "signals": [
            _fields(s, "key", "name", "why", "black", "red", "amber", "unknown") for s in report.signals
        ],
        "not_computable": [_not_computable(each, report) for each in report.not_computable],
        "file_findings": [_finding(each) for each in report.findings],
        "standards": [_standard(each) for each in report.standards],
    }


_GROUP = ("children", "on_plan", "in_breach", "red_or_black", "unknown", "overdue")


def _fields(line: object, *names: str) -> Json:
    return {name: getattr(line, name) for name in names}


def _measure(measure: Measure) -> Json:
    return {
        **_fields(measure, "key", "name", "counts", "of", "number", "out_of", "unknown", "percent"),
        "why_not": measure.why_not or None,
        "published": [_fields(each, "place", "year", "percent") for each in measure.published],
        **_fields(measure, "source", "address"),
    }


def _timescale(line: TimescaleLine) -> Json:
    counts = ("applied", "met", "late", "missed", "overdue", "running", "ended", "unknown")
    return {
        **_fields(line, "key", "name", "part", *counts, "children_overdue"),
        "judged": line.judged,
        "percent_in_time": line.in_time,
        "standard": line.standard.key if line.standard else None,
        "allowed": line.standard.value if line.standard else None,
        "needs_confirming": bool(line.standard and line.standard.needs_confirming),
    }


def _not_computable(each: Computable, report: Report) -> Json:
    is_signal = any(each is signal for signal in report.answer.signal_keys)
    return {"kind": "signal" if is_signal else "timescale", **_fields(each, "key", "name", "why_not")}


def _finding(finding: Finding) -> Json:
    return {
        **_fields(finding, "code", "level", "message", "source", "column", "count"),
        "examples": [_fields(each, "row", "child", "raw") for each in finding.examples],
    }


def _standard(line: StandardLine) -> Json:
    named = ("key", "name", "part", "value", "status", "from_on", "in_force", "needs_confirming")
    return {
        **_fields(line, *named, "citation", "known_how"),
        **{name: getattr(line, name) or None for name in ("address", "councils", "set_by")},
    }


def _child(page: ChildPage) -> Json:
    return {
        **_pick(page.child, CHILD_FIELDS),
        "signals": [_pick(row, SIGNAL_FIELDS) for row in page.signals],
        "readings": [_pick(row, READING_FIELDS) for row in page.readings],
    }


def _pick(row: Mapping[str, Any], names: Iterable[str]) -> Json:
    return {name: row[name] for name in names}


CHILD_FIELDS: Sequence[str] = (
    *("key", "team", "worker", "age", "is_unborn", "is_disabled", "category", "on_plan", "plan_started_on"),
    *("plan_months", "earlier_plans", "looked_after", "breaches_open", "breaches_past", "unknown"),
    *("amber", "red", "black", "drift_score"),
)
SIGNAL_FIELDS: Sequence[str] = ("signal", "name", "severity", "since_on", "because", "timescale", "evidence")
READING_FIELDS: Sequence[str] = (
    *("timescale", "name", "status", "started_on", "due_on", "met_on", "ended_on", "days_over", "days_unit"),
    *("severity", "because", "evidence"),
)
